"""How is a list narrowed, and how could it be? Every filter in words, each a link that changes the list by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.kit.saying import IN_FULL
from hub.kit.text import excerpt
from hub.kit.zones import wall
from hub.site.asking.asked import Asked, Order
from hub.site.asking.meant import Names
from hub.site.listing.beside import Heard
from hub.site.listing.listing import Listing
from hub.site.words import gettext, kind_name
from hub.site.words.speech import voice

FIRST = 6  # choices of each sort that stand open
WEEK, MONTH = 7, 30  # days, today among them
LONGEST_CHOICE = 120  # characters of all filters in a title


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it does, and the list without it: what is asked for then, and its address."""

    words: str
    rest: Asked
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter one can put on, or take off again."""

    name: str
    count: int
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
    week: Choice
    month: Choice


def chips(listing: Listing) -> tuple[Chip, ...]:
    """Return the filters of *listing* that are on, in the order they are read as one sentence."""
    made = []
    shown = listing.asked.cleared("q") if listing.is_search else listing.asked
    for words, name, value in _in_words(shown, listing.meant.names):
        rest = listing.asked.toggled(name, value)
        made.append(Chip(words, rest, listing.address(asked=rest)))
    return tuple(made)


def titled(title: str, listing: Listing) -> str:
    """Return *title* with what *listing* is narrowed to, for windows, feeds and frames; as it is where nothing is."""
    chosen = ", ".join(chip.words for chip in chips(listing))
    told = {"title": title, "filters": excerpt(chosen, LONGEST_CHOICE)}
    return gettext("%(title)s: %(filters)s") % told if chosen else title


def panel(listing: Listing, heard: Heard, now: datetime) -> Panel:
    """Return what *listing* can be narrowed by, given what was *heard* in its place lately."""
    # Who speaks is no question where one source does.
    kinds = [] if _is_of_source(listing) else [(kind, kind_name(kind), count) for kind, count in heard.kinds]
    sources = [] if _is_of_source(listing) else [(each.slug, each.name, count) for each, count in heard.sources]
    return Panel(
        tags=_choices(listing, "tag", [(tag.slug, tag.name, count) for tag, count in heard.tags]),
        kinds=_choices(listing, "kind", kinds),
        sources=_choices(listing, "source", sources),
        places=_choices(listing, "place", [(place.slug, place.name, count) for place, count in heard.places]),
        week=_lately(listing, gettext("The last 7 days"), WEEK, now),
        month=_lately(listing, gettext("The last 30 days"), MONTH, now),
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


def _is_of_source(listing: Listing) -> bool:
    return any(name == "source" for name, _ in listing.fixed)


def _in_words(asked: Asked, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield what each filter does in words, its name in the address and its value."""
    sentences = _sentences()
    before = ""
    for name, value in asked.filters:
        if name in sentences:
            first, further = sentences[name]
            yield (further if name == before else first) % {name: _called(name, value, names)}, name, value
        before = name


def _sentences() -> Mapping[str, tuple[str, str]]:
    """Return what a filter of each name does: the first of them, and each further one."""
    return {
        "tag": (gettext("with %(tag)s"), gettext("with %(tag)s")),
        "not": (gettext("without %(not)s"), gettext("without %(not)s")),
        "kind": (gettext("only %(kind)s"), gettext("or %(kind)s")),
        "source": (gettext("only from %(source)s"), gettext("or from %(source)s")),
        "place": (gettext("only in %(place)s"), gettext("or in %(place)s")),
        "since": (gettext("since %(since)s"), ""),
        "until": (gettext("until %(until)s"), ""),
        "q": (gettext("with the words %(q)s"), ""),
    }


def _called(name: str, value: str, names: Names) -> str:
    match name:
        case "kind":
            return kind_name(value)
        case "since" | "until":
            return voice().day(date.fromisoformat(value), IN_FULL)
    return names.get(("tag" if name == "not" else name, value), value)


def _choices(listing: Listing, name: str, counted: Sequence[tuple[str, str, int]]) -> Choices:
    # What the address of the list stands for already cannot be chosen again.
    open_ = [each for each in counted if (name, each[0]) not in listing.fixed]
    made = [_choice(listing, (name, *each)) for each in open_]
    return Choices(made[:FIRST], made[FIRST:])


def _choice(listing: Listing, counted: tuple[str, str, str, int]) -> Choice:
    name, slug, words, count = counted
    asked = listing.asked
    return Choice(
        name=words,
        # What was counted is the whole place; of a part of it the number would promise too much.
        count=0 if asked.filters or listing.fixed else count,
        address=listing.address(asked=asked.toggled(name, slug)),
        is_on=(name, slug) in asked.filters,
        apart=listing.address(asked=asked.toggled("not", slug)) if name == "tag" else "",
        is_apart=name == "tag" and slug in asked.without,
    )


def _lately(listing: Listing, name: str, days: int, now: datetime) -> Choice:
    since = wall(now, ZoneInfo(listing.here.timezone)).date() - timedelta(days=days - 1)
    asked = listing.asked
    is_on = asked.since == since and asked.until is None
    changed = replace(asked, since=None if is_on else since, until=None)
    return Choice(name, 0, listing.address(asked=changed), is_on)
