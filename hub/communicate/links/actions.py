"""Writes of links: those of posts, derived from what they say, and what short addresses stand for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, select, text, update
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.items import news
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.communicate.links.models import ItemLink, ShortLink
from hub.communicate.links.rules import Lead, Written, end_of, is_short, leads, links_in, next_try
from hub.communicate.links.sites import sites
from hub.db import bulk
from hub.db.reads import Read, ReadAmong


def derive(db: Session, item_ids: Iterable[int], now: datetime) -> Sequence[int]:
    """Write where these items lead, as far as that differs, and return those of which it does.

    Short addresses nobody knows yet are noted, to be asked *now* at the soonest; items that are gone are left out.
    """
    ids = sorted(item_ids)
    written = {item_id: Written(*told) for item_id, *told in _WRITTEN.among(db, ids)}
    if not written:
        return ()
    known, ours = _known(db, written, now), sites(db)
    held = defaultdict[int, set[Lead]](set)
    for item_id, *lead in _HELD.among(db, list(written)):
        held[item_id].add(Lead(*lead))
    wanted = {item_id: set(leads(told, ours, known)) for item_id, told in written.items()}
    changed = [item_id for item_id, led in wanted.items() if led != held[item_id]]
    gone = [(item_id, lead) for item_id in changed for lead in held[item_id] - wanted[item_id]]
    bulk.delete(db, ItemLink, [{"item_id": item_id, "page_key": lead.page_key} for item_id, lead in gone])
    _put(db, [(item_id, lead) for item_id in changed for lead in wanted[item_id] - held[item_id]])
    return changed


def answer(db: Session, url: str, leads_to: str) -> None:
    """Note what a short address stands for, and have all who name it lead there."""
    _note(db, url, leads_to=leads_to, due_at=None)
    _follow(db, url)


def ask_on(db: Session, url: str, tries: int, now: datetime) -> None:
    """Note that a short address gave no answer, and when it is asked again, if ever."""
    _note(db, url, tries=tries, due_at=next_try(tries, now))


def forget_source(db: Session, source_id: UUID) -> None:
    """Note that a source which leaves has no site here any more, into which anybody could lead."""
    db.execute(update(ItemLink).where(col(ItemLink.source_id) == source_id).values(source_id=None))


def _follow(db: Session, url: str) -> None:
    naming = [item_id for (item_id,) in _NAMING.rows(db, page_key=page_key(url))]
    news.tell(db, naming)


def _note(db: Session, url: str, **told: Any) -> None:  # noqa: ANN401 -- columns
    row = db.get(ShortLink, url)
    if row:
        for name, value in told.items():
            setattr(row, name, value)
        db.flush()


def _known(db: Session, written: Mapping[int, Written], now: datetime) -> Mapping[str, str]:
    """Return what the short addresses in these items stand for, as far as we were told; new ones are to be asked."""
    short = {url for told in written.values() for url in (told.link, *links_in(told.html)) if is_short(url)}
    asked, known = set(short), dict[str, str]()
    while new := sorted(asked - known.keys()):
        found = dict(_SHORT.among(db, new))
        known |= dict.fromkeys(new, "") | found
        asked |= {led_to for led_to in found.values() if is_short(led_to)}  # one that stands for another one
        if unknown := [{"url": url, "due_at": now} for url in new if url not in found]:
            db.connection().execute(_NEW_SHORT, unknown)
    return {url: end_of(url, known) for url in short}


def _put(db: Session, led: Sequence[tuple[int, Lead]]) -> None:
    # Who reads a post again meanwhile, as it was before it changed, finds the same links.
    rows = [
        {"item_id": item_id, "page_key": lead.page_key, "url": lead.url, "source_id": lead.source_id}
        for item_id, lead in led
    ]
    if rows:
        db.connection().execute(_NEW_LINK, rows)


_NEW_LINK = text(
    "INSERT INTO item_link (item_id, page_key, url, source_id) VALUES (:item_id, :page_key, :url, :source_id)"
    " ON CONFLICT (item_id, page_key) DO NOTHING"
).bindparams(bindparam("source_id", type_=UuidType()))
_NEW_SHORT = text(
    "INSERT INTO short_link (url, leads_to, tries, due_at) VALUES (:url, '', 0, :due_at) ON CONFLICT (url) DO NOTHING"
).bindparams(bindparam("due_at", type_=UTCDateTime()))
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_WRITTEN = ReadAmong(
    select(_ITEM_ID, col(Item.source_id), col(Item.link), col(Item.page_key), col(Item.html)), _ITEM_ID
)
_HELD = ReadAmong(
    select(col(ItemLink.item_id), col(ItemLink.page_key), col(ItemLink.url), col(ItemLink.source_id)),
    col(ItemLink.item_id),
)
_SHORT = ReadAmong(select(col(ShortLink.url), col(ShortLink.leads_to)), col(ShortLink.url))
_NAMING = Read(select(col(ItemLink.item_id)).where(col(ItemLink.page_key) == bindparam("page_key", type_=BigInteger())))
