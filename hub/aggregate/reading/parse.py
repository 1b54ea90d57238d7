"""Bytes from a publisher become a Document, or a reason why not; pure, and made to run in a killable child."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hub.aggregate.reading import channel, cleaning, jsonfeed, thorough
from hub.aggregate.reading.dates import believable, moment
from hub.aggregate.reading.document import Document, Entry, Flaw, Note, Unreadable
from hub.aggregate.reading.draft import Feed, Found
from hub.aggregate.reading.identity import identities
from hub.aggregate.reading.sniff import Kind, Sniffed, decode, is_page, sniff
from hub.aggregate.reading.tree import Tree, ends_in_an_entry, grow, is_too_deep, salvage

MOST_SCANNED = 10_000
MOST_KEPT = 200
_DIGEST = 8  # bytes
_TOLERANCE = timedelta(days=1)  # clocks and zones are wrong by less than that
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def read(  # noqa: PLR0913 - what came, and what is remembered of the feed
    body: bytes, *, content_type: str, url: str, now: datetime, known: bytes = b"", identity: str = ""
) -> Document | Unreadable:
    """Read *body*, fetched from *url*; entries whose digest is in *known* (eight bytes each) are only counted.

    *identity* is what an earlier document of the same feed chose to tell entries apart; empty when there was none.
    """
    feed = take_apart(body, content_type=content_type, url=url)
    return feed if isinstance(feed, Unreadable) else documented(feed, now, known, identity)


def take_apart(body: bytes, *, content_type: str, url: str) -> Feed | Unreadable:
    """Find the entries of *body* without cleaning any of them."""
    sniffed = sniff(body, content_type)
    if isinstance(sniffed, Unreadable):
        return sniffed
    if sniffed.kind is Kind.JSON:
        return jsonfeed.feed(decode(sniffed)[0], url=url) or Unreadable(Flaw.NOT_A_FEED, "JSON, but no JSON Feed")
    return _from_xml(sniffed, url)


def _from_xml(sniffed: Sniffed, url: str) -> Feed | Unreadable:
    grown = grow(sniffed)
    if isinstance(grown, Unreadable):
        return grown
    thin = _thin(grown, sniffed.body, url) if isinstance(grown, Tree) else None
    if thin is not None and thin.entries:
        return thin
    return _forgiving(sniffed, url, thin, grown.notes)


def _thin(tree: Tree, body: bytes, url: str) -> Feed | None:
    return channel.feed(tree, url=url, has_bases=b"xml:base" in body)


def _forgiving(sniffed: Sniffed, url: str, thin: Feed | None, notes: frozenset[Note]) -> Feed | Unreadable:
    """Ask feedparser about what the strict reader refused or found empty; *thin* is what that one made of it."""
    if is_too_deep(sniffed.body):
        return Unreadable(Flaw.BOMB, "nested beyond all reason")
    text = decode(sniffed)[0]
    found = thorough.feed(text, url=url) or _salvaged(sniffed, url)
    if found is not None and found.entries:
        found.notes |= notes
        if Note.CUT_OFF in notes and ends_in_an_entry(text):
            found.entries.pop()  # what it still lacks may be its date and its id; it comes back when it is whole
            found.halves = 1
        return found
    if is_page(sniffed.body):
        return Unreadable(Flaw.HTML)
    return thin or found or Unreadable(Flaw.NOT_A_FEED)


def _salvaged(sniffed: Sniffed, url: str) -> Feed | None:
    saved = salvage(sniffed)
    return None if saved is None else _thin(saved, sniffed.body, url)


def documented(feed: Feed, now: datetime, known: bytes, identity: str) -> Document:
    """Clean the newest entries of *feed* that are not *known*, oldest first; see ``read``."""
    total = len(feed.entries) + feed.halves
    kept, notes = _newest(feed.entries, now)
    sketches = [found.sketch for found in kept]
    told = identities(sketches, identity)
    dates = [moment(sketch.date) for sketch in sketches]
    seen = {known[at : at + _DIGEST] for at in range(0, len(known), _DIGEST)}
    fresh: dict[str, Entry] = {}
    for at in _order([believable(date, now) for date in dates], now):
        digest = sketches[at].digest
        if digest not in seen:
            guid, draft = told.guids[at], kept[at].draft()
            fresh[guid] = cleaning.entry(draft, guid=guid, digest=digest, head=feed.head, now=now)
    if any(date and date > now + _TOLERANCE for date in dates):
        notes |= {Note.FUTURE_DATES}
    head = feed.head
    return Document(
        dialect=head.dialect,
        title=cleaning.title(head.title),
        site=head.site,
        description=cleaning.title(head.description),
        language=cleaning.language(head.language),
        entries=tuple(fresh.values()),
        total=total,
        digests=b"".join(sketch.digest for sketch in sketches),
        identity=told.way,
        hints=head.hints,
        notes=frozenset(feed.notes | notes | told.notes | _lacks(kept)),
    )


def _newest(entries: list[Found], now: datetime) -> tuple[list[Found], set[Note]]:
    """Return the newest 200, in whatever order they come: by date where there are dates, else the first ones.

    Of more than 10,000 only those at both ends are looked at: the newest are at one of them.
    """
    if len(entries) <= MOST_KEPT:
        return entries, set()
    half = MOST_SCANNED // 2
    scanned = entries if len(entries) <= MOST_SCANNED else entries[:half] + entries[-half:]
    dates = [believable(moment(found.sketch.date), now) or _EARLIEST for found in scanned]
    newest = sorted(range(len(scanned)), key=lambda at: dates[at], reverse=True)[:MOST_KEPT]
    return [scanned[at] for at in sorted(newest)], {Note.TOO_MANY}


def _order(dates: Sequence[datetime | None], now: datetime) -> list[int]:
    """Return the positions, oldest first.

    Documents begin with their newest entry; what has no date stays beside its neighbour.
    """
    last = _EARLIEST
    keyed: list[tuple[datetime, int]] = []
    for at in reversed(range(len(dates))):
        last = min(dates[at] or last, now)
        keyed.append((last, at))
    return [at for _, at in sorted(keyed, key=lambda pair: pair[0])]


def _lacks(kept: list[Found]) -> set[Note]:
    if not kept:
        return {Note.EMPTY}
    lacks = set()
    if not any(found.sketch.date.strip() for found in kept):
        lacks.add(Note.NO_DATES)
    if not any(found.sketch.link for found in kept) and not any(found.draft().link for found in kept):
        lacks.add(Note.NO_LINKS)
    return lacks
