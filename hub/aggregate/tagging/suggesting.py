"""What may be worth a tag? Phrases that many say this month and no tag covers, and labels that stand beside a tag.

Suggested, never applied. Cheap: no more than 2,000 items of a place are read for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func
from sqlalchemy import select as choose
from sqlmodel import Session, col

from hub.aggregate.items.models import EVERYTHING, Item, ItemLabel, StreamEntry
from hub.aggregate.tagging.phrases import Phrase, Said, rising
from hub.db.kept import EachDatabase, Store
from hub.db.lastly import puts_off
from hub.establish.tags.models import Ruling, TagLabel
from hub.kit.text import label_key
from hub.places.models import Place, PlaceName

MONTH = timedelta(days=30)
MOST_READ = 1_000  # items of each month
MOST_KEPT = 50  # phrases of a place
SAMPLE = 200  # newest items under a tag
OFTEN = 3  # items
MOST_PLACES = 200  # whose phrases are kept
_stores = EachDatabase[Store[UUID, datetime, Sequence[Phrase]]](lambda: Store(MOST_PLACES))


@dataclass(frozen=True, slots=True)
class BesideTag:
    """A label that items under a tag carry and no tag has: *together* of the *of* newest."""

    key: str
    label: str
    together: int
    of: int


def phrases(db: Session, place_id: UUID, now: datetime, most: int) -> Sequence[Phrase]:
    """Return the phrases said oftener this month than the month before that nobody agreed on, the surest first.

    They are worked out once an hour: to read two months of a busy town takes most of a second.
    """
    known = _known(db)
    return [each for each in _risen(db, place_id, now, known) if each.key not in known][:most]


def _risen(db: Session, place_id: UUID, now: datetime, known: frozenset[str]) -> Sequence[Phrase]:
    hour, store = now.replace(minute=0, second=0, microsecond=0), _stores.of(db)
    # Who writes may have just said something.
    held = None if puts_off(db) else store.take({place_id: hour}).get(place_id)
    if held is None:
        this, before = (_said(db, place_id, now - (ago + 1) * MONTH, now - ago * MONTH) for ago in range(2))
        held = rising(this, before, known, MOST_KEPT)
        if not puts_off(db):
            store.put([(place_id, hour, held)])
    return held


def beside(db: Session, place_id: UUID, tag_id: UUID, most: int) -> Sequence[BesideTag]:
    """Return the labels that a place's newest items under a tag carry and that mean nothing yet, most of them first."""
    under = (col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == tag_id)
    newest = choose(col(StreamEntry.item_id)).where(*under).order_by(col(StreamEntry.sort_at).desc()).limit(SAMPLE)
    ids = list(db.execute(newest).scalars())
    if len(ids) < OFTEN:
        return []
    key, number = col(ItemLabel.key), func.count()
    counted = choose(key, func.min(col(ItemLabel.label)), number).where(col(ItemLabel.item_id).in_(ids))
    open_yet = [~exists().where(of == key) for of in (col(TagLabel.key), col(Ruling.key), col(PlaceName.key))]
    often = counted.where(*open_yet).group_by(key).having(number >= OFTEN).order_by(number.desc(), key)
    names = _names(db)
    rows = db.execute(often.limit(most + len(names)))
    return [BesideTag(each, label, together, len(ids)) for each, label, together in rows if each not in names][:most]


def _said(db: Session, place_id: UUID, since: datetime, until: datetime) -> list[Said]:
    here = (col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING)
    during = (col(StreamEntry.sort_at) > since, col(StreamEntry.sort_at) <= until)
    said = choose(col(Item.id), col(Item.source_id), col(Item.title), col(Item.summary))
    # What came with a feed was not said oftener since: we only began to listen.
    news = col(Item.is_archive).is_(False)
    rows = said.join(StreamEntry, col(StreamEntry.item_id) == col(Item.id)).where(*here, *during, news)
    newest = rows.order_by(col(StreamEntry.sort_at).desc(), col(StreamEntry.item_id).desc()).limit(MOST_READ)
    return [
        Said(item_id, source_id, (title, summary) if title != summary else (title,))
        for item_id, source_id, title, summary in db.execute(newest)
    ]


def _known(db: Session) -> frozenset[str]:
    """Return the keys of all that means something somewhere, or is decided to mean nothing."""
    agreed = db.execute(choose(col(TagLabel.key))).scalars()
    ruled = db.execute(choose(col(Ruling.key))).scalars()
    return frozenset((*agreed, *ruled, *db.execute(choose(col(PlaceName.key))).scalars(), *_names(db)))


def _names(db: Session) -> frozenset[str]:
    return frozenset(label_key(name) for name in db.execute(choose(col(Place.name))).scalars())
