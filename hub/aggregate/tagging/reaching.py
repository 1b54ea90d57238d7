"""How many items would a change of the registry touch, and what would become of them? Looked at beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.withholding import holds
from hub.aggregate.tagging.comparing import labels_of, meaning_of
from hub.aggregate.tagging.kept import kept_registry
from hub.aggregate.tagging.queries import registry, vocabulary
from hub.aggregate.tagging.rules import Registry, text_of
from hub.aggregate.tagging.touching import touch, touched, whose
from hub.establish.deciding.images import Image
from hub.establish.meaning.rules import Meaning

MOST = 2_000  # items looked at: beyond, it is enough to know that there are more
EXAMPLES = 10
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Touched:
    """An item that would mean something else, and the names of its tags and places before and after."""

    item_id: int
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change would touch; where it is not whole, more items may be touched than were looked at."""

    items: int
    sources: int
    is_whole: bool
    examples: Sequence[Touched] = ()

    @property
    def weight(self) -> int:
        """How many items it is judged by: where nobody looked at all of them, more than can be looked at."""
        return self.items if self.is_whole else MOST + 1


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item that would mean something else, and whose it is."""

    source_id: UUID
    touched: Touched


def reach(db: Session, place_id: UUID, images: Sequence[Image], most: int = MOST) -> Reach:
    """Return how many items of a place *images* would touch, of how many sources, with the newest as examples.

    An item is touched when it gets or loses a tag or a place, or when one it has gets another name. *most* items are
    looked at, the newest first.
    """
    asked = touch(db, images)
    ids = touched(db, asked, whose(db, place_id), most + 1)
    if not ids:
        return Reach(0, 0, is_whole=True)
    today = kept_registry(db)
    # Who speaks where is half of the work, and is the same but for sources with a rule for a tag that changes.
    then = registry(db, images) if asked.sources else Registry(vocabulary(db, images), today.speakers)
    parts = [ids[start : min(start + _AT_ONCE, most)] for start in range(0, min(len(ids), most), _AT_ONCE)]
    seen = [each for part in parts for each in _seen(db, today, then, part)]
    sources = {each.source_id for each in seen}
    examples = tuple(each.touched for each in seen[:EXAMPLES])
    return Reach(len(seen), len(sources), len(ids) <= most, examples)


def _seen(db: Session, today: Registry, then: Registry, ids: Sequence[int]) -> Iterator[_Seen]:
    labels, withheld = labels_of(db, ids), holds(db, ids)
    for row in db.exec(select(Item).where(col(Item.id).in_(ids)).order_by(col(Item.id).desc())):
        item_id = row.id or 0
        if withheld and withheld.keep_out(item_id, row.source_id, row.link):
            continue
        text = text_of(row.html, row.summary)
        was, becomes = (_named(known, meaning_of(known, row, labels.get(item_id, ()), text)) for known in (today, then))
        if was != becomes:
            told = Touched(item_id, row.title, tuple(was.values()), tuple(becomes.values()))
            yield _Seen(row.source_id, told)


def _named(known: Registry, meaning: Meaning) -> Mapping[UUID, str]:
    return {each.id: known.vocabulary.names[each.id] for each in (*meaning.tags, *meaning.places)}
