"""A notice goes up, comes down after its last day, and nothing brings it back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Item, ItemTag, StreamEntry
from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.actions import Written
from hub.aggregate.notices.rules import State
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.aggregate.tagging.queries import registry
from hub.errors import NotFound
from hub.people.cases.models import Withholding
from hub.people.persons import actions as persons
from hub.places.models import Place
from tests import town
from tests.town import NOON

LAST = date(2025, 6, 3)
OVER = datetime(2025, 6, 3, 23, 30, tzinfo=NOON.tzinfo)  # half past midnight in London


@pytest.fixture
def mill_end(db: Session) -> Place:
    """Where it is pinned up."""
    return town.place(db, "Mill End")


@pytest.fixture
def ben(db: Session) -> UUID:
    """Who pins it up."""
    person_id = persons.welcome(db, "ben@hub.example", NOON)
    persons.describe(db, person_id, "Ben", "en")
    return person_id


@pytest.fixture
def notice(db: Session, mill_end: Place, ben: UUID) -> UUID:
    """A notice that waits."""
    return actions.write(db, ben, Written(mill_end.id, "Lost: cat", "Grey.", ("Cats",), LAST, "Ben"), NOON)


def _stream(db: Session) -> list[int]:
    return list(db.exec(select(StreamEntry.item_id).distinct()))


def test_what_waits_is_in_no_stream_until_it_is_shown(db: Session, notice: UUID, mill_end: Place) -> None:
    assert _stream(db) == []
    assert queries.age(db, [mill_end.id]) == (1, NOON)
    item_id = actions.show(db, notice, NOON)
    assert item_id is not None
    assert _stream(db) == [item_id]
    said = db.get_one(Item, item_id)
    assert (said.title, said.author, said.summary, said.html) == ("Lost: cat", "Ben", "Grey.", "<p>Grey.</p>")
    assert queries.age(db, None) == (0, None)
    assert actions.show(db, notice, NOON) is None


def test_all_neighbours_of_a_place_are_one_source(db: Session, notice: UUID, ben: UUID, mill_end: Place) -> None:
    other = actions.write(db, ben, Written(mill_end.id, "Found: cat", "Grey.", (), LAST), NOON)
    for each in (notice, other):
        actions.show(db, each, NOON)
    feed = db.exec(select(Feed)).one()
    assert (feed.retired, feed.reads, feed.last_post_at) == (True, "notices", NOON)


def test_a_source_that_has_the_name_already_keeps_it(db: Session, notice: UUID, mill_end: Place) -> None:
    named = town.source(db, "Neighbours Mill End", mill_end)
    actions.show(db, notice, NOON)
    slugs = {source.slug: source.id for source in db.exec(select(Source))}
    assert slugs["neighbours-mill-end"] == named.id
    assert len(slugs) == 2


def test_after_the_last_day_it_leaves_and_registry_changes_do_not_bring_it_back(db: Session, notice: UUID) -> None:
    item_id = actions.show(db, notice, NOON)
    assert item_id is not None
    assert actions.end(db, OVER - timedelta(hours=1)) == 0
    assert actions.end(db, OVER) == 1
    assert _stream(db) == []
    retag(db, registry(db))
    assert _stream(db) == []
    assert queries.state_of(db, item_id) is State.ENDED
    assert actions.end(db, OVER) == 0


def test_a_decision_that_lets_it_in_again_holds_no_longer_than_its_days(db: Session, notice: UUID) -> None:
    item_id = actions.show(db, notice, NOON)
    actions.end(db, OVER)
    db.delete(db.get_one(Withholding, ("item", str(item_id))))
    retag(db, registry(db))
    assert _stream(db) == [item_id]
    actions.end(db, OVER)
    assert _stream(db) == []


def test_what_nobody_read_in_time_ends_too(db: Session, notice: UUID) -> None:
    assert actions.end(db, OVER) == 1
    assert queries.notice(db, notice).state is State.ENDED
    assert actions.show(db, notice, OVER) is None
    assert not actions.refuse(db, notice)


def test_who_takes_it_down_has_its_words_forgotten_in_the_stream(db: Session, notice: UUID) -> None:
    item_id = actions.show(db, notice, NOON)
    assert actions.withdraw(db, notice, NOON)
    assert _stream(db) == []
    gone = db.get_one(Item, item_id, populate_existing=True)
    assert (gone.title, gone.html, gone.author) == ("", "", "")
    assert not actions.withdraw(db, notice, NOON)


def test_what_waits_can_be_taken_down_and_a_label_above_it_is_no_hindrance(
    db: Session, notice: UUID, ben: UUID, mill_end: Place
) -> None:
    assert actions.withdraw(db, notice, NOON)
    written = Written(mill_end.id, "Found: cat", "Grey.", (), LAST)
    item_id = actions.show(db, actions.write(db, ben, replace(written, labels=("Cats",)), NOON), NOON)
    db.add(Withholding(target_kind="item", target_id=str(item_id), measure="label", label="Not so", since=NOON))
    db.flush()
    actions.end(db, OVER)
    assert _stream(db) == []
    assert [each.state for each in queries.of_person(db, ben)] == [State.WITHDRAWN, State.ENDED]


def test_what_a_moderator_took_down_stays_theirs_to_have_taken_down(db: Session, notice: UUID) -> None:
    item_id = actions.show(db, notice, NOON)
    db.add(Withholding(target_kind="item", target_id=str(item_id), measure="remove", since=NOON))
    db.flush()
    actions.withdraw(db, notice, OVER)
    held = db.get_one(Withholding, ("item", str(item_id)))
    assert (held.measure, held.since) == ("remove", NOON)


def test_what_is_no_notice_has_no_state(db: Session, ben: UUID) -> None:
    assert queries.state_of(db, 7) is None
    with pytest.raises(NotFound):
        queries.notice(db, ben)


def test_a_notice_is_foreseen_as_it_will_be_filed(db: Session, notice: UUID, mill_end: Place, ben: UUID) -> None:
    cats, lost = town.tag(db, "Cats"), town.tag(db, "Lost")
    written = Written(mill_end.id, "Lost: cat", "Grey.", ("Cats",), LAST, "Ben")
    assert {each.id for each in actions.foreseen(db, written, NOON).tags} == {cats.id, lost.id}
    shown = db.get_one(Item, actions.show(db, notice, NOON))
    always = town.tag(db, "From here")
    db.add(SourceRule(source_id=shown.source_id, kind=RuleKind.ALWAYS, tag_id=always.id))
    db.flush()
    foreseen = {each.id for each in actions.foreseen(db, written, NOON).tags}
    second = actions.show(db, actions.write(db, ben, written, NOON), NOON)
    filed = set(db.exec(select(ItemTag.tag_id).where(ItemTag.item_id == second)))
    assert foreseen == filed == {cats.id, lost.id, always.id}
