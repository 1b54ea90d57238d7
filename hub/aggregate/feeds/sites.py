"""Whose site is this page on? Told by the addresses that sources gave as their own, and by where they speak."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.db.reads import ReadAmong
from hub.kit.urls import bare_host, is_inside
from hub.places.filing import DESK


@dataclass(frozen=True, slots=True)
class Owner:
    """A source whose site a page is on, and the places it speaks for."""

    id: UUID
    slug: str
    name: str
    place_ids: frozenset[UUID]


def owners(db: Session, url: str) -> Sequence[Owner]:
    """Return the sources whose site *url* is on, by name; where several share its host, those nearest to it.

    A platform may hold many blogs on one host: the one whose address begins like *url* is meant, where there is one.
    """
    name = bare_host(url)
    told = select(col(Source.id), col(Source.slug), col(Source.name), col(Source.site)).where(
        col(Source.retired).is_(False)
    )
    rows = [row for row in db.execute(told.order_by(col(Source.name))) if name and bare_host(row.site) == name]
    nearest = [row for row in rows if urlsplit(row.site).path.strip("/") and is_inside(url, row.site)] or rows
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    spoken_for = select(col(SourcePlace.source_id), col(SourcePlace.place_id))
    for source_id, place_id in db.execute(
        spoken_for.where(col(SourcePlace.source_id).in_([row.id for row in nearest]))
    ):
        homes[source_id].add(place_id)
    return [Owner(row.id, row.slug, row.name, frozenset(homes[row.id])) for row in nearest]


def own_sites(db: Session, source_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Return the sites that sources publish, beyond doubt; a source that only says so is left out.

    An operator wrote the file, and who made it knows. What came in at the desk has a feed on the host of its site: its
    feed may say that any site is its own.
    """
    return {
        source_id: site
        for source_id, site, origin, feed in _SPEAKING.among(db, source_ids)
        if origin != DESK or bare_host(site) == bare_host(feed or "")
    }


_SPEAKING = ReadAmong(
    select(col(Source.id), col(Source.site), col(Source.origin), col(Feed.url)).outerjoin(
        Feed, col(Feed.source_id) == col(Source.id)
    ),
    col(Source.id),
)
