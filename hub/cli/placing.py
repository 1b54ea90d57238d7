"""``hub load-gazetteer``: where postcodes and names are, from a file the operator got, with a progress bar."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from hub.cli.opening import database
from hub.db.engine import reading, writing
from hub.errors import HubError
from hub.kit.shapes import Box
from hub.meet.venues import gazetteer
from hub.meet.venues.named import LONGEST_LINE, Layout, Named, layout_of, named_in
from hub.places.outlines import boxes
from hub.settings import Settings

BATCH = 500  # entries in one transaction
MARGIN = 10_000  # metres around a place that are taken in
_FIRST_LINES = 5  # one may be a heading


class NoGazetteer(HubError):
    """The file is in no layout we can read."""

    hint = "Give a CSV file of OS Open Names, or a table of GeoNames. Nothing was loaded."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("load-gazetteer")(load_gazetteer)


def load_gazetteer(
    files: Annotated[list[Path], typer.Argument(help="CSV of OS Open Names, or tables of GeoNames.")],
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Keep what is far from every place of this hub too.")
    ] = False,
) -> None:
    """Load where postcodes and names are, and put the venues on the map that are on none; loading twice is once."""
    with database(Settings()) as engine:
        with reading(engine) as db:
            near = None if everything else boxes(db, MARGIN)
        kept = sum(_load(engine, file, near) for file in files)
        with writing(engine) as db:
            placed = gazetteer.place_venues(db)
    print(f"{kept} entries kept. {placed} venues were put on the map.")


def _load(engine: Engine, file: Path, near: list[Box] | None) -> int:
    """Load one file line by line, and return how many entries of it were kept."""
    layout, kept = _layout(file), 0
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with (
        file.open("rb") as raw,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
        bar.wrap_file(raw, total=file.stat().st_size, description=file.name) as counted,
    ):
        lines = (line.decode("utf-8-sig", "replace") for line in iter(lambda: counted.readline(LONGEST_LINE), b""))
        wanted = (each for each in named_in(lines, layout) if near is None or _is_near(each, near))
        while batch := list(islice(wanted, BATCH)):
            with writing(engine) as db:
                gazetteer.keep(db, batch)
            kept += len(batch)
    return kept


def _layout(file: Path) -> Layout:
    with file.open(encoding="utf-8-sig", errors="replace") as opened:
        found = next(filter(None, map(layout_of, _first_lines(opened))), None)
    if found is None:
        raise NoGazetteer(f"{file} is no gazetteer we can read.")
    return found


def _first_lines(opened: TextIO) -> Iterator[str]:
    return islice(iter(lambda: opened.readline(LONGEST_LINE), ""), _FIRST_LINES)


def _is_near(each: Named, near: list[Box]) -> bool:
    return any(box.holds(each.point) for box in near)
