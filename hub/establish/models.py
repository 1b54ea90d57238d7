"""Tables of the tag registry: many spellings, one agreed word."""

from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


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


class TagLabel(Table, table=True):
    """One spelling that means a tag; the tag's own name and slug are among them."""

    __tablename__ = "tag_label"

    tag_id: UUID = Field(foreign_key="tag.id", primary_key=True)
    key: str = Field(primary_key=True, index=True)  # kit.text.label_key(label)
    label: str
    in_text: bool = True  # False: believed as a publisher's label only, never as a word in a text
