"""The table of decisions: every row is written once, and changed only to forget words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table


class AuditEntry(Table, table=True):
    """One deed of a mentor, a moderator or an admin: what it changed, and why."""

    __tablename__ = "audit_entry"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    at: datetime = Field(index=True)
    # No foreign keys: the log outlives whom and what it speaks of, and then says “somebody who has left”.
    actor_id: UUID | None = Field(default=None, index=True)  # none: the operator, at the command line
    for_id: UUID | None = None  # on whose behalf, with their recorded consent
    place_id: UUID | None = Field(default=None, index=True)  # none: the whole hub
    deed: str  # a value of people.rules.Deed
    target_kind: str  # a value of people.rules.Thing
    target_id: str  # an id of theirs in hexadecimal; a name where they have none
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # never an e-mail address, never a text
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    why: str = ""
