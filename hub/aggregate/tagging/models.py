"""Tables beside the derived rows: rules of a source, how far a retagging is, and which labels are in use."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field

from hub.db.base import Table

_Counted = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class RuleKind(StrEnum):
    """What a rule of a source looks at."""

    ALWAYS = "always"  # every item of it
    CATEGORY = "category"  # what its publisher files items under: “42”
    PATH = "path"  # how the path of an item's address begins: “/sport/”


class SourceRule(Table, table=True):
    """What a source's items mean by where they stand there; never a pattern, always a plain word or a path."""

    __tablename__ = "source_rule"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: UUID = Field(foreign_key="source.id", index=True)
    kind: str  # a value of RuleKind
    match: str = ""  # ALWAYS: empty; CATEGORY: kit.text.label_key of it; PATH: begins and ends with a slash
    shown: str = ""  # as it was typed
    tag_id: UUID = Field(foreign_key="tag.id", index=True)


class Retagging(Table, table=True):
    """One rebuilding of derived rows in the background, from the newest item to the oldest."""

    __tablename__ = "retagging"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=_Counted)
    place_id: UUID | None = None  # whose items; WHOLE_HUB: all; none: those of a source
    source_id: UUID | None = None
    decision_id: int | None = Field(default=None, sa_type=_Counted)  # what made it needed
    asked_at: datetime
    before_id: int | None = Field(default=None, sa_type=_Counted)  # items from this one up are done; none: not begun
    total: int = 0  # items to look at, as counted when it began
    looked_at: int = 0
    done_at: datetime | None = Field(default=None, index=True)


class LabelUse(Table, table=True):
    """Counted: how often publishers of a place use a label; rebuildable from item_label and item_place."""

    __tablename__ = "label_use"
    __table_args__ = (Index(None, "place_id", "uses"),)

    place_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    label: str  # one way it is written
    uses: int
    first_at: datetime
    last_at: datetime


class LabelsCounted(Table, table=True):
    """Up to which item labels are counted: one row."""

    __tablename__ = "labels_counted"

    id: int = Field(default=1, primary_key=True)
    item_id: int = Field(default=0, sa_type=_Counted)
