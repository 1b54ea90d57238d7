"""How often was something tried lately? The counts of the ``limits`` library, kept where every process sees them."""

from datetime import datetime, timedelta

from limits.storage import Storage
from sqlalchemy import bindparam, text
from sqlmodel import Field, Session, col, delete, select
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.db.base import Table

_HIT = text(
    "INSERT INTO rate_window (key, hits, ends_at) VALUES (:key, :amount, :ends_at)"
    " ON CONFLICT (key) DO UPDATE SET"
    " hits = CASE WHEN rate_window.ends_at <= :now THEN :amount ELSE rate_window.hits + :amount END,"
    " ends_at = CASE WHEN rate_window.ends_at <= :now THEN :ends_at ELSE rate_window.ends_at END"
    " RETURNING hits"
).bindparams(bindparam("now", type_=UTCDateTime()), bindparam("ends_at", type_=UTCDateTime()))


class RateWindow(Table, table=True):
    """How often a key was hit until its window ends."""

    __tablename__ = "rate_window"

    key: str = Field(primary_key=True)
    hits: int
    ends_at: datetime = Field(index=True)


class Windows(Storage):
    """The counts of one transaction at one moment: what is hit is counted when it is committed, not before."""

    STORAGE_SCHEME = None

    def __init__(self, db: Session, now: datetime) -> None:
        """Count in the transaction of *db*, as at *now*."""
        super().__init__()
        self._db, self._now = db, now

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Nothing is turned into errors of the library."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count *amount* more for *key*, in a window of *expiry* seconds; return how often it was hit."""
        said = {"key": key, "amount": amount, "now": self._now, "ends_at": self._now + timedelta(seconds=expiry)}
        return int(self._db.execute(_HIT, said).scalar_one())

    def get(self, key: str) -> int:
        """Return how often *key* was hit in its window."""
        found = self._found(key)
        return found.hits if found else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window of *key* ends, in seconds of the epoch."""
        found = self._found(key)
        return (found.ends_at if found else self._now).timestamp()

    def check(self) -> bool:
        """Say that the database answers: whoever holds a transaction has heard it."""
        return True

    def reset(self) -> int | None:
        """Forget every count."""
        gone = len(self._db.execute(select(RateWindow.key)).all())
        self._db.execute(delete(RateWindow))
        return gone

    def clear(self, key: str) -> None:
        """Forget the count of *key*."""
        self._db.execute(delete(RateWindow).where(col(RateWindow.key) == key))

    def _found(self, key: str) -> RateWindow | None:
        running = select(RateWindow).where(RateWindow.key == key, col(RateWindow.ends_at) > self._now)
        return self._db.exec(running).first()
