"""Tables of persons, their roles, and what they agreed to."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field

from hub.db.base import Table


class Person(Table, table=True):
    """Somebody who has done something here; who only reads is nobody to us."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = ""  # as typed; empty for a resident without one
    email_key: str | None = Field(default=None, unique=True)  # kit.mailboxes.email_key(email)
    former_keys: list[str] = Field(default_factory=list, sa_type=JSON)  # of addresses they had: rows still say those
    name: str = ""  # as others see it
    reach: str = ""  # how else to reach them, in their own words; seen by mentors only
    language: str = "en"
    joined_at: datetime
    confirmed_at: datetime | None = None  # when they first typed a code that was mailed to them
    approved: int = 0  # of what they said, how much a moderator has let through
    vouched_by: UUID | None = None  # the mentor who entered them, where they have no e-mail


class Role(Table, table=True):
    """What somebody does for a place and all that lies in it."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    place_id: UUID = Field(primary_key=True, index=True)  # a place, or places.rules.WHOLE_HUB
    kind: str = Field(primary_key=True)  # a value of people.rules.Kind
    since: datetime
    granted_by: UUID | None = None  # none: the operator, at the command line


class Consent(Table, table=True):
    """What somebody agreed to, in the words they were shown; withdrawn, never deleted, as long as they are here."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str  # show, notice, help, behalf…
    subject: str = ""  # what it is about: the id of a source, an item…
    words: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    recorded_by: UUID | None = None  # the mentor who heard it; none: given by themselves


class Erasure(Table, table=True):
    """Somebody was erased: that a backup from before does not bring them back."""

    person_id: UUID = Field(primary_key=True)
    at: datetime
