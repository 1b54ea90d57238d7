"""Writes of items: facts, derived rows and search, in batches; nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.items import facts, news, twins, versions
from hub.aggregate.items.deriving import BATCH, Placed, derive, underive
from hub.aggregate.items.facts import Stored
from hub.aggregate.items.filings import filings
from hub.aggregate.items.models import Enclosure, Item, ItemLabel
from hub.aggregate.items.rules import MOST_SLIGHT, Known, Weight, archive_moments, page_key, sort_moment, weigh
from hub.aggregate.items.withholding import Holds, holds, suspect
from hub.aggregate.reading.document import Entry
from hub.db import bulk, search
from hub.db.sought import Searchable
from hub.establish.meaning.rules import Meaning
from hub.kit.text import Folded
from hub.kit.urls import one_page
from hub.people.cases import actions as cases
from hub.places.actions import bump_hub


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries come from: their feed, their source, and the kind of it."""

    feed_id: UUID
    source_id: UUID
    kind: str
    is_new: bool = False  # nothing came from this feed before: what it brings now is its archive


@dataclass(frozen=True, slots=True)
class _Edited:
    """An item whose publisher says something else, and how much of it that changes."""

    item_id: int
    entry: Entry
    meaning: Meaning
    before: Stored
    weight: Weight
    is_back: bool  # its words were deleted here, and are brought back

    @property
    def is_seen(self) -> bool:
        """Whether a reader finds other words than before."""
        return self.weight is not Weight.NOTHING and not self.is_back

    @property
    def is_slight(self) -> bool:
        """Whether it changes nothing but figures, if anything."""
        return self.weight is not Weight.WORDS

    @property
    def leads_anew(self) -> bool:
        """Whether it leads to another page than before."""
        return not self.is_back and one_page(self.entry.link) != one_page(self.before.said.link)

    @property
    def led(self) -> dict[str, Any]:
        """Where it leads now, as `suspect` asks for it."""
        return {"id": self.item_id, "page_key": page_key(self.entry.link), "link": self.entry.link}

    @property
    def counts(self) -> bool:
        """Whether it is written: what is stamped anew at every look is left alone after a while."""
        return not self.is_slight or self.before.slight_edits < MOST_SLIGHT


Shown = tuple[Placed, str, Folded]  # an item with its title and its words, as search finds them


def add(db: Session, origin: Origin, entries: Sequence[tuple[Entry, Meaning]], now: datetime) -> list[int]:
    """Add new items, oldest first so that their ids grow with time; return the ids in the same order."""
    if not entries:
        return []
    ids = bulk.next_ids(db, Item, len(entries))
    said = [entry for entry, _ in entries]
    rows = _births(origin, ids, said, now)
    bulk.insert(db, Item, rows)
    placed = [
        Placed(item_id, origin.source_id, row["sort_at"], origin.kind, meaning)
        for item_id, row, (_, meaning) in zip(ids, rows, entries, strict=True)
    ]
    facts.write_rest(db, list(zip(ids, said, strict=True)))
    news.tell(db, ids)
    twins.fold_later(db, (row["page_key"] for row in rows))
    held = holds(db)
    suspected = _suspected(db, origin, rows, held, now)
    told = zip(placed, said, strict=True)
    _appear(db, origin, [each for each in told if each[0].item_id not in suspected], held, now)
    return ids


def rename(db: Session, renamed: Mapping[int, str]) -> None:
    """Have items go by the ids their feed calls them by now."""
    for item_id, guid in renamed.items():
        bulk.update(db, Item, item_id, {"guid": guid})


def change(db: Session, origin: Origin, entries: Sequence[tuple[Known, Entry, Meaning]], now: datetime) -> int:
    """Mend items their publishers edited, and keep them where they stand in the stream; return how many there were.

    What a restricted source has edited is read once more before it appears, and what leads elsewhere from now on, to
    where something was taken down.
    """
    edited = _edited(db, entries)
    if not edited:
        return 0
    ids = [each.item_id for each in edited]
    versions.keep(db, [(each.item_id, each.before.said) for each in edited if each.is_seen], now)
    underive(db, ids)
    for each in edited:
        bulk.update(db, Item, each.item_id, _mended(db, origin, each, now))
    for table in (ItemLabel, Enclosure):
        bulk.delete(db, table, [{"item_id": item_id} for item_id in ids])
    placed = [Placed(each.item_id, origin.source_id, each.before.sort_at, origin.kind, each.meaning) for each in edited]
    search.drop(db, [each.filed.key for each in placed])
    facts.write_rest(db, [(each.item_id, each.entry) for each in edited])
    news.tell(db, ids)
    twins.fold_of_items(db, ids)
    held = holds(db, ids)
    suspected = _suspected(db, origin, [each.led for each in edited if each.leads_anew], held, now)
    told = zip(placed, (each.entry for each in edited), strict=True)
    _appear(db, origin, [each for each in told if each[0].item_id not in suspected], held, now)
    return len(edited)


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
    versions.forget(db, [item_id])
    news.tell(db, [item_id])


def read_anew(db: Session, item_id: int) -> None:
    """Have the next look at its feed bring back the words of an item that were deleted."""
    feed_id = db.execute(select(Item.feed_id).where(Item.id == item_id)).scalar_one_or_none()
    if feed_id is None:
        return  # the item has gone, and nothing of it comes back
    bulk.update(db, Item, item_id, {"digest": ""})
    looks.read_anew(db, feed_id)


def follow(db: Session, feed_id: UUID, source_id: UUID) -> None:
    """Let what a feed said go with it to another source."""
    db.execute(update(Item).where(col(Item.feed_id) == feed_id).values(source_id=source_id))
    ids = list(db.execute(select(Item.id).where(col(Item.feed_id) == feed_id)).scalars())
    for start in range(0, len(ids), BATCH):
        search.refile(db, list(filings(db, ids[start : start + BATCH]).values()))
        twins.fold_of_items(db, ids[start : start + BATCH])
    news.tell(db, ids)


def _is_read_first(held: Holds, origin: Origin) -> bool:
    """Say whether what comes from there is read before it appears: by a decision, or since strangers wrote it."""
    return origin.kind == NEIGHBOURS or held.restricted(origin.source_id)


def _births(origin: Origin, ids: Sequence[int], said: Sequence[Entry], now: datetime) -> list[dict[str, Any]]:
    dates = [entry.published_at for entry in said]
    moments = archive_moments(dates, now) if origin.is_new else [sort_moment(published, now) for published in dates]
    shared = {"feed_id": origin.feed_id, "source_id": origin.source_id, "first_seen": now}
    shared |= {"is_archive": origin.is_new, "edited_at": None, "slight_edits": 0}
    return [
        {"id": item_id, **shared, **facts.of_entry(entry)}
        | {"guid": entry.guid, "sort_at": moment, "page_key": page_key(entry.link)}
        for item_id, entry, moment in zip(ids, said, moments, strict=True)
    ]


def _edited(db: Session, entries: Sequence[tuple[Known, Entry, Meaning]]) -> list[_Edited]:
    if not entries:
        return []
    ids = [known.item_id for known, _, _ in entries]
    withheld, before = holds(db, ids), facts.stored(db, ids)
    told = [
        _Edited(known.item_id, entry, meaning, stored, weigh(stored.said, facts.said_by(entry)), not known.digest)
        for known, entry, meaning in entries
        if not withheld.removed(known.item_id) and (stored := before.get(known.item_id))
    ]
    # What was taken down stays where it led: by that page we know it when it comes again.
    return [each for each in told if each.counts and not (each.leads_anew and withheld.hidden(each.item_id))]


def _mended(db: Session, origin: Origin, edited: _Edited, now: datetime) -> dict[str, Any]:
    before, entry = edited.before, edited.entry
    seen = {"edited_at": now} if edited.is_seen else {}
    slight = {"slight_edits": before.slight_edits + 1} if edited.is_slight else {}
    key = facts.key_after_edit(db, origin.source_id, before, entry.link)
    return {**facts.of_entry(entry), "page_key": key, **seen, **slight}


def _appear(db: Session, origin: Origin, told: Sequence[tuple[Placed, Entry]], held: Holds, now: datetime) -> None:
    """Show items where they belong; what is read first, and what is withheld, waits."""
    if _is_read_first(held, origin):
        _have_read(db, origin, held, [placed.item_id for placed, _ in told], now)
        return
    _show(db, [(each, said.title, said.text) for each, said in told if not _is_kept_out(held, each, said.link)])


def _suspected(
    db: Session, origin: Origin, rows: Sequence[Mapping[str, Any]], held: Holds, now: datetime
) -> frozenset[int]:
    """Have what leads where something was taken down read before it appears; return which items that are."""
    found = suspect(db, origin.source_id, rows)
    _have_read(db, origin, held, sorted(found), now)
    return found


def _have_read(db: Session, origin: Origin, held: Holds, ids: Sequence[int], now: datetime) -> None:
    _, case_id = held.sources.get(origin.source_id, (None, None))
    for item_id in ids:
        cases.wait(db, item_id, case_id, now)


def _is_kept_out(held: Holds, placed: Placed, link: str) -> bool:
    return bool(held) and held.keep_out(placed.item_id, placed.source_id, link)


def _show(db: Session, shown: Sequence[Shown]) -> None:
    search.put(db, [Searchable(placed.filed, title, text) for placed, title, text in shown])
    derive(db, [placed for placed, _, _ in shown])
