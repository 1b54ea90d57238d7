"""``hub export``: everything public in files anybody can read."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy import Engine

from hub.aggregate.feeds.queries import sources
from hub.aggregate.items.spoken import languages
from hub.cli.opening import database
from hub.db.engine import reading
from hub.duties import exporting
from hub.duties.exporting import Exported
from hub.errors import HubError
from hub.places.actions import ids_by_slug
from hub.settings import Settings

OPML = "sources.opml"


class NotExported(HubError):
    """The files cannot go there; what was there before is as it was."""

    hint = "Name a folder that is not there yet, or is empty."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.", metavar="DIR")],
    *,
    only_opml: Annotated[bool, typer.Option("--opml", help="Write a file: the feeds as OPML, and no more.")] = False,
) -> None:
    """Write everything public into files, without any member; “hub load” takes the registry back."""
    if only_opml:
        _write_opml(folder)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotExported(f"“{folder}” is there already.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with database(Settings()) as engine, TemporaryDirectory(prefix=".hub-", dir=folder.parent) as beside:
        part = Path(beside) / "export"
        part.mkdir()
        done = _write(engine, part)
        part.replace(folder)  # whole or not at all
    print(
        f"{folder}: {done.places} places, {done.sources} sources, {done.tags} tags, {done.items} items,"
        f" {done.events} meetups."
    )


def _write_opml(file: Path) -> None:
    from hub.site.outlets.opml import opml  # noqa: PLC0415 -- other commands start without the web

    if file.exists():
        raise NotExported(f"“{file}” is there already.")
    with database(Settings()) as engine, reading(engine) as db:
        found = sources(db, list(ids_by_slug(db).values()))
        spoken = languages(db, [feed.id for each in found for feed in each.feeds])
    file.write_bytes(opml("Local Hub", found, spoken))
    print(f"{file}: {len(found)} sources.")


def _write(engine: Engine, part: Path) -> Exported:
    from hub.site.outlets.opml import opml  # noqa: PLC0415 -- other commands start without the web

    with reading(engine) as db:
        done = exporting.export(db, part)
        (part / OPML).write_bytes(opml("Local Hub", sources(db, list(ids_by_slug(db).values()))))
    return done
