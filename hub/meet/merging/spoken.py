"""Where do posts and meetups meet by name? The dates around a post, in its places; the posts that say a title."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from hub.aggregate.items import facets
from hub.aggregate.items.models import Item, ItemPlace
from hub.aggregate.tagging.rules import text_of
from hub.db import search
from hub.db.bulk import batches
from hub.db.sought import Sought
from hub.kit.question import Question, Term
from hub.kit.text import Folded
from hub.meet.events.models import Event, ListedDate
from hub.meet.merging.naming import MOST_DAYS, Nameable, Naming, named, phrase, said

MOST_MEETUPS = 1_000  # on the days of a post, that are looked at
MOST_POSTS = 20  # that say the title of one meetup, the newest
LONG_BEFORE = timedelta(days=190)  # somebody names a day: as far as a date without a year is understood


def named_by(db: Session, item_ids: Sequence[int]) -> Iterator[tuple[int, Naming]]:
    """Yield which meetups these posts name."""
    for batch in batches(item_ids):
        places = _places(db, batch)
        for item in db.exec(select(Item).where(col(Item.id).in_(batch))):
            found = places.get(item.id or 0, ())
            # As UTC counts days: whoever writes at night means tonight by a word that allows for it.
            post = said(item.title, text_of(item.html, item.summary), (item.published_at or item.sort_at).date())
            if found and post.days:
                for each in named(post, _on(db, found, post.days)):
                    yield item.id or 0, each


def naming(db: Session, event_ids: Collection[UUID]) -> frozenset[int]:
    """Return the posts that say the title of one of these events, in a place of it, whether they mean it or not."""
    sought: dict[tuple[Folded, tuple[UUID, ...]], date] = {}  # a series told date by date is looked for once
    for batch in batches(event_ids):
        for title, place_ids, first in _titles(db, batch):
            if spoken := phrase(title):
                sought[spoken, place_ids] = min(first, sought.get((spoken, place_ids), first))
    return frozenset(
        each for (spoken, place_ids), first in sought.items() for each in _say(db, spoken, place_ids, first)
    )


def _say(db: Session, spoken: Folded, place_ids: Sequence[UUID], first: date) -> Sequence[int]:
    groups = (tuple(facets.of_place(each) for each in place_ids),)
    since = datetime.combine(first, time(), UTC) - LONG_BEFORE
    return search.newest(db, Sought(Question(wanted=(Term(spoken, spoken),)), groups, since=since), MOST_POSTS)


def _places(db: Session, item_ids: Sequence[int]) -> Mapping[int, Sequence[UUID]]:
    rows = select(ItemPlace.item_id, ItemPlace.place_id).where(col(ItemPlace.item_id).in_(item_ids))
    found: dict[int, list[UUID]] = {}
    for item_id, place_id in db.execute(rows):
        found.setdefault(item_id, []).append(place_id)
    return found


def _on(db: Session, place_ids: Sequence[UUID], days: Collection[date]) -> Iterable[Nameable]:
    rows = (
        select(Event.id, Event.group_id, Event.title)
        .join(ListedDate, col(ListedDate.event_id) == Event.id)
        .where(col(ListedDate.place_id).in_(place_ids), col(ListedDate.day).in_(sorted(days)[:MOST_DAYS]))
    )
    return [Nameable(*row) for row in db.execute(rows.distinct().order_by(col(Event.id)).limit(MOST_MEETUPS))]


def _titles(db: Session, event_ids: Sequence[UUID]) -> Iterator[tuple[str, tuple[UUID, ...], date]]:
    """Yield the title of each of these events, the places it is listed in, and its first date."""
    rows = select(ListedDate.event_id, ListedDate.place_id, func.min(ListedDate.day))
    dated = rows.where(col(ListedDate.event_id).in_(event_ids)).group_by(
        col(ListedDate.event_id), col(ListedDate.place_id)
    )
    listed: dict[UUID, dict[UUID, date]] = {}
    for event_id, place_id, first in db.execute(dated):
        listed.setdefault(event_id, {})[place_id] = first
    for event_id, title in db.execute(select(Event.id, Event.title).where(col(Event.id).in_(event_ids))):
        if firsts := listed.get(event_id):
            yield title, tuple(sorted(firsts)), min(firsts.values())
