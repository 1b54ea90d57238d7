"""Tables of places, their other names, and what the registry files last said."""

from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class Place(Table, table=True):
    """A town, a ward, a neighbourhood: somewhere with a stream of its own."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    kind: str = "place"  # in the words of the registry: city, ward, neighbourhood…
    parent_id: UUID | None = Field(default=None, foreign_key="place.id", index=True)
    timezone: str = "Europe/London"
    lat: float | None = None
    lon: float | None = None
    origin: str = "file"  # file or desk: who may change it
    retired: bool = False  # taken out of the registry: no page, but its history stays


class PlaceName(Table, table=True):
    """Another name of a place, by which texts and labels may mean it."""

    __tablename__ = "place_name"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    key: str = Field(primary_key=True)  # kit.text.label_key(label)
    label: str
    in_text: bool = True  # False: too common a word to be believed inside a text


class PlaceTouch(Table, table=True):
    """Two places that overlap without one being part of the other, kept both ways round."""

    __tablename__ = "place_touch"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    other_id: UUID = Field(foreign_key="place.id", primary_key=True)


class Filed(Table, table=True):
    """What a registry file said when it was last loaded: the common ancestor of file and desk."""

    kind: str = Field(primary_key=True)  # place, source or tag
    key: str = Field(primary_key=True)
    body: str  # the entry as canonical JSON
