"""What the stories of letters to those who come share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import writing
from hub.meet.events.models import Event
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from tests.meet.coming import change_date
from tests.site import post

CEM, BEN = "cem@hub.example", "ben@hub.example"
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
STARTS = datetime(2026, 3, 12, 19, tzinfo=UTC)  # a Thursday
EVE = datetime(2026, 3, 11, 17, tzinfo=UTC)  # when one is reminded of it
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Round = Callable[[datetime], int]


def changed(many: Engine, event: Event, moment: datetime, **facts: Any) -> None:
    with writing(many) as db:
        change_date(db, event, moment, **facts)


def take_down(db: Session, event: Event, kind: Target) -> None:
    """Let a moderator take down a meetup, whoever tells it, or the site it leads to."""
    named = {Target.EVENT: event.id.hex, Target.SOURCE: event.source_id.hex, Target.DOMAIN: "spam.example"}
    db.get_one(Event, event.id).url = "https://www.spam.example/cafe"
    db.add(Withholding(target_kind=kind, target_id=named[kind], measure=Measure.HIDE, since=MONDAY))
    db.flush()


def last(many: Engine, email: str = CEM) -> str:
    return post.letters(many, email)[-1]


def number(many: Engine, email: str = CEM) -> int:
    return len(post.letters(many, email))
