"""Tables of mail: what waits to be sent, and who asked not to get which."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class OutboxMail(Table, table=True):
    """A mail, from the transaction that wrote it until it was sent; its id is part of its Message-ID."""

    __tablename__ = "outbox_mail"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str  # code, notice, decision…: what it is for
    to_address: str
    to_key: str = Field(index=True)  # people.persons.rules.email_key(to_address)
    subject: str
    text: str
    html: str
    topic: str = ""  # what one may unsubscribe from; empty for mail somebody asked for by a deed
    written_at: datetime
    due_at: datetime = Field(index=True)  # the next try
    claimed_until: datetime | None = None  # who sends it now has it to himself until then
    tries: int = 0
    trouble: str = ""  # what the last try said
    sent_at: datetime | None = None
    given_up_at: datetime | None = None


class MailRefusal(Table, table=True):
    """Somebody wants no more mail about a topic."""

    __tablename__ = "mail_refusal"

    to_key: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    since: datetime
