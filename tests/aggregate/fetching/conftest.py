"""Whose feed is looked at."""

import pytest
from sqlmodel import Session

from tests.aggregate.fetching.blog import Ben


@pytest.fixture
def ben(db: Session) -> Ben:
    return Ben(db)
