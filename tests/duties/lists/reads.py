"""Lists that are brought, and how their lines stand."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from uuid import UUID

from sqlmodel import select

from hub.aggregate.importing import actions, queries, taking
from hub.aggregate.importing.actions import Bringing
from hub.aggregate.importing.listed import Line, Listed
from hub.aggregate.importing.queries import Row
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.places.models import Place

DAY = timedelta(days=1)


def rss(name: str, at: datetime, posts: int = 3) -> str:
    items = "".join(
        f"<item><guid>{name}{n}</guid><title>{name} {n}</title><link>https://blog.example/{name}/{n}</link>"
        f"<category>refuse</category><pubDate>{format_datetime(at - n * DAY)}</pubDate></item>"
        for n in range(posts)
    )
    return f"<rss version='2.0'><channel><title>{name}</title><language>en</language>{items}</channel></rss>"


def bring(hub: Tools, *urls: str, folder: str = "", title: str = "") -> UUID:
    with writing(hub.engine) as db:
        place_id = db.exec(select(Place.id)).first()
        assert place_id
        lines = tuple(Line(url, title, folder=folder) for url in urls)
        return actions.bring(db, Bringing(place_id, Listed("Reads", lines), "Reads"), now())


def rows(hub: Tools, list_id: UUID) -> list[Row]:
    with reading(hub.engine) as db:
        return sorted(queries.rows(db, list_id), key=lambda row: row.position)


def states(hub: Tools, list_id: UUID) -> list[str]:
    return [row.state.value for row in rows(hub, list_id)]


def taken(hub: Tools, list_id: UUID) -> int:
    with writing(hub.engine) as db:
        return taking.take(db, list_id, now()).made
