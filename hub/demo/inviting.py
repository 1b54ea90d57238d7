"""To what do the town's people invite each other? To one meetup that repeats, with a date that is off, and to one walk.

Repeatable at any moment: what is there is left as it is, whatever somebody changed of it since.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from hub.demo.people import TOWN, address_of
from hub.duties.hosting import settle
from hub.kit.zones import wall
from hub.meet.hosting import actions
from hub.meet.hosting.models import Hosted
from hub.meet.hosting.repeating import WEEK, Often, Repeat, rule_of
from hub.meet.hosting.values import OddDate, Written
from hub.people.persons.queries import by_email
from hub.places import queries as places
from hub.places.queries import PlaceView

TUESDAY, SATURDAY = 1, 5
HELP, WALK = "Phones and tablets, patiently explained", "A walk along the old kilns"


def invite(db: Session, now: datetime) -> int:
    """Have the town's people type the meetups they have not typed yet; return how many that were."""
    here = places.place(db, TOWN)
    today = wall(now, ZoneInfo(here.timezone)).date()
    return _help(db, here, today, now) + _walk(db, here, today, now)


def _help(db: Session, here: PlaceView, today: date, now: datetime) -> int:
    first = _next(today, TUESDAY)
    written = Written(
        place_id=here.id,
        title=HELP,
        words="Bring the thing that will not do what it should. There is tea, and no question is silly.",
        timezone=here.timezone,
        day=first,
        clock="14:00",
        until_clock="16:00",
        rule=rule_of(Repeat(Often.WEEKLY, times=12), first),
        labels="Libraries",
        name="Ada Bright",
        location="Wherrybridge Library",
        free=True,
        step_free=True,
        rsvp=True,
        capacity=4,
        guests_allowed=True,
    )
    off = OddDate(first + 2 * WEEK, cancelled=True, note="The library takes stock.")
    return _type(db, "ada", written, now, off)


def _walk(db: Session, here: PlaceView, today: date, now: datetime) -> int:
    written = Written(
        place_id=here.id,
        title=WALK,
        words="Two miles, slowly, with stories. Dogs and children are welcome.",
        timezone=here.timezone,
        day=_next(today, SATURDAY),
        clock="10:30",
        labels="Walking",
        name="Notes from Kiln End",
        location="Market Place",
        price="£2 for the leaflet",
        free=False,
        children=True,
        rsvp=True,
    )
    return _type(db, "ben", written, now)


def _type(db: Session, slug: str, written: Written, now: datetime, *odd: OddDate) -> int:
    person = by_email(db, address_of(slug))
    there = select(Hosted.id).where(Hosted.title == written.title)
    if person is None or db.exec(there.limit(1)).first():
        return 0
    hosted_id = actions.write(db, person.id, written, now)
    actions.show(db, hosted_id)
    for each in odd:
        actions.set_date(db, hosted_id, each, now)
    settle(db, hosted_id)
    return 1


def _next(today: date, weekday: int) -> date:
    """Return the first such weekday that is at least three days away."""
    soonest = today + timedelta(days=3)
    return soonest + timedelta(days=(weekday - soonest.weekday()) % 7)
