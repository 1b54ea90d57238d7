"""Who of the sample town comes to what its people typed? Cem with a friend, and others, until the room is full.

Repeatable at any moment: where anybody has said that they come, or withdrew, nothing is done.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from hub.demo.inviting import HELP, WALK
from hub.demo.people import NEIGHBOURS
from hub.meet.hosting.models import Hosted
from hub.meet.hosting.rules import State
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.dates import dates_of
from hub.people.persons.queries import by_email

SHOWN = frozenset({"ada", "cem"})  # who have others read their names
GUESTS = {"cem": 1}  # whom they bring


def attend(db: Session, now: datetime) -> int:
    """Have the town’s people come to the next date of what they typed themselves; return to how many they do.

    What a visitor typed is left alone, with the words of one of theirs too: nobody finds their own room full.
    """
    typed = select(Hosted).where(col(Hosted.title).in_([HELP, WALK])).order_by(col(Hosted.written_at).desc())
    first = {each.title: each for each in db.exec(typed)}
    return sum(_attend(db, each, now) for each in first.values() if each.state == State.SHOWN and each.rsvp)


def _attend(db: Session, held: Hosted, now: datetime) -> bool:
    ahead = [each for each in dates_of(db, held.event_id) if each.takes_people(now)] if held.event_id else []
    if held.event_id is None or not ahead or queries.of_date(db, held.event_id, ahead[0].slot):
        return False
    for neighbour in NEIGHBOURS:
        person = by_email(db, neighbour.email)
        guests = GUESTS.get(neighbour.slug, 0) if held.guests_allowed else 0
        name = person.name if person else ""
        wish = Wish(held.event_id, ahead[0].slot, guests, name, is_shown=neighbour.slug in SHOWN)
        if person and person.id != held.person_id and actions.fault(db, wish, now) is None:
            actions.ask(db, person.id, wish, now)
    return True
