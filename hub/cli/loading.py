"""``hub load``: feeds.yaml and tags.yaml into the database."""

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.opening import database
from hub.duties.loading import load as load_files
from hub.duties.retagging import retag_all
from hub.kit.clock import now
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(load)


def load(
    feeds: Annotated[Path | None, typer.Argument(help="Places and sources; default: HUB_FEEDS_FILE.")] = None,
    tags: Annotated[Path | None, typer.Argument(help="Agreed tags; default: HUB_TAGS_FILE.")] = None,
) -> None:
    """Load the registry files; loading twice changes nothing."""
    settings = Settings()
    with database(settings) as engine:
        report = load_files(engine, [feeds or settings.feeds_file], [tags or settings.tags_file], now())
        for line in report.words():
            print(line)
        if report.vocabulary_changed:
            print(f"{retag_all(engine)} items have other tags or places now.")
    raise typer.Exit(1 if report.conflicts else 0)
