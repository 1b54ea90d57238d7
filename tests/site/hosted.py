"""Meetups typed into the form, and what became of them."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from hub.db.engine import reading
from hub.kit.clock import now
from hub.meet.hosting.models import Hosted
from tests.neighbours import Neighbour, Page

NEW = "/alderford/meetups/new"
BEN, CEM = "ben@hub.example", "cem@cem.example"


def next_tuesday() -> date:
    """Return the first Tuesday that is at least a week away."""
    day = now().date() + timedelta(days=7)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def host(person: Neighbour, address: str = NEW, **fields: str | list[str]) -> Page:
    """Type a meetup and send it; what is not said is usual."""
    usual: dict[str, str | list[str]] = {
        "title": "Knitting circle",
        "day": next_tuesday().isoformat(),
        "clock": "19:00",
        "until_clock": "21:00",
        "often": "once",
        "location": "Old Library",
        "words": "Bring wool.",
        "name": "Ben’s knitters",
        "step": "send",
    }
    return person.post(address, follow=True, **(usual | fields))


def look(person: Neighbour, **fields: str) -> Page:
    """Type a meetup and look at it first."""
    return host(person, step="look", **fields)


def typed(engine: Engine) -> list[Hosted]:
    """Return the meetups that were typed, the oldest first."""
    with reading(engine) as db:
        rows = db.exec(select(Hosted).order_by(col(Hosted.written_at))).all()
        db.expunge_all()
        return list(rows)


def only(engine: Engine) -> Hosted:
    """Return the only meetup that was typed."""
    (row,) = typed(engine)
    return row
