"""What does the page of a meetup say because it was typed here? A word about single dates, and who may change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.days import today
from hub.meet.hosting import queries
from hub.site.hosting import dates
from hub.site.hosting.dates import OwnDate


@dataclass(frozen=True, slots=True)
class Own:
    """A meetup that was typed here."""

    hosted_id: UUID
    noted: Sequence[OwnDate]  # dates ahead that its organiser says something about


def own(db: Session, event_id: UUID, now: datetime) -> Own | None:
    """Return what is known of an event because somebody typed it here; None where nobody did."""
    held = queries.of_event(db, event_id)
    if held is None:
        return None
    ahead = dates.ahead(held, today(now, held.written.timezone))
    return Own(held.id, [each for each in ahead if each.odd.note or each.is_moved])
