"""Each dialect says the same things in its own way, and we hear them all."""

from datetime import UTC, datetime

import pytest

from hub.aggregate.reading.document import Attachment, Hints, Note
from tests.aggregate.reading.documents import atom, only, post, read, rss

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{space}"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://ben.example/"><title>Ben</title>
 <link>https://ben.example/</link></channel><item rdf:about="https://ben.example/1"><title>One</title>
 <link>https://ben.example/1</link><dc:date>2026-05-01T10:00:00+01:00</dc:date><dc:creator>Ben</dc:creator>
 <dc:subject>Bins</dc:subject></item></rdf:RDF>"""


def test_rss_2_in_full() -> None:
    entry = only(
        rss(
            "<title>Market day</title><link>https://ben.example/market</link><guid isPermaLink='false'>m-1</guid>"
            "<author>ben@ben.example (Ben)</author><pubDate>Sat, 02 May 2026 09:30:00 +0100</pubDate>"
            "<category>Markets</category><category>Food</category><category>Markets</category>"
            "<description>Short</description><content:encoded><![CDATA[<p>Long <b>words</b></p>]]></content:encoded>"
            "<enclosure url='/a.mp3' type='audio/mpeg' length='123'/><georss:point>52.43 -1.89</georss:point>"
            "<cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license><dc:rights>Ben</dc:rights><dc:language>en-GB</dc:language>"
        )
    )
    assert (entry.guid, entry.link, entry.author) == ("m-1", "https://ben.example/market", "Ben")
    assert entry.published_at == datetime(2026, 5, 2, 8, 30, tzinfo=UTC)
    assert entry.published_raw == "Sat, 02 May 2026 09:30:00 +0100"
    assert (entry.summary, entry.html, entry.text) == ("Short", "<p>Long <b>words</b></p>", "long words short")
    assert entry.labels == ("Markets", "Food")
    assert entry.attachments == (Attachment("https://ben.example/a.mp3", "audio/mpeg", 123),)
    assert (entry.lat, entry.lon, entry.language) == (52.43, -1.89, "en-gb")
    assert entry.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_what_an_rss_channel_asks_of_us() -> None:
    head = (
        "<ttl>60</ttl><skipHours><hour>0</hour><hour>24</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Noday</day></skipDays><sy:updatePeriod>daily</sy:updatePeriod>"
        "<sy:updateFrequency>2</sy:updateFrequency><language>en-GB</language>"
        "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='https://ben.example/feed'/>"
    )
    feed = read(rss(post(1), head=head))
    assert feed.hints == Hints(
        60, frozenset({0}), frozenset({6}), 43_200, "https://hub.example/", "https://ben.example/feed"
    )
    assert (feed.language, feed.entries[0].language, feed.site) == ("en-gb", "en-gb", "https://ben.example/")


@pytest.mark.parametrize(
    "nonsense", ["<ttl>soon</ttl>", "<ttl>99999999999</ttl>", "<sy:updatePeriod>often</sy:updatePeriod>"]
)
def test_nonsense_asks_nothing(nonsense: str) -> None:
    assert read(rss(post(1), head=nonsense)).hints == Hints()


@pytest.mark.parametrize(
    ("space", "dialect"),
    [("http://purl.org/rss/1.0/", "RSS 1.0"), ("http://my.netscape.com/rdf/simple/0.9/", "RSS 0.90")],
)
def test_rdf(space: str, dialect: str) -> None:
    feed = read(RDF.format(space=space).encode())
    (entry,) = feed.entries
    assert (feed.dialect, feed.title, entry.guid, entry.author) == (dialect, "Ben", "https://ben.example/1", "Ben")
    assert entry.published_at == datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert entry.labels == ("Bins",)


def test_atom_in_full() -> None:
    entry = only(
        atom(
            "<id>urn:1</id><title type='html'>Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title>"
            "<link rel='alternate' href='/1'/><link rel='enclosure' href='/a.mp3' type='audio/mpeg' title='Part 1'/>"
            "<link rel='license' href='https://creativecommons.org/publicdomain/zero/1.0/'/>"
            "<author><name>Ben</name><email>ben@ben.example</email></author><category term='bins' label='Bins'/>"
            "<published>2026-05-01T10:00:00Z</published><updated>2026-05-02T10:00:00Z</updated>"
            "<content type='xhtml' xml:lang='cy'><div xmlns='http://www.w3.org/1999/xhtml'><p>Hello <br/>you</p>"
            "<a id='x'/><p><a href='more'>more</a></p></div></content><summary>Short &lt;words&gt;</summary>"
        )
    )
    assert (entry.guid, entry.title, entry.link, entry.author) == (
        "urn:1",
        "Fish & chips",
        "https://ben.example/1",
        "Ben",
    )
    assert (entry.published_at, entry.updated_at) == (
        datetime(2026, 5, 1, 10, tzinfo=UTC),
        datetime(2026, 5, 2, 10, tzinfo=UTC),
    )
    assert "<p>Hello <br>you</p>" in entry.html
    assert 'href="https://ben.example/more"' in entry.html
    assert entry.summary == "Short <words>"
    assert entry.labels == ("Bins",)
    assert entry.attachments == (Attachment("https://ben.example/a.mp3", "audio/mpeg", None, "Part 1"),)
    assert (entry.licence, entry.language) == ("https://creativecommons.org/publicdomain/zero/1.0/", "en")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("<title>1 &lt; 2 &amp;amp; &lt;b&gt;</title>", "1 < 2 &amp; <b>"),
        ("<title type='text'>&lt;script&gt;</title>", "<script>"),
        ("<title type='html'>&lt;em&gt;So&lt;/em&gt; it is</title>", "So it is"),
        ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>b</b> &amp; c</div></title>", "A b & c"),
        ("<title/>", ""),
    ],
)
def test_an_atom_title_means_what_its_type_says(title: str, words: str) -> None:
    assert only(atom(f"<id>urn:1</id>{title}")).title == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("Fish &amp;amp;amp; chips", "Fish & chips"),
        ("<![CDATA[A <b>bold</b> plan]]>", "A bold plan"),
        ("5 &lt; 6 &amp;#8217; x", "5 < 6 ’ x"),
        ("ZoÃ« at the cafÃ©", "Zoë at the café"),
        ("Donâ€™t", "Don’t"),
        ("It\x92s", "It’s"),
        ("Ãberall", "Ãberall"),
    ],
)
def test_an_rss_title_becomes_plain_words(title: str, words: str) -> None:
    assert only(rss(f"<title>{title}</title><guid>1</guid>")).title == words


def test_atom_0_3_and_its_modes() -> None:
    body = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Ben</title><entry><id>1</id><title>One</title>'
        '<link rel="alternate" type="text/html" href="https://ben.example/1"/><issued>2026-05-01T10:00:00Z</issued>'
        "<modified>2026-05-02T10:00:00Z</modified>"
        '<content type="text/html" mode="base64">PGI+aGk8L2I+</content></entry>'
        '<entry><id>2</id><content mode="escaped">&lt;b&gt;hi&lt;/b&gt;</content></entry>'
        '<entry><id>3</id><content mode="base64">A</content><summary>1 &lt; 2</summary></entry></feed>'
    )
    feed = read(body.encode())
    assert feed.dialect == "Atom 0.3"
    assert [entry.html for entry in feed.entries] == ["<p>A</p>", "<b>hi</b>", "<b>hi</b>"]


def test_a_forgiving_reader_finds_media_and_bare_words() -> None:
    feed = read(
        rss(
            "<title>a & b</title><media:content url='https://ben.example/a.jpg' type='image/jpeg' fileSize='x'/>"
            "<media:content url='data:x'/><content:encoded></content:encoded><pubDate>soon</pubDate>"
        )
    )
    assert [part.url for part in feed.entries[0].attachments] == ["https://ben.example/a.jpg"]
    assert (feed.entries[0].published_at, feed.entries[0].published_raw) == (None, "soon")


def test_what_makes_feedparser_fall_is_salvaged() -> None:
    feed = read(rss("<title>a & b</title><pubDate>Fri, 2006/13/15 08:19:53 EDT</pubDate>"))
    assert [(entry.title, entry.published_at) for entry in feed.entries] == [("a b", None)]


def test_the_second_author_and_an_empty_link_change_nothing() -> None:
    entry = only(atom("<id>1</id><link href=''/><author><name>Ada</name></author><author><name>Ben</name></author>"))
    assert (entry.author, entry.link) == ("Ada", "")


def test_a_photograph_and_its_medium() -> None:
    entry = only(
        rss(
            "<guid>1</guid><media:group><media:title>The mill</media:title>"
            "<media:description>In May</media:description>"
            "<media:content url='https://ben.example/m.jpg' type='image/jpeg' fileSize='9'/>"
            "<media:content url='https://ben.example/m.jpg'/><media:keywords>mill, river</media:keywords></media:group>"
            "<media:content url='https://ben.example/s.jpg' medium='image'>"
            "<media:title>Small</media:title></media:content><media:license href='https://cc.example/by'/>"
        )
    )
    assert (entry.title, entry.summary, entry.labels) == ("The mill", "In May", ("mill", "river"))
    assert entry.attachments == (
        Attachment("https://ben.example/m.jpg", "image/jpeg", 9),
        Attachment("https://ben.example/s.jpg", "image", None, "Small"),
    )


def test_a_podcast_says_more_to_its_listeners() -> None:
    entry = only(
        rss(
            "<guid>1</guid><description>Short…</description><itunes:summary>Short and then long</itunes:summary>"
            "<itunes:author>Ben and Ada</itunes:author>"
        )
    )
    assert (entry.text, entry.author) == ("short and then long", "Ben and Ada")


@pytest.mark.parametrize(
    ("where", "point"),
    [
        ("<georss:point>52.5,-1.9</georss:point>", (52.5, -1.9)),
        ("<georss:where><gml:Point><gml:pos>52.5 -1.9</gml:pos></gml:Point></georss:where>", (52.5, -1.9)),
        ("<geo:lat>52.5</geo:lat><geo:long>-1.9</geo:long>", (52.5, -1.9)),
        ("<geo:Point><geo:long>-1.9</geo:long><geo:lat>52.5</geo:lat></geo:Point>", (52.5, -1.9)),
        ("<geo:lat>52.5</geo:lat>", (None, None)),
        ("<georss:point>north</georss:point>", (None, None)),
        ("<georss:point>nan nan</georss:point>", (None, None)),
        ("<georss:point>99 200</georss:point>", (None, None)),
        ("<georss:point>0 0</georss:point>", (None, None)),
        ("<georss:point>north south</georss:point>", (None, None)),
    ],
)
def test_where_it_was(where: str, point: tuple[float | None, float | None]) -> None:
    entry = only(rss(f"<guid>1</guid>{where}"))
    assert (entry.lat, entry.lon) == point


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("<link>/a</link>", "https://ben.example/a"),
        ("<guid>https://ben.example/g</guid>", "https://ben.example/g"),
        ("<guid isPermaLink='false'>https://ben.example/g</guid>", ""),
        ("<guid>0b3c</guid>", ""),
        (
            "<link>https://p.example/x</link><feedburner:origLink>https://ben.example/o</feedburner:origLink>",
            "https://ben.example/o",
        ),
        ("<atom:link href='https://ben.example/b'/>", "https://ben.example/b"),
        ("<atom:link href='https://ben.example/c' type='application/pdf'/>", "https://ben.example/c"),
        ("<link>https://user:secret@ben.example/</link>", ""),
        ("<link/>", ""),
    ],
)
def test_where_an_item_leads(said: str, link: str) -> None:
    assert only(rss(f"<title>x</title>{said}")).link == link


def test_xml_base_tells_where_relative_links_belong() -> None:
    entry = only(
        atom("<id>1</id><link href='x'/><content type='html' xml:base='/deep/'>&lt;a href='y'&gt;z&lt;/a&gt;</content>")
    )
    assert entry.link == "https://ben.example/x"
    assert 'href="https://ben.example/deep/y"' in entry.html


def test_a_description_typed_line_by_line_keeps_its_lines() -> None:
    assert (
        only(rss("<guid>1</guid><description>One &amp;amp; two\n\nthree</description>")).html
        == "<p>One &amp; two</p><p>three</p>"
    )


def test_content_that_is_a_film_is_not_words() -> None:
    entry = only(atom("<id>1</id><content type='video/mp4' src='x.mp4'>AAAA</content><summary>A film</summary>"))
    assert entry.text == "a film"


def test_rights_and_authors_are_inherited() -> None:
    feed = read(rss(post(1), head="<copyright>© Ben</copyright><managingEditor>ben@ben.example</managingEditor>"))
    assert (feed.entries[0].licence, feed.entries[0].author) == ("© Ben", "")
    feed = read(
        atom("<id>1</id>", head="<author><name>Ben</name></author><rights>CC BY</rights><subtitle>Words</subtitle>")
    )
    assert (feed.entries[0].author, feed.entries[0].licence, feed.description) == ("Ben", "CC BY", "Words")
    feed = read(rss("<guid>1</guid>", head="<cc:license href='https://cc.example/by'/>"))
    assert feed.entries[0].licence == "https://cc.example/by"


def test_the_forgiving_reader_hears_the_same() -> None:
    broken = rss(
        "<title>Fish & chips</title><link>/1</link><guid isPermaLink='false'>1</guid><author>Ben</author>"
        "<pubDate>Sat, 02 May 2026 09:30:00 +0100</pubDate><category>Food</category><description>Short</description>"
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><georss:point>52.5 -1.9</georss:point>"
        "<enclosure url='https://ben.example/a.mp3' type='audio/mpeg' length='123'/><guid></guid>",
        "<title>Two</title><geo:lat>52.5</geo:lat><geo:long>-1.9</geo:long><dcterms:created>x</dcterms:created>",
        head="<ttl>60</ttl><atom:link rel='hub' href='https://hub.example/'/><copyright>© Ben</copyright>",
    )
    feed = read(broken)
    one = next(entry for entry in feed.entries if entry.title == "Fish & chips")
    assert (one.link, one.author, one.labels, one.html) == ("https://ben.example/1", "Ben", ("Food",), "<p>Long</p>")
    assert one.published_at == datetime(2026, 5, 2, 8, 30, tzinfo=UTC)
    assert (one.lat, one.lon, one.licence) == (52.5, -1.9, "© Ben")
    assert one.attachments == (Attachment("https://ben.example/a.mp3", "audio/mpeg", 123),)
    assert (feed.hints.ttl_minutes, feed.hints.hub) == (60, "https://hub.example/")
    assert Note.NOT_WELL_FORMED in feed.notes
