"""Ada brings a list of feeds, sees how each is, takes what she ticks, and takes it back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from limits import RateLimitItemPerHour
from lxml import etree
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.rules import Found, State
from hub.aggregate.registering.found import Post
from hub.db.engine import reading, writing
from hub.duties.eyes import Eyes
from hub.kit.clock import now
from hub.net.door import Door
from hub.people.audit.models import AuditEntry
from hub.site.looking import Looker
from hub.site.pages import desk_lists
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing
from tests.neighbours import SAME_ORIGIN, Neighbour, Page, _filled
from tests.site.conftest import Alderford

READS = """<opml version="2.0"><head><title>Mill End reads</title></head><body>
<outline text="Local news"><outline text="Courier" xmlUrl="https://courier.example/rss" language="en"/>
<outline text="Old Gazette" xmlUrl="feed:https://gazette.example/rss"/></outline>
<outline text="Files" xmlUrl="ftp://files.example/rss"/><outline text="Again" xmlUrl="http://courier.example/rss"/>
<outline type="include" text="More" url="https://a.example/more.opml"/><outline text="nothing"/></body></opml>"""
BRING = "/desk/lists"


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Read lists in this process, and let a publisher on loopback be asked."""
    monkeypatch.setattr(Looker, "_child", lambda _self: AtOnce())
    with publishing() as publisher:
        door = Door(allow_private_networks=(publisher.host,), host_pause=0)
        monkeypatch.setattr(Eyes, "quick", property(lambda _self: door))
        yield publisher


def bring(who: Neighbour, body: str | bytes = READS, **fields: str) -> Page:
    """Send a file as a browser does."""
    content = body.encode() if isinstance(body, str) else body
    files = {"file": ("reads.opml", content, "text/x-opml")}
    reply = who.browser.post(BRING, data={"place": "alderford", **fields}, files=files, headers=SAME_ORIGIN)
    return Page(str(reply.url), reply.status_code, reply.headers, reply.text)


def press(who: Neighbour, page: Page, do: str, **fields: str | list[str]) -> Page:
    """Press a button below the lines of a list."""
    (form,) = page.all("//form[.//input[@name='page']]")
    return who.post(str(form.get("action")), follow=True, **(_filled(form) | fields), do=do)


def line_address(page: Page, name: str) -> str:
    """Return the page of a line."""
    return str(page.all(f"//article[.//h3//bdi='{name}']//a[starts-with(., 'Change')]")[0].get("href"))


def looked_at(many: Engine) -> None:
    """Have every line that waits be looked at: the first is alive, the second silent."""
    post = Post("Bins <b>today</b>", "https://courier.example/1", now(), ("Bins & recycling",))
    with writing(many) as db:
        for row in db.exec(select(ListedFeed).where(ListedFeed.state == State.WAITING)):
            is_first = row.title == "Courier"
            last = now() - timedelta(days=1 if is_first else 900)
            row.state = State.ALIVE if is_first else State.SILENT
            row.found = Found(row.title, last_at=last, a_month=4.5 if is_first else 0, posts=(post,)).told
            row.looked_at = now()
            db.add(row)


def test_ada_sees_at_once_what_was_read(ada: Neighbour, alderford: Alderford) -> None:
    page = bring(ada)
    assert page.status == 200
    assert page.h1 == "Mill End reads"
    assert "Looked at 2 of 4" in page.text
    assert "this address begins with ftp" in page.text
    assert "The same as line 1 of this list." in page.text
    assert "mended: it was written as feed:https://gazette.example/rss" in page.text
    assert page.all("//progress[@max='4' and @value='2']")
    assert "no-store" in page.headers["cache-control"]
    assert "Mill End reads" in ada.visit(BRING).text


def test_ada_takes_what_is_ticked_and_takes_it_back(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)
    looked_at(many)
    done = press(ada, ada.visit(page.address), "take", row=["1", "2"], kind="community")
    assert "2 sources were made." in done.text
    with reading(many) as db:
        made = {each.name: each.kind for each in db.exec(select(Source).where(Source.origin == "desk"))}
        assert made == {"Courier": "press", "Old Gazette": "press"}  # as their folder says
        assert [each.after for each in db.exec(select(AuditEntry)) if each.deed == "bring"] == [{"taken": 2}]
    back = ada.post(page.address, do="undo", follow=True)
    assert "2 sources leave" in back.text
    with reading(many) as db:
        urls = ["https://courier.example/rss", "https://gazette.example/rss"]
        assert all(db.exec(select(Feed).where(Feed.url == url)).one().retired for url in urls)
    again = ada.post(page.address, do="undo")
    assert (again.status, "Nothing of it can be taken back" in again.text) == (422, True)


def test_ada_sees_what_each_feed_says(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)
    looked_at(many)
    page = ada.visit(page.address)
    assert "Bins &lt;b&gt;today&lt;/b&gt;" in page.source
    assert "silent since" in page.text
    assert "about 4.5 a month" in page.text
    assert page.all("//input[@name='row' and @value='1' and @checked]")
    assert page.all("//input[@name='row' and @value='2' and not(@checked)]")


def test_ticks_are_kept_and_a_folder_gets_a_kind(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)
    looked_at(many)
    page = ada.visit(page.address)
    kept = press(ada, page, "keep", row=["2"], **{"kind-0": "council"})
    assert "1 is ticked." in kept.text
    assert kept.all("//input[@name='row' and @value='2' and @checked]")
    assert kept.all("//select[@name='kind-0']/option[@value='council' and @selected]")
    nothing = press(ada, kept, "take", row=[])
    assert (nothing.status, "Nothing is ticked" in nothing.text) == (422, True)
    assert press(ada, kept, "dance", row=[]).status == 422
    again = press(ada, kept, "again", row=[])
    assert "1 is looked at again." in again.text


def test_ada_mends_a_line(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)
    looked_at(many)
    page = ada.visit(page.address)
    address = line_address(page, "Files")
    line = ada.visit(address)
    assert (line.status, line.h1) == (200, "Files")
    wrong = ada.fill(line, title="", kind="nothing", follow=False)
    assert (wrong.status, "Type what it is called." in wrong.text, "Choose what kind" in wrong.text) == (
        422,
        True,
        True,
    )
    assert ada.fill(line, title="x" * 81, follow=False).status == 422
    sent = ada.fill(line, title="Flies", feed="https://flies.example/rss", kind="blog")
    assert "It is changed." in sent.text
    looked_at(many)
    taken = ada.post(page.address, do="take", shown="1", row="1", follow=True)
    assert "1 source was made." in taken.text
    of_taken = line_address(taken, "Courier")
    late = ada.fill(ada.visit(of_taken), title="Other", follow=False)
    assert (late.status, "A source was made of it" in late.text) == (422, True)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<opml><body></opml>", "not well-formed"),
        (b"<opml><body/></opml>", "names no feed"),
        (
            b"<opml><body><outline type='include' url='https://a.example/'/></body></opml>",
            "names no feeds, but other lists",
        ),
        (b"", "Choose a file or type an address"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body/></opml>", "entities"),
    ],
)
def test_what_is_no_list_is_said_beside_the_file(ada: Neighbour, alderford: Alderford, body: bytes, why: str) -> None:
    page = bring(ada, body)
    assert (page.status, why in page.text) == (422, True)
    assert page.all("//input[@id='file' and @aria-invalid='true']")


def test_a_list_may_be_at_an_address(ada: Neighbour, alderford: Alderford, read_here: Publisher) -> None:
    page = bring(ada, b"", address=read_here.says("/reads.opml", body=READS))
    assert page.h1 == "Mill End reads"
    wrong = bring(ada, b"", address="http://192.168.0.1/list.opml")
    assert (wrong.status, "This address is not on the public internet." in wrong.text) == (422, True)
    assert bring(ada, b"", address="x" * 2_001).status == 422
    assert bring(ada, READS, address="https://a.example/").status == 422


def test_a_file_that_is_too_long_is_refused(ada: Neighbour, alderford: Alderford) -> None:
    page = bring(ada, b" " * 5_100_000)
    assert (page.status, "longer than 5 MB" in page.text) == (400, True)


def test_a_list_of_another_place_is_not_there(
    ada: Neighbour, ben: Neighbour, mo: Neighbour, alderford: Alderford, many: Engine
) -> None:
    address = bring(ada).address
    assert ben.visit(address).status == 403
    assert mo.visit(address).status == 404
    assert ada.visit(f"{address}?done=nonsense-1&page=9").status == 200
    assert ada.visit(f"{BRING}/00000000-0000-0000-0000-000000000000").status == 404
    with reading(many) as db:
        other = db.exec(select(FeedList)).one().id
    assert ada.visit(f"{BRING}/{other}/00000000-0000-0000-0000-000000000000").status == 404


def test_nobody_brings_lists_all_day(ada: Neighbour, alderford: Alderford, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_lists, "OF_PERSON", RateLimitItemPerHour(1, namespace="lists-person"))
    assert bring(ada).status == 200
    assert bring(ada).status == 429


def test_a_page_of_the_bloggers_of_a_city_is_one_page(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    lines = "".join(f'<outline text="Courier" xmlUrl="https://b{n}.example/rss"/>' for n in range(360))
    page = bring(ada, f"<opml><body>{lines}</body></opml>")
    looked_at(many)
    first = ada.visit(page.address)
    assert len(first.all("//input[@name='row']")) == 350
    assert press(ada, first, "keep", kind="blog").status == 200
    assert len(ada.visit(f"{page.address}?page=2").all("//input[@name='row']")) == 10


def test_the_whole_hub_goes_into_feed_readers(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/sources.opml")
    assert page.headers["content-type"].startswith("text/x-opml")
    places = etree.fromstring(page.source.encode()).findall("body/outline")
    assert [each.get("text") for each in places] == ["Alderford", "Mill End"]


def test_what_goes_out_comes_in_again(cem: Neighbour, ada: Neighbour, alderford: Alderford) -> None:
    page = bring(ada, cem.visit("/alderford/sources.opml").source)
    assert "In the stream already, as “Alderford Council”." in page.text
    assert "In the stream already, as “Town diary”." in page.text  # a calendar
