"""Which words did people agree on? Reads of the tag registry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.errors import NotFound
from hub.establish.tags.models import FormerSlug, Tag, TagLabel
from hub.kit.saying import say


@dataclass(frozen=True, slots=True)
class TagView:
    """An agreed tag as pages show it."""

    id: UUID
    slug: str
    name: str
    meaning: str
    place_id: UUID | None  # the place it is the name of
    scope_id: UUID | None  # where it was agreed; none: in the whole hub


def tags(db: Session, scopes: Collection[UUID]) -> Sequence[TagView]:
    """Return the tags agreed in the whole hub or in one of these places, by name."""
    agreed = or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(scopes))
    rows = db.exec(select(Tag).where(col(Tag.retired).is_(False), agreed).order_by(col(Tag.name), col(Tag.slug)))
    return [_view(row) for row in rows]


def all_tags(db: Session) -> Sequence[TagView]:
    """Return every agreed tag, wherever it was agreed, by name."""
    rows = db.exec(select(Tag).where(col(Tag.retired).is_(False)).order_by(col(Tag.name), col(Tag.slug)))
    return [_view(row) for row in rows]


def tag(db: Session, slug: str) -> TagView:
    """Return the tag of this *slug*; NotFound when nobody agreed on it."""
    found = db.exec(select(Tag).where(Tag.slug == slug, col(Tag.retired).is_(False))).first()
    if found is None:
        raise NotFound(say("Nobody agreed on a tag of this name."))
    return _view(found)


def tag_ever(db: Session, tag_id: UUID) -> TagView:
    """Return the tag of this id, agreed on still or not; NotFound where there never was one."""
    found = db.get(Tag, tag_id)
    if found is None:
        raise NotFound(say("Nobody agreed on a tag of this name."))
    return _view(found)


def all_spellings(db: Session) -> Mapping[UUID, tuple[str, ...]]:
    """Return every way to write each tag."""
    told: dict[UUID, tuple[str, ...]] = {}
    for tag_id, label in db.execute(select(TagLabel.tag_id, TagLabel.label)):
        told[tag_id] = (*told.get(tag_id, ()), label)
    return told


def slugs_elsewhere(db: Session, around: Collection[UUID]) -> frozenset[str]:
    """Return the slugs, former ones too, of the tags that were agreed on in none of these places, nor everywhere."""
    far = col(Tag.scope_id).not_in(around)
    former = select(FormerSlug.slug).join(Tag, col(Tag.id) == col(FormerSlug.tag_id)).where(far)
    return frozenset((*db.exec(select(Tag.slug).where(far)), *db.exec(former)))


def _view(row: Tag) -> TagView:
    return TagView(row.id, row.slug, row.name, row.meaning, row.place_id, row.scope_id)
