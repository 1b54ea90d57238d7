"""How much was said, by whom and when: counts that agree with what is there."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.items.activity import Stretch, said_in, sources_by_stretch, tags_by_stretch, tags_in
from tests import town
from tests.town import NOON

WEEK = timedelta(days=7)
LAST_WEEK = Stretch(NOON - WEEK, NOON)
WEEKS = [Stretch(NOON - WEEK * (n + 1), NOON - WEEK * n) for n in (2, 1, 0)]


def test_what_was_said_in_a_week_comes_newest_first_with_its_kind_and_source(db: Session) -> None:
    here = town.place(db, "Alderford")
    council = town.feed(db, town.source(db, "Council", here, kind="council"))
    for hours in (0, 1, 24 * 7, 24 * 7 + 1, 30):
        town.item(db, council, f"Notice {hours}", at=NOON - timedelta(hours=hours))

    told = said_in(db, here.id, LAST_WEEK, 2)

    assert [each.sort_at for each in told] == [NOON - timedelta(hours=1), NOON - timedelta(hours=30)]
    assert {(each.kind, each.source_id) for each in told} == {("council", council.source_id)}


def test_tags_are_counted_inside_the_week_alone(db: Session) -> None:
    here, bins = town.place(db, "Alderford"), town.tag(db, "Bins")
    council = town.feed(db, town.source(db, "Council", here))
    for hours in (0, 1, 2, 24 * 8):
        town.item(db, council, f"Notice {hours}", tags=[bins], at=NOON - timedelta(hours=hours))
    town.tag(db, "Silent")

    assert tags_in(db, here.id, LAST_WEEK) == {bins.id: 2}


def test_tags_and_sources_are_counted_week_by_week(db: Session) -> None:
    here, bins = town.place(db, "Alderford"), town.tag(db, "Bins")
    diary = town.feed(db, town.source(db, "Diary", here))
    quiet = town.source(db, "Quiet", here)
    for days in (1, 2, 15, 40):
        town.item(db, diary, f"Day {days}", tags=[bins], at=NOON - timedelta(days=days))

    assert tags_by_stretch(db, here.id, [bins.id], WEEKS) == {bins.id: (1, 0, 2)}
    assert sources_by_stretch(db, [diary.source_id, quiet.id], WEEKS) == {
        diary.source_id: (1, 0, 2),
        quiet.id: (0, 0, 0),
    }
