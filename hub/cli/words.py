"""Trouble of every kind in plain sentences, for the terminal."""

import sqlite3

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hub.errors import HubError

_SENTENCES = (
    ("locked", "The database is busy: another program holds it. Try again in a minute."),
    ("readonly", "The database cannot be written to: check who owns the file and its folder."),
    ("unable to open", "The database file cannot be opened: check HUB_DATABASE_URL and who owns the folder."),
    ("no such table", "The database has no tables yet: run “hub migrate”."),
    ("no such column", "The database is of an older schema: run “hub migrate”."),
    ("does not exist", "The database is of an older schema: run “hub migrate”."),
    ("disk", "The disk is full: make room and try again."),
    ("not a database", "The file behind HUB_DATABASE_URL is not a database."),
    ("malformed", "The database file is damaged: restore a backup with “hub restore FILE”."),
    ("connection", "The database server does not answer: check HUB_DATABASE_URL and whether it runs."),
)


def in_words(trouble: Exception) -> str:
    """Say what went wrong and what to do, without a traceback."""
    if isinstance(trouble, HubError):
        return f"{trouble}\n{trouble.hint}".strip()
    if isinstance(trouble, (DBAPIError, sqlite3.Error)):
        return _database(str(trouble.orig if isinstance(trouble, DBAPIError) else trouble))
    if isinstance(trouble, SQLAlchemyError):
        return f"HUB_DATABASE_URL does not name a database we can use: {str(trouble).splitlines()[0]}"
    return f"{trouble}."


def settings_in_words(trouble: ValidationError) -> str:
    """Say which settings cannot be, one a line."""
    return "\n".join(
        f"HUB_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}."
        for fault in trouble.errors()
    )


def _database(told: str) -> str:
    for sign, sentence in _SENTENCES:
        if sign in told.lower():
            return sentence
    return f"The database refused: {told.splitlines()[0]}"
