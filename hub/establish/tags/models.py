"""Tables of the tag registry: many spellings, one agreed word, and how words hang together."""

from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table
from hub.places.rules import WHOLE_HUB


class Tag(Table, table=True):
    """A word people agreed on, with what they mean by it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    meaning: str = ""
    place_id: UUID | None = Field(default=None, foreign_key="place.id")  # the place this tag is the name of
    scope_id: UUID | None = Field(default=None, foreign_key="place.id")  # where it was agreed; none: in the whole hub
    origin: str = "file"
    retired: bool = False
    # What it was merged into. No foreign key: SQLite adds none to a table that others point at.
    heir_id: UUID | None = Field(default=None, index=True)


class TagLabel(Table, table=True):
    """One spelling that means a tag; the tag's own name and slug are among them."""

    __tablename__ = "tag_label"

    tag_id: UUID = Field(foreign_key="tag.id", primary_key=True)
    # Where this spelling was agreed; WHOLE_HUB: wherever its tag counts. No foreign key: that is no place.
    scope_id: UUID = Field(default=WHOLE_HUB, primary_key=True)
    key: str = Field(primary_key=True, index=True)  # kit.text.label_key(label)
    label: str
    in_text: bool = True  # False: believed as a publisher's label only, never as a word in a text
    near: str = ""  # words joined by ", ": in a text, it counts only near one of them
    not_near: str = ""  # words joined by ", ": in a text, it does not count near any of them


class TagEdge(Table, table=True):
    """How one tag hangs together with another; what has no direction is kept once, the smaller id first."""

    __tablename__ = "tag_edge"

    tag_id: UUID = Field(foreign_key="tag.id", primary_key=True)
    other_id: UUID = Field(foreign_key="tag.id", primary_key=True, index=True)  # broader: the wider one
    bond: str = Field(primary_key=True)  # a value of rules.Bond


class Ruling(Table, table=True):
    """What a place decided of a word that means no tag there."""

    scope_id: UUID = Field(primary_key=True)  # a place, or WHOLE_HUB; no foreign key for that
    key: str = Field(primary_key=True)  # kit.text.label_key(label)
    label: str
    stand: str  # a value of rules.Stand


class FormerSlug(Table, table=True):
    """A slug a tag once had: its old addresses lead to the new ones."""

    __tablename__ = "former_slug"

    slug: str = Field(primary_key=True)
    tag_id: UUID = Field(foreign_key="tag.id", index=True)
