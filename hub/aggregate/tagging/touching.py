"""Which items can a change of the registry touch? All that may, and few besides: told from the rows it changes.

An item means something else only where it has a tag that changed, or carries or says a spelling that changed. Looking
those up in their indexes takes milliseconds, where to resolve every item of a town anew takes a minute.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, true
from sqlalchemy import select as choose
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source, SourcePlace
from hub.aggregate.items import facets
from hub.aggregate.items.models import Item, ItemLabel, ItemTag
from hub.aggregate.tagging.models import SourceRule
from hub.db import search
from hub.db.sought import Facet, Sought
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, TagRow
from hub.establish.tags.models import TagEdge, TagLabel
from hub.establish.tags.rules import Bond
from hub.kit.question import Question, Term
from hub.kit.text import Folded, label_key, words
from hub.places.models import Place, PlaceName
from hub.places.queries import tree
from hub.places.rules import WHOLE_HUB

ALL = 1_000_000_000  # more items than the search index can tell apart
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_AT_ONCE = 400  # values in one question
_FEW = 16  # values asked for one by one, each in the order of its index
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Touch:
    """What of the registry a change touches: tags, keys of labels, phrases, and the sources whose rules give a tag."""

    tags: frozenset[UUID] = frozenset()
    keys: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    sources: frozenset[UUID] = frozenset()


def touch(db: Session, images: Iterable[Image]) -> Touch:
    """Return what a change of these rows touches, before or after it was carried out."""
    told = [image for image in images if _matters(image)]
    rows = [row for image in told for row in (image.before, image.after) if row is not None]
    whole = {row.id for row in rows if isinstance(row, TagRow)}
    tags = _with_narrower(db, rows, {tag_id for row in rows for tag_id in _tags_of(row)})
    spelt = {(row.normal, row.label) for row in rows if isinstance(row, LabelRow | RulingRow)}
    spelt |= {(label_key(name), name) for row in rows if isinstance(row, TagRow) for name in (row.name, row.slug)}
    spelt |= _spellings(db, whole)
    keys = frozenset(key for key, _ in spelt if key)
    phrases = {str(words(label)) for _, label in spelt} | _phrases_of(db, keys) | keys
    # A place is meant by its possessive too: Southall’s market is in Southall.
    ruled = {f"{phrase}s" for phrase in phrases if any(isinstance(row, RulingRow) for row in rows)}
    return Touch(frozenset(tags), keys, frozenset(filter(None, phrases | ruled)), _sources_with_rules(db, whole))


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose items are asked for: a condition on them, and the facets one of which each has in the search index."""

    condition: ColumnElement[bool]
    facets: tuple[Facet, ...] = ()  # none: of all


def whose(db: Session, of_id: UUID) -> Whose:
    """Return whose items may be in a place: of sources that speak in or around it; others never get there.

    *of_id* may be a source too, whose items alone are meant then, or WHOLE_HUB for all.
    """
    if of_id == WHOLE_HUB:
        return Whose(true())
    places = tree(db)
    if of_id not in places.places:
        return Whose(col(Item.source_id) == of_id, (facets.of_source(of_id),))
    near = {of_id, *(place.id for place in (*places.within(of_id), *places.above(of_id)))}
    speaking = choose(col(SourcePlace.source_id)).where(col(SourcePlace.place_id).in_(near))
    # What a source says that is in a place only when it names one may be in none so far.
    silent = select(Source.id).where(col(Source.only_when_mentioned), col(Source.id).in_(speaking))
    told = (*map(facets.of_place, sorted(near)), *map(facets.of_source, db.exec(silent)))
    return Whose(col(Item.source_id).in_(speaking), told)


def touched(db: Session, asked: Touch | None, among: Whose, most: int = ALL) -> Sequence[int]:
    """Return the ids of the items *asked* may touch (None: all) among those of somebody, the newest first.

    There are *most* of them at most.
    """
    if asked is None:
        return list(db.execute(_newest(choose(_ITEM_ID).where(among.condition), most)).scalars())
    found = {item_id for part in _ways(db, asked, among, most) for item_id in part}
    return sorted(found, reverse=True)[:most]


def _matters(image: Image) -> bool:
    """Say whether it can change what an item means, or is called: the words that explain a tag cannot."""
    before, after = image.before, image.after
    if isinstance(before, TagRow) and isinstance(after, TagRow):
        return replace(before, meaning="") != replace(after, meaning="")
    return True


def _tags_of(row: Row) -> Iterator[UUID]:
    """Yield the tag whose items a row decides about; a spelling decides about those that carry or say it alone."""
    match row:
        case TagRow():
            yield row.id
        case EdgeRow(bond=Bond.BROADER):
            yield row.tag_id
        case _:
            return


def _with_narrower(db: Session, rows: Iterable[Row], tags: set[UUID]) -> set[UUID]:
    """Return *tags* with all that are narrower, as it was and as it is: an item may have those alone."""
    below: dict[UUID, set[UUID]] = defaultdict(set)
    edges = select(TagEdge.tag_id, TagEdge.other_id).where(TagEdge.bond == Bond.BROADER)
    told = [(row.tag_id, row.other_id) for row in rows if isinstance(row, EdgeRow) and row.bond == Bond.BROADER]
    for narrow, wide in (*db.execute(edges), *told):
        below[wide].add(narrow)
    found, ahead = set(tags), list(tags)
    while ahead:
        new = below[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def _spellings(db: Session, tags: Collection[UUID]) -> set[tuple[str, str]]:
    spelt = select(TagLabel.key, TagLabel.label).where(col(TagLabel.tag_id).in_(tags))
    return {(key, label) for key, label in db.execute(spelt)} if tags else set()


def _phrases_of(db: Session, keys: Collection[str]) -> set[str]:
    """Return every phrase that tags and places are known by under these keys."""
    if not keys:
        return set()
    of_tags = db.exec(select(TagLabel.label).where(col(TagLabel.key).in_(keys)))
    of_places = db.exec(select(PlaceName.label).where(col(PlaceName.key).in_(keys)))
    names = (name for name in db.exec(select(Place.name)) if label_key(name) in keys)
    return {str(words(label)) for label in (*of_tags, *of_places, *names)}


def _sources_with_rules(db: Session, tags: Collection[UUID]) -> frozenset[UUID]:
    if not tags:
        return frozenset()
    return frozenset(db.exec(select(SourceRule.source_id).where(col(SourceRule.tag_id).in_(tags))))


def _ways(db: Session, asked: Touch, among: Whose, most: int) -> Iterator[Iterable[int]]:
    """Yield the newest items of every way a change reaches one."""
    # Told and ordered by the index of what is asked for: by that of items all that fit would be sorted each time.
    for tags in _parts(asked.tags):
        tagged = choose(col(ItemTag.item_id)).join(Item).where(among.condition, col(ItemTag.tag_id).in_(tags))
        yield db.execute(tagged.order_by(col(ItemTag.item_id).desc()).limit(most)).scalars()
    for keys in _parts(asked.keys):
        filed = choose(col(ItemLabel.item_id)).join(Item).where(among.condition, col(ItemLabel.key).in_(keys))
        yield db.execute(filed.order_by(col(ItemLabel.item_id).desc()).limit(most)).scalars()
    for phrase in sorted(asked.phrases):
        yield _saying(db, phrase, among, most)
    if asked.sources:
        ruled = choose(_ITEM_ID).where(among.condition, col(Item.source_id).in_(asked.sources))
        yield db.execute(_newest(ruled, most)).scalars()


def _saying(db: Session, phrase: str, among: Whose, most: int) -> Sequence[int]:
    """Return the newest items that say all words of a phrase, wherever: PostgreSQL forgets where common ones stand."""
    terms = tuple(Term(word, Folded(word)) for word in dict.fromkeys(phrase.split()))
    groups = (among.facets,) if among.facets else ()
    return search.newest(db, Sought(words=Question(wanted=terms), groups=groups), most)


def _newest(rows: Select[int], most: int) -> Select[int]:
    return rows.order_by(_ITEM_ID.desc()).limit(most)


def _parts(values: Collection[_Value]) -> Iterator[Sequence[_Value]]:
    listed = list(values)
    at_once = 1 if len(listed) <= _FEW else _AT_ONCE
    return (listed[start : start + at_once] for start in range(0, len(listed), at_once))
