"""Writes of items: facts, derived rows and search, in batches; nothing here commits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items import facets
from hub.aggregate.items.models import (
    EVERYTHING,
    Enclosure,
    Item,
    ItemLabel,
    ItemPlace,
    ItemTag,
    StreamEntry,
)
from hub.aggregate.items.queries import filings
from hub.aggregate.items.rules import Known, sort_moment
from hub.aggregate.items.withholding import Holds, holds
from hub.aggregate.reading.document import Entry
from hub.db import bulk, search
from hub.db.sought import Filed, Key, Searchable
from hub.establish.meaning.rules import Meaning
from hub.kit.text import Folded, label_key
from hub.people.cases import actions as cases
from hub.places.actions import bump, bump_hub

BATCH = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries come from: their feed, their source, and the kind of it."""

    feed_id: UUID
    source_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An item's place in the stream: what derived rows are made from."""

    item_id: int
    source_id: UUID
    sort_at: datetime
    kind: str
    meaning: Meaning

    @property
    def filed(self) -> Filed:
        """How the search index keeps it."""
        places, tags = (found.id for found in self.meaning.places), (found.id for found in self.meaning.tags)
        return Filed(Key(self.item_id, self.sort_at), facets.of_item(self.source_id, self.kind, places, tags))


Shown = tuple[Placed, str, Folded]  # an item with its title and its words, as search finds them


def add(db: Session, origin: Origin, entries: Sequence[tuple[Entry, Meaning]], now: datetime) -> list[int]:
    """Add new items, oldest first so that their ids grow with time; return the ids in the same order."""
    if not entries:
        return []
    ids = bulk.next_ids(db, Item, len(entries))
    rows = [
        {"id": item_id, **_facts(entry), **_birth(origin, entry, now)}
        for item_id, (entry, _) in zip(ids, entries, strict=True)
    ]
    bulk.insert(db, Item, rows)
    placed = [
        Placed(item_id, origin.source_id, row["sort_at"], origin.kind, meaning)
        for item_id, row, (_, meaning) in zip(ids, rows, entries, strict=True)
    ]
    _write_rest(db, list(zip(ids, (entry for entry, _ in entries), strict=True)))
    held = holds(db)
    if held.restricted(origin.source_id):
        _have_read(db, origin, held, ids, now)
        return ids
    links = [entry.link for entry, _ in entries]
    texts = [(entry.title, entry.text) for entry, _ in entries]
    _show(db, _not_held(held, placed, links, texts))
    return ids


def change(db: Session, origin: Origin, entries: Sequence[tuple[Known, Entry, Meaning]], now: datetime) -> None:
    """Mend items their publishers edited, and keep them where they stand in the stream.

    What a restricted source has edited is read once more before it appears.
    """
    if not entries:
        return
    withheld = holds(db, [known.item_id for known, _, _ in entries])
    entries = [each for each in entries if not withheld.removed(each[0].item_id)]
    ids = [held.item_id for held, _, _ in entries]
    for held, entry, _ in entries:
        bulk.update(db, Item, held.item_id, _facts(entry))
    for table in (ItemLabel, Enclosure):
        bulk.delete(db, table, [{"item_id": item_id} for item_id in ids])
    moments = dict(db.execute(select(Item.id, Item.sort_at).where(col(Item.id).in_(ids))).all())
    placed = [
        Placed(held.item_id, origin.source_id, moments[held.item_id], origin.kind, meaning)
        for held, _, meaning in entries
    ]
    search.drop(db, [each.filed.key for each in placed])
    _write_rest(db, list(zip(ids, (entry for _, entry, _ in entries), strict=True)))
    underive(db, ids)
    if withheld.restricted(origin.source_id):
        _have_read(db, origin, withheld, ids, now)
        return
    links = [entry.link for _, entry, _ in entries]
    texts = [(entry.title, entry.text) for _, entry, _ in entries]
    _show(db, _not_held(withheld, placed, links, texts))


def rederive(db: Session, placed: Sequence[Placed]) -> None:
    """Write the derived rows of items anew, and file them under what they mean now."""
    if not placed:
        return
    # Their content is what it was, so only the version of the hub tells a kept card that its tags are others now.
    bump_hub(db)
    underive(db, [each.item_id for each in placed])
    derive(db, placed)
    search.refile(db, [each.filed for each in placed])


def take_down(db: Session, item_ids: Sequence[int]) -> None:
    """Take items out of every stream, of search and of all counts; what they say stays."""
    for start in range(0, len(item_ids), BATCH):
        part = item_ids[start : start + BATCH]
        search.drop(db, [filed.key for filed in filings(db, part).values()])
        underive(db, part)
    bump_hub(db)


def show(db: Session, shown: Sequence[Shown]) -> None:
    """Put items that were taken down where they belong by what they mean now."""
    take_down(db, [placed.item_id for placed, _, _ in shown])
    _show(db, shown)


def empty(db: Session, item_id: int) -> None:
    """Delete an item's words and keep its identity, so that it does not come back with the next look at its feed."""
    bulk.update(db, Item, item_id, dict.fromkeys(("link", "title", "author", "summary", "html", "published_raw"), ""))
    for table in (ItemLabel, Enclosure):
        bulk.delete(db, table, [{"item_id": item_id}])


def read_anew(db: Session, item_id: int) -> None:
    """Have the next look at its feed bring back the words of an item that were deleted."""
    feed_id = db.execute(select(Item.feed_id).where(Item.id == item_id)).scalar_one_or_none()
    if feed_id is None:
        return  # the item has gone, and nothing of it comes back
    bulk.update(db, Item, item_id, {"digest": ""})
    unseen = {"etag": "", "last_modified": "", "body_hash": "", "still_hash": "", "entry_hashes": b""}
    bulk.update(db, Feed, feed_id, unseen)


def follow(db: Session, feed_id: UUID, source_id: UUID) -> None:
    """Let what a feed said go with it to another source."""
    db.execute(update(Item).where(col(Item.feed_id) == feed_id).values(source_id=source_id))
    ids = list(db.execute(select(Item.id).where(col(Item.feed_id) == feed_id)).scalars())
    for start in range(0, len(ids), BATCH):
        search.refile(db, list(filings(db, ids[start : start + BATCH]).values()))


def derive(db: Session, placed: Iterable[Placed]) -> None:
    """Write the derived rows of items that have none, and note which places show them; search is told apart."""
    tags: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    stream: list[dict[str, Any]] = []
    for each in placed:
        own = {"item_id": each.item_id}
        tags += [own | {"tag_id": f.id, "because": f.because, "evidence": f.evidence} for f in each.meaning.tags]
        places += [own | {"place_id": f.id, "because": f.because, "evidence": f.evidence} for f in each.meaning.places]
        stream += _stream_rows(each)
    for table, rows in ((ItemTag, tags), (ItemPlace, places), (StreamEntry, stream)):
        bulk.insert(db, table, rows)
    bump(db, {row["place_id"] for row in places})


def underive(db: Session, item_ids: Collection[int]) -> None:
    """Delete the derived rows of items, and note which places showed them; ``derive`` makes them again."""
    ids = list(item_ids)
    for start in range(0, len(ids), BATCH):
        _leave_streams(db, ids[start : start + BATCH])
    for table in (ItemTag, ItemPlace):
        bulk.delete(db, table, [{"item_id": item_id} for item_id in ids])


def _leave_streams(db: Session, item_ids: Sequence[int]) -> None:
    """Delete stream rows by their whole key, told from the tags and places the items have so far."""
    tags, places = defaultdict(list), defaultdict(list)
    for item_id, tag_id in db.execute(
        select(ItemTag.item_id, ItemTag.tag_id).where(col(ItemTag.item_id).in_(item_ids))
    ):
        tags[item_id].append(tag_id)
    for item_id, place_id in db.execute(
        select(ItemPlace.item_id, ItemPlace.place_id).where(col(ItemPlace.item_id).in_(item_ids))
    ):
        places[item_id].append(place_id)
    bump(db, chain.from_iterable(places.values()))
    moments = db.execute(select(Item.id, Item.sort_at).where(col(Item.id).in_(item_ids)))
    keys = [
        {"place_id": place_id, "tag_id": tag_id, "sort_at": sort_at, "item_id": item_id}
        for item_id, sort_at in moments
        for place_id in places[item_id]
        for tag_id in (EVERYTHING, *tags[item_id])
    ]
    bulk.delete(db, StreamEntry, keys)


def _stream_rows(each: Placed) -> list[dict[str, Any]]:
    under = [EVERYTHING, *(found.id for found in each.meaning.tags)]
    shared = {"sort_at": each.sort_at, "item_id": each.item_id, "kind": each.kind}
    return [shared | {"place_id": place.id, "tag_id": tag_id} for place in each.meaning.places for tag_id in under]


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "link": entry.link,
        "title": entry.title,
        "author": entry.author,
        "summary": entry.summary,
        "html": entry.html,
        "language": entry.language,
        "licence": entry.licence,
        "published_raw": entry.published_raw,
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
        "lat": entry.lat,
        "lon": entry.lon,
        "digest": entry.digest.hex(),
    }


def _birth(origin: Origin, entry: Entry, now: datetime) -> dict[str, Any]:
    return {
        "feed_id": origin.feed_id,
        "source_id": origin.source_id,
        "guid": entry.guid,
        "first_seen": now,
        "sort_at": sort_moment(entry.published_at, now),
    }


def _have_read(db: Session, origin: Origin, held: Holds, ids: Sequence[int], now: datetime) -> None:
    _, case_id = held.sources[origin.source_id]
    for item_id in ids:
        cases.wait(db, item_id, case_id, now)


def _not_held(
    held: Holds, placed: Sequence[Placed], links: Sequence[str], texts: Sequence[tuple[str, Folded]]
) -> list[Shown]:
    return [
        (each, *said)
        for each, link, said in zip(placed, links, texts, strict=True)
        if not (held and held.keep_out(each.item_id, each.source_id, link))
    ]


def _show(db: Session, shown: Sequence[Shown]) -> None:
    search.put(db, [Searchable(placed.filed, title, text) for placed, title, text in shown])
    derive(db, [placed for placed, _, _ in shown])


def _write_rest(db: Session, entries: Sequence[tuple[int, Entry]]) -> None:
    labels = [
        {"item_id": item_id, "key": key, "label": label}
        for item_id, entry in entries
        for key, label in {label_key(label): label for label in sorted(entry.labels, reverse=True)}.items()
        if key
    ]
    files = [
        {
            "item_id": item_id,
            "position": position,
            "url": file.url,
            "media_type": file.media_type,
            "length": file.length,
            "title": file.title,
        }
        for item_id, entry in entries
        for position, file in enumerate(entry.attachments)
    ]
    bulk.insert(db, ItemLabel, labels)
    bulk.insert(db, Enclosure, files)
