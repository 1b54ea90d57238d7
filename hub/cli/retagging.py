"""``hub retag``: what the registry makes of stored items, worked out anew."""

from typing import Annotated

import typer

from hub.aggregate.tagging import retagging
from hub.cli.opening import database
from hub.db.engine import reading, writing
from hub.duties.comparing import Comparison, compare
from hub.duties.retagging import work_through
from hub.duties.tools import Stop
from hub.kit.clock import now
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(retag)


def retag(
    place: Annotated[str, typer.Option(help="The slug of a place; without it, all items of the hub.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be changed.")] = False,
) -> None:
    """Rebuild the tags and places of stored items; the hub may go on meanwhile."""
    with database(Settings()) as engine:
        with reading(engine) as db:
            of_id = places.place(db, place).id if place else WHOLE_HUB
        if dry_run:
            for line in _lines(compare(engine, of_id)):
                print(line)
            return
        with writing(engine) as db:
            retagging.ask(db, of_id, None, now())
        print(f"{work_through(engine, Stop())} items have other tags or places now.")


def _lines(found: Comparison) -> list[str]:
    lines = [f"{found.looked_at} items looked at, {found.differing} would have other tags or places."]
    for each in found.examples:
        said = [*(f"+ {name}" for name in each.gains), *(f"- {name}" for name in each.loses)]
        lines.append(f"  “{each.title}”: {', '.join(said) or 'its place in the stream'}")
    return lines
