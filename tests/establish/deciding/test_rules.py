"""How much agreement a change needs, and when it is there."""

from datetime import timedelta

import pytest

from hub.establish.deciding.rules import Dates, Level, Spoken, Stance, Standing, Stands, dates, level, standing, stands
from hub.establish.deciding.script import Define, Merge, Operation, Retire, Rule, Spell
from hub.establish.tags.rules import Stand
from tests.town import NOON

DAY = timedelta(days=1)
SPELL, MERGE = Spell("bins", "rubbish"), Merge("bins", "waste")


@pytest.mark.parametrize(
    ("script", "reach", "needed"),
    [
        ((SPELL,), 0, Level.AT_ONCE),
        ((SPELL, MERGE), 20, Level.AT_ONCE),
        ((SPELL,), 21, Level.SILENCE),
        ((MERGE,), 500, Level.SILENCE),
        ((Define("bins", "x"),), 501, Level.TWO),
        ((SPELL, Retire("bins")), 0, Level.TWO),
        ((Rule("rubbish", Stand.BLOCKED),), 0, Level.TWO),
        ((Rule("rubbish", Stand.AMBIGUOUS), Rule("the", Stand.LEFT), Rule("bad", "")), 3, Level.AT_ONCE),
    ],
)
def test_a_change_needs_as_much_agreement_as_it_touches(
    script: tuple[Operation, ...], reach: int, needed: Level
) -> None:
    assert level(script, reach) is needed


def test_a_proposal_is_open_for_a_week_or_a_fortnight_and_never_longer_than_forty_five_days() -> None:
    for each, days in ((Level.AT_ONCE, 7), (Level.SILENCE, 7), (Level.TWO, 14)):
        assert dates(each, NOON) == Dates(NOON, NOON + days * DAY, NOON + 45 * DAY)


def test_everybody_is_counted_by_what_they_say() -> None:
    said = [Spoken(Stance.YES, seals=True), Spoken(Stance.YES), Spoken(Stance.NO), Spoken(Stance.NEUTRAL), Spoken()]
    assert stands(said) == Stands(yes=1, no=1, neutral=1, seals=1)
    assert stands([]) == Stands()


NOBODY, OBJECTED = Stands(), Stands(no=1)
ONE, BOTH, ONE_OBJECTED, BOTH_OBJECTED = Stands(seals=1), Stands(seals=2), Stands(no=1, seals=1), Stands(no=1, seals=2)
SOON, AT_ITS_DAY = 0, 1  # moments: before it closes, and when it does
STANDINGS = [
    # what one may decide at once passes with one seal, at any time, or in a week of silence
    (Level.AT_ONCE, NOBODY, SOON, 2, Standing.WANTS_SEAL),
    (Level.AT_ONCE, ONE, SOON, 2, Standing.READY),
    (Level.AT_ONCE, ONE_OBJECTED, SOON, 2, Standing.READY),
    (Level.AT_ONCE, NOBODY, AT_ITS_DAY, 2, Standing.READY),
    (Level.AT_ONCE, OBJECTED, AT_ITS_DAY, 2, Standing.WANTS_SEAL),
    # what others may object to waits for its week
    (Level.SILENCE, ONE, SOON, 2, Standing.WAITS),
    (Level.SILENCE, NOBODY, AT_ITS_DAY, 2, Standing.READY),
    (Level.SILENCE, NOBODY, AT_ITS_DAY, 0, Standing.READY),
    (Level.SILENCE, OBJECTED, AT_ITS_DAY, 2, Standing.WANTS_SEAL),
    (Level.SILENCE, ONE_OBJECTED, AT_ITS_DAY, 2, Standing.READY),
    (Level.SILENCE, OBJECTED, AT_ITS_DAY, 0, Standing.WANTS_SEAL),
    # what touches much takes two
    (Level.TWO, BOTH, SOON, 2, Standing.WAITS),
    (Level.TWO, NOBODY, AT_ITS_DAY, 2, Standing.WANTS_SEAL),
    (Level.TWO, ONE, AT_ITS_DAY, 2, Standing.WANTS_SEAL),
    (Level.TWO, BOTH, AT_ITS_DAY, 2, Standing.READY),
    (Level.TWO, BOTH_OBJECTED, AT_ITS_DAY, 2, Standing.READY),
    # or, where there are no two, its time and nobody's objection
    (Level.TWO, ONE, AT_ITS_DAY, 1, Standing.ALONE),
    (Level.TWO, NOBODY, AT_ITS_DAY, 1, Standing.ALONE),
    (Level.TWO, NOBODY, AT_ITS_DAY, 0, Standing.ALONE),
    (Level.TWO, ONE_OBJECTED, AT_ITS_DAY, 1, Standing.WANTS_SEAL),
]


@pytest.mark.parametrize(("needed", "told", "moment", "sealers", "becomes"), STANDINGS)
def test_what_becomes_of_a_proposal(needed: Level, told: Stands, moment: int, sealers: int, becomes: Standing) -> None:
    until = dates(needed, NOON)
    at = until.closes_at if moment == AT_ITS_DAY else until.closes_at - timedelta(seconds=1)
    assert standing(needed, told, until, sealers, at) is becomes


def test_what_nobody_settled_is_over_after_forty_five_days() -> None:
    for needed in Level:
        until = dates(needed, NOON)
        assert standing(needed, BOTH_OBJECTED, until, 2, until.expires_at) is Standing.OVER
