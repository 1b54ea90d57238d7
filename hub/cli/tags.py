"""``hub tags import``: the words of another town, proposed to a place."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from sqlmodel import Session

from hub.aggregate.tagging.reaching import MOST, reach
from hub.cli.opening import database
from hub.db.engine import reading, writing
from hub.duties.bringing import Compared, compared, read_words
from hub.errors import HubError
from hub.establish.deciding import actions, queries
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Refused, level
from hub.establish.deciding.script import Script, Spell, Tie
from hub.establish.sharing.brought import Brought, form_of
from hub.establish.sharing.matching import Fate, Match, scripts
from hub.establish.tags.rules import Bond
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.places import queries as places
from hub.settings import Settings


class NotBrought(HubError):
    """The file cannot be taken in; nothing is proposed."""

    hint = "Nothing was proposed."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(name="tags", help="The agreed tags and other towns.", no_args_is_help=True)
    family.callback()(_family)
    family.command("import")(bring)
    app.add_typer(family)


def bring(
    file: Annotated[
        Path, typer.Argument(help="Turtle (.ttl), JSON-LD (.jsonld), a tags.yaml, or a hub’s tags.csv or tags.json.")
    ],
    place: Annotated[str, typer.Option(help="The slug of the place that is to have the words.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be proposed, and propose nothing.")
    ] = False,
) -> None:
    """Propose the words of another town to a place; nothing is applied by itself."""
    brought = _read(file)
    with database(Settings()) as engine:
        with reading(engine) as db:
            place_id = places.place(db, place).id
            found = compared(db, brought, place_id)
        parts = scripts([match.script for match in found.matches if match.script], list(found.registry.tags))
        print("\n".join(_told(found)))
        is_whole = not any(match.clashes for match in found.matches)
        reason = f"From the words of {brought.title or file.name}."
        for script in [] if dry_run else track(parts, "Proposing…", console=Console(stderr=True), transient=True):
            with writing(engine) as db:
                said = _propose(db, script, reason)
            print(said)
            is_whole = is_whole and said.startswith("Proposed")
    raise typer.Exit(0 if is_whole else 1)


def _family() -> None:
    # Without it the one command of the family would be the family itself.
    pass


def _read(file: Path) -> Brought:
    form = form_of(file.name)
    if form is None:
        raise NotBrought(f"“{file.name}” ends in none of .ttl, .jsonld, .json, .csv, .yaml and .yml.")
    try:
        body = file.read_bytes()
    except OSError as error:
        raise NotBrought(f"{file}: cannot be read: {(error.strerror or 'unknown trouble').lower()}.") from None
    found = read_words(body, form)
    if isinstance(found, Saying):
        raise NotBrought(f"{file}: {found}")
    return found


def _told(found: Compared) -> Sequence[str]:
    kinds = ((Fate.NEW, "new"), (Fate.MORE, "known, with more spellings or bonds"), (Fate.SAME, "known already"))
    counts = [(sum(match.fate is fate for match in found.matches), words) for fate, words in kinds]
    clashes = [f"  {match.word.name}: {each}" for match in found.matches for each in match.clashes]
    lines = [f"{count} {words}" for count, words in counts if count]
    left_out = [f"{found.brought.left_out} left out: retired there, or the name of a place"] * bool(
        found.brought.left_out
    )
    number = len(found.matches)
    return [
        ", ".join([f"{number} {'word' if number == 1 else 'words'}", *lines, *left_out]) + ".",
        *(f"  {match.word.name}: {_what(match, found)}" for match in found.matches if match.script),
        *(["Left aside:"] * bool(clashes)),
        *clashes,
    ]


def _what(match: Match, found: Compared) -> str:
    """Say in a line what would become of a word."""
    names = {slug: tag.name for slug, tag in found.registry.tags.items()}
    names |= {each.slug: each.word.name for each in found.matches if each.fate is Fate.NEW}
    spelt = [each for each in match.script if isinstance(each, Spell)]
    ties = [each for each in match.script if isinstance(each, Tie)]
    told = {
        "also": [each.label for each in spelt if each.in_text],
        "as a label only": [each.label for each in spelt if not each.in_text],
        "part of": [names[each.other] for each in ties if each.bond is Bond.BROADER],
        "related to": [names[each.other] for each in ties if each.bond is Bond.RELATED],
    }
    said = [f"{role} {', '.join(each)}" for role, each in told.items() if each]
    return "; ".join(["a new tag" if match.fate is Fate.NEW else f"more for “{names[match.slug]}”", *said]) + "."


def _propose(db: Session, script: Script, reason: str) -> str:
    """Open a proposal of the hub's own; it waits for people, however little it touches."""
    rehearsed = queries.rehearse(db, script)
    if isinstance(rehearsed, Refused):
        return f"Not proposed: {rehearsed.faults[0]}"
    place_id = queries.place_of(db, script)
    touched = reach(db, place_id, rehearsed.images).weight
    needed = level(script, touched)
    needed = Level.SILENCE if needed is Level.AT_ONCE else needed
    made = actions.propose(db, Asked(script, place_id, None, reason, touched), needed, now())
    if isinstance(made, Refused):
        return f"Not proposed: {made.faults[0]}"
    items = f"touch {touched} items" if touched <= MOST else f"may touch more than {MOST} items"
    return f"Proposed {len(script)} changes, which {items}."
