"""Which feeds does a place read? A list any feed reader can take over, and this hub again."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from lxml import etree

from hub.aggregate.feeds.queries import FeedView, SourceView
from hub.aggregate.feeds.rules import OWN
from hub.aggregate.reading.kinds import FEED, OF_EVENTS
from hub.site.outlets.formats import printable
from hub.site.words.kinds import kind_name


def opml(title: str, sources: Sequence[SourceView], languages: Mapping[UUID, str] | None = None) -> bytes:
    """Write the feeds of *sources* as OPML 2.0, in a folder for each kind; *languages* are those of feeds, by id."""
    top, body = _top(title)
    _kinds(body, sources, languages or {})
    return _written(top)


def opml_of_places(title: str, places: Iterable[tuple[str, Sequence[SourceView]]]) -> bytes:
    """Write the feeds of many places, each in a folder of its name, and in it a folder for each kind."""
    top, body = _top(title)
    for name, sources in places:
        if sources:
            _kinds(_folder(body, name), sources, {})
    return _written(top)


def _top(title: str) -> tuple[etree._Element, etree._Element]:
    top = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(top, "head"), "title").text = printable(title)
    return top, etree.SubElement(top, "body")


def _written(top: etree._Element) -> bytes:
    return etree.tostring(top, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _kinds(into: etree._Element, sources: Sequence[SourceView], languages: Mapping[UUID, str]) -> None:
    def kind_of(source: SourceView) -> str:
        return source.kind

    for kind, those in groupby(sorted(sources, key=kind_of), key=kind_of):
        lines = [line for each in those for feed in each.feeds if (line := _line(each, feed, languages))]
        if lines:
            folder = _folder(into, kind_name(kind))
            for line in lines:
                etree.SubElement(folder, "outline", {name: printable(value) for name, value in line.items() if value})


def _folder(into: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(into, "outline", text=printable(name), title=printable(name))


def _line(source: SourceView, feed: FeedView, languages: Mapping[UUID, str]) -> dict[str, str]:
    """Return a feed as a line; a calendar or a page of meetings is no feed that readers take, so it has no xmlUrl."""
    if feed.retired or feed.reads in OWN:
        return {}
    name = {"text": source.name, "title": source.name, "category": f"/{source.kind}", "htmlUrl": source.site}
    if feed.reads == FEED.reads:
        return {"type": "rss", "xmlUrl": feed.url, "language": languages.get(feed.id, ""), **name}
    return {"type": "ics" if feed.reads in OF_EVENTS else "link", "url": feed.url, **name}
