"""When did each duty last run? The pulse that /readyz and `hub doctor` feel."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Field, Session, col, select

from hub.db.base import Table
from hub.db.reads import Read

REGISTRY = "registry"  # the last change of the registry: who works with one read before reads it again


class Beat(Table, table=True):
    """The last time a duty ran to its end."""

    duty: str = Field(primary_key=True)
    at: datetime


def beat(db: Session, duty: str, now: datetime) -> None:
    """Note that *duty* ran."""
    db.merge(Beat(duty=duty, at=now))


_LAST = Read(select(Beat.at).where(col(Beat.duty) == bindparam("duty")))


def last_beat(db: Session, duty: str) -> datetime | None:
    """Say when *duty* last ran; None when it never did."""
    db.flush()  # somebody may have noted it in this very transaction
    at: datetime | None = _LAST.value(db, duty=duty)
    return at
