"""What stands on the page of a list? What was said, how that is narrowed and could be, and what stands beside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from hub.site.beside import Side, beside
from hub.site.listing import Listing
from hub.site.narrowing import Chip, Choice, Panel, chips, orders, panel
from hub.site.shown import Shown, shown
from hub.site.silence import Silence, silence


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page of a list is made of: what was said, as it stands now, and what stands beside it."""

    shown: Shown
    side: Side
    now: datetime

    @property
    def listing(self) -> Listing:
        """The list that is asked for."""
        return self.shown.listing


@dataclass(frozen=True, slots=True)
class View:
    """What stands around a list, ready to be placed."""

    listing: Listing
    shown: Shown
    chips: tuple[Chip, ...]
    orders: tuple[Choice, ...]
    panel: Panel
    silence: Silence | None
    side: Side


def seen(db: Session, listing: Listing, now: datetime) -> Seen:
    """Return the page of *listing* that is asked for, as it looks at *now*."""
    return Seen(shown(db, listing, now), beside(db, listing.here, now), now)


def view(db: Session, seen: Seen) -> View:
    """Return what stands around a list."""
    on = chips(seen.listing)
    narrowing = panel(seen.listing, seen.side.heard, seen.now)
    return View(
        listing=seen.listing,
        shown=seen.shown,
        chips=on,
        orders=orders(seen.listing),
        panel=narrowing,
        silence=silence(db, seen.shown, on),
        side=seen.side,
    )
