"""What became of a tag that is none any more? Merged, renamed or retired ones, by every slug they had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.establish.tags.models import FormerSlug, Tag


@dataclass(frozen=True, slots=True)
class Former:
    """What stands where a slug led to a tag once."""

    tag_id: UUID  # of the tag it was
    name: str
    heir: str  # slug of the agreed tag that has its place; empty: none, it was retired


def former(db: Session) -> Mapping[str, Former]:
    """Return every slug that is no agreed tag's any more, with what became of it."""
    slugs = db.execute(select(FormerSlug.slug, FormerSlug.tag_id)).all()
    heirs = select(col(Tag.heir_id)).where(col(Tag.heir_id).is_not(None))
    renamed = select(col(FormerSlug.tag_id))
    taken = col(Tag.slug).in_(select(col(FormerSlug.slug)))
    asked = or_(col(Tag.retired), col(Tag.id).in_(heirs), col(Tag.id).in_(renamed), taken)
    rows = {row.id: row for row in db.exec(select(Tag).where(asked))}
    told = {row.slug: _told(row, rows) for row in rows.values() if row.retired}
    earlier = {slug: _told(rows[tag_id], rows) for slug, tag_id in slugs}
    living = {row.slug for row in rows.values() if not row.retired}
    return {slug: each for slug, each in {**told, **earlier}.items() if slug not in living}


def called_once(db: Session, tag_id: UUID) -> Sequence[str]:
    """Return the names of the tags that became this one, in order; those it had itself are spellings of it."""
    return list(db.exec(select(Tag.name).where(Tag.heir_id == tag_id, col(Tag.retired)).order_by(Tag.name)))


def _told(row: Tag, rows: Mapping[UUID, Tag]) -> Former:
    last = _last(row, rows)
    return Former(row.id, row.name, "" if last.retired else last.slug)


def _last(row: Tag, rows: Mapping[UUID, Tag]) -> Tag:
    """Follow heirs to the one that is agreed on; there are no chains, and were there one, it would end."""
    met: set[UUID] = set()
    while row.retired and row.heir_id and row.heir_id in rows and row.id not in met:
        met.add(row.id)
        row = rows[row.heir_id]
    return row
