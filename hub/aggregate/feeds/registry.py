"""Which sources does feeds.yaml list? Parsed and checked against each other, every fault in words."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from hub.aggregate.reading.kinds import LISTED
from hub.kit.merge import Facts
from hub.kit.text import slugify
from hub.kit.yaml import Cell
from hub.places.rules import slug_fault

# How each is called for people is the site's to say, in their language.
KINDS = frozenset(
    {
        *("blog", "business", "community", "council", "events", "faith", "health", "library"),
        *("photos", "planning", "podcast", "police", "press", "reports", "school", "transport"),
    }
)
NEIGHBOURS = "neighbours"  # strangers heard by the feed of a tag: made at the desk alone, and read before they appear
EVERY_KIND = KINDS | {NEIGHBOURS}
SHOWS = ("link", "excerpt", "full")
USUALLY_SHOWS = "excerpt"
KEYS = (
    *("name", "slug", "kind", "site", "places", *LISTED),
    *("only_when_mentioned", "licence", "shows", "note"),  # a note is for those who read the file
)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source as the file describes it; lists are sorted."""

    slug: str
    name: str
    kind: str
    site: str = ""
    places: tuple[str, ...] = ()  # slugs
    feeds: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    planit: tuple[str, ...] = ()  # planning applications
    moderngov: tuple[str, ...] = ()  # pages of council meetings
    eventpages: tuple[str, ...] = ()  # pages that tell their events to programs
    only_when_mentioned: bool = False
    licence: str = ""
    shows: str = USUALLY_SHOWS

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it speaks, whatever is read there."""
        return tuple(url for listed in LISTED for url in getattr(self, listed))

    @property
    def facts(self) -> Facts:
        """The entry as plain facts."""
        return asdict(self)


def parse_sources(cell: Cell, places: Collection[str]) -> dict[str, SourceEntry]:
    """Read the sources by slug; *places* are the slugs they may speak for."""
    cells = [_known_by_name(each) for each in cell.items()]
    parsed = [_source(each, places) for each in cells]
    _check_twice(cells, parsed)
    return {entry.slug: entry for entry in parsed}


def address_fault(url: str) -> str:
    """Say why *url* cannot be looked at; nothing when it can.

    >>> address_fault("feed://sussexsocial.example/rss.xml")
    'write https:// or http:// in place of feed:'
    >>> address_fault("http:://www.brightonhotspot.example/")
    'there is a colon too many after http'
    """
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "feed":
        return "write https:// or http:// in place of feed:"
    if rest.startswith(":"):
        return f"there is a colon too many after {scheme}"
    try:
        parts = urlsplit(url)
        port_is_well = parts.port is None or parts.port > 0
    except ValueError:
        return "it cannot be read as an address"
    return _parts_fault(parts.scheme, parts.hostname or "", parts.username) or (
        "" if port_is_well else "port 0 is none"
    )


def _parts_fault(scheme: str, host: str, user: str | None) -> str:
    if scheme not in {"http", "https"}:
        return "it should begin with https:// or http://"
    if not host or any(letter.isspace() or letter in "<>{}|\\^`" for letter in host):
        return "it names no host"
    return "leave the name and password out" if user is not None else ""


def _known_by_name(cell: Cell) -> Cell:
    name = cell.keys and cell.keys.get("name")
    return cell.named(name.text) if name and name.text else cell


def _source(cell: Cell, places: Collection[str]) -> SourceEntry:
    cell.known(*KEYS)
    name = cell.at("name").word(needed=True)
    return SourceEntry(
        slug=_slug(cell.at("slug"), name),
        name=name,
        kind=cell.at("kind").choice(KINDS),
        site=_site(cell.at("site")),
        places=_places(cell.at("places"), places),
        **{listed: _addresses(cell.at(listed)) for listed in LISTED},
        only_when_mentioned=cell.at("only_when_mentioned").flag(),
        licence=cell.at("licence").word(),
        shows=cell.at("shows").choice(SHOWS, USUALLY_SHOWS),
    )


def _slug(cell: Cell, name: str) -> str:
    slug = cell.word() or slugify(name)
    if name and (fault := slug_fault(slug)):
        cell.fault(fault)
    return slug


def _site(cell: Cell) -> str:
    site = cell.word()
    if site and (fault := address_fault(site)):
        cell.fault(f"“{site}”: {fault}.")
    return site


def _places(cell: Cell, known: Collection[str]) -> tuple[str, ...]:
    spoken_for = cell.list_of_words()
    for place in spoken_for:
        if place not in known:
            cell.fault(f"there is no place “{place}”.")
    if not spoken_for:
        cell.fault("is missing: which place does it speak for?")
    return tuple(sorted(spoken_for))


def _addresses(cell: Cell) -> tuple[str, ...]:
    for part in cell.items():
        url = part.word()
        if fault := address_fault(url):
            part.fault(f"“{url}”: {fault}.")
    return tuple(sorted(cell.list_of_words()))


def _check_twice(cells: Sequence[Cell], sources: Sequence[SourceEntry]) -> None:
    slugs: dict[str, str] = {}
    heard: dict[str, str] = {}
    for cell, source in zip(cells, sources, strict=True):
        if source.slug in slugs:
            cell.fault(f"has the same slug (“{source.slug}”) as “{slugs[source.slug]}”; give one of them another.")
        slugs.setdefault(source.slug, source.name)
        for url in source.addresses:
            if (same := address_key(url)) in heard:
                cell.fault(f"“{url}” is listed twice, first by “{heard[same]}”.")
            heard.setdefault(same, source.name)


def address_key(url: str) -> str:
    """Return what two spellings of one address have in common.

    >>> address_key("http://Example.org/feed/") == address_key("https://example.org/feed")
    True
    """
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/") if scheme.lower() in {"http", "https"} else url
