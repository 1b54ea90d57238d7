"""``hub import``: a list of feeds is read and looked through with a progress bar, and what is alive of it taken."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.importing import queries, taking
from hub.aggregate.importing.actions import Bringing, bring
from hub.aggregate.importing.listed import LONGEST_TITLE, Listed
from hub.aggregate.importing.queries import ListView, Row
from hub.aggregate.importing.rules import State
from hub.cli.logs import configure
from hub.cli.opening import database
from hub.cli.wiring import tools
from hub.db.engine import reading, writing
from hub.duties.eyes import Eyes
from hub.duties.lists import list_at, look_through, read
from hub.duties.tools import Tools
from hub.errors import HubError
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.kit.text import excerpt, visible
from hub.people.audit.actions import Entry, note
from hub.people.rules import NOBODY, Deed, Thing
from hub.places import queries as places
from hub.settings import Settings

PLAIN_WIDTH = 160  # characters, where nobody watches a terminal
MOST_ROWS = 5_000


class NotImported(HubError):
    """The list cannot be taken in; nothing of it is kept."""

    hint = "Nothing was brought."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_list)


def import_list(
    file: Annotated[str, typer.Argument(help="An OPML file, or the address of one.", metavar="FILE")],
    place: Annotated[str, typer.Option(help="The slug of the place the feeds are for.")],
    *,
    kind: Annotated[str, typer.Option(help="What kind of sources they are, where no folder says it.")] = "blog",
    take: Annotated[bool, typer.Option("--take", help="Make a source of everything that is alive.")] = False,
) -> None:
    """Look through a list of feeds; what is alive may be taken here, or chosen from at a mentor’s desk."""
    if kind not in KINDS:
        raise typer.BadParameter(f"“{kind}” is no kind of source; choose one of {', '.join(sorted(KINDS))}.")
    settings = Settings()
    configure(settings, quiet=True)
    with database(settings) as engine, tools(settings, engine) as at_hand:
        listed = _read(at_hand, file)
        with writing(engine) as db:
            place_id = places.place(db, place).id
            name = excerpt(visible(listed.title or Path(file).name), LONGEST_TITLE) or "OPML"
            servers = tuple(settings.mastodon_servers)
            list_id = bring(db, Bringing(place_id, listed, name, kind=kind, servers=servers), now())
        _look(at_hand, list_id)
        taken = _take(engine, list_id, servers) if take else 0
        with reading(engine) as db:
            found, rows = queries.brought(db, list_id), queries.rows(db, list_id, limit=MOST_ROWS)
    _print(found, rows, taken)
    print(f"{settings.base_url}/desk/lists/{list_id}")


def _read(at_hand: Tools, file: str) -> Listed:
    eyes = Eyes(at_hand.door, at_hand.sandbox)
    is_address = file.startswith(("http://", "https://"))
    listed = list_at(eyes, file) if is_address else read(eyes, Path(file).read_bytes())
    if isinstance(listed, Saying):
        raise NotImported(str(listed))
    if not listed.lines:
        raise NotImported("It names no feed: none of its lines has an address of one (xmlUrl).")
    return listed


def _look(at_hand: Tools, list_id: UUID) -> None:
    with reading(at_hand.engine) as db:
        waiting = queries.progress(db, [list_id])[list_id].waiting
    columns = (TextColumn("Looking at feeds"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looks", total=waiting)
        look_through(at_hand, list_id, lambda _looked: bar.update(task, advance=1))


def _take(engine: Engine, list_id: UUID, servers: tuple[str, ...]) -> int:
    with writing(engine) as db:
        taken = taking.take(db, list_id, now(), servers)
        place_id = queries.brought(db, list_id).place_id
        if taken.made:
            note(db, NOBODY, Entry(Deed.BRING, Thing.LIST, list_id, place_id, after={"taken": taken.made}), now())
    return taken.made


def _print(found: ListView, rows: Sequence[Row], taken: int) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    counts = ", ".join(f"{found.progress.of(state)} {state}" for state in State if found.progress.of(state))
    console.print(f"{found.name}: {found.progress.all} feeds ({counts}). {taken} taken.", highlight=False)
    table = Table("Line", "State", "Feed", "Last post", "A month", "Why")
    table.columns[2].overflow = "fold"
    for row in rows:
        last = f"{row.found.last_at:%Y-%m-%d}" if row.found.last_at else ""
        why = str(row.words or row.mended)
        cells = (str(row.position), row.state, f"{row.called}\n{row.url}", last, f"{row.found.a_month:g}", why)
        table.add_row(*map(Text, cells))
    console.print(table)
