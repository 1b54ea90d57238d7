"""What is said of a level holds for every level, and says the days and numbers that count."""

import pytest

from hub.establish.deciding.rules import A_FORTNIGHT, A_WEEK, AT_ONCE, BY_SILENCE, UNDO_FOR, Level
from hub.site.proposing import levels
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.mark.parametrize("table", [levels.QUEUED, levels.SENT, levels.WAITS, levels.SEALED])
def test_every_level_has_its_sentence(table: dict[Level, object]) -> None:
    assert set(table) == set(Level)


def test_a_week_and_a_fortnight_are_what_they_are_called() -> None:
    assert (A_WEEK.days, A_FORTNIGHT.days, UNDO_FOR.days) == (7, 14, 7)


def test_whoever_proposes_reads_the_numbers_that_count(cem: Neighbour, alderford: Alderford) -> None:
    told = cem.visit(f"/{alderford.place.slug}/proposals/new").text
    assert f"at most {AT_ONCE} items" in told
    assert f"at most {BY_SILENCE} stays open" in told
