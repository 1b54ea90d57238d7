"""How is a list narrowed? Every filter in words, each with the list without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hub.kit.saying import IN_FULL
from hub.kit.text import excerpt
from hub.site.asking.asked import Asked
from hub.site.asking.meant import Names
from hub.site.listing.listing import Listing
from hub.site.words import gettext, kind_name
from hub.site.words.speech import voice

LONGEST_CHOICE = 120  # characters of all filters in a title


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it does, and the list without it: what is asked for then, and its address."""

    words: str
    rest: Asked
    without: str


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


def called(name: str, value: str, names: Names) -> str:
    """Return what the *value* of a filter is called, as one says it."""
    match name:
        case "kind":
            return kind_name(value)
        case "since" | "until":
            return voice().day(date.fromisoformat(value), IN_FULL)
    return names.get(("tag" if name == "not" else name, value), value)


def _in_words(asked: Asked, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield what each filter does in words, its name in the address and its value."""
    sentences = _sentences()
    before = ""
    for name, value in asked.filters:
        if name in sentences:
            first, further = sentences[name]
            yield (further if name == before else first) % {name: called(name, value, names)}, name, value
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
