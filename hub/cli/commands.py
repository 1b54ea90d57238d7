"""Every command of the hub, by name; one module a family."""

import sqlite3
import sys

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from hub.cli import checking, demo, fetching, keeping, loading, serving
from hub.cli.words import in_words, settings_in_words
from hub.errors import HubError

app = typer.Typer(
    name="hub",
    help="Local Hub: one stream per place, under tags the place agreed on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for family in (serving, demo, fetching, checking, loading, keeping):
    family.register(app)


def main() -> None:
    """Run a command; exit 0 when all is well, 1 when there is something to look at, 2 when it was used wrongly."""
    try:
        app()
    except BrokenPipeError:
        sys.exit(0)  # the reader of our output has seen enough
    except ValidationError as trouble:
        sys.exit(_say(settings_in_words(trouble), code=2))
    except (HubError, SQLAlchemyError, sqlite3.Error, OSError) as trouble:
        sys.exit(_say(in_words(trouble)))


def _say(words: str, code: int = 1) -> int:
    print(words, file=sys.stderr)
    return code
