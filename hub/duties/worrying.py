"""Who is told that a feed is in trouble? Its people, on the third and the fourteenth day, and when it is gone."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.feeds.worries import Worry, note_told, worries
from hub.db.engine import writing
from hub.duties.tools import Tools
from hub.kit.clock import now

Tell = Callable[[Session, Sequence[Worry], datetime], None]  # writes to whom it concerns


def worry(tools: Tools, tell: Tell) -> int:
    """Have *tell* write of what is due and note that it was told, in one transaction; return of how many feeds."""
    at = now()
    with writing(tools.engine) as db:
        found = worries(db, at)
        if found:
            tell(db, found, at)
            note_told(db, found)
    return len(found)
