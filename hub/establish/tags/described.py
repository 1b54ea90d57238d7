"""How is each tag written, and how does it hang together with others? Reads of many tags at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from hub.establish.tags.models import Tag, TagEdge, TagLabel
from hub.establish.tags.rules import Bond
from hub.places.rules import WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Spelt:
    """One way to write a tag, and where that counts."""

    label: str
    key: str
    in_text: bool = True
    scope_id: UUID | None = None  # a place; none: wherever its tag counts
    near: str = ""
    not_near: str = ""


@dataclass(frozen=True, slots=True)
class Bonds:
    """How tags hang together, each by its id; what was retired hangs together with nothing."""

    broader: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    narrower: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    related: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    different: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


def spelt(db: Session, tag_ids: Collection[UUID]) -> Mapping[UUID, tuple[Spelt, ...]]:
    """Return every way to write each of these tags, by label; their names and slugs are among them."""
    # Columns, not rows of the mapper: there may be a hundred thousand.
    where = (col(TagLabel.tag_id), col(TagLabel.scope_id), col(TagLabel.label), col(TagLabel.key))
    how = (col(TagLabel.in_text), col(TagLabel.near), col(TagLabel.not_near))
    written: dict[UUID, list[Spelt]] = defaultdict(list)
    for tag_id, scope_id, label, key, *counts in db.execute(columns(*where, *how).where(where[0].in_(tag_ids))):
        in_text, near, not_near = counts
        written[tag_id].append(Spelt(label, key, in_text, None if scope_id == WHOLE_HUB else scope_id, near, not_near))
    return {tag_id: tuple(sorted(some, key=_by_label)) for tag_id, some in written.items()}


def _by_label(spelt: Spelt) -> tuple[str, str]:
    return spelt.label.casefold(), spelt.label


def bonds(db: Session) -> Bonds:
    """Return how all agreed tags hang together."""
    agreed = select(col(Tag.id)).where(col(Tag.retired).is_(False))
    asked = select(TagEdge.tag_id, TagEdge.other_id, TagEdge.bond)
    rows = db.execute(asked.where(col(TagEdge.tag_id).in_(agreed), col(TagEdge.other_id).in_(agreed)))
    kept: dict[str, dict[UUID, set[UUID]]] = {name: defaultdict(set) for name in (*Bond, "narrower")}
    for tag_id, other_id, bond in rows:
        kept[bond][tag_id].add(other_id)
        kept["narrower" if bond == Bond.BROADER else bond][other_id].add(tag_id)
    sealed = {name: {tag_id: frozenset(others) for tag_id, others in each.items()} for name, each in kept.items()}
    return Bonds(sealed[Bond.BROADER], sealed["narrower"], sealed[Bond.RELATED], sealed[Bond.DIFFERENT])
