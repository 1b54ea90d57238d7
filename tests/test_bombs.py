"""Documents made to hurt: they are read or refused within a second, take little memory, and fetch nothing.

Where a reader thinks longer by its nature, the child gives up after two seconds of work: a web page with a hundred
thousand attributes in one place is such a document.
"""

import gzip
import os
import resource
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import brotli
import pytest

from hub.duties import children
from hub.duties.readers import Came, read_as
from hub.kit.clock import now
from hub.net.answers import Stopped
from hub.net.body import Body
from hub.sandbox import CPU_SECONDS, Sandbox
from hub.sandbox import Stopped as GivenUp

MOST_SECONDS = 1.0  # of processor time
MOST_MEMORY = 32 * 1024  # kilobytes over what the child has before, for what is made to swell
OF_A_TREE = 80 * 1024  # for what is long, and as large when it is taken apart
GIANT = 1024**3  # bytes that come out of a packed body
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
DEEP = 100_000
URL = "https://ben.example/feed"


def read_feed(body: bytes) -> object:
    return children.read_posts(body, content_type="", url=URL, now=now())


def read_diary(body: bytes) -> object:
    return children.read_events(body, timezone="Europe/London", now=now())


def read_page(body: bytes) -> object:
    return children.read_page(body, content_type="text/html", url=URL)


def read_other(kind: str, body: bytes) -> object:
    return read_as(kind, body, Came(URL, "", now()))


READERS: dict[str, Callable[[bytes], object]] = {
    "feed": read_feed,
    "calendar": read_diary,
    "page": read_page,
    "list": children.read_list,
    "planit": partial(read_other, "planit"),
    "moderngov": partial(read_other, "moderngov"),
    "eventpage": partial(read_other, "eventpage"),
}
XML = {
    "laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item>&l9;</item></channel></rss>',
    "blow-up": f'<!DOCTYPE rss [<!ENTITY x "{"a" * 50_000}">]><rss><channel>{"&x;" * 50_000}</channel></rss>',
    "attributes": "<rss><channel><item " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></channel></rss>",
    "depth": "<rss><channel>" + "<a>" * DEEP,
    "closed depth": "<opml><body>" + "<outline text='a'>" * DEEP + "</outline>" * DEEP + "</body></opml>",
    "crumbs": "<rss><channel>" + "<item/>" * 60_000 + "</channel></rss>",
    "names": '<rss xmlns:a="b"><channel>' + "".join(f'<a:x{n} xmlns:b{n}="c{n}"/>' for n in range(5_000)),
    "comments": "<rss><channel><item><description>" + "<!--" * 100_000 + "</description></item></channel></rss>",
    "cdata": "<rss><channel><item><description><![CDATA[" + "<ul><li>" * 50_000 + "]]></description></item></channel>",
}
OTHERS = {
    "brackets": "[" * 1_000_000,
    "braces": '{"items":[' + '{"a":' * 200_000,
    "digits": '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + "9" * 1_000_000 + "}]}",
    "folds": "BEGIN:VCALENDAR\r\n" + "A:b\r\n c\r\n" * 200_000,
    "returns": "BEGIN:VCALENDAR" + "\r" * 300_000,
    "components": "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 100_000,
    "every second": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "tables": "<table><tr><td>" * 100_000,
    "spaces": " " * 3_000_000,
    "xcal": '<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0">' + "<vevent><dtstart>" * DEEP,
    "script": '<script type="application/ld+json">' + '{"@type":"Event","subEvent":[' * 100_000,
    "marks": '<div class="h-event p-name" itemscope itemprop=a itemtype=https://schema.org/Event>' * 20_000,
}
BOMBS = XML | OTHERS
TRIED = {
    "feed": (*XML, "brackets", "braces", "digits", "spaces"),
    "calendar": ("folds", "returns", "components", "every second", "laughs"),
    "page": ("attributes", "closed depth", "tables", "comments", "crumbs", "laughs"),
    "list": ("laughs", "blow-up", "attributes", "closed depth", "crumbs"),
    "planit": ("brackets", "braces", "digits", "laughs"),
    "moderngov": ("laughs", "tables"),
    "eventpage": ("laughs", "tables", "brackets", "braces", "folds", "every second", "xcal", "script", "marks"),
}
GIVEN_UP = {("page", "attributes")}
LONG = {"crumbs", "names", "folds", "components", "attributes"}


def weigh(read: Callable[[bytes], object], body: bytes) -> tuple[float, int]:
    """Read *body* in a child; return its seconds of work, and the kilobytes it took over what it had."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    read(body)
    return time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    preload = [*children.READERS, "hub.duties.readers", "hub.aggregate.registering.webpage"]
    with Sandbox(1, preload=preload, tasks_each=1) as opened:
        yield opened


@pytest.mark.parametrize("kind", READERS)
def test_no_document_takes_long_or_much_memory(sandbox: Sandbox, kind: str) -> None:
    weighed = {name: sandbox.submit(weigh, READERS[kind], BOMBS[name].encode()) for name in TRIED[kind]}
    heavy = {}
    for name, future in weighed.items():
        try:
            seconds, kilobytes = future.result(60)
        except GivenUp:
            seconds, kilobytes = (0, 0) if (kind, name) in GIVEN_UP else (CPU_SECONDS, 0)
        if seconds > MOST_SECONDS or kilobytes > (OF_A_TREE if name in LONG else MOST_MEMORY):
            heavy[name] = f"{seconds:.2f} s, {kilobytes // 1024} MB"
    assert heavy == {}


def unpack(encoding: str, packed: bytes) -> None:
    """Take a packed body apart as the door does."""
    with suppress(Stopped):
        body = Body(encoding)
        for start in range(0, len(packed), 65_536):
            body.add(packed[start : start + 65_536])
        body.whole()


def weigh_unpacking(encoding: str, packed: bytes) -> tuple[float, int]:
    """Take a packed body apart in a child; return its seconds of work, and its kilobytes."""
    return weigh(partial(unpack, encoding), packed)


@pytest.fixture(scope="module")
def giant() -> bytes:
    """Return a gibibyte of nothing, gzipped: a megabyte."""
    press = zlib.compressobj(9, wbits=-15)
    mebibyte = press.compress(bytes(1024**2)) + press.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + mebibyte * (GIANT // 1024**2)


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "br", "zstd", "deflate"])
def test_a_gibibyte_that_comes_packed_is_let_go_of_early(sandbox: Sandbox, giant: bytes, encoding: str) -> None:
    packed = {"gzip, gzip": gzip.compress(giant), "br": brotli.compress(bytes(10**7))}.get(encoding, giant)
    seconds, kilobytes = sandbox.submit(weigh_unpacking, encoding, packed).result(60)
    assert seconds < MOST_SECONDS
    assert kilobytes < MOST_MEMORY


ENTITIES = [
    '<!DOCTYPE {root} [<!ENTITY x SYSTEM "{there}">]><{root}><channel><title>&x;</title></channel></{root}>',
    '<!DOCTYPE {root} [<!ENTITY % x SYSTEM "{there}"> %x;]><{root}><channel/></{root}>',
    '<!DOCTYPE {root} SYSTEM "{there}"><{root}><channel><title>A</title></channel></{root}>',
    '<!DOCTYPE {root} PUBLIC "-//A//B" "{there}"><{root}><body/></{root}>',
    '<{root} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{there}" parse="text"/></{root}>',
    '<?xml-stylesheet href="{there}" type="text/xsl"?><{root}><channel/></{root}>',
    '<{root} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a {there}"><channel/></{root}>',
    '<!DOCTYPE {root} [<!ENTITY a SYSTEM "{there}"><!ENTITY b "&a;"><!ATTLIST channel c CDATA "&b;">]><{root}/>',
]


@pytest.mark.parametrize("kind", READERS)
def test_no_document_makes_its_reader_open_a_file_or_a_connection(sandbox: Sandbox, kind: str, tmp_path: Path) -> None:
    # Whoever opened this pipe would wait for ever; libxml2 opens files past any hook of Python's.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with socket.create_server(("127.0.0.1", 0)) as website:
        website.setblocking(False)
        there = (str(pipe), pipe.as_uri(), f"http://127.0.0.1:{website.getsockname()[1]}/x")
        bodies = [
            text.format(root=root, there=where).encode()
            for text in ENTITIES
            for root in ("rss", "opml", "html")
            for where in there
        ]
        sandbox.submit(read_all, READERS[kind], bodies).result(10)
        with pytest.raises(BlockingIOError):
            website.accept()


def read_all(read: Callable[[bytes], object], bodies: list[bytes]) -> None:
    """Read one after the other."""
    for body in bodies:
        read(body)
