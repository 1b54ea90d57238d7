"""What does a word mean in a place now? Reads of its spellings and rulings, for who is about to decide it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.establish.tags.models import Ruling, Tag, TagLabel
from hub.places.rules import WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Sense:
    """A tag a word means, and where that was agreed."""

    slug: str
    name: str
    scope_id: UUID  # of the spelling; WHOLE_HUB: wherever the tag counts
    tag_scope_id: UUID | None

    @property
    def counts_in(self) -> UUID:
        """Where the word means the tag; WHOLE_HUB: everywhere."""
        return self.scope_id if self.scope_id != WHOLE_HUB else self.tag_scope_id or WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Meant:
    """Everything that was agreed on of a word, as far as it counts in a place."""

    senses: Sequence[Sense] = ()
    stands: Sequence[tuple[UUID, str]] = ()  # scope and value of Stand

    @property
    def is_open(self) -> bool:
        """Whether nothing was agreed."""
        return not self.senses and not self.stands

    @property
    def mark(self) -> str:
        """Return what is the same as long as nobody decides anything of the word."""
        senses = sorted(f"{each.slug}@{each.scope_id.hex}" for each in self.senses)
        return " ".join((*senses, *sorted(f"{stand}@{scope.hex}" for scope, stand in self.stands)))


def meant(db: Session, key: str, line: Collection[UUID]) -> Meant:
    """Return what was agreed on of a word (its key) in a place; *line* is the place and all it lies in."""
    scopes = [*line, WHOLE_HUB]
    spelt = select(Tag.slug, Tag.name, TagLabel.scope_id, Tag.scope_id)
    spelt = spelt.join(TagLabel, col(TagLabel.tag_id) == col(Tag.id))
    counts = or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(line))
    rows = db.execute(
        spelt.where(
            TagLabel.key == key, col(TagLabel.scope_id).in_(scopes), counts, col(Tag.retired).is_(False)
        ).order_by(Tag.name, Tag.slug)
    )
    ruled = select(Ruling.scope_id, Ruling.stand).where(Ruling.key == key, col(Ruling.scope_id).in_(scopes))
    return Meant([Sense(*row) for row in rows], [(scope, stand) for scope, stand in db.execute(ruled)])
