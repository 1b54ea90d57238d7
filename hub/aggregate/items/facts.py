"""How is what a publisher wrote stored, and what is stored of it already? Rows of facts, nothing derived."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.sites import own_sites
from hub.aggregate.items.models import Enclosure, Item, ItemLabel
from hub.aggregate.items.rules import Said, page_key
from hub.aggregate.reading.document import Entry
from hub.db import bulk
from hub.db.reads import ReadAmong
from hub.kit.markup import plain
from hub.kit.text import label_key
from hub.kit.urls import is_of_site, one_page

_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of an item that its publisher edits."""

    said: Said
    sort_at: datetime
    page_key: int | None
    slight_edits: int


def stored(db: Session, item_ids: Sequence[int]) -> Mapping[int, Stored]:
    """Return what is stored of these items; unknown ones are left out."""
    labels, files = defaultdict(set), defaultdict(list)
    for item_id, key in _LABELS.among(db, item_ids):
        labels[item_id].add(key)
    for item_id, url in _FILES.among(db, item_ids):
        files[item_id].append(url)
    found = {}
    for item_id, title, link, author, summary, html, published, *rest in _STORED.among(db, item_ids):
        marks = frozenset((*labels[item_id], *files[item_id]))
        found[item_id] = Stored(Said(title, link, author, plain(html) or summary, published, marks), *rest)
    return found


def said_by(entry: Entry) -> Said:
    """Return what an entry says, as far as an edit of it can be seen."""
    labels = (key for key in map(label_key, entry.labels) if key)
    marks = frozenset((*labels, *(file.url for file in entry.attachments)))
    text = plain(entry.html) or entry.summary
    return Said(entry.title, entry.link, entry.author, text, entry.published_at, marks)


def of_entry(entry: Entry) -> dict[str, Any]:
    """Return the columns an entry fills, each time it is edited."""
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


def key_after_edit(db: Session, source_id: UUID, before: Stored, link: str) -> int | None:
    """Return the page an edited item leads to from now on: one that leads elsewhere has none any more.

    So nobody lets an old item lead to what somebody else published since, and so becomes the first who told of it. A
    page of its source's own site is its own to give another address.
    """
    wanted = page_key(link)
    if wanted == before.page_key and same_page(link, before.said.link):
        return wanted
    return wanted if is_own(db, source_id, link) else None


def same_page(link: str, known: str) -> bool:
    """Say whether two links whose keys are the same lead to one page: an address with another's key can be made.

    What was deleted here has no link any more, and is known by its key alone.
    """
    return not known or one_page(link) == one_page(known)


def is_own(db: Session, source_id: UUID, link: str) -> bool:
    """Say whether a link leads to a page that its source published."""
    return is_of_site(link, own_sites(db, [source_id]).get(source_id, ""))


def write_rest(db: Session, entries: Sequence[tuple[int, Entry]]) -> None:
    """Store the labels of items and the files that came with them, where none are stored."""
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
            "seconds": file.seconds,
            "words": file.words,
        }
        for item_id, entry in entries
        for position, file in enumerate(entry.attachments)
    ]
    bulk.insert(db, ItemLabel, labels)
    bulk.insert(db, Enclosure, files)


_STORED = ReadAmong(
    select(
        *(_ITEM_ID, col(Item.title), col(Item.link), col(Item.author), col(Item.summary), col(Item.html)),
        *(col(Item.published_at), col(Item.sort_at), col(Item.page_key), col(Item.slight_edits)),
    ),
    _ITEM_ID,
)
_LABELS = ReadAmong(select(col(ItemLabel.item_id), col(ItemLabel.key)), col(ItemLabel.item_id))
_FILES = ReadAmong(select(col(Enclosure.item_id), col(Enclosure.url)), col(Enclosure.item_id))
