"""What do the bench's feeds say in each phase? RSS 2.0 as a blog engine writes it, some 70 KB a feed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from bench.phases import ITEMS, Phase
from bench.prose import Prose

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>{title}</title>
<atom:link href="{site}feed.xml" rel="self" type="application/rss+xml" />
<link>{site}</link>
<description>What happened in our street</description>
<lastBuildDate>{built}</lastBuildDate>
<language>en-GB</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>1</sy:updateFrequency>
<generator>https://engine.example/?v=6.5</generator>
"""
_ITEM = """<item>
<title>{title}</title>
<link>{site}{number}/</link>
<dc:creator><![CDATA[Neighbour {number}]]></dc:creator>
<pubDate>{published}</pubDate>
{labels}
<guid isPermaLink="false">{site}?p={number}</guid>
<description><![CDATA[{teaser}&#8230;]]></description>
<content:encoded><![CDATA[{html}]]></content:encoded>
</item>
"""
_TAIL = b"</channel>\n</rss>\n"
_TEASER = 240  # characters


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a feed, with its two validators."""

    body: bytes
    etag: bytes
    last_modified: bytes


class Publisher:
    """One blog: its items, the newest first, and one more that only the last phase shows."""

    def __init__(self, number: int, site: str, prose: Prose, now: datetime) -> None:
        self._number, self._site, self._now = number, site, now
        self._items = [_item(site, age, prose, now) for age in range(ITEMS + 1)]
        self._before = self._version("1", now - timedelta(hours=2), 1)

    def version(self, phase: Phase) -> Version:
        """Return what the feed is in *phase*."""
        if phase is Phase.DATE_ONLY:
            return self._version("2", self._now - timedelta(hours=1), 1)
        if phase is Phase.ONE_NEW:
            return self._version("3", self._now, 0)
        return self._before

    def _version(self, name: str, built: datetime, newest: int) -> Version:
        date = format_datetime(built, usegmt=True)
        head = _HEAD.format(title=f"Street {self._number}", site=self._site, built=date).encode()
        body = b"".join((head, *self._items[newest : newest + ITEMS], _TAIL))
        return Version(body, f'"{self._number}-{name}"'.encode(), date.encode())


def _item(site: str, age: int, prose: Prose, now: datetime) -> bytes:
    html = prose.html(site)
    return _ITEM.format(
        title=prose.title(),
        site=site,
        number=1000 - age,
        published=format_datetime(now - timedelta(minutes=5, hours=31 * age), usegmt=True),
        labels="\n".join(f"<category><![CDATA[{label}]]></category>" for label in prose.labels()),
        teaser=html.partition("</p>\n<p>")[2][:_TEASER].replace("<em>", "").replace("</em>", "").partition("<")[0],
        html=html,
    ).encode()
