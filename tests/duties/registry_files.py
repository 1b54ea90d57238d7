"""Ada's two registry files in a folder, and what became of them in the database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.db.engine import reading
from hub.duties.loading import LoadReport, load
from hub.establish.tags.models import Tag
from hub.places.models import Place

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PLACES = """
places:
  wherry: {name: Wherry, timezone: Europe/London, lat: 52.5, lon: 1.5, also: [Old Wherry], label_only: [Wish]}
  quay: {name: The Quay, parent: wherry, touches: [mill]}
  mill: {name: Mill End, parent: wherry}
"""
SOURCES = """
sources:
  - {name: Wherry Council, kind: council, site: https://wherry.example/, places: [wherry],
     feeds: [https://wherry.example/rss, https://wherry.example/jobs.rss]}
  - {name: Town diary, kind: events, places: [quay, mill], calendars: [https://diary.example/all.ics]}
"""
TAGS = """
tags:
  bins: {name: Bins & recycling, meaning: Collections, also: [refuse, "#binstrike"], label_only: [tip]}
  quay: {name: The Quay, place: quay}
"""


class Files:
    """The two files in a folder, as Ada edits them."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.feeds, self.tags, self.engine = folder / "feeds.yaml", folder / "tags.yaml", engine
        self.write(PLACES + SOURCES, TAGS)

    def write(self, feeds: str | None = None, tags: str | None = None) -> None:
        for file, text in ((self.feeds, feeds), (self.tags, tags)):
            if text is not None:
                file.write_text(text, "utf-8")

    def change(self, old: str, new: str) -> None:
        for file in (self.feeds, self.tags):
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    def load(self, now: datetime = NOW) -> LoadReport:
        return load(self.engine, [self.feeds], [self.tags], now)


def row(db: Session, table: type[Any], slug: str) -> Any:
    return db.exec(select(table).where(table.slug == slug)).one()


def ids(files: Files) -> set[tuple[str, UUID]]:
    with reading(files.engine) as db:
        rows: list[Any] = [*db.exec(select(Place)), *db.exec(select(Source)), *db.exec(select(Tag))]
        return {(type(row).__name__, row.id) for row in rows}
