"""Planning applications as PlanIt tells them: its JSON of records becomes a document like any feed's.

The names of fields are those of its API (https://www.planit.org.uk/api/). Names and addresses of applicants, which some
councils publish beside an application, are not taken.
"""

import json
from datetime import datetime

from hub.aggregate.reading.document import Document, Flaw, Unreadable
from hub.aggregate.reading.draft import Draft, Feed, Found, Head, Sketch, Words, digest_of
from hub.aggregate.reading.parse import documented
from hub.aggregate.reading.sniff import Kind, decode, sniff
from hub.kit import urls
from hub.kit.text import excerpt

DIALECT = "PlanIt"
_LONGEST_DETAIL = 200
_FEW = 3  # areas that a title can name
_LONGEST_WHAT = 140  # characters of what is planned that stand in a title
_LABELS = ("app_type", "app_size", "app_state")
_WHEREABOUTS = ("ward_name", "parish")  # of what a council adds
_TOLD = ("name", "uid", "address", "postcode", "description", "start_date", "decided_date", "url", "link", *_LABELS)
_Record = dict[str, object]


def read(  # noqa: PLR0913 -- what came, and what is remembered of the feed
    body: bytes, *, content_type: str, url: str, now: datetime, known: bytes = b"", identity: str = ""
) -> Document | Unreadable:
    """Read the applications of *body*, fetched from *url*; see ``parse.read``."""
    sniffed = sniff(body, content_type)
    if isinstance(sniffed, Unreadable):
        return sniffed
    if sniffed.kind is not Kind.JSON:
        return Unreadable(Flaw.NOT_A_FEED, "no JSON of planning applications")
    found = _records(decode(sniffed)[0])
    if isinstance(found, Unreadable):
        return found
    feed = Feed(Head(DIALECT, title=_title(found)), [_found(each, url) for each in found], set())
    return documented(feed, now, known, identity)


def _records(text: str) -> list[_Record] | Unreadable:
    try:
        said = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return Unreadable(Flaw.NOT_A_FEED, "JSON that cannot be read")
    records = said.get("records") if isinstance(said, dict) else None
    if isinstance(records, list):
        return [each for each in records if isinstance(each, dict)]
    error = said.get("error") if isinstance(said, dict) else None
    why = excerpt(error, _LONGEST_DETAIL) if isinstance(error, str) else ""
    return Unreadable(Flaw.NOT_A_FEED, why or "JSON without planning applications")


def _title(records: list[_Record]) -> Words:
    """Name the areas the applications are of: all of them where they are few."""
    areas = sorted({area for each in records if (area := _said(each, "area_name"))})
    named = f": {', '.join(areas)}" if 0 < len(areas) <= _FEW else ""
    return Words(f"Planning applications{named}", is_html=False)


def _found(record: _Record, url: str) -> Found:
    guid = _said(record, "name") or _said(record, "uid")
    link = urls.absolute(url, _said(record, "url")) or urls.absolute(url, _said(record, "link"))
    title = ": ".join(filter(None, (_said(record, "address"), excerpt(_said(record, "description"), _LONGEST_WHAT))))
    date = _said(record, "start_date")
    other = record.get("other_fields")
    draft = Draft(
        guid=guid,
        link=link,
        title=Words(title or guid, is_html=False),
        content=Words(_content(record), is_html=False),
        published=date,
        updated=_said(record, "last_changed"),
        labels=[
            *(_said(record, name) for name in _LABELS),
            *(_said(other, name) for name in _WHEREABOUTS if isinstance(other, dict)),
        ],
        point=_point(record),
    )
    # When it was last scraped is PlanIt's own business, and no news.
    digest = digest_of([*(_said(record, name) for name in _TOLD), *draft.labels])
    return Found(Sketch(guid, link, title, date, digest), lambda: draft)


def _content(record: _Record) -> str:
    """Put in a row what is planned and what stands behind it; the words are the council's own."""
    told = (_said(record, name) for name in ("description", "uid", *_LABELS, "postcode"))
    return " · ".join(filter(None, told))


def _point(record: _Record) -> tuple[str, str] | None:
    lat = _said(record, "lat") or _said(record, "location_y")
    lon = _said(record, "lng") or _said(record, "location_x")
    return (lat, lon) if lat and lon else None


def _said(record: _Record, name: str) -> str:
    value = record.get(name)
    if isinstance(value, str):
        return " ".join(value.encode("utf-8", "replace").decode().split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
