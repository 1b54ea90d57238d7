"""Once an hour the calendar settles what was proposed, and counts who could have sealed it."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from hub.db.beats import last_beat
from hub.db.engine import reading, writing
from hub.duties import agreeing
from hub.duties.knowing import REGISTRY
from hub.duties.tools import Tools
from hub.establish.deciding import actions, queries
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Origin, Rehearsed, State
from hub.establish.deciding.script import Retire, Spell
from hub.establish.deciding.settling import Settled
from hub.kit.clock import now
from hub.people.persons.models import Person, Role
from hub.people.rules import Kind
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON


def holds(db: Session, name: str, kind: Kind, *places: UUID, came: bool = True) -> None:
    row = Person(name=name, joined_at=NOON, confirmed_at=NOON if came else None)
    db.add(row)
    db.flush()
    db.add_all(Role(person_id=row.id, place_id=place_id, kind=kind, since=NOON) for place_id in places)
    db.flush()


def test_who_could_seal_is_who_came_and_holds_the_right_today(db: Session) -> None:
    here, elsewhere = town.place(db, "Alderford"), town.place(db, "Elsewhere")
    ward = town.place(db, "Kings Heath", here)
    gone = town.place(db, "Gone", here, retired=True)
    holds(db, "Ada", Kind.MENTOR, here.id)
    holds(db, "Eli", Kind.MENTOR, ward.id, elsewhere.id)
    holds(db, "Both", Kind.MENTOR, here.id, elsewhere.id)
    holds(db, "Mo", Kind.MODERATOR, here.id)
    holds(db, "New", Kind.MENTOR, here.id, came=False)
    who = agreeing.sealers(db)
    assert [len(who(each)) for each in (ward.id, here.id, elsewhere.id, WHOLE_HUB, gone.id)] == [3, 2, 2, 1, 0]
    holds(db, "Ruth", Kind.ADMIN, WHOLE_HUB)
    assert len(agreeing.sealers(db)(WHOLE_HUB)) == 2


def test_what_passes_is_carried_on_and_told_of(tools: Tools) -> None:
    long_ago = now() - timedelta(days=20)
    with writing(tools.engine) as db:
        town.tag(db, "Skips")
        made = [
            actions.propose(db, Asked(script, WHOLE_HUB, None, ""), level, long_ago)
            for script, level in (((Spell("skips", "tubs"),), Level.SILENCE), ((Retire("skips"),), Level.TWO))
        ]
        before = last_beat(db, REGISTRY)
    told: list[Settled] = []
    settled = agreeing.agree(tools, lambda _db, settled, _now: told.append(settled))
    assert told == [settled]
    assert [each.proposal_id for each in settled.passed] == made
    with reading(tools.engine) as db:
        origins = [queries.decision(db, each.decision_id).origin for each in settled.passed]
        assert origins == [Origin.AGREED, Origin.ALONE]  # nobody in this hub could seal
        assert last_beat(db, REGISTRY) != before
        assert {each.state for each in queries.proposals(db, None, list(State), 10)} == {State.PASSED}
    assert agreeing.agree(tools, lambda _db, settled, _now: told.append(settled)) == Settled()


def test_what_a_change_touches_is_counted_as_it_stands(db: Session) -> None:
    here = town.place(db, "Alderford")
    town.tag(db, "Skips")
    feed = town.feed(db, town.source(db, "Alderford Council", here))
    found = queries.rehearse(db, (Spell("skips", "tubs"),))
    assert isinstance(found, Rehearsed)
    touches = agreeing.today(db).touches
    assert touches(WHOLE_HUB, found.images) == 0
    town.item(db, feed, "New tubs for all", [here])
    assert touches(WHOLE_HUB, found.images) == 1
