"""Who wrote regularly and stopped."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from hub.aggregate.feeds.quiet import gone_quiet
from hub.aggregate.feeds.rules import LONG_GONE, SOONEST_QUIET, fell_silent
from tests import town
from tests.town import NOON

DAY = timedelta(days=1)


@given(st.timedeltas(DAY / 24, 400 * DAY), st.timedeltas(timedelta(0), 800 * DAY))
def test_nobody_is_quiet_sooner_than_a_month_or_later_than_a_year(gap: timedelta, silent: timedelta) -> None:
    if fell_silent(gap, NOON - silent, NOON):
        assert SOONEST_QUIET <= silent < LONG_GONE
        assert gap <= 31 * DAY


def test_six_gaps_are_quiet() -> None:
    assert fell_silent(7 * DAY, NOON - 42 * DAY, NOON)
    assert not fell_silent(7 * DAY, NOON - 41 * DAY, NOON)
    assert fell_silent(DAY, NOON - 30 * DAY, NOON)
    assert not fell_silent(None, NOON - 60 * DAY, NOON)
    assert not fell_silent(60 * DAY, NOON - 364 * DAY, NOON)


def test_quiet_are_those_of_the_place_that_speak_by_none_of_their_feeds(db: Session) -> None:
    here, there = town.place(db, "Here"), town.place(db, "There")

    def voice(name: str, days: int, **more: Any) -> None:
        source = town.source(db, name, there if name == "Away" else here)
        said: dict[str, Any] = {"post_gap": 7 * 86_400, "looked_at": NOON, "last_post_at": NOON - days * DAY}
        town.feed(db, source, **said | more)

    voice("Quiet", 60)
    voice("Quieter", 90)
    voice("Lively", 2)
    voice("Seldom", 60, post_gap=90 * 86_400)
    voice("Broken", 60, trouble="http-404")
    voice("Gone", 60, retired=True)
    voice("Never", 60, last_post_at=None)
    voice("Away", 60)
    both = town.source(db, "Both", here)
    for days, url in ((60, "https://both.example/a"), (3, "https://both.example/b")):
        town.feed(db, both, url, post_gap=86_400, looked_at=NOON, last_post_at=NOON - days * DAY)
    twice = town.source(db, "Twice", here)
    for days, url in ((50, "https://twice.example/a"), (70, "https://twice.example/b")):
        town.feed(db, twice, url, post_gap=86_400, looked_at=NOON, last_post_at=NOON - days * DAY)

    assert [each.name for each in gone_quiet(db, [here.id], NOON)] == ["Quieter", "Quiet", "Twice"]
    assert [each.name for each in gone_quiet(db, None, NOON)] == ["Quieter", "Away", "Quiet", "Twice"]
