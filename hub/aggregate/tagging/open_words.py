"""Which words do publishers use here that mean nothing yet, or more than one thing? Most used first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, distinct, exists, func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item, ItemLabel, ItemPlace
from hub.aggregate.tagging.models import LabelUse
from hub.db.reads import Read
from hub.establish.tags.models import Ruling, Tag, TagLabel
from hub.establish.tags.rules import Stand
from hub.kit.markup import plain
from hub.kit.passages import Span, hits, passage
from hub.kit.question import Term
from hub.kit.text import label_key, words
from hub.places.models import Place, PlaceName
from hub.places.rules import WHOLE_HUB

ENOUGH = 2  # uses: what somebody wrote once is no habit
EXAMPLES = 3
LONGEST_SENTENCE = 200  # letters
_Used = Select[str, str, int, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Example:
    """An item that carries a word."""

    item_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a word occurred: a passage of a text, and where in it the word stands; nowhere when it is only a label."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A word publishers file items under in a place, how many of them, since when, and where it was said last."""

    key: str
    label: str
    uses: int
    first_at: datetime
    last_at: datetime
    sentence: Sentence = Sentence("")
    examples: tuple[Example, ...] = ()

    @property
    def mark(self) -> "Mark":
        """Where the next page of words starts: below this one."""
        return Mark(self.uses, self.key)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many words wait, and since when the oldest of them does."""

    count: int
    oldest: datetime | None


class Mark(NamedTuple):
    """The last word of a page."""

    uses: int
    key: str


def open_words(
    db: Session, place_id: UUID, around: Collection[UUID], most: int, after: Mark | None = None
) -> Sequence[OpenWord]:
    """Return the words a place uses that mean nothing there, most used first, *most* of them below *after*.

    *around* are the place itself and all it lies in: what was agreed or decided there counts here, as does what holds
    in the whole hub; and no name of a place is open.
    """
    line = frozenset(around)
    asked = _USED.where(col(LabelUse.place_id) == place_id, ~_means_a_tag(line), ~_is_ruled(line, list(Stand)))
    below = asked if after is None else asked.where(_below(after))
    names = _names_of_places(db)
    rows = db.execute(_most_used(below).limit(most + len(names)))
    found = [OpenWord(*row) for row in rows if row[0] not in names][:most]
    return [_with_examples(db, place_id, each) for each in found]


def waiting(db: Session, place_id: UUID, around: Collection[UUID], most: int) -> Waiting:
    """Count the words that are open in a place, and say since when the oldest is in use; of the *most* used ones."""
    line = frozenset(around)
    asked = choose(col(LabelUse.key), col(LabelUse.first_at))
    asked = asked.where(col(LabelUse.uses) >= ENOUGH, col(LabelUse.place_id) == place_id)
    unsettled = asked.where(~_means_a_tag(line), ~_is_ruled(line, list(Stand)))
    names = _names_of_places(db)
    # The index has them by their uses: where a place has very many, only the first are looked at.
    rows = db.execute(unsettled.order_by(col(LabelUse.uses).desc()).limit(most))
    first = [first_at for key, first_at in rows if key not in names]
    return Waiting(len(first), min(first, default=None))


def ambiguous_words(db: Session, place_id: UUID, around: Collection[UUID], most: int) -> Sequence[OpenWord]:
    """Return the words a place uses that are ambiguous there by decision, or that two tags share; most used first."""
    line = frozenset(around)
    unclear = or_(_is_ruled(line, [Stand.AMBIGUOUS]), col(LabelUse.key).in_(_shared(db, line)))
    asked = _USED.where(col(LabelUse.place_id) == place_id, unclear)
    rows = db.execute(_most_used(asked).limit(most))
    return [_with_examples(db, place_id, OpenWord(*row)) for row in rows]


def _most_used(asked: _Used) -> _Used:
    return asked.order_by(col(LabelUse.uses).desc(), col(LabelUse.key))


def _below(after: Mark) -> ColumnElement[bool]:
    uses, key = col(LabelUse.uses), col(LabelUse.key)
    return and_(uses <= after.uses, or_(uses < after.uses, key > after.key))


def _means_a_tag(line: Collection[UUID]) -> ColumnElement[bool]:
    everywhere = and_(
        col(TagLabel.scope_id) == WHOLE_HUB, or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(line))
    )
    counts = or_(everywhere, col(TagLabel.scope_id).in_(line))
    live = (col(Tag.id) == col(TagLabel.tag_id), col(Tag.retired).is_(False))
    tag = exists().where(col(TagLabel.key) == col(LabelUse.key), *live, counts)
    return or_(tag, exists().where(col(PlaceName.key) == col(LabelUse.key)))


def _is_ruled(line: Collection[UUID], stands: Collection[Stand]) -> ColumnElement[bool]:
    here = col(Ruling.scope_id).in_({*line, WHOLE_HUB})
    return exists().where(here, col(Ruling.key) == col(LabelUse.key), col(Ruling.stand).in_(stands))


def _names_of_places(db: Session) -> frozenset[str]:
    return frozenset(label_key(name) for name in db.exec(select(Place.name)))


def _shared(db: Session, line: Collection[UUID]) -> Sequence[str]:
    """Return the keys that several tags share in the nearest place where they mean any: there they mean none."""
    depth = {place_id: at for at, place_id in enumerate(_outwards(db, line))}
    several = (
        choose(col(TagLabel.key)).group_by(col(TagLabel.key)).having(func.count(distinct(col(TagLabel.tag_id))) > 1)
    )
    rows = choose(col(TagLabel.key), col(TagLabel.tag_id), col(TagLabel.scope_id), col(Tag.scope_id)).join(
        Tag, col(Tag.id) == col(TagLabel.tag_id)
    )
    nearest: dict[str, list[tuple[int, UUID]]] = {}
    for key, tag_id, own, of_tag in db.execute(rows.where(col(Tag.retired).is_(False), col(TagLabel.key).in_(several))):
        where = of_tag if own == WHOLE_HUB else own
        if where is None or where in depth:
            nearest.setdefault(key, []).append((len(depth) if where is None else depth[where], tag_id))
    return sorted(key for key, senses in nearest.items() if _tie(senses))


def _tie(senses: Iterable[tuple[int, UUID]]) -> bool:
    listed = list(senses)
    first = min(at for at, _ in listed)
    return len({tag_id for at, tag_id in listed if at == first}) > 1


def _outwards(db: Session, line: Collection[UUID]) -> Iterator[UUID]:
    """Yield the places of a line, the innermost first."""
    parents: Mapping[UUID, UUID | None] = dict(
        db.execute(choose(col(Place.id), col(Place.parent_id)).where(col(Place.id).in_(line))).all()
    )
    inner = set(parents) - set(parents.values())
    at = next(iter(inner), None)
    while at is not None and at in parents:
        yield at
        at = parents[at]


def _with_examples(db: Session, place_id: UUID, word: OpenWord) -> OpenWord:
    ids = [item_id for (item_id,) in _NEWEST.rows(db, place_id=place_id, key=word.key)]
    rows = {each.id: each for each in db.exec(select(Item).where(col(Item.id).in_(ids)))}
    items = [rows[item_id] for item_id in ids if item_id in rows]
    examples = tuple(Example(each.id or 0, each.title) for each in items)
    return replace(word, sentence=_sentence(items, word.label), examples=examples)


def _sentence(items: Sequence[Item], label: str) -> Sentence:
    """Return the passage around a word in the newest item that says it; of items that only carry it, a title."""
    asked = (Term(label, words(label)),) if words(label) else ()
    texts = [text for each in items for text in (plain(each.html) or each.summary, each.title)]
    for text in texts:
        if found := hits(text, asked):
            return Sentence(*passage(text, found, LONGEST_SENTENCE))
    return Sentence(next((each.title for each in items if each.title), texts[0][:LONGEST_SENTENCE] if texts else ""))


_FACTS = (
    *(col(LabelUse.key), col(LabelUse.label), col(LabelUse.uses)),
    *(col(LabelUse.first_at), col(LabelUse.last_at)),
)
_USED = choose(*_FACTS).where(col(LabelUse.uses) >= ENOUGH)
_NEWEST = Read(
    choose(col(ItemLabel.item_id))
    .join(
        ItemPlace,
        and_(col(ItemPlace.item_id) == col(ItemLabel.item_id), col(ItemPlace.place_id) == bindparam("place_id")),
    )
    .where(col(ItemLabel.key) == bindparam("key"))
    .order_by(col(ItemLabel.item_id).desc())
    .limit(EXAMPLES)
)
