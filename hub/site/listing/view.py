"""What stands on the page of a list? What was said, how that is narrowed and could be, and what stands beside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from hub.site.listing.beside import Side, beside
from hub.site.listing.choices import Choice, Panel, orders, panel
from hub.site.listing.listing import Listing
from hub.site.listing.narrowing import Chip, chips, titled
from hub.site.listing.offers import offers
from hub.site.listing.shown import Paged, Shown, paged
from hub.site.listing.silence import Silence, silence


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page of a list is made of: which items stand on it now, and what stands beside it."""

    paged: Paged
    side: Side
    now: datetime

    @property
    def listing(self) -> Listing:
        """The list that is asked for."""
        return self.paged.listing


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

    def titled(self, title: str) -> str:
        """Return *title* with what the list is narrowed to."""
        return titled(title, self.listing)


def seen(db: Session, listing: Listing, now: datetime) -> Seen:
    """Return the page of *listing* that is asked for, as it looks at *now*."""
    return Seen(paged(db, listing), beside(db, listing.here, now), now)


def view(db: Session, seen: Seen, shown: Shown) -> View:
    """Return what stands around a list of which this is *shown*."""
    on = chips(seen.listing)
    return View(
        listing=seen.listing,
        shown=shown,
        chips=on,
        orders=orders(seen.listing),
        panel=panel(seen.listing, offers(db, seen.paged, seen.side.heard), seen.now),
        silence=silence(db, shown, on),
        side=seen.side,
    )
