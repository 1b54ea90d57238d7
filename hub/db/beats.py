"""When did each duty last run? The pulse that /readyz and `hub doctor` feel."""

from datetime import datetime

from sqlmodel import Field, Session

from hub.db.base import Table


class Beat(Table, table=True):
    """The last time a duty ran to its end."""

    duty: str = Field(primary_key=True)
    at: datetime


def beat(db: Session, duty: str, now: datetime) -> None:
    """Note that *duty* ran."""
    db.merge(Beat(duty=duty, at=now))


def last_beat(db: Session, duty: str) -> datetime | None:
    """Say when *duty* last ran; None when it never did."""
    found = db.get(Beat, duty)
    return found.at if found else None
