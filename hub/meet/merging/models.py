"""Tables of merging: what events are known by, which of them are alike, what mentors decided, and posts about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table

_ItemId = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id
KEY_IS_THE_ROW = {"sqlite_with_rowid": False}


class EventSign(Table, table=True):
    """Derived: something an event is known by elsewhere too; found by its key."""

    __tablename__ = "event_sign"
    __table_args__ = (KEY_IS_THE_ROW,)

    event_id: UUID = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    kind: str = Field(primary_key=True)  # a value of rules.Sign
    key: int = Field(primary_key=True, sa_type=BigInteger, index=True)  # of a page: items.rules.page_key


class EventLikeness(Table, table=True):
    """Derived: two events that tell of the same meetup, or look as if they did; the smaller id first."""

    __tablename__ = "event_likeness"
    __table_args__ = (KEY_IS_THE_ROW,)

    one_id: UUID = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    other_id: UUID = Field(foreign_key="event.id", primary_key=True, index=True, ondelete="CASCADE")
    sure: bool  # else a mentor may look
    because: str  # a value of rules.Because
    evidence: str = ""


class EventBond(Table, table=True):
    """What a mentor decided of two events, the smaller id first: it holds for ever, whatever the rules say."""

    __tablename__ = "event_bond"

    one_id: UUID = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    other_id: UUID = Field(foreign_key="event.id", primary_key=True, index=True, ondelete="CASCADE")
    place_id: UUID = Field(foreign_key="place.id", index=True)  # at whose desk it was decided
    together: bool
    since: datetime = Field(index=True)


class ItemMeetup(Table, table=True):
    """Derived: a post that is about a meetup, and how we know."""

    __tablename__ = "item_meetup"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId, ondelete="CASCADE")
    event_id: UUID = Field(foreign_key="event.id", primary_key=True, index=True, ondelete="CASCADE")
    because: str  # a value of rules.About
    evidence: str = ""
