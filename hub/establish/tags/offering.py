"""Which tags and spellings may a form offer? None that could mean something else where it is offered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from hub.establish.tags.models import Ruling, Tag, TagLabel
from hub.kit.text import label_key
from hub.places.rules import WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Offered:
    """A tag that may be offered, and its other spellings that may be."""

    id: UUID
    slug: str
    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """One way to write a tag."""

    tag_id: UUID
    slug: str
    name: str
    label: str


def offered(db: Session, scopes: Collection[UUID]) -> Sequence[Offered]:
    """Return the tags to offer in a place, by name; *scopes* are the place and all it lies in.

    What two tags are called there, or what was decided to mean none, is left out; and so is a tag whose very name it
    is.
    """
    counts = or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(scopes))
    named = or_(col(Tag.place_id).is_(None), col(Tag.place_id).in_(scopes))
    agreed = (col(Tag.retired).is_(False), col(Tag.heir_id).is_(None), counts, named)
    spelt = columns(col(Tag.id), col(Tag.slug), col(Tag.name), col(TagLabel.label)).join(TagLabel)
    rows = db.execute(spelt.where(*agreed, col(TagLabel.scope_id).in_([*scopes, WHOLE_HUB])))
    ruled = db.exec(select(Ruling.key).where(col(Ruling.scope_id).in_([*scopes, WHOLE_HUB])))
    return offerable([Written(*row) for row in rows], frozenset(ruled))


def offerable(written: Iterable[Written], ruled: Collection[str]) -> Sequence[Offered]:
    """Leave out of all ways to write tags those that mean two of them, or, *ruled* by their key, none."""
    rows = [*written]
    meant: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        for label in (row.label, row.name, row.slug):
            meant[label_key(label)].add(row.tag_id)
    clear = {key for key, tags in meant.items() if key and len(tags) == 1 and key not in ruled}
    spelt: dict[tuple[str, str, UUID], set[str]] = defaultdict(set)
    for row in rows:
        if label_key(row.name) in clear:
            others = {row.label} if label_key(row.label) in clear and row.label not in {row.name, row.slug} else set()
            spelt[row.name, row.slug, row.tag_id] |= others
    return [
        Offered(tag_id, slug, name, tuple(sorted(spelt[name, slug, tag_id]))) for name, slug, tag_id in sorted(spelt)
    ]
