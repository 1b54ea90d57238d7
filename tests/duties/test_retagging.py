"""What old items mean follows every change of the registry, a few at a time, and always to the last of them."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.items import actions as items
from hub.aggregate.items.models import Item, ItemTag, StreamEntry
from hub.aggregate.tagging import retagging
from hub.aggregate.tagging.carrying import carry
from hub.aggregate.tagging.differing import differing, write
from hub.aggregate.tagging.models import Retagging
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.retagging import Progress
from hub.db.engine import reading, writing
from hub.duties import retagging as duty
from hub.duties.comparing import compare
from hub.duties.retagging import work_through
from hub.duties.tools import Stop
from hub.errors import NotFound
from hub.establish.deciding.script import Merge, Operation, Spell, Unspell
from hub.establish.tags.models import Tag
from hub.meet.events.models import EventLabel, EventTag
from hub.people.cases.models import Withholding
from hub.places.queries import versions
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.aggregate.tagging import worlds
from tests.town import NOON


@pytest.fixture
def heath(many: Engine) -> Engine:
    """Three posts of Heath filed under “waste”, one under something else."""
    with writing(many) as db:
        said = [worlds.Post("heath", (), ("waste",)) for _ in range(3)]
        worlds.build(db, [*said, worlds.Post("heath", ("bike",), ())])
    return many


def lets(engine: Engine, *script: Operation, minute: int = 1) -> None:
    with writing(engine) as db:
        assert worlds.agree(db, script, minute)


def tagged(engine: Engine) -> int:
    """Count the items that are under bins."""
    with reading(engine) as db:
        bins = db.exec(select(Tag.id).where(Tag.slug == "bins")).one()
        return sum(tag_id == bins for tag_id in db.exec(select(ItemTag.tag_id)))


def ids_of(engine: Engine) -> list[int]:
    """Return the ids of the four posts, the newest first."""
    with reading(engine) as db:
        return sorted(db.execute(select(col(Item.id))).scalars(), reverse=True)


def open_rows(engine: Engine) -> list[Retagging]:
    with reading(engine) as db:
        return list(db.exec(select(Retagging).where(col(Retagging.done_at).is_(None))))


def test_a_page_says_how_far_it_is_until_it_is_done(heath: Engine) -> None:
    lets(heath, Spell("bins", "waste"))
    with reading(heath) as db:
        assert retagging.under_way(db, [worlds.HEATH]) == Progress(0, 0)
        assert retagging.requests(db)[0].items == ids_of(heath)[1:]
    assert work_through(heath, Stop()) == 3
    assert tagged(heath) == 3
    with reading(heath) as db:
        assert retagging.under_way(db, [worlds.HEATH]) is None
        (row,) = db.exec(select(Retagging)).all()
    assert (row.total, row.looked_at, row.before_id) == (3, 3, ids_of(heath)[-1])
    assert (Progress(1, 3).percent, Progress(3, 3).percent, Progress(0, 0).percent) == (33, 99, 0)


def test_what_was_broken_off_goes_on_where_it_was(heath: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "AT_ONCE", 1)
    lets(heath, Spell("bins", "waste"))
    stop = Stop()
    work_through(heath, stop, lambda _db: stop.set())
    assert tagged(heath) == 1
    (row,) = open_rows(heath)
    assert (row.total, row.looked_at, row.before_id) == (3, 1, ids_of(heath)[1])
    with writing(heath) as db:
        before = versions(db)
    work_through(heath, Stop())
    assert tagged(heath) == 3
    assert open_rows(heath) == []
    with reading(heath) as db:
        assert versions(db)[worlds.TOWN] > before.get(worlds.TOWN, 0)


def test_a_decision_in_the_middle_of_it_is_carried_out_too(heath: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "AT_ONCE", 1)
    lets(heath, Spell("bins", "waste"))
    decided: list[int | None] = []

    def decide_meanwhile(db: Session) -> None:
        if not decided:
            decided.append(worlds.agree(db, (Merge("bins", "cycling"),), 2))

    work_through(heath, Stop(), decide_meanwhile)
    assert decided
    assert compare(heath, WHOLE_HUB).differing == 0
    assert open_rows(heath) == []


@pytest.mark.parametrize("where", ["_write", "_note", "_write_meetups"])
def test_what_was_compared_with_an_older_registry_is_not_written(
    heath: Engine, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Ben’s rule is taken back between the comparing and the writing."""
    usual, done = getattr(duty.Pass, where), list[str]()

    def late(*given: object) -> bool:
        if not done:
            done.append(where)
            lets(heath, Unspell("bins", "waste"), minute=2)
        return bool(usual(*given))

    with writing(heath) as db:
        diary = town.feed(db, db.exec(select(Source).where(Source.name == "Ben")).one(), "https://ben.example/ics")
        event = town.meetup(db, diary, "Waste fair")
        db.add(EventLabel(event_id=event.id, key="waste", label="waste"))
    lets(heath, Spell("bins", "waste"))
    monkeypatch.setattr(duty.Pass, where, late)
    work_through(heath, Stop())
    assert done
    assert tagged(heath) == 0
    assert compare(heath, WHOLE_HUB).differing == 0
    with reading(heath) as db:
        assert db.exec(select(EventTag)).all() == []


def test_meetups_follow_too(heath: Engine) -> None:
    with writing(heath) as db:
        diary = town.feed(db, db.exec(select(Source).where(Source.name == "Ben")).one(), "https://ben.example/ics")
        event = town.meetup(db, diary, "Waste fair")
        db.add(EventLabel(event_id=event.id, key="waste", label="waste"))
    lets(heath, Spell("bins", "waste"))
    stop = Stop()
    work_through(heath, Stop())
    with reading(heath) as db:
        assert len(db.exec(select(EventTag)).all()) == 1
    lets(heath, Unspell("bins", "waste"), minute=2)
    stop.set()
    assert work_through(heath, stop) == 0
    assert len(open_rows(heath)) == 1


def test_an_item_that_changed_after_it_was_compared_is_left_to_who_changed_it(heath: Engine) -> None:
    lets(heath, Spell("bins", "waste"))
    with reading(heath) as db:
        _, *ids = ids_of(heath)
        found = differing(db, registry(db), ids)
    with writing(heath) as db:
        db.get_one(Item, ids[0]).digest = "another"
        items.take_down(db, [ids[1]])
        db.add(Withholding(target_kind="item", target_id=str(ids[1]), measure="hide", since=NOON))
        db.flush()
        assert write(db, found) == {worlds.HEATH, worlds.TOWN}
        assert {row.item_id for row in db.exec(select(ItemTag))} == {ids[2]}


def test_what_somebody_else_wrote_meanwhile_stays(heath: Engine) -> None:
    lets(heath, Spell("bins", "waste"))
    with reading(heath) as db:
        _, other, one, _ = ids_of(heath)
        found = differing(db, registry(db), [one, other])
    with writing(heath) as db:
        items.take_down(db, [other])
    with writing(heath) as db:
        write(db, found)
        assert {row.item_id for row in db.exec(select(ItemTag))} == {one}


def test_two_that_sort_at_once_never_write_the_same_twice(heath: Engine) -> None:
    lets(heath, Spell("bins", "waste"))
    with reading(heath) as db:
        found = differing(db, registry(db), ids_of(heath))

    def write_too() -> Collection[UUID]:
        with writing(heath) as db:
            return write(db, found)

    with ThreadPoolExecutor(1) as beside:
        with writing(heath) as db:
            write(db, found)
            other = beside.submit(write_too)
            with pytest.raises(TimeoutError):
                other.result(timeout=0.1)
        assert other.result(timeout=10) == frozenset()
    assert tagged(heath) == 3


@pytest.mark.parametrize("of_id", [None, worlds.HEATH, WHOLE_HUB])
def test_pages_show_what_was_written_before_it_was_killed(
    heath: Engine, monkeypatch: pytest.MonkeyPatch, of_id: UUID | None
) -> None:
    """Killed in its very first batch; then it goes on, or somebody has all looked at anew."""

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    lets(heath, Spell("bins", "waste", worlds.HEATH))
    with monkeypatch.context() as patched:
        patched.setattr(duty.Pass, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            work_through(heath, Stop())
    assert tagged(heath) == 3
    with writing(heath) as db:
        before = versions(db)
        if of_id is not None:
            retagging.ask(db, of_id, None, NOON)
    work_through(heath, Stop())
    with reading(heath) as db:
        after = versions(db)
    assert all(after[place_id] > before.get(place_id, 0) for place_id in (worlds.HEATH, worlds.TOWN, WHOLE_HUB))


def test_a_wider_request_takes_in_the_narrower_ones(heath: Engine) -> None:
    with writing(heath) as db:
        source = db.exec(select(Source.id).where(Source.name == "Herald")).one()
        for _ in range(2):
            retagging.ask(db, worlds.HEATH, None, NOON)
            retagging.ask_of_source(db, source, NOON)
        assert [each.items for each in retagging.requests(db)] == [ids_of(heath), []]
        retagging.ask(db, WHOLE_HUB, None, NOON)
        assert [each.of_id for each in retagging.requests(db)] == [WHOLE_HUB]
    assert work_through(heath, Stop()) == 0


def test_the_places_a_source_speaks_for_say_that_its_items_are_sorted(heath: Engine) -> None:
    with writing(heath) as db:
        retagging.ask_of_source(db, db.exec(select(Source.id).where(Source.name == "Ben")).one(), NOON)
        assert retagging.under_way(db, [worlds.HEATH]) == Progress(0, 0)
        assert retagging.under_way(db, []) is None
    work_through(heath, Stop())
    with reading(heath) as db:
        assert retagging.under_way(db, [worlds.HEATH]) is None


def test_nothing_asked_is_nothing_done(heath: Engine) -> None:
    assert work_through(heath, Stop()) == 0


def test_a_source_that_changed_its_kind_has_its_stream_rows_written_anew(heath: Engine) -> None:
    with writing(heath) as db:
        db.exec(select(Source).where(Source.name == "Ben")).one().kind = "press"
        retagging.ask(db, worlds.HEATH, None, NOON)
    assert work_through(heath, Stop()) == 4
    with reading(heath) as db:
        assert set(db.exec(select(StreamEntry.kind))) == {"press"}


def test_pages_are_made_anew_now_and_then_only(heath: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "AT_ONCE", 1)
    lets(heath, Spell("bins", "waste"))
    with reading(heath) as db:
        before = versions(db)
    work_through(heath, Stop())
    with reading(heath) as db:
        assert versions(db)[worlds.HEATH] - before.get(worlds.HEATH, 0) in {1, 2}
    assert tagged(heath) == 3


def test_no_decision_is_no_carrying_on(db: Session) -> None:
    with pytest.raises(NotFound):
        carry(db, 99, NOON)


def test_meetups_wait_too_when_the_stop_is_asked_for(heath: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop()
    usual = duty.Pass._look_at_items

    def and_stop(one: duty.Pass) -> bool:
        done = usual(one)
        stop.set()
        return done

    monkeypatch.setattr(duty.Pass, "_look_at_items", and_stop)
    lets(heath, Spell("bins", "waste"))
    work_through(heath, stop)
    assert len(open_rows(heath)) == 1


def test_a_whole_rebuilding_of_meetups_makes_pages_anew_where_it_changes_one(heath: Engine) -> None:
    with writing(heath) as db:
        diary = town.feed(db, db.exec(select(Source).where(Source.name == "Ben")).one(), "https://ben.example/ics")
        event = town.meetup(db, diary, "Fair")
        db.add(EventLabel(event_id=event.id, key="bins", label="bins"))
    assert duty.retag_all(heath) == 1
    assert duty.retag_all(heath) == 0
