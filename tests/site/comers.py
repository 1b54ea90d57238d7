"""Somebody who says on the page of a meetup that they come, and what is kept of it."""

from sqlalchemy import Engine
from sqlmodel import col, select

from hub.db.engine import reading
from hub.meet.events.models import Event
from hub.meet.rsvps.models import Rsvp
from tests.neighbours import Neighbour, Page
from tests.site import post

CEM = "cem@hub.example"


def address(event: Event, more: str = "") -> str:
    """Return the address of a meetup, or of something below it."""
    return f"/alderford/meetups/{event.id}{more}"


def comes(neighbour: Neighbour, many: Engine, event: Event, email: str, **fields: str) -> Page:
    """Say with an e-mail address that one comes, and type the code."""
    sent = neighbour.post(address(event, "/coming"), email=email, follow=True, **fields)
    return neighbour.fill(sent, code=post.code(many, email))


def rows(many: Engine) -> list[Rsvp]:
    """Return what was said, in the order of the queue."""
    with reading(many) as db:
        return list(db.exec(select(Rsvp).order_by(col(Rsvp.queue))))
