"""Every command of the hub, by name; one module a family."""

import sys

import typer
from sqlalchemy.exc import DBAPIError

from hub.cli import checking, demo, fetching, keeping, loading, serving
from hub.cli.words import database_in_words
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
    except HubError as trouble:
        sys.exit(_say(f"{trouble}\n{trouble.hint}".strip()))
    except DBAPIError as trouble:
        sys.exit(_say(database_in_words(trouble)))
    except BrokenPipeError:
        sys.exit(0)  # the reader of our output has seen enough


def _say(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
