"""``hub migrate``, ``backup``, ``restore``, ``doctor``: keeping what people trusted us with."""

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.opening import database
from hub.db import schema
from hub.db.beats import beat
from hub.db.engine import connect, reading, writing
from hub.duties import health, keeping, oversights
from hub.errors import NotReady
from hub.kit.clock import now
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (migrate, backup, restore, doctor):
        app.command()(command)


def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = Settings()
    engine = connect(settings.database_url)
    try:
        before = schema.state(engine)
        if before is schema.Schema.UNKNOWN:
            raise NotReady("The database was written by a newer hub: upgrade this one.")
        schema.migrate(engine)
    finally:
        engine.dispose()
    print("The schema was the newest already." if before is schema.Schema.NEWEST else "The schema is the newest now.")


def backup(file: Annotated[Path, typer.Argument(help="Where to write; one SQLite file.")]) -> None:
    """Write everything to one file, while the hub goes on working."""
    with database(Settings()) as engine:
        copied = keeping.backup(engine, file)
        with writing(engine) as db:
            beat(db, oversights.BACKUP, now())
    print(f"{file}: {sum(copied.values())} rows, {copied['item']} of them items.")


def restore(file: Annotated[Path, typer.Argument(help="A file written by “hub backup”.")]) -> None:
    """Put a backup into the empty database that HUB_DATABASE_URL names."""
    restored = keeping.restore(file, Settings().database_url)
    print(f"{sum(restored.values())} rows restored, {restored['item']} of them items.")


def doctor() -> None:
    """Say whether everything is well, and what to do where it is not."""
    settings = Settings()
    with database(settings) as engine:
        findings = health.examine(engine, now())
        with reading(engine) as db:
            findings += oversights.recall(db, settings, now())
    for finding in findings:
        print(("✓ " if finding.well else "✗ ") + finding.sentence)
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)
