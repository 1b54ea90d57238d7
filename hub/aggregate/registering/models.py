"""Tables of registrations and of who speaks for a source."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field

from hub.db.base import Table


class Registration(Table, table=True):
    """A site somebody registered or suggested; nothing of it is public before a mentor said yes or it proved itself."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    is_own: bool  # False: suggested by somebody who only reads it
    name: str
    kind: str = "blog"
    site: str
    shows: str = "excerpt"  # link, excerpt or full: how much its owner allows
    note: str = ""  # to the mentor
    token: str  # what the site may show to prove itself
    state: str = Field(index=True)  # a value of registering.rules.State
    proved_by: str = ""  # rel-me, meta, post or mentor
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    words: str = ""  # why it was refused
    source_id: UUID | None = Field(default=None, foreign_key="source.id")  # what it became


class RegistrationFeed(Table, table=True):
    """A feed that was picked on the registered site."""

    __tablename__ = "registration_feed"

    registration_id: UUID = Field(foreign_key="registration.id", primary_key=True)
    url: str = Field(primary_key=True)
    title: str = ""
    reads: str = "items"  # the kind of its document, as reading.kinds has it
    posts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # the newest, as a mentor is shown them


class SourceOwner(Table, table=True):
    """Who speaks for a source: may pause it, say how much is shown, or take it away."""

    __tablename__ = "source_owner"

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    since: datetime


class Departure(Table, table=True):
    """An address whose owner has left: nobody but they may bring it back."""

    url: str = Field(primary_key=True)  # of a feed
    source_id: UUID
    at: datetime
