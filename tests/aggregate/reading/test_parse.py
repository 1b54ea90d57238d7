"""Whole documents, good and bad: what is read, what is refused, what is said about it."""

import gzip
import pickle
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading import parse
from hub.aggregate.reading.document import Document, Flaw, Note
from hub.aggregate.reading.draft import Draft, Found, Sketch
from tests.aggregate.reading.documents import NOW, URL, atom, post, read, refuse, rss


def test_a_blog_is_read() -> None:
    feed = read(rss(post(2), post(1)))
    assert (feed.dialect, feed.title, feed.site, feed.total) == ("RSS 2.0", "Ben’s blog", "https://ben.example/", 2)
    assert [entry.title for entry in feed.entries] == ["Post 1", "Post 2"]
    assert feed.notes == frozenset()


def test_what_is_known_is_counted_and_not_read_again() -> None:
    first = read(rss(post(2), post(1)))
    again = read(rss(post(3), post(2), post(1)), known=first.digests)
    assert [entry.title for entry in again.entries] == ["Post 3"]
    assert again.total == 3
    assert len(again.digests) == 24
    assert read(rss(post(2), post(1)), known=first.digests).entries == ()


def test_a_changed_word_makes_an_entry_new_again() -> None:
    known = read(rss(post(1))).digests
    changed = read(rss(post(1).replace("Words", "Better words")), known=known)
    assert [entry.text for entry in changed.entries] == ["better words of 1"]


def test_what_we_do_not_read_does_not_make_an_entry_new() -> None:
    counted = '<slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">{}</slash:comments>'
    known = read(rss(post(1, counted.format(1)))).digests
    assert read(rss(post(1, counted.format(2))), known=known).entries == ()


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"", Flaw.NOTHING),
        (b" \n\t", Flaw.NOTHING),
        (b"\xef\xbb\xbf", Flaw.NOTHING),
        (b"<!DOCTYPE html><html><head><title>404</title></head><body><p>Gone<br></body></html>", Flaw.HTML),
        (b"<!-- hi --><html><body>Hello</body></html>", Flaw.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', Flaw.HTML),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", Flaw.CALENDAR),
        (b"Service temporarily unavailable", Flaw.NOT_A_FEED),
        (b"<opml version='2.0'><body/></opml>", Flaw.NOT_A_FEED),
        (b'{"error": "no such feed"}', Flaw.NOT_A_FEED),
        (b"{not json", Flaw.NOT_A_FEED),
        (b"[" * 100_000, Flaw.NOT_A_FEED),
        (gzip.compress(rss(post(1))), Flaw.NOT_A_FEED),
        (b"<rss>" + b" " * (5 * 1024 * 1024), Flaw.BOMB),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(body: bytes, flaw: Flaw) -> None:
    assert refuse(body).flaw is flaw


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item>&l9;</item></channel></rss>'.encode(),
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>&x;</item></channel></rss>',
        b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><rss><channel/></rss>',
        (
            '<!DOCTYPE rss [<!ENTITY x "' + "a" * 5_000 + '">]><rss><channel>' + "&x;" * 9_000 + "</channel></rss>"
        ).encode(),
        b"<rss><channel><item " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/></channel></rss>",
        b"<rss><channel>" + b"<a>" * 100_000,
        b"<rss><channel>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</channel></rss>",
        b"<rss><channel>" + b"<a>" * 150 + b"</a>" * 150 + b"</channel></rss>",
    ],
)
def test_a_bomb_is_refused_in_a_moment(body: bytes) -> None:
    begun = time.process_time()
    assert refuse(body).flaw is Flaw.BOMB
    assert time.process_time() - begun < 0.5


def test_the_letters_a_document_declares_for_itself_are_harmless() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY shop "Caf&#233;">]>'
    feed = read(doctype.encode() + rss("<title>The &shop; &eacute;&nbsp;&hearts;</title>"))
    assert feed.entries[0].title == "The Café é ♥"
    assert Note.NOT_WELL_FORMED not in feed.notes


def test_an_old_document_type_is_no_trouble() -> None:
    doctype = (
        b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/x.dtd">'
    )
    feed = read(doctype + rss("<title>A&eacute;</title>", version="0.91"))
    assert (feed.dialect, feed.entries[0].title) == ("RSS 0.91", "Aé")


def test_blank_lines_first_and_control_signs_are_mended() -> None:
    feed = read(b'\n\n<?xml version="1.0"?>' + rss("<title>A\x0bB &nbsp;&#31;C</title>"))
    assert feed.entries[0].title == "AB C"
    assert feed.notes >= {Note.NOT_WELL_FORMED}


@pytest.mark.parametrize("before", [0, 1, 99, 100, 150, 199, 200, 201])
def test_of_attributes_two_hundred_are_enough_wherever_they_stand(before: int) -> None:
    def posts_with(attributes: int) -> bytes:
        said = " ".join(f'a{n}="1"' for n in range(attributes))
        return rss("<a b='c'/>" * before + post(1), f"<x {said}/>{post(2)}", post(3))

    assert read(posts_with(200)).total == 3
    assert refuse(posts_with(201)).flaw is Flaw.BOMB


def test_an_entry_travels_between_processes_unharmed() -> None:
    feed = read(rss(post(2, "<category>Bins</category>"), post(1, '<enclosure url="https://ben.example/a.mp3"/>')))
    assert pickle.loads(pickle.dumps(feed)) == feed  # noqa: S301 - our own


def test_a_bare_ampersand_and_a_lost_tag_are_forgiven() -> None:
    feed = read(rss("<title>Fish & chips</title><link>https://ben.example/1</link><description>a<b</description>"))
    assert feed.entries[0].title == "Fish & chips"
    assert Note.NOT_WELL_FORMED in feed.notes


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss("<title>Zoë</title>"), ""),
        (b"\xef\xbb\xbf" + rss("<title>Zoë</title>"), "text/xml; charset=iso-8859-1"),
        (rss("<title>Zoë</title>").decode().encode("utf-16"), ""),
        (rss("<title>Zoë</title>").decode().encode("utf-16-le"), ""),
        (rss("<title>Zoë</title>").decode().encode("utf-32"), ""),
        (
            b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<title>Zoë</title>").decode().encode("cp1252"),
            "text/xml",
        ),
        (rss("<title>Zoë</title>").decode().encode("cp1252"), "text/xml; charset=windows-1252"),
    ],
)
def test_letters_come_out_right_in_any_encoding(body: bytes, content_type: str) -> None:
    feed = read(body, content_type=content_type)
    assert (feed.title, feed.entries[0].title) == ("Ben’s blog", "Zoë")


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0" encoding="utf-8"?>' + rss("<title>Zoë</title>").decode().encode("cp1252"),
        b'<?xml version="1.0" encoding="us-ascii-x"?>' + rss("<title>Zoë</title>"),
        b'<?xml version="1.0" encoding="utf-16"?>' + rss("<title>Zoë</title>"),
        b'<?xml version="1.0" encoding="cp037"?>' + rss("<title>Zoë</title>"),
        rss("<title>Zoë</title>").decode().encode("cp1252"),
    ],
)
def test_a_wrong_encoding_is_noticed(body: bytes) -> None:
    feed = read(body)
    assert feed.entries[0].title == "Zoë"
    assert Note.WRONG_ENCODING in feed.notes


def test_bytes_no_encoding_explains_are_replaced() -> None:
    feed = read(b'<?xml version="1.0" encoding="utf-8"?>' + rss("<title>A@B</title>").replace(b"@", b"\x81\xff"))
    assert feed.entries[0].title.startswith("A")
    assert Note.WRONG_ENCODING in feed.notes


def test_of_ten_thousand_items_the_newest_two_hundred_are_kept() -> None:
    feed = read(rss(*(post(number) for number in range(10_000))))
    assert (feed.total, len(feed.entries), len(feed.digests)) == (10_000, 200, 1_600)
    assert Note.TOO_MANY in feed.notes
    assert {entry.published_at and entry.published_at.day for entry in feed.entries} <= {25, 26, 27, 28}


START = datetime(2020, 1, 1, tzinfo=UTC)
DATES = [(START + timedelta(hours=hour)).isoformat() for hour in range(10_400)]


@pytest.mark.parametrize("count", [201, 3_000, 10_400])
@pytest.mark.parametrize("newest", ["first", "last", "in between"])
def test_the_newest_two_hundred_are_kept_in_whatever_order_they_come(count: int, newest: str) -> None:
    entries = [Found(Sketch(date, "", "", date, b""), Draft) for date in DATES[:count]]
    half = count // 2 if newest == "in between" and count <= parse.MOST_SCANNED else 0
    listed = entries[::-1] if newest == "first" else entries[half:] + entries[:half]
    kept, notes = parse._newest(listed, NOW)
    assert {found.sketch.guid for found in kept} == set(DATES[count - 200 : count])
    assert notes == {Note.TOO_MANY}


def test_without_dates_the_first_two_hundred_are_kept() -> None:
    feed = read(rss(*(f"<title>{number}</title><guid>{number}</guid>" for number in range(300))))
    assert [entry.title for entry in feed.entries] == [str(number) for number in reversed(range(200))]
    assert feed.notes >= {Note.TOO_MANY, Note.NO_DATES, Note.NO_LINKS}


def test_an_empty_feed_is_said_to_be_empty() -> None:
    feed = read(rss())
    assert (feed.total, feed.entries, feed.notes) == (0, (), frozenset({Note.EMPTY}))


def test_a_date_in_the_future_is_noticed_and_left_as_it_is() -> None:
    feed = read(rss("<title>x</title><guid>1</guid><pubDate>Tue, 01 Jun 2027 10:00:00 GMT</pubDate>"))
    assert feed.entries[0].published_at == datetime(2027, 6, 1, 10, tzinfo=UTC)
    assert Note.FUTURE_DATES in feed.notes


def test_entries_come_oldest_first_and_those_without_a_date_stay_beside_their_neighbour() -> None:
    dated = "<title>{0}</title><guid>{0}</guid><pubDate>0{1} May 2026 10:00:00 GMT</pubDate>"
    feed = read(rss(dated.format("d", 4), "<title>c</title><guid>c</guid>", dated.format("b", 2), dated.format("e", 5)))
    assert [entry.title for entry in feed.entries] == ["b", "c", "d", "e"]


def test_hostile_words_come_out_as_plain_words() -> None:
    entry = read(
        rss(
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;Hi &lt;b&gt;you&lt;/b&gt;</title>"
            "<link>javascript:alert(1)</link><guid isPermaLink='false'>1</guid>"
            "<category>&lt;img src=x onerror=alert(1)&gt;bins</category>"
            "<dc:creator>&lt;i&gt;Ben\u202e&lt;/i&gt;</dc:creator>"
            "<enclosure url='javascript:x' type='audio/mpeg'/><enclosure url='https://ben.example/a.mp3' length='-1'/>"
            "<description>&lt;p onclick=x&gt;Hello&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</description>"
        )
    ).entries[0]
    assert (entry.title, entry.link, entry.labels, entry.author) == ("Hi you", "", ("bins",), "Ben")
    assert entry.html == "<p>Hello</p>"
    assert [attachment.url for attachment in entry.attachments] == ["https://ben.example/a.mp3"]


def test_one_document_cannot_make_an_entry_larger_than_its_caps() -> None:
    labels = "".join(f"<category>{number}</category>" for number in range(500))
    feed = read(
        rss(
            f"<title>{'word ' * 500}</title><guid>{'g' * 5_000}</guid><description>{'text ' * 50_000}</description>"
            f"{labels}<author>{'a' * 9_000}</author>"
        )
    )
    entry = feed.entries[0]
    assert len(entry.title) <= 500
    assert len(entry.guid) <= 1_000
    assert len(entry.summary) <= 300
    assert len(entry.text) <= 20_000
    assert len(entry.html) <= 66_000
    assert len(entry.labels) == 50
    assert len(entry.author) <= 200


@given(
    st.one_of(st.binary(), st.text().map(lambda text: f"<rss><channel><item>{text}</item></channel></rss>".encode()))
)
def test_no_bytes_make_the_reader_fall(body: bytes) -> None:
    assert parse.read(body, content_type="", url=URL, now=NOW) is not None


@given(st.data())
def test_a_document_cut_anywhere_is_still_read(data: st.DataObject) -> None:
    whole = atom(*(f"<title>{n}</title><id>urn:{n}</id><updated>2026-05-0{n}T10:00:00Z</updated>" for n in range(1, 4)))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    outcome = parse.read(cut, content_type="application/atom+xml", url=URL, now=NOW)
    assert not isinstance(outcome, Document) or outcome.total <= 3
