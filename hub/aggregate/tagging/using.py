"""Does a source use the agreed tags? Of its newest posts, how many do, and which tags the others could use."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item, ItemPlace, ItemTag
from hub.establish.meaning.rules import Because

NEWEST = 40
MOST_NAMED = 5
_IN_WORDS = (Because.TITLE, Because.TEXT)


@dataclass(frozen=True, slots=True)
class Use:
    """How many of the newest posts carry an agreed tag as a label, and which tags the words of the others speak of."""

    posts: int
    tagged: int
    could: tuple[UUID, ...] = ()  # tags, those that fit most of the others first


def use(db: Session, source_id: UUID) -> Use:
    """Return how a source uses the agreed tags in its newest posts that are shown."""
    shown = select(ItemPlace.item_id).where(col(ItemPlace.item_id) == col(Item.id)).exists()
    newest = select(Item.id).where(col(Item.source_id) == source_id, shown).order_by(col(Item.sort_at).desc())
    ids = db.exec(newest.limit(NEWEST)).all()
    if not ids:
        return Use(0, 0)
    labelled: set[int] = set()
    spoken: defaultdict[int, set[UUID]] = defaultdict(set)
    why = select(ItemTag.item_id, ItemTag.tag_id, ItemTag.because).where(col(ItemTag.item_id).in_(ids))
    for item_id, tag_id, because in db.exec(why.where(col(ItemTag.because).in_((Because.LABEL, *_IN_WORDS)))):
        if because == Because.LABEL:
            labelled.add(item_id)
        else:
            spoken[item_id].add(tag_id)
    fitting = Counter(tag_id for item_id in spoken.keys() - labelled for tag_id in spoken[item_id])
    could = sorted(fitting, key=lambda tag_id: (-fitting[tag_id], tag_id))[:MOST_NAMED]
    return Use(len(ids), len(labelled), tuple(could))
