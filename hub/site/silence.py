"""Why is a list empty, and what could one do about it? Told by what is asked for, and by who speaks there."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.places.queries import PlaceView
from hub.site.listing import again
from hub.site.narrowing import Chip
from hub.site.shown import Shown
from hub.site.voices import all_unheard, speaking


class Why(StrEnum):
    """Reasons for an empty list."""

    END = "end"  # everything is newer
    UNFIT = "unfit"  # nothing fits the filters
    NOBODY = "nobody"  # no source speaks here
    UNHEARD = "unheard"  # none of the sources could be read
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a list is empty; of its filters those that would leave something if they alone went."""

    why: Why
    helps: tuple[Chip, ...] = ()


def silence(db: Session, shown: Shown, chips: tuple[Chip, ...]) -> Silence | None:
    """Say why a page shows nothing; None when it shows something."""
    if shown.days:
        return None
    if shown.listing.asked.before:
        return Silence(Why.END)
    if chips:
        return Silence(Why.UNFIT, tuple(chip for chip in chips if len(chips) > 1 and _leaves(db, shown, chip)))
    return Silence(_why(db, shown.listing.here))


def _leaves(db: Session, shown: Shown, chip: Chip) -> bool:
    return bool(items.heads(db, again(db, shown.listing, chip.rest).wanted, 1).heads)


def _why(db: Session, here: PlaceView) -> Why:
    if not speaking(db, here):
        return Why.NOBODY
    return Why.UNHEARD if all_unheard(db, here) else Why.QUIET
