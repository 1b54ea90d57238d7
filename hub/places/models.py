"""Tables of places, their other names, and what the registry files last said."""

from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field

from hub.db.base import Table
from hub.kit.zones import USUAL_ZONE


class Place(Table, table=True):
    """A town, a ward, a neighbourhood: somewhere with a stream of its own."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    kind: str = "place"  # in the words of the registry: city, ward, neighbourhood…
    parent_id: UUID | None = Field(default=None, foreign_key="place.id", index=True)
    timezone: str = USUAL_ZONE
    lat: float | None = None
    lon: float | None = None
    radius: float | None = None  # metres around lat and lon that are this place, where it has no boundary
    boundary: str = ""  # a GeoJSON polygon or multipolygon (RFC 7946); empty: none
    colour: str = ""  # of its pages, #rrggbb; empty: the hub's own
    picture: str = ""  # file name of its header picture; empty: none
    picture_alt: str = ""  # what the picture shows, in words
    origin: str = "file"  # file or desk: who may change it
    retired: bool = False  # taken out of the registry: no page, but its history stays


class PlaceName(Table, table=True):
    """Another name of a place, by which texts and labels may mean it."""

    __tablename__ = "place_name"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    key: str = Field(primary_key=True)  # kit.text.label_key(label)
    label: str
    in_text: bool = True  # False: too common a word to be believed inside a text
    near: str = ""  # words joined by ", ": in a text, it counts only near one of them
    not_near: str = ""  # words joined by ", ": in a text, it does not count near any of them


class PlacePostcode(Table, table=True):
    """A postcode district (B14) people give when they look for a place; several places may share one."""

    __tablename__ = "place_postcode"

    district: str = Field(primary_key=True)  # upper case, no space
    place_id: UUID = Field(foreign_key="place.id", primary_key=True, index=True)


class PlaceVersion(Table, table=True):
    """How often what a place shows has changed; bumped by the transaction that changes it."""

    __tablename__ = "place_version"

    place_id: UUID = Field(primary_key=True)  # a place, or rules.WHOLE_HUB
    version: int = Field(default=0, sa_type=BigInteger)


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
