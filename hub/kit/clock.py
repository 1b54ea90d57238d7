"""What time is it? The one module that asks the wall clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC; everyone else takes time as an argument."""
    return datetime.now(UTC)
