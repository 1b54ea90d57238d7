"""Whose turn is it? What only one transaction at a time may decide, on either database."""

from zlib import crc32

from sqlalchemy import text
from sqlmodel import Session

from hub.db.engine import is_sqlite

_LOCK = text("SELECT pg_advisory_xact_lock(:number)")


def take_turn(db: Session, matter: str) -> None:
    """Wait until no other transaction has its turn in *matter*, and hold it until the end of this one.

    Read what is to be decided afterwards, never before. On SQLite a transaction that writes has its turn already.
    """
    if not is_sqlite(db):
        db.connection().execute(_LOCK, {"number": crc32(matter.encode())})
