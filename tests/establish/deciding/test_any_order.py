"""Proposals that have nothing to do with each other may come in any order; of others the later one is refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from hub.db.engine import writing
from hub.establish.deciding import actions, queries, rows
from hub.establish.deciding.actions import Said
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, TagRow
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import A_FORTNIGHT, Origin, Refused, Stance, State, level
from hub.establish.deciding.script import Agree, Define, Operation, Retire, Rule, Spell, Tie
from hub.kit.text import label_key
from hub.people.persons.models import Person
from hub.places.rules import WHOLE_HUB
from tests.databases import Fresh, examples
from tests.establish.deciding.acting import hub_of, nameless, places, table
from tests.establish.deciding.histories import START, operations
from tests.town import NOON

MORE = (Agree("d", "D"), Tie("a", "broader", "d"))


@dataclass(frozen=True)
class Hub:
    """A database, and two who may decide everything there."""

    db: Session
    ada: UUID
    mo: UUID

    def opened(self, *wanted: Operation) -> list[UUID]:
        """Propose each of these, and return the proposals that could be opened; Mo seals them."""
        asked = [Asked((each,), WHOLE_HUB, self.ada, "It is time.") for each in wanted]
        made = [actions.propose(self.db, each, level(each.script, 0), NOON) for each in asked]
        found = [each for each in made if isinstance(each, UUID)]
        for each in found:
            assert actions.speak(self.db, each, Said(self.mo, Stance.YES, seals=True), NOON) is None
        return found

    def carry_out(self, proposal_id: UUID) -> int | Refused:
        """Let Ada seal it too, when its time for objections is over."""
        return actions.carry_out(self.db, proposal_id, self.ada, hub_of(self.ada, self.mo), NOON + A_FORTNIGHT)


def in_order(hub: Hub, proposals: Sequence[UUID]) -> tuple[bool, set[object]]:
    """Carry proposals out; return whether the last was, and the registry then, and leave all as it was."""
    with hub.db.begin_nested() as point:
        first, *others = proposals
        assert isinstance(hub.carry_out(first), int)
        done = all(carried(hub, each) for each in others)
        told = nameless(rows.registry(hub.db))
        point.rollback()
    hub.db.expire_all()
    return done, told


def carried(hub: Hub, proposal_id: UUID) -> bool:
    """Carry a proposal out; one that is refused is so in sentences, and changes nothing."""
    before = table(hub.db)
    made = hub.carry_out(proposal_id)
    if isinstance(made, int):
        return True
    assert len(made.faults) > 1
    assert all(str(each) for each in made.faults)
    assert table(hub.db) == before
    assert queries.proposal(hub.db, proposal_id).state == State.OVERTAKEN
    return False


def touched(images: Collection[Image]) -> set[object]:
    """Return the rows that are changed."""
    return {(type(each.row), each.row.key) for each in images}


def spoken_of(db: Session, images: Collection[Image]) -> set[object]:
    """Return all that a change has to do with: its tags, what they hang together with, and every word of theirs."""
    stands = rows.registry(db)
    among = [*stands, *(row for each in images for row in (each.before, each.after) if row)]
    tags = {tag_id for each in images for row in (each.before, each.after) if row for tag_id in tags_of(row)}
    while more := {tag_id for row in among for tag_id in tags_of(row) if not tags.isdisjoint(tags_of(row))} - tags:
        tags |= more
    words = {word for row in among if not tags.isdisjoint(tags_of(row)) for word in words_of(row)}
    return tags | words | {word for each in images for word in words_of(each.row)}


def tags_of(row: Row) -> set[UUID]:
    match row:
        case TagRow():
            return {row.id, *([row.heir_id] if row.heir_id else [])}
        case EdgeRow():
            return {row.tag_id, row.other_id}
        case RulingRow():
            return set()
    return {row.tag_id}


def words_of(row: Row) -> set[str]:
    match row:
        case TagRow():
            return {label_key(row.name), label_key(row.slug)}
        case LabelRow() | RulingRow():
            return {row.normal}
        case EdgeRow():
            return set()
    return {label_key(row.slug)}


@settings(max_examples=examples(10), deadline=None)  # each is a database of its own
@given(st.lists(operations, max_size=4), operations, operations)
@example([], Define("a", "One."), Define("b", "Another."))
@example([], Spell("a", "tip"), Rule("ward", "ambiguous"))
@example([], Define("a", "One."), Define("a", "Another."))
@example([], Spell("b", "tip"), Spell("c", "tip"))
@example([], Retire("a"), Spell("a", "tip"))
@example([*MORE, Tie("b", "broader", "a")], Define("c", "One."), Tie("d", "related", "c"))
def test_any_order_will_do_for_what_is_independent_and_what_is_not_is_refused(
    fresh: Fresh, history: list[Operation], one: Operation, other: Operation
) -> None:
    with fresh() as engine, writing(engine) as db:
        places(db)
        for operation in (*START, *history):
            actions.decide(db, Asked((operation,), WHOLE_HUB, None, ""), Origin.MENTOR, NOON)
        ada, mo = Person(name="Ada", joined_at=NOON), Person(name="Mo", joined_at=NOON)
        db.add_all([ada, mo])
        db.flush()
        hub = Hub(db, ada.id, mo.id)
        found = [queries.rehearse(db, (each,)) for each in (one, other)]
        proposals = hub.opened(one, other)
        images = [each.images for each in found if not isinstance(each, Refused)]
        if len(proposals) < len((one, other)):
            return
        outcomes = [in_order(hub, order) for order in (proposals, proposals[::-1])]
        if not touched(images[0]).isdisjoint(touched(images[1])):
            assert [done for done, _ in outcomes] == [False, False]
        elif spoken_of(db, images[0]).isdisjoint(spoken_of(db, images[1])):
            assert [done for done, _ in outcomes] == [True, True]
            assert outcomes[0][1] == outcomes[1][1]
