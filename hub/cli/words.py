"""Trouble with the database in one plain sentence."""

from sqlalchemy.exc import DBAPIError

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


def database_in_words(trouble: DBAPIError) -> str:
    """Say what went wrong and what to do, without a traceback."""
    told = str(trouble.orig).lower()
    for sign, sentence in _SENTENCES:
        if sign in told:
            return sentence
    return f"The database refused: {str(trouble.orig).splitlines()[0]}"
