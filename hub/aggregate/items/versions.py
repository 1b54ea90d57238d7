"""What did an item say before its publisher edited it? The last versions, kept for a while, for mentors."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from hub.aggregate.items.facts import stored
from hub.aggregate.items.models import ItemVersion
from hub.aggregate.items.rules import Said
from hub.db import bulk

KEPT = timedelta(days=30)
MOST = 20  # versions of an item
LONGEST = 20_000  # characters of a text that are kept
_COMPARED = 2_000  # words of a text that are compared: to compare takes their square, at the worst
_AROUND = 12  # words that stay, on either side of what does not


@dataclass(frozen=True, slots=True)
class Version:
    """What an item said."""

    title: str
    link: str
    author: str
    published: str  # as ISO 8601; empty where it had no date
    text: str


class Part(StrEnum):
    """What became of some words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


Pieces = tuple[tuple[Part, str], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: when we saw it, and what became of each part that is not what it was."""

    at: datetime
    parts: tuple[tuple[str, Pieces], ...]  # the name of a part of Version


def keep(db: Session, told: Sequence[tuple[int, Said]], now: datetime) -> None:
    """Keep what items said until *now*, and no more than the last versions of each."""
    rows = [{"item_id": item_id, "until": now, "said": _pack(said)} for item_id, said in told]
    # A clock that was put back must not cost a look.
    bulk.delete(db, ItemVersion, [{"item_id": item_id, "until": now} for item_id, _ in told])
    bulk.insert(db, ItemVersion, rows)
    for item_id, _ in told:
        mine = select(ItemVersion.until).where(ItemVersion.item_id == item_id)
        surplus = db.exec(mine.order_by(col(ItemVersion.until).desc()).offset(MOST).limit(MOST)).all()
        bulk.delete(db, ItemVersion, [{"item_id": item_id, "until": until} for until in surplus])


def edits(db: Session, item_id: int) -> Sequence[Edit]:
    """Return how an item was edited, the last time first; none where it was not, or long ago."""
    if (today := stored(db, [item_id]).get(item_id)) is None:
        return ()
    mine = select(ItemVersion).where(ItemVersion.item_id == item_id)
    after, found = _version(today.said), []
    for row in db.exec(mine.order_by(col(ItemVersion.until).desc())):
        before = Version(**json.loads(zlib.decompress(row.said)))
        found.append(Edit(row.until, tuple(_parts(before, after))))
        after = before
    return found


def forget(db: Session, item_ids: Sequence[int]) -> None:
    """Delete what is kept of the earlier versions of these items."""
    db.execute(delete(ItemVersion).where(col(ItemVersion.item_id).in_(item_ids)))


def expire(db: Session, now: datetime) -> None:
    """Delete the versions that have been kept long enough."""
    db.execute(delete(ItemVersion).where(col(ItemVersion.until) < now - KEPT))


def difference(before: str, after: str) -> Pieces:
    """Return which words stayed, were taken out and put in, in reading order; much that stayed is left out.

    >>> [(part.value, words) for part, words in difference("Bins on Monday", "Bins on Tuesday")]
    [('same', 'Bins on'), ('out', 'Monday'), ('in', 'Tuesday')]
    """
    old, new = before.split()[:_COMPARED], after.split()[:_COMPARED]
    pieces = [
        each
        for sort, at, to, new_at, new_to in SequenceMatcher(None, old, new).get_opcodes()
        for each in (
            [(Part.SAME, _shortened(old[at:to]))]
            if sort == "equal"
            else [(Part.OUT, " ".join(old[at:to])), (Part.IN, " ".join(new[new_at:new_to]))]
        )
    ]
    return tuple((part, words) for part, words in pieces if words)


def _shortened(words: Sequence[str]) -> str:
    if len(words) <= 3 * _AROUND:
        return " ".join(words)
    return " ".join((*words[:_AROUND], "…", *words[-_AROUND:]))


def _parts(before: Version, after: Version) -> Sequence[tuple[str, Pieces]]:
    old, new = asdict(before), asdict(after)
    return [(name, difference(old[name], new[name])) for name in old if old[name] != new[name]]


def _version(said: Said) -> Version:
    published = said.published.isoformat() if said.published else ""
    return Version(said.title, said.link, said.author, published, said.text[:LONGEST])


def _pack(said: Said) -> bytes:
    return zlib.compress(json.dumps(asdict(_version(said)), ensure_ascii=False).encode("utf-8", "replace"))
