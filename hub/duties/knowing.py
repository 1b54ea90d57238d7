"""What the registry says, while a round goes on: read once, and again when somebody loaded it anew meanwhile."""

from datetime import datetime

from sqlmodel import Session

from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.db.beats import REGISTRY, last_beat

__all__ = ["REGISTRY", "Known"]


class Known:
    """The registry as of the transaction it is asked in."""

    def __init__(self, db: Session) -> None:
        """Read it."""
        self.latest: Registry = registry(db)
        self.changed = False  # since this round began
        self._loaded_at: datetime | None = last_beat(db, REGISTRY)

    def now(self, db: Session) -> Registry:
        """Return it as *db* sees it; one small question unless it changed."""
        loaded_at = last_beat(db, REGISTRY)
        if loaded_at != self._loaded_at:
            self.latest, self._loaded_at, self.changed = registry(db), loaded_at, True
        return self.latest
