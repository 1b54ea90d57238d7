"""What does a change of the registry do to its rows? Rows as plain values, before and after. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

Key = tuple[str, ...]  # a row's primary key, ids in hexadecimal


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag as its table keeps it."""

    id: UUID
    slug: str
    name: str
    meaning: str = ""
    place_id: UUID | None = None
    scope_id: UUID | None = None
    origin: str = "desk"
    retired: bool = False
    heir_id: UUID | None = None

    @property
    def key(self) -> Key:
        """Its primary key."""
        return (self.id.hex,)


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A spelling as its table keeps it."""

    tag_id: UUID
    scope_id: UUID
    normal: str  # the column ``key``: kit.text.label_key(label)
    label: str
    in_text: bool = True
    near: str = ""
    not_near: str = ""

    @property
    def key(self) -> Key:
        """Its primary key."""
        return (self.tag_id.hex, self.scope_id.hex, self.normal)


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A bond of two tags as its table keeps it."""

    tag_id: UUID
    other_id: UUID
    bond: str

    @property
    def key(self) -> Key:
        """Its primary key."""
        return (self.tag_id.hex, self.other_id.hex, self.bond)


@dataclass(frozen=True, slots=True)
class RulingRow:
    """What was decided of a word, as its table keeps it."""

    scope_id: UUID
    normal: str  # the column ``key``
    label: str
    stand: str

    @property
    def key(self) -> Key:
        """Its primary key."""
        return (self.scope_id.hex, self.normal)


@dataclass(frozen=True, slots=True)
class SlugRow:
    """A former slug as its table keeps it."""

    slug: str
    tag_id: UUID

    @property
    def key(self) -> Key:
        """Its primary key."""
        return (self.slug,)


Row = TagRow | LabelRow | EdgeRow | RulingRow | SlugRow
ROWS: Mapping[str, type[Row]] = {
    "tag": TagRow,
    "label": LabelRow,
    "edge": EdgeRow,
    "ruling": RulingRow,
    "slug": SlugRow,
}
_NAMES = {kind: name for name, kind in ROWS.items()}
_FIELDS = {kind: [each.name for each in fields(kind)] for kind in _NAMES}
_IDS = {"id", "tag_id", "other_id", "scope_id", "place_id", "heir_id"}


@dataclass(frozen=True, slots=True)
class Image:
    """One row before and after a change; before is None where it was not there, after where it is gone."""

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """Whichever of the two there is, the newer first."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- an image of nothing is never made
        return found


def turned(images: Iterable[Image]) -> tuple[Image, ...]:
    """Return the way back: what takes these changes back, the last first.

    A tag that was made is retired, not torn out: what items say of it hangs on its row until they are looked at again.
    """
    return tuple([_turned(each) for each in images][::-1])


def inherited(images: Iterable[Image]) -> tuple[Image, ...]:
    """Return the bonds that tags get from those that become them: nobody asked for these by name."""
    images = tuple(images)
    heirs = {row.heir_id for each in images if isinstance(row := each.after, TagRow) and row.heir_id}
    made = [each for each in images if each.before is None and isinstance(each.after, EdgeRow)]
    return tuple([each for each in made if isinstance(row := each.row, EdgeRow) and heirs & {row.tag_id, row.other_id}])


def to_json(images: Sequence[Image]) -> list[dict[str, Any]]:
    """Write images as plain values."""
    return [
        {"of": _NAMES[type(each.row)], "before": _plain(each.before), "after": _plain(each.after)} for each in images
    ]


def from_json(told: Sequence[Mapping[str, Any]]) -> tuple[Image, ...]:
    """Read images ``to_json`` wrote."""
    return tuple([Image(*(_row(ROWS[each["of"]], each[when]) for when in ("before", "after"))) for each in told])


def _turned(image: Image) -> Image:
    if image.before is None and isinstance(image.after, TagRow):
        return Image(image.after, replace(image.after, retired=True))
    return Image(image.after, image.before)


def _plain(row: Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    values = ((name, getattr(row, name)) for name in _FIELDS[type(row)])
    return {name: value.hex if isinstance(value, UUID) else value for name, value in values}


def _row(kind: type[Row], told: Mapping[str, Any] | None) -> Row | None:
    if told is None:
        return None
    values: dict[str, Any] = {name: told[name] for name in _FIELDS[kind]}
    return kind(**values | {name: UUID(value) for name, value in values.items() if name in _IDS and value})
