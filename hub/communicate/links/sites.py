"""Whose site is a page on? All sites our sources own beyond doubt, kept until anything about sources changes."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Feed, Source
from hub.communicate.links.rules import Sites
from hub.db.kept import EachDatabase, Store
from hub.db.reads import Read
from hub.kit.urls import bare_host
from hub.places.filing import DESK
from hub.places.models import PlaceVersion
from hub.places.rules import WHOLE_HUB

_State = tuple[int, UUID | None]  # the version of the hub, and a source: a restored hub may have the same version
_KEPT: EachDatabase[Store[str, _State, Sites]] = EachDatabase(lambda: Store(1))


def sites(db: Session) -> Sites:
    """Return the sites of all sources, as they were when the hub last changed."""
    state: _State = (_VERSION.value(db, place_id=WHOLE_HUB) or 0, _FIRST.value(db))
    store = _KEPT.of(db)
    found = store.take({"": state}).get("")
    if found is None:
        found = read_sites(db)
        store.put([("", state, found)])
    return found


def read_sites(db: Session) -> Sites:
    """Return the sites of all sources; one that only says so, by a feed elsewhere, is left out."""
    rows = _ALL.rows(db)
    return Sites.made(
        {
            source_id: site
            for source_id, site, origin, feed in rows
            if site and (origin != DESK or bare_host(site) == bare_host(feed or ""))
        }
    )


_VERSION = Read(select(col(PlaceVersion.version)).where(col(PlaceVersion.place_id) == bindparam("place_id")))
_FIRST = Read(select(col(Source.id)).order_by(col(Source.slug)).limit(1))
_ALL = Read(
    select(col(Source.id), col(Source.site), col(Source.origin), col(Feed.url))
    .outerjoin(Feed, col(Feed.source_id) == col(Source.id))
    .where(col(Source.retired).is_(False))
)
