"""What do we already hold of a feed? Reads for judging what it says now, built once: they run at every look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from hub.aggregate.feeds.rules import RECENT_POSTS
from hub.aggregate.items.facts import same_page
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import Known, page_key
from hub.aggregate.reading.document import Document, Entry
from hub.db.reads import Read

_OF_FEED = col(Item.feed_id) == bindparam("feed_id")
_ANY = Read(select(Item.id).where(_OF_FEED).limit(1))
_OF_SOURCE = col(Item.source_id) == bindparam("source_id")  # which has the index; sources with many feeds are few
_LATEST = Read(select(Item.sort_at).where(_OF_SOURCE, _OF_FEED).order_by(col(Item.sort_at).desc()).limit(RECENT_POSTS))
_KNOWN = Read(select(Item.id, Item.digest, Item.first_seen).where(_OF_FEED, col(Item.guid) == bindparam("guid")))


_AT_PAGE = Read(
    columns(*map(col, (Item.title, Item.link, Item.id, Item.digest, Item.first_seen)))
    .where(_OF_FEED, col(Item.page_key) == bindparam("page_key", type_=BigInteger()))
    .limit(2)
)
_DIGEST = 8  # bytes
_SEVERAL = 2  # a single post may as well be another one at the same address


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold of a feed of what its document says."""

    known: Mapping[str, Known]  # by guid
    is_new: bool = False  # nothing ever came from it
    renamed: Mapping[int, str] = field(default_factory=dict)  # the ids that items have there now, where those changed


def held(db: Session, feed_id: UUID, document: Document) -> Held:
    """Return what we hold of what *document* says; a feed that gave all its entries other ids is recognised."""
    guids = [entry.guid for entry in document.entries]
    if guids and _ANY.value(db, feed_id=feed_id) is None:
        return Held({}, is_new=True)
    found = known(db, feed_id, guids)
    new = [entry for entry in document.entries if entry.guid not in found]
    if len(new) * 2 <= len(document.digests) // _DIGEST:
        return Held(found)
    again = _renamed(db, feed_id, new)
    if len(again) < _SEVERAL or len(again) * 2 <= len(new):
        return Held(found)
    return Held({**found, **again}, renamed={same.item_id: guid for guid, same in again.items()})


def known(db: Session, feed_id: UUID, guids: Sequence[str]) -> dict[str, Known]:
    """Return what we hold of a feed under these *guids*."""
    rows = ((guid, _KNOWN.rows(db, feed_id=feed_id, guid=guid)) for guid in guids)
    return {guid: Known(*found[0]) for guid, found in rows if found}


def _renamed(db: Session, feed_id: UUID, entries: Sequence[Entry]) -> dict[str, Known]:
    """Return the items that lead where these entries lead, under the same title, by the ids they have now.

    An item whose words were deleted here has no title any more, and is known by its page alone.
    """
    keys = {entry.guid: key for entry in entries if (key := page_key(entry.link)) is not None}
    often: Counter[int | None] = Counter(keys.values())
    found = {}
    for entry in entries:
        key = keys.get(entry.guid)
        rows = _AT_PAGE.rows(db, feed_id=feed_id, page_key=key) if often[key] == 1 else ()
        if len(rows) == 1 and rows[0][0] in {"", entry.title} and same_page(entry.link, rows[0][1]):
            found[entry.guid] = Known(*rows[0][2:])
    return found


def latest_moments(db: Session, source_id: UUID, feed_id: UUID) -> list[datetime]:
    """Return when a feed last spoke, newest first."""
    return [moment for (moment,) in _LATEST.rows(db, source_id=source_id, feed_id=feed_id)]
