"""The town's people invite each other, once."""

from sqlmodel import Session, select

from hub.demo import inviting, people
from hub.demo.people import TOWN
from hub.meet.events.models import Event
from hub.meet.hosting.models import Hosted
from tests import town
from tests.town import NOON


def test_two_invite_once_and_one_date_is_off(db: Session) -> None:
    town.place(db, TOWN.capitalize())
    assert inviting.invite(db, NOON) == 0
    people.settle(db, NOON)
    assert inviting.invite(db, NOON) == 2
    assert inviting.invite(db, NOON) == 0
    assert len(db.exec(select(Hosted)).all()) == len(db.exec(select(Event)).all()) == 2
