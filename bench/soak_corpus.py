"""Every collected feed, read by us and by feedparser: nothing breaks, nothing is slow, and the two agree.

Prints one line, ``corpus 559 tried 0 failed 12.3``, after a line for each disagreement that the table of exceptions
does not name, and one with what a well-formed feed costs. ``HUB_CORPUS`` says where the collected feeds are.
"""

import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from statistics import fmean
from typing import Any
from xml.sax import SAXException

import feedparser

from hub.aggregate.reading import cleaning, parse
from hub.aggregate.reading.document import Document, Unreadable
from hub.aggregate.reading.draft import Draft, Feed
from hub.kit import clock, markup
from hub.settings import Settings

EXCEPTIONS = Path(__file__).parents[1] / "tests" / "aggregate" / "reading" / "corpus_exceptions.tsv"
URL = "https://feed.example/feed"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CPU_SECONDS = 2.0  # of any one document
GOAL = 1.5  # milliseconds of a well-formed one, on average
_SPACE = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_CP1252 = {point: bytes([point]).decode("cp1252", "replace") for point in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one document the two readers see differently."""

    file: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one document."""

    trouble: str  # an unhandled error or too much time, or empty
    differences: tuple[Difference, ...]
    seconds: float
    well_formed: bool = False


def examine(path: Path) -> Reading:
    """Read the document at *path* with both readers."""
    body = path.read_bytes()
    start = time.process_time()
    try:
        read = parse.read(body, content_type="", url=URL, now=NOW)
    except Exception as error:  # noqa: BLE001 - this is the very thing that must not happen
        return Reading(f"{type(error).__name__}: {error}", (), time.process_time() - start)
    seconds = time.process_time() - start
    trouble = f"took {seconds:.1f} s" if seconds > CPU_SECONDS else ""
    theirs = _theirs(body)
    differences = tuple(_differences(path.name, body, read, theirs))
    return Reading(trouble, differences, seconds, _is_well_formed(theirs))


def allowed() -> dict[tuple[str, str], str]:
    """Return the checked-in exceptions: (file, field) and why ours is right."""
    rows = [line.split("\t") for line in EXCEPTIONS.read_text("utf-8").splitlines()[1:] if line.strip()]
    return {(file, field): why for file, field, why in rows}


def main() -> int:
    """Examine all of the corpus; the exit code is 1 when something failed, 2 when there is no corpus."""
    corpus = Settings().corpus
    if corpus is None or not (corpus / "feeds").is_dir():
        print("HUB_CORPUS must name a folder of collected feeds (with feeds/ in it); it does not.")
        return 2
    excused = allowed()
    tried, failed, start, took = 0, 0, clock.now(), list[float]()
    for path in sorted((corpus / "feeds").iterdir()):
        reading = examine(path)
        open_ones = [found for found in reading.differences if (found.file, found.field) not in excused]
        for found in open_ones:
            print(f"{found.file}\t{found.field}\n  ours   {found.ours[:150]!r}\n  theirs {found.theirs[:150]!r}")
        if reading.trouble:
            print(f"{path.name}: {reading.trouble}")
        took += [reading.seconds] if reading.well_formed else []
        tried += 1
        failed += bool(open_ones or reading.trouble)
    is_swift = _judged(took)
    print(f"corpus {tried} tried {failed} failed {(clock.now() - start).total_seconds():.1f}")
    return 0 if is_swift and not failed else 1


def _judged(took: Sequence[float]) -> bool:
    """Print what a well-formed document cost with everything in it new; say whether that is as cheap as we promise."""
    each = 1_000 * fmean(took or [0.0])
    reached = "reached" if each <= GOAL else "missed"
    print(f"{len(took)} well-formed feeds took {each:.2f} ms of processor time each; goal {GOAL} ms {reached}")
    return each <= GOAL


def _theirs(body: bytes) -> Any:  # noqa: ANN401 - feedparser has no types
    headers = {"content-location": URL, "content-type": "application/xml"}
    return feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _is_well_formed(theirs: Any) -> bool:  # noqa: ANN401 - likewise
    return not isinstance(theirs.get("bozo_exception"), SAXException)


def _differences(
    file: str,
    body: bytes,
    read: Document | Unreadable,
    theirs: Any,  # noqa: ANN401 - likewise
) -> Iterator[Difference]:
    well_formed = _is_well_formed(theirs)
    if isinstance(read, Unreadable):
        if theirs.entries:
            yield Difference(file, "count", "0", str(len(theirs.entries)))
        return
    if read.total < len(theirs.entries) or (well_formed and read.total != len(theirs.entries)):
        yield Difference(file, "count", str(read.total), str(len(theirs.entries)))
        return
    feed = parse.take_apart(body, content_type="", url=URL)
    if isinstance(feed, Feed) and well_formed and read.dialect[:4] != "JSON":
        yield from _by_field(file, feed, theirs.entries)


def _by_field(file: str, feed: Feed, theirs: list[Any]) -> Iterator[Difference]:
    seen: set[str] = set()
    for found, other in zip(feed.entries, theirs, strict=True):
        draft = found.draft()
        entry = cleaning.entry(draft, guid=found.sketch.guid, digest=b"", head=feed.head)
        pairs = {
            "id": (found.sketch.guid, dict.get(other, "id") or ""),
            "link": (entry.link, _their_link(other)),
            "title": (_bare(entry.title), _bare(dict.get(other, "title") or "")),
            "published": (_second(entry.published_at), _their_date(other, "published", "created", "updated")),
            "updated": (_second(entry.updated_at), _their_date(other, "updated")),
            "text": _texts(draft, other),
        }
        for field, (ours, his) in pairs.items():
            if ours != his and field not in seen:
                seen.add(field)
                yield Difference(file, field, ours, his)


def _their_link(other: Any) -> str:  # noqa: ANN401 - feedparser has no types
    link = dict.get(other, "feedburner_origlink") or dict.get(other, "link") or ""
    return link if link.lower().startswith(("http://", "https://")) else ""


def _their_date(other: Any, *keys: str) -> str:  # noqa: ANN401 - feedparser has no types
    parsed = next((dict.get(other, f"{key}_parsed") for key in keys if dict.get(other, f"{key}_parsed")), None)
    return time.strftime("%Y-%m-%dT%H:%M:%S", parsed) if parsed else ""


def _second(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) if moment else ""


def _texts(draft: Draft, other: Any) -> tuple[str, str]:  # noqa: ANN401 - feedparser has no types
    """Return our text and theirs; where an entry has several, theirs that is most like ours."""
    ours = _bare(cleaning.body_of(draft).text)
    contents = [_bare((part.get("value") or "")[: markup.LONGEST]) for part in dict.get(other, "content") or []]
    all_of_them = [*contents, _bare((dict.get(other, "summary") or "")[: markup.LONGEST])]
    theirs = next((text for text in all_of_them if text == ours), next(filter(None, all_of_them), ""))
    return ours, theirs


def _bare(text: str) -> str:
    """Return only the signs of *text*: without tags, character references and white space."""
    words = unescape(unescape(markup.plain(unescape(markup.plain(text)))))
    return _SPACE.sub("", words).translate(_CP1252)


if __name__ == "__main__":
    sys.exit(main())
