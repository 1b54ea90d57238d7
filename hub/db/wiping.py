"""Is what was deleted gone from the disk? Not one byte of it is left in a SQLite file, its log or its index."""

from sqlalchemy import Engine, text

from hub.db.engine import BUSY_SECONDS

PATIENCE = 2_000  # milliseconds a checkpoint waits for who reads: meanwhile nobody else may write

# Words of a deleted row stay in the segments of the index until they are merged.
_MERGE = text("INSERT INTO item_search (item_search) VALUES ('optimize')")


def wipe(engine: Engine) -> bool:
    """Leave no byte of what was deleted; False when somebody reads an older state just now: try again later.

    SQLite overwrites rows as they are deleted (``secure_delete``); what is left to do are the index of words and the
    write-ahead log. PostgreSQL reuses the space in its own time, which docs/operating.md says.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.begin() as connection:
        connection.execute(_MERGE)
    held = engine.raw_connection()
    try:
        cursor = held.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = bool((cursor.fetchone() or (1,))[0])
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    finally:
        held.close()
    return not is_busy
