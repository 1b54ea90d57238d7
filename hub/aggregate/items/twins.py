"""Which items are the same article, and under which of them do the others fold? Derived; facts stay with each feed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.feeds.sites import own_sites
from hub.aggregate.items import news
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, ItemTag, ItemTwin, StreamEntry
from hub.aggregate.items.rules import Member, folds
from hub.db import bulk
from hub.db.lastly import Turn, lastly
from hub.db.reads import ReadAmong
from hub.db.turns import take_turn
from hub.kit.urls import is_of_site, one_page
from hub.places.actions import bump, bump_hub

MOST = 40  # feeds that lead to one page: more are no article told again, but a page everybody names
_MATTER = "which items are one article"
_Row = tuple[UUID, UUID]  # place, tag or EVERYTHING
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id


def fold_later(db: Session, page_keys: Iterable[int | None]) -> None:
    """Fold anew what leads to these pages, once, before the transaction commits."""
    lastly(db, Turn.FIND_OUT, _fold, (key for key in page_keys if key is not None))


def fold_of_items(db: Session, item_ids: Sequence[int]) -> None:
    """Fold anew what leads to the pages of these items, before the transaction commits."""
    fold_later(db, (key for (key,) in _KEYS.among(db, item_ids)))


def fold_now(db: Session, item_ids: Sequence[int]) -> None:
    """Fold anew at once what leads to the pages of these items, which are about to be deleted."""
    _fold(db, {key for (key,) in _KEYS.among(db, item_ids)} | {key for (key,) in _HELD_KEYS.among(db, item_ids)})


def leads_of(db: Session, item_ids: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """Return under which item each of these is folded, and where that stands in the stream; most are under none."""
    return {item_id: (lead_id, moment) for item_id, lead_id, moment in _LEADS.among(db, item_ids)}


class _Told(NamedTuple):
    """What is read of an item that may be a twin."""

    page_key: int | None
    item_id: int
    source_id: UUID
    first_seen: datetime
    sort_at: datetime
    link: str
    site: str  # as its source says
    kind: str
    retired: bool

    @property
    def page(self) -> str:
        """The page it leads to, which its key only stands for: somebody may make an address with another's key."""
        return one_page(self.link)

    @property
    def is_front(self) -> bool:
        """Whether it leads to its source as a whole, and to nothing it said."""
        return self.page == one_page(self.site)

    def member(self, own_site: str) -> Member:
        """Return what decides whether it leads."""
        return Member(self.item_id, self.first_seen, is_of_site(self.link, own_site), self.retired)


@dataclass(slots=True)
class _Standing:
    """Where items belong by what they mean."""

    places: dict[int, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    tags: dict[int, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def rows(self, item_id: int | None) -> AbstractSet[_Row]:
        """Return the lists an item belongs into; none for no item."""
        if item_id is None:
            return frozenset()
        under = {EVERYTHING, *self.tags[item_id]}
        return {(place_id, tag_id) for place_id in self.places[item_id] for tag_id in under}


def _fold(db: Session, page_keys: AbstractSet[int]) -> None:
    keys = sorted(page_keys)
    if not any(_told_twice(db, keys)):
        return
    # Of two transactions that fold the same pages the second has to see what the first one wrote.
    take_turn(db, _MATTER)
    lone, held = _told_twice(db, keys)
    told = {each.item_id: each for each in map(_Told._make, _MEMBERS.among(db, [*lone | held.keys()]))}
    standing, sites = _standing(db, list(told)), own_sites(db, [*{each.source_id for each in told.values()}])
    there = [told[item_id] for item_id in lone if standing.places.get(item_id)]
    wanted = _folds(there, sites)
    _write(db, held, wanted)
    moved = [(told[item_id], wanted.get(item_id, (None,))[0]) for item_id in held.keys() | wanted.keys()]
    _stand(db, moved, standing)


def _told_twice(db: Session, keys: Sequence[int]) -> tuple[AbstractSet[int], Mapping[int, tuple[int, int]]]:
    """Return the items that lead to those of these pages to which several feeds lead, and what is folded so far.

    What a feed says several times of one page is left out: it folds nothing, however often it is said. Of what is
    folded are told: an item, its lead and its page.
    """
    lone = defaultdict[int, list[int]](list)
    for key, item_id in _LONE.among(db, keys):
        lone[key].append(item_id)
    several = {item_id for ids in lone.values() if 1 < len(ids) <= MOST for item_id in ids}
    return several, {item_id: (lead_id, key) for item_id, lead_id, key in _FOLDED.among(db, keys)}


def _folds(told: Iterable[_Told], sites: Mapping[UUID, str]) -> Mapping[int, tuple[int, int | None]]:
    """Return which items fold, each with its lead and its page; what is withheld, or in no place, is not among them."""
    by_page = defaultdict[str, list[_Told]](list)
    for each in told:
        if not each.is_front:
            by_page[each.page].append(each)
    keys = {each.item_id: each.page_key for each in told}
    members = ([each.member(sites.get(each.source_id, "")) for each in same] for same in by_page.values())
    return {item_id: (lead_id, keys[item_id]) for same in members for item_id, lead_id in folds(same).items()}


def _standing(db: Session, item_ids: Sequence[int]) -> _Standing:
    made = _Standing()
    for item_id, place_id in _PLACES.among(db, item_ids):
        made.places[item_id].add(place_id)
    for item_id, tag_id in _TAGS.among(db, item_ids):
        made.tags[item_id].add(tag_id)
    return made


def _write(db: Session, held: Mapping[int, tuple[int, int]], wanted: Mapping[int, tuple[int, int | None]]) -> None:
    if held == wanted:
        return
    # Whose card names the others is told by nothing in its content: only the version of the hub tells a kept card.
    bump_hub(db)
    bulk.delete(db, ItemTwin, [{"item_id": item_id} for item_id in held if wanted.get(item_id) != held[item_id]])
    new = [
        {"item_id": item_id, "lead_id": lead_id, "page_key": key}
        for item_id, (lead_id, key) in wanted.items()
        if held.get(item_id) != (lead_id, key)
    ]
    bulk.insert(db, ItemTwin, new)


def _stand(db: Session, moved: Sequence[tuple[_Told, int | None]], standing: _Standing) -> None:
    """Put each item into the lists it belongs into, but those where the item stands that it is folded under."""
    bulk.delete(db, StreamEntry, [row for each, _ in moved for row in _keys(each, standing.rows(each.item_id))])
    kept = [(each, standing.rows(each.item_id) - standing.rows(lead_id)) for each, lead_id in moved]
    bulk.insert(db, StreamEntry, [row | {"kind": each.kind} for each, rows in kept for row in _keys(each, rows)])
    bump(db, {place_id for each, _ in moved for place_id in standing.places.get(each.item_id, ())})
    news.tell(db, [each.item_id for each, _ in moved])


def _keys(each: _Told, rows: Iterable[_Row]) -> Iterator[dict[str, Any]]:
    for place_id, tag_id in rows:
        yield {"place_id": place_id, "tag_id": tag_id, "sort_at": each.sort_at, "item_id": each.item_id}


_MEMBER = select(
    *(col(Item.page_key), _ITEM_ID, col(Item.source_id), col(Item.first_seen), col(Item.sort_at)),
    *(col(Item.link), col(Source.site), col(Source.kind), col(Source.retired)),
).join(Source, col(Source.id) == col(Item.source_id))
_KEYS = ReadAmong(select(col(Item.page_key)).where(col(Item.page_key).is_not(None)), _ITEM_ID)
_HELD_KEYS = ReadAmong(select(col(ItemTwin.page_key)), col(ItemTwin.item_id))
# What stands nowhere is no second word of its feed: it is withheld, or about to be deleted.
_STANDS = select(1).where(col(ItemPlace.item_id) == _ITEM_ID).exists()
_LONE = ReadAmong(
    select(col(Item.page_key), func.min(_ITEM_ID))
    .where(_STANDS)
    .group_by(col(Item.page_key), col(Item.feed_id))
    .having(func.count() == 1),
    col(Item.page_key),
)
_MEMBERS = ReadAmong(_MEMBER, _ITEM_ID)
_FOLDED = ReadAmong(
    select(col(ItemTwin.item_id), col(ItemTwin.lead_id), col(ItemTwin.page_key)), col(ItemTwin.page_key)
)
_LEADS = ReadAmong(
    select(col(ItemTwin.item_id), col(ItemTwin.lead_id), col(Item.sort_at)).join(
        Item, col(ItemTwin.lead_id) == _ITEM_ID
    ),
    col(ItemTwin.item_id),
)
_PLACES = ReadAmong(select(col(ItemPlace.item_id), col(ItemPlace.place_id)), col(ItemPlace.item_id))
_TAGS = ReadAmong(select(col(ItemTag.item_id), col(ItemTag.tag_id)), col(ItemTag.item_id))
