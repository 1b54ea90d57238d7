"""Which feeds does a place read? A list any feed reader can take over."""

from collections.abc import Sequence

from lxml import etree

from hub.aggregate.feeds.queries import SourceView
from hub.site.outlets.formats import printable


def opml(title: str, sources: Sequence[SourceView]) -> bytes:
    """Write the feeds of *sources* as OPML 2.0."""
    top = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(top, "head"), "title").text = printable(title)
    body = etree.SubElement(top, "body")
    for source in sources:
        for feed in source.feeds:
            if feed.reads == "items" and not feed.retired:
                known = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": feed.url}
                site = {"htmlUrl": source.site} if source.site else {}
                named = {"category": f"/{source.kind}"} | known | site
                etree.SubElement(body, "outline", {name: printable(value) for name, value in named.items()})
    return etree.tostring(top, xml_declaration=True, encoding="utf-8", pretty_print=True)
