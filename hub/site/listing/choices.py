"""How could a list be narrowed? Every filter one can put on or take off, as a link that does just that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

from hub.kit.zones import wall
from hub.site.asking.asked import Order
from hub.site.listing.listing import Listing
from hub.site.listing.narrowing import called
from hub.site.listing.offers import Offers, is_whole
from hub.site.words import gettext, kind_name

FIRST = 6  # choices of each sort that stand open
WEEK, MONTH = 7, 30  # days, today among them
NOBODYS = "  "  # a value nobody can ask for: white space is squeezed before
Counted = tuple[str, str, int]  # the value of a filter, what it is called, and how many of the items counted have it


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter one can put on, or take off again."""

    name: str
    count: int  # 0 where it is not told
    address: str
    is_on: bool
    apart: str = ""  # the address of the list without what this stands for; empty where that is not offered
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one sort: those used most, and the rest."""

    first: Sequence[Choice]
    more: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Panel:
    """All a list can be narrowed by."""

    tags: Choices
    kinds: Choices
    sources: Choices
    places: Choices
    days: Sequence[Choice]


def panel(listing: Listing, offers: Offers, now: datetime) -> Panel:
    """Return what *listing* can be narrowed by: what is on already, and the *offers* that leave something of it."""
    # Who speaks is no question where one source does.
    of_source = any(name == "source" for name, _ in listing.fixed)
    kinds = [] if of_source else [(kind, kind_name(kind), count) for kind, count in offers.kinds]
    sources = [] if of_source else [(each.slug, each.name, count) for each, count in offers.sources]
    return Panel(
        tags=_tags(listing, offers),
        kinds=_choices(listing, "kind", kinds),
        sources=_choices(listing, "source", sources),
        places=_choices(listing, "place", [(place.slug, place.name, count) for place, count in offers.places]),
        days=tuple(_days(listing, offers, now)),
    )


def orders(listing: Listing) -> tuple[Choice, ...]:
    """Return the orders *listing* can come in; none where there are no words that could fit better or worse."""
    if not listing.wanted.words.wanted:
        return ()
    newest = listing.address(asked=listing.asked.cleared("order"))
    best = listing.address(asked=replace(listing.asked, order=Order.RELEVANT, before=None))
    return (
        Choice(gettext("Newest first"), 0, newest, not listing.is_ranked),
        Choice(gettext("Most relevant first"), 0, best, listing.is_ranked),
    )


def _tags(listing: Listing, offers: Offers) -> Choices:
    counted = [(tag.slug, tag.name, count) for tag, count in offers.tags]
    # What all have is no choice: to have it changes nothing, and to leave it out leaves nothing.
    return _choices(
        listing, "tag", counted if is_whole(listing) else [each for each in counted if each[2] < offers.counted]
    )


def _choices(listing: Listing, name: str, counted: Sequence[Counted]) -> Choices:
    # What the address of the list stands for already cannot be chosen again.
    open_ = [each for each in counted if (name, each[0]) not in listing.fixed]
    toggled = _toggled(listing, name), _toggled(listing, "not")
    made = [_choice(listing, name, each, toggled) for each in (*_chosen(listing, name, counted), *open_)]
    return Choices(made[:FIRST], made[FIRST:])


def _chosen(listing: Listing, name: str, counted: Sequence[Counted]) -> Iterator[Counted]:
    """Yield what is on though nothing of it was counted: it can be taken off again."""
    names, met = listing.meant.names, {slug for slug, _, _ in counted}
    for filter_, slug in listing.asked.filters:
        is_of_sort = filter_ == name or (filter_, name) == ("not", "tag")
        if is_of_sort and slug not in met and (name == "kind" or (name, slug) in names):
            yield slug, called(filter_, slug, names), 0


def _toggled(listing: Listing, name: str) -> Callable[[str], str]:
    """Return what writes the address of *listing* with a filter of *name* put on or off, given its value.

    A panel has a hundred of them, which differ in that value alone: what stands around it is written once.
    """
    asked = listing.asked
    before, _, after = listing.address(asked=asked.toggled(name, NOBODYS)).partition(quote_plus(NOBODYS))
    on = {value for _, value in asked.filters}

    def address(value: str) -> str:
        is_new = value not in on
        return f"{before}{quote_plus(value)}{after}" if is_new else listing.address(asked=asked.toggled(name, value))

    return address


def _choice(listing: Listing, name: str, counted: Counted, toggled: Sequence[Callable[[str], str]]) -> Choice:
    (slug, words, count), (with_it, without_it) = counted, toggled
    asked = listing.asked
    return Choice(
        name=words,
        # What was counted is the whole place; of a part of it the number would promise too much.
        count=count if is_whole(listing) else 0,
        address=with_it(slug),
        is_on=(name, slug) in asked.filters,
        apart=without_it(slug) if name == "tag" else "",
        is_apart=name == "tag" and slug in asked.without,
    )


def _days(listing: Listing, offers: Offers, now: datetime) -> Iterator[Choice]:
    zone = ZoneInfo(listing.here.timezone)
    today, asked = wall(now, zone).date(), listing.asked
    for name, days in ((gettext("The last 7 days"), WEEK), (gettext("The last 30 days"), MONTH)):
        since = today - timedelta(days=days - 1)
        is_on = asked.since == since and asked.until is None
        if is_on or (offers.newest and wall(offers.newest, zone).date() >= since):
            changed = replace(asked, since=None if is_on else since, until=None)
            yield Choice(name, 0, listing.address(asked=changed), is_on)
