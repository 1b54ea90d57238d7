"""The table of deeds that wait for the code mailed to who did them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field

from hub.db.base import Table


class PendingDeed(Table, table=True):
    """What somebody did before we knew that their address is theirs; gone within a day unless it is confirmed."""

    __tablename__ = "pending_deed"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str  # a value of pending.rules.Kind: which room takes it up
    payload: dict[str, Any] = Field(sa_type=JSON)  # what was typed, field by field
    email: str
    email_key: str = Field(index=True)
    place_id: UUID | None = Field(default=None, foreign_key="place.id")
    asked_at: datetime
    expires_at: datetime = Field(index=True)
    confirmed_at: datetime | None = None
