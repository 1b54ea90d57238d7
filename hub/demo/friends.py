"""Who in the sample town helps whom with something digital? Cem and Ben since three weeks, and two who wait."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from hub.demo.people import TOWN, address_of
from hub.meet.partnerships import actions, curriculum, offering
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.curriculum import Met, Written
from hub.meet.partnerships.models import Partnership
from hub.meet.partnerships.offering import Offering
from hub.meet.partnerships.rules import Quiz, Side
from hub.people.persons.queries import by_email
from hub.places import queries as places

_SINCE = timedelta(days=24)
_QUIZ = Quiz(
    "Where do photos you took today stand?",
    ("At the end of the gallery", "At its top, under “Today”"),
    1,
    "The newest ones always stand first.",
)
_STEPS = (
    Written(
        "Find the photos on the phone", "Open the gallery, and scroll to last summer.", homework="Take three photos."
    ),
    Written("Send one photo to one person", "The sign with three dots, then the name.", quiz=_QUIZ),
    Written("Put a photo into a notice", "Pin it up for the repair café."),
)


def befriend(db: Session, now: datetime) -> bool:
    """Have Ben and Cem be Digital Friends, and two others wait; False where it was done before."""
    if db.exec(select(Partnership.id)).first():
        return False
    town = places.place(db, TOWN)
    ben, cem, nia, mo = (by_email(db, address_of(each)) for each in ("ben", "cem", "nia", "mo"))
    if not (ben and cem and nia and mo):
        return False
    two = Two(town.id, ben.id, cem.id, "Ben", "Cem", "Both of you take photos of the river.")
    made = actions.ask(db, two, now - _SINCE, by=None)
    for side in Side:
        actions.agree(db, made, side, (now - _SINCE).date(), now - _SINCE)
    curriculum.add_goal(db, made, "Send photos to my daughter by myself", now - _SINCE)
    steps = [curriculum.add_step(db, made, each) for each in _STEPS]
    curriculum.do_step(db, made, steps[0], now - timedelta(days=9))
    curriculum.share_step(db, made, steps[0], shared=True)
    curriculum.log_session(
        db, made, Met((now - timedelta(days=9)).date(), 50, "Library, the table by the window", ben.id)
    )
    offers = (
        (nia.id, Offering(town.id, Side.MENTOR, "Nia", "Forms of the council, and e-mail", "Tuesday mornings")),
        (mo.id, Offering(town.id, Side.MENTEE, "Mo", "How to begin a blog about the allotments", "evenings")),
    )
    for person_id, wish in offers:
        offering.offer(db, person_id, wish, now - timedelta(days=2))
    return True
