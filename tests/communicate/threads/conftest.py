"""Alderford, where the paper and Ben answer the council."""

import pytest
from sqlalchemy import Engine

from tests.communicate.village import Village


@pytest.fixture
def village(engine: Engine) -> Village:
    made = Village(engine)
    made.says("Council", "Weir closed")
    made.says("Paper", "Drivers rage", made.page("Council", "Weir closed"), hours=2)
    made.says("Ben", "On the weir", made.page("Paper", "Drivers rage") + "?utm_source=ben", hours=3)
    made.says("Muddy Boots", "A wasp", hours=4)
    made.think()
    return made
