"""Tables of codes that were mailed, and of devices that are signed in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class SignInCode(Table, table=True):
    """A code and a link that were mailed together: either shows that the address is theirs, once."""

    __tablename__ = "sign_in_code"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str
    email_key: str = Field(index=True)
    purpose: str  # a value of signin.rules.Purpose
    subject: str = ""  # what is confirmed by it: the id of what waits, or of the person whose address changes
    code_hash: bytes  # HMAC: six characters alone would be guessed from a plain hash
    link_hash: bytes = Field(unique=True)
    asked_at: datetime
    expires_at: datetime = Field(index=True)
    tries: int = 0
    used_at: datetime | None = None


class SignInSession(Table, table=True):
    """A device on which somebody is signed in."""

    __tablename__ = "sign_in_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)  # by which it is listed and revoked
    token_hash: bytes = Field(unique=True)  # of the 256 bits in its cookie
    person_id: UUID = Field(foreign_key="person.id", index=True)
    device: str  # in words: “Firefox on Android”
    began_at: datetime
    seen_at: datetime
    proved_at: datetime  # when a code was last typed on it: what cannot be undone asks for a fresh one
    expires_at: datetime = Field(index=True)
