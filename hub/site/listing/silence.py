"""Why is a list empty, and what could one do about it? Told by what is asked for, and by who speaks there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.listing.listing import again
from hub.site.listing.narrowing import Chip
from hub.site.listing.shown import Shown
from hub.site.voices import all_unheard, speaking

MOST_TRIED = 3  # filters


class Why(StrEnum):
    """Reasons for an empty list."""

    END = "end"  # everything is newer
    UNFIT = "unfit"  # nothing fits the filters
    NOBODY = "nobody"  # no source speaks here
    UNHEARD = "unheard"  # none of the sources could be read
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a list is empty, and what would leave something: one filter less, or a wider place."""

    why: Why
    helps: tuple[Chip, ...] = ()  # at most one
    wider: tuple[tuple[str, str], ...] = ()  # names of the places around, and where the same is asked there


def silence(db: Session, shown: Shown, chips: tuple[Chip, ...]) -> Silence | None:
    """Say why a page shows nothing; None when it shows something."""
    if shown.days:
        return None
    if shown.listing.asked.before:
        return Silence(Why.END)
    words = shown.listing.asked.q
    if chips or words:
        # To take the only filter away is to show everything.
        helps = _that_helps(db, shown, chips) if len(chips) > 1 or words else ()
        return Silence(Why.UNFIT, helps, tuple(_wider(db, shown)))
    return Silence(_why(db, shown.listing.here))


def _that_helps(db: Session, shown: Shown, chips: tuple[Chip, ...]) -> tuple[Chip, ...]:
    """Return the first filter without which something is left, the last one put on first; each try is a search."""
    return next(((chip,) for chip in chips[: -MOST_TRIED - 1 : -1] if _leaves(db, shown, chip)), ())


def _leaves(db: Session, shown: Shown, chip: Chip) -> bool:
    wanted = replace(again(db, shown.listing, chip.rest).wanted, by_relevance=False)
    return bool(items.heads(db, wanted, 1).heads)


def _wider(db: Session, shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield the places around, the nearest first, and the address of the same list there."""
    listing = shown.listing
    asked = listing.asked.cleared("place")
    for place in reversed(known(db).tree.above(listing.here.id)):
        yield place.name, replace(listing, here=place).address(asked=asked)


def _why(db: Session, here: PlaceView) -> Why:
    if not speaking(db, here):
        return Why.NOBODY
    return Why.UNHEARD if all_unheard(db, here) else Why.QUIET
