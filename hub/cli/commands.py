"""Every command of the hub, by name; one module a family, loaded only for its own commands."""

import sqlite3
import sys
from importlib import import_module

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from hub.cli.words import in_words, settings_in_words
from hub.errors import HubError

FAMILIES = {
    "serving": ("serve", "clock"),
    "demo": ("demo",),
    "fetching": ("fetch",),
    "checking": ("check",),
    "finding": ("find",),
    "loading": ("load",),
    "placing": ("load-gazetteer",),
    "retagging": ("retag",),
    "people": ("mentor",),
    "tags": ("tags",),
    "exporting": ("export",),
    "importing": ("import",),
    "keeping": ("migrate", "backup", "restore", "doctor"),
}


def build(wanted: str = "") -> typer.Typer:
    """Return the commands; of the family of the one *wanted* alone, where it is known, else all of them."""
    app = typer.Typer(name="hub", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback(help="Local Hub: one stream per place, under tags the place agreed on.")(_hub)
    own = [family for family, commands in FAMILIES.items() if wanted in commands]
    for family in own or FAMILIES:
        import_module(f"hub.cli.{family}").register(app)
    return app


def main() -> None:
    """Run a command; exit 0 when all is well, 1 when there is something to look at, 2 when it was used wrongly."""
    try:
        build(*sys.argv[1:2])()
    except BrokenPipeError:
        sys.exit(0)  # the reader of our output has seen enough
    except ValidationError as trouble:
        sys.exit(_say(settings_in_words(trouble), code=2))
    except (HubError, SQLAlchemyError, sqlite3.Error, OSError) as trouble:
        sys.exit(_say(in_words(trouble)))


def _hub() -> None:
    # Without something of its own to do the program would be its only command, where a family has but one.
    pass


def _say(words: str, code: int = 1) -> int:
    print(words, file=sys.stderr)
    return code
