"""What is said while the calendar settles proposals is heard: it reads again what it has locked."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import is_sqlite, reading, writing
from hub.establish.deciding import actions, queries, settling
from hub.establish.deciding.actions import Said
from hub.establish.deciding.changing import locked
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import Stance, State
from hub.establish.deciding.script import Agree, Spell
from hub.establish.deciding.settling import settle
from hub.people.persons.models import Person
from tests.establish.deciding.acting import decide, hub_of, propose
from tests.town import NOON

WEEK = NOON + timedelta(days=7)


def declines(db: Session, proposal_id: UUID) -> None:
    actions.decline(db, proposal_id, None, "It means skips here.", WEEK)  # type: ignore[arg-type] # nobody in particular


def objects(db: Session, proposal_id: UUID) -> None:
    row = Person(name="Cem", joined_at=NOON)
    db.add(row)
    db.flush()
    actions.speak(db, proposal_id, Said(row.id, Stance.NO, "Not here."), WEEK)


@pytest.mark.parametrize(("deed", "becomes"), [(declines, State.DECLINED), (objects, State.OPEN)])
def test_what_is_said_in_the_last_moment_is_heard(
    many: Engine, monkeypatch: pytest.MonkeyPatch, deed: Callable[[Session, UUID], None], becomes: State
) -> None:
    with writing(many) as db:
        decide(db, Agree("bins", "Bins"))
        made = propose(db, Spell("bins", "rubbish"))

    def late(db: Session, proposal_id: UUID) -> Proposal:
        if is_sqlite(db):  # where one writes, all others wait: what is said then is said before
            deed(db, proposal_id)
        else:
            with writing(many) as other:
                deed(other, proposal_id)
        return locked(db, proposal_id)

    monkeypatch.setattr(settling, "locked", late)
    with writing(many) as db:
        assert settle(db, hub_of(uuid4(), uuid4()), NOON, WEEK).passed == ()
    with reading(many) as db:
        assert queries.proposal(db, made).state is becomes
