"""Which agreed tags may a word mean? The nearest by spelling, and those that stand beside it: never more than hints."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import and_, func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col

from hub.aggregate.items.models import ItemLabel, ItemPlace, ItemTag
from hub.establish.tags.models import Tag, TagEdge, TagLabel
from hub.kit.text import label_key
from hub.places.rules import WHOLE_HUB

SAMPLE = 200  # newest items that carry the word
NEAR = 85  # of a hundred: how alike two spellings must be
SHORTEST = 4  # letters: shorter words are all alike
LONG = 6  # letters: in a word so long a slip may be one
OFTEN = 3  # items: what stood beside each other twice may be chance
MOST = 3  # of each sort
MOST_PAIRED = 2_000  # spellings compared with all others


@dataclass(frozen=True, slots=True)
class BySpelling:
    """A tag one spelling of which looks like a word."""

    tag_id: UUID
    slug: str
    name: str
    spelling: str
    alike: int  # of a hundred


@dataclass(frozen=True, slots=True)
class Beside:
    """A tag that items with a word have: *together* of the *of* newest."""

    tag_id: UUID
    slug: str
    name: str
    together: int
    of: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a word may mean, the likeliest first."""

    by_spelling: Sequence[BySpelling] = ()
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """A spelling of a tag."""

    key: str
    tag_id: UUID
    slug: str
    name: str
    label: str

    def as_found(self, alike: int) -> BySpelling:
        """Return it as one that was found to be near."""
        return BySpelling(self.tag_id, self.slug, self.name, self.label, alike)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two agreed tags with spellings so alike that they may be one."""

    one: BySpelling
    other: BySpelling


class Spellings:
    """Every spelling that counts in a place; read once for a page of words."""

    def __init__(self, db: Session, around: Collection[UUID]) -> None:
        """Read them; *around* are the place and all it lies in."""
        live = (col(Tag.retired).is_(False), or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(around)))
        counts = col(TagLabel.scope_id).in_({*around, WHOLE_HUB})
        rows = choose(col(TagLabel.key), col(Tag.id), col(Tag.slug), col(Tag.name), col(TagLabel.label))
        joined = rows.join(Tag, col(Tag.id) == col(TagLabel.tag_id)).where(*live, counts)
        self.spelt = [Writing(*row) for row in db.execute(joined.order_by(col(Tag.slug), col(TagLabel.key)))]
        self._keys = [each.key for each in self.spelt]

    def near(self, key: str) -> Sequence[BySpelling]:
        """Return the tags a spelling of which is near *key*, each once, the nearest first."""
        if len(key) < SHORTEST:
            return ()
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST * 5)
        by_tag: dict[UUID, BySpelling] = {}
        for _, alike, at in found:
            if not _may_be_one(key, self.spelt[at].key):
                continue
            by_tag.setdefault(self.spelt[at].tag_id, self.spelt[at].as_found(int(alike)))
        return tuple(by_tag.values())[: MOST + 1]


def _may_be_one(one: str, other: str) -> bool:
    """Say whether two spellings are near enough to be one word: of short ones each letter tells two words apart."""
    short, long = sorted((one, other), key=len)
    return len(short) >= LONG or long.startswith(short)


def near(
    db: Session, place_id: UUID, around: Collection[UUID], key: str, spellings: Spellings | None = None
) -> Neighbours:
    """Return what a word of a place may mean; *around* are the place and all it lies in.

    Who asks for many words reads the spellings once and hands them over.
    """
    known = spellings or Spellings(db, around)
    return Neighbours(known.near(label_key(key))[:MOST], beside(db, place_id, label_key(key)))


def beside(db: Session, place_id: UUID, key: str) -> Sequence[Beside]:
    """Return the tags that the newest items of a place with this label have most often."""
    here = and_(col(ItemPlace.item_id) == col(ItemLabel.item_id), col(ItemPlace.place_id) == place_id)
    newest = choose(col(ItemLabel.item_id)).join(ItemPlace, here).where(col(ItemLabel.key) == key)
    ids = list(db.execute(newest.order_by(col(ItemLabel.item_id).desc()).limit(SAMPLE)).scalars())
    number = func.count()
    counted = choose(col(Tag.id), col(Tag.slug), col(Tag.name), number).join(
        ItemTag, col(ItemTag.tag_id) == col(Tag.id)
    )
    often = counted.where(col(ItemTag.item_id).in_(ids)).group_by(col(Tag.id), col(Tag.slug), col(Tag.name))
    rows = db.execute(often.having(number >= OFTEN).order_by(number.desc(), col(Tag.slug)).limit(MOST)) if ids else ()
    return [Beside(tag_id, slug, name, together, len(ids)) for tag_id, slug, name, together in rows]


def alike(db: Session, around: Collection[UUID], most: int) -> Sequence[Pair]:
    """Return pairs of agreed tags with near spellings, the nearest first; those said to be different are left out."""
    known, settled = Spellings(db, around), _settled(db)
    found: dict[frozenset[UUID], Pair] = {}
    for one in known.spelt[:MOST_PAIRED]:
        for other in known.near(one.key):
            pair = frozenset({one.tag_id, other.tag_id})
            if len(pair) > 1 and pair not in settled and pair not in found:
                found[pair] = Pair(one.as_found(other.alike), other)
    return sorted(found.values(), key=lambda pair: (-pair.other.alike, pair.one.name, pair.other.name))[:most]


def _settled(db: Session) -> frozenset[frozenset[UUID]]:
    """Return the pairs of tags whose bond is agreed: whoever tied them knows that they are two."""
    rows = db.execute(choose(col(TagEdge.tag_id), col(TagEdge.other_id)))
    return frozenset(frozenset(pair) for pair in rows)
