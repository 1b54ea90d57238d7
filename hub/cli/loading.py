"""``hub load``: feeds.yaml and tags.yaml into the database."""

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.opening import database
from hub.duties.loading import load as load_files
from hub.duties.retagging import retag_all
from hub.duties.writing_back import load_and_write_back
from hub.kit.clock import now
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(load)


def load(
    feeds: Annotated[Path | None, typer.Argument(help="Places and sources; default: HUB_FEEDS_FILE.")] = None,
    tags: Annotated[
        list[Path] | None, typer.Argument(help="Agreed tags, in every file there is of them; default: HUB_TAGS_FILE.")
    ] = None,
    *,
    write_back: Annotated[
        bool, typer.Option("--write-back", help="Then put into the files of tags what was decided at the desk.")
    ] = False,
    retire: Annotated[
        bool, typer.Option("--retire", help="Retire tags that stand in no file any more, however many they are.")
    ] = False,
) -> None:
    """Load the registry files; loading twice changes nothing."""
    settings = Settings()
    files = ((feeds,) if feeds else settings.feeds_file, tuple(tags or settings.tags_file))
    with database(settings) as engine:
        if write_back:
            written = load_and_write_back(engine, *files, now(), retire=retire)
            report, lines = written.loaded, written.lines()
        else:
            report = load_files(engine, *files, now(), retire=retire)
            lines = report.words()
        for line in lines:
            print(line)
        if report.vocabulary_changed:
            print(f"{retag_all(engine)} items have other tags or places now.")
    raise typer.Exit(1 if report.conflicts else 0)
