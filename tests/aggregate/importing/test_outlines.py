"""Which feeds does a list name? Lists as programs write them, and lists written to do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.importing.listed import DEEPEST, MOST_ATTRIBUTES, MOST_BYTES, MOST_OUTLINES, Line, Listed
from hub.aggregate.importing.outlines import read
from hub.kit.saying import Saying


def opml(body: str, head: str = "<title>Mill End reads</title>") -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'.encode()


def lines(body: str) -> tuple[Line, ...]:
    found = read(opml(body))
    assert isinstance(found, Listed)
    return found.lines


def refused(body: bytes) -> str:
    found = read(body)
    assert isinstance(found, Saying)
    return str(found)


def test_a_line_tells_its_feed_its_site_and_its_folders() -> None:
    body = """<outline text="Town"><outline text="Local news">
        <outline type="rss" text="Courier" title="The &amp;quot;Courier&amp;quot;" xmlUrl=" https://c.example/rss "
        htmlUrl="https://c.example/" category="/press" language="en"/></outline></outline>"""
    assert lines(body) == (
        Line(
            written="https://c.example/rss",
            title='The "Courier"',
            site="https://c.example/",
            folder="Town/Local news",
            category="/press",
            language="en",
        ),
    )


@pytest.mark.parametrize(
    ("outline", "written"),
    [
        ('<outline text="a" XMLURL="https://a.example/"/>', "https://a.example/"),
        ('<outline type="rss" text="a" url="https://a.example/"/>', "https://a.example/"),
        ('<outline type="ics" text="a" url="https://a.example/cal"/>', "https://a.example/cal"),
        ('<outline type="link" text="a" url="https://a.example/cal.ics?x=1"/>', "https://a.example/cal.ics?x=1"),
        ('<outline text="a" xmlUrl="webcal://a.example/cal"/>', "webcal://a.example/cal"),
        ('<outline text="a" xmlUrl=""/>', ""),
        ('<outline type="link" text="a" url="https://a.example/"/>', ""),
        ('<outline text="a" isComment="true" xmlUrl="https://a.example/"/>', ""),
        ('<outline type="include" text="a" xmlUrl="https://a.example/list.opml"/>', ""),
        ('<other><outline xmlUrl="https://a.example/"/></other>', ""),
    ],
)
def test_the_address_of_a_line(outline: str, written: str) -> None:
    assert [line.written for line in lines(outline)] == ([written] if written else [])


def test_a_folder_may_be_a_feed_too_and_lines_keep_their_order() -> None:
    body = """<outline text="A" xmlUrl="https://a.example/"><outline text="B" xmlUrl="https://b.example/"/></outline>
        <outline text="C" xmlUrl="https://c.example/"/>"""
    assert [(line.title, line.folder) for line in lines(body)] == [("A", ""), ("B", "A"), ("C", "")]


def test_lists_in_a_list_are_counted_and_never_followed() -> None:
    found = read(
        opml(
            '<outline type="include" url="https://a.example/x.opml" text="x"/>'
            '<outline type="link" url="https://a.example/y.opml" text="y"/><outline text="nothing"/>'
            '<outline text="folder"><outline text="f" xmlUrl="https://f.example/"/></outline>'
        )
    )
    assert isinstance(found, Listed)
    assert (found.included, found.without, len(found.lines)) == (2, 1, 1)


def test_a_list_without_lines_or_title_is_a_list() -> None:
    assert read(b"<opml><body/></opml>") == Listed()
    assert read(b"<opml><head/><body/></opml>") == Listed()
    assert read(opml("", "<title/>")) == Listed()


def test_a_namespace_and_capitals_are_no_obstacle() -> None:
    body = b'<OPML xmlns="urn:x"><Head><TITLE>T</TITLE></Head><Body><Outline text="a" xmlUrl="https://a.example/"/></Body></OPML>'
    found = read(body)
    assert isinstance(found, Listed)
    assert (found.title, len(found.lines)) == ("T", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_every_encoding_that_is_told_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><opml><body><outline text="Café" xmlUrl="https://a.example/"/>'
        "</body></opml>"
    )
    found = read(text.encode(encoding))
    assert isinstance(found, Listed)
    assert (found.lines[0].title, found.is_mended) == ("Café", False)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (b"Bread & Butter", "Bread & Butter"),
        (b"Caf&eacute; &amp; &nope;", "Café & &nope;"),
        ("Caf\xe9".encode("cp1252"), "Café"),
        (b"Bell\x07s", "Bells"),
        ("Café &".encode(), "Café &"),
    ],
)
def test_slips_that_many_programs_make_are_mended(written: bytes, title: str) -> None:
    found = read(
        b'<?xml version="1.0"?><opml><body><outline text="' + written + b'" xmlUrl="https://a.example/"/></body></opml>'
    )
    assert isinstance(found, Listed)
    assert (found.lines[0].title, found.is_mended) == (title, True)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"<opml><body></opml>", "It is not well-formed XML: look at line 1."),
        (b"\x89PNG\r\n\x1a\n", "It is not well-formed XML"),
        (b"<!doctype html><html><p>Hello", "This is a web page"),
        (b"<html><body/></html>", "This is a web page"),
        (b"<rss><channel/></rss>", "This is a feed itself"),
        (b"<opml><head/></opml>", "This is no OPML"),
        (b"<list><body/></list>", "This is no OPML"),
    ],
)
def test_what_is_no_list_is_refused_in_words(body: bytes, why: str) -> None:
    assert refused(body).startswith(why)


def test_an_entity_that_reads_a_file_is_refused() -> None:
    body = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>'
    assert "entities" in refused(body)


def test_a_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE opml [<!ENTITY l0 "ha">{laughs}]><opml><body><outline text="&l9;" xmlUrl="https://a.example/"/></body></opml>'
    assert "entities" in refused(body.encode())
    assert "entities" in refused(body.encode("utf-16"))


def test_entities_hidden_by_an_encoding_are_refused() -> None:
    text = (
        '<?xml version="1.0" encoding="IBM037"?><!DOCTYPE opml [<!ENTITY x "ha">]><opml><body><outline text="&x;"/>'
        "</body></opml>"
    )
    assert isinstance(read(text.encode("cp037")), Saying)


def test_a_plain_doctype_harms_nobody() -> None:
    found = read(b'<!DOCTYPE opml SYSTEM "http://a.example/opml.dtd"><opml><body/></opml>')
    assert found == Listed()


def test_too_many_attributes_are_refused() -> None:
    few = " ".join(f'a{n}="x"' for n in range(MOST_ATTRIBUTES + 1))
    assert "attributes" in refused(opml(f"<outline {few}/>"))
    many = " ".join(f'a{n}="x"' for n in range(100_000))
    assert isinstance(read(opml(f"<outline {many}/>")), Saying)


def test_too_deep_folders_are_refused() -> None:
    depth = DEEPEST + 2
    assert "deep" in refused(opml('<outline text="a">' * depth + "</outline>" * depth))
    assert "deep" in refused(opml('<outline text="a">' * 10_000 + "</outline>" * 10_000))


def test_too_many_lines_are_refused() -> None:
    assert "more than 5000 lines" in refused(opml('<outline text="a"/>' * (MOST_OUTLINES + 1)))


def test_a_file_of_50_mb_is_refused_unread() -> None:
    assert "5 MB" in refused(b" " * (MOST_BYTES + 1))


def test_an_address_that_is_too_long_stays_too_long() -> None:
    assert len(lines(f'<outline text="a" xmlUrl="https://a.example/{"x" * 9_000}"/>')[0].written) == 2_001


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    assert isinstance(read(b"<opml><body>" + body), Listed | Saying)
    assert isinstance(read(body), Listed | Saying)
