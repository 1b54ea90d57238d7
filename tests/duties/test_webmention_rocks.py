"""Pages of our own, one for each thing that webmention.rocks tries of whoever sends and takes webmentions."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.mentions.models import Mention
from hub.db.engine import reading, writing
from hub.duties.mentioning import look_at_mentions
from hub.duties.tools import Tools
from hub.net.door import Door
from tests import town
from tests.duties.at_once import AtOnce
from tests.duties.told import HERE, Site, Teller, site
from tests.neighbours import Neighbour, Page

PAGE = "/post"


@pytest.fixture
def blog() -> Iterator[Site]:
    with site() as made:
        yield made


@pytest.fixture
def teller(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Teller:
    return Teller(engine, monkeypatch)


def told_at(teller: Teller, blog: Site, body: str, *link: str) -> list[str]:
    """Show a post with such a body and such headers, mention it, and return where the blog was told of that."""
    target = blog.shows(
        PAGE, f"<!doctype html><title>A post</title><p>Bins.</p>{body}", *(("Link", each) for each in link)
    )
    teller.ask(target)
    teller.goes_on(3)
    assert all(form == {"source": HERE, "target": target} for _, form in blog.sent)
    return [path for path, _ in blog.sent]


# 1 to 23: where a page wants to be told


def test_01_a_header_without_quotes_names_a_relative_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, "", "</wm/1>; rel=webmention") == ["/wm/1"]


def test_02_a_header_without_quotes_names_an_absolute_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, "", "<http://HOST/wm/2>; rel=webmention") == ["/wm/2"]


def test_03_a_link_element_names_a_relative_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="webmention" href="/wm/3">') == ["/wm/3"]


def test_04_a_link_element_names_an_absolute_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="webmention" href="http://HOST/wm/4">') == ["/wm/4"]


def test_05_a_link_in_the_text_names_a_relative_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<a rel="webmention" href="/wm/5">tell me</a>') == ["/wm/5"]


def test_06_a_link_in_the_text_names_an_absolute_address(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<a rel="webmention" href="http://HOST/wm/6">tell me</a>') == ["/wm/6"]


def test_07_a_header_is_called_by_its_name_in_odd_letters(teller: Teller, blog: Site) -> None:
    target = blog.shows(PAGE, "<p>Bins.", ("lInK", "</wm/7>; ReL=webmention"))
    teller.ask(target)
    teller.goes_on(3)
    assert [path for path, _ in blog.sent] == ["/wm/7"]


def test_08_a_header_has_its_relation_in_quotes(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, "", '</wm/8>; rel="webmention"') == ["/wm/8"]


def test_09_a_link_element_has_several_relations(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="pingback webmention me" href="/wm/9">') == ["/wm/9"]


def test_10_a_header_has_several_relations(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, "", '</wm/10>; rel="me webmention pingback"') == ["/wm/10"]


def test_11_the_header_goes_before_the_page(teller: Teller, blog: Site) -> None:
    body = '<link rel="webmention" href="/wrong/1"><a rel="webmention" href="/wrong/2">here</a>'
    assert told_at(teller, blog, body, "</wm/11>; rel=webmention") == ["/wm/11"]


def test_12_a_relation_that_only_ends_in_the_word_is_another(teller: Teller, blog: Site) -> None:
    body = '<link rel="no-webmention" href="/wrong"><link rel="webmention" href="/wm/12">'
    assert told_at(teller, blog, body) == ["/wm/12"]


def test_13_what_stands_in_a_comment_is_not_there(teller: Teller, blog: Site) -> None:
    body = '<!-- <a rel="webmention" href="/wrong">no</a> --><a rel="webmention" href="/wm/13">yes</a>'
    assert told_at(teller, blog, body) == ["/wm/13"]


def test_14_markup_that_is_only_shown_is_text(teller: Teller, blog: Site) -> None:
    body = (
        '<code>&lt;a rel="webmention" href="/wrong"&gt;&lt;/a&gt;</code>'
        '<textarea><link rel="webmention" href="/wrong"></textarea><a rel="webmention" href="/wm/14">yes</a>'
    )
    assert told_at(teller, blog, body) == ["/wm/14"]


def test_15_an_empty_address_is_that_of_the_page(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="webmention" href="">') == [PAGE]


def test_16_a_link_in_the_text_counts_where_it_comes_before_an_element(teller: Teller, blog: Site) -> None:
    body = '<a rel="webmention" href="/wm/16">here</a><link rel="webmention" href="/wrong">'
    assert told_at(teller, blog, body) == ["/wm/16"]


def test_17_an_element_counts_where_it_comes_before_a_link_in_the_text(teller: Teller, blog: Site) -> None:
    body = '<link rel="webmention" href="/wm/17"><a rel="webmention" href="/wrong">here</a>'
    assert told_at(teller, blog, body) == ["/wm/17"]


def test_18_one_of_several_headers_names_it(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, "", "</other>; rel=other", "</wm/18>; rel=webmention") == ["/wm/18"]


def test_19_one_header_names_several_addresses(teller: Teller, blog: Site) -> None:
    header = '</a,b>; rel="other"; title="bins, <news>", </wm/19>; rel="webmention"'
    assert told_at(teller, blog, "", header) == ["/wm/19"]


def test_20_an_element_that_leads_nowhere_is_passed_over(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="webmention"><a rel="webmention" href="/wm/20">here</a>') == ["/wm/20"]


def test_21_the_question_in_an_address_stays_in_it(teller: Teller, blog: Site) -> None:
    assert told_at(teller, blog, '<link rel="webmention" href="/wm?post=21&amp;kind=a+b">') == ["/wm?post=21&kind=a+b"]


def test_22_an_address_is_relative_to_that_of_the_page(teller: Teller, blog: Site) -> None:
    target = blog.shows("/2026/bins", '<a rel="webmention" href="bins/wm">here</a>')
    teller.ask(target)
    teller.goes_on(3)
    assert [path for path, _ in blog.sent] == ["/2026/bins/wm"]


def test_23_an_address_is_relative_to_where_the_target_leads(teller: Teller, blog: Site) -> None:
    target = blog.shows("/short", "", ("Location", "/2026/long/post"), status=302)
    blog.shows("/2026/long/post", '<link rel="webmention" href="wm">')
    teller.ask(target)
    teller.goes_on(3)
    assert blog.sent == [("/2026/long/wm", {"source": HERE, "target": target})]


# What was said is said anew


def test_a_post_that_changed_is_told_of_again(teller: Teller, blog: Site) -> None:
    target = blog.shows(PAGE, '<link rel="webmention" href="/wm">')
    teller.ask(target, edit="as it was first said")
    teller.goes_on()
    teller.ask(target, edit="as it is said now")
    teller.goes_on()
    assert blog.sent == [("/wm", {"source": HERE, "target": target})] * 2


def test_a_post_that_mentions_another_page_instead_tells_both(teller: Teller, blog: Site) -> None:
    first, second = (blog.shows(path, '<link rel="webmention" href="/wm">') for path in ("/first", "/second"))
    teller.ask(first, edit="1")
    teller.goes_on()
    teller.ask(second, edit="2")
    teller.goes_on()
    assert sorted(form["target"] for _, form in blog.sent) == sorted([first, first, second])


# and taken back


def test_whoever_was_told_of_a_post_is_told_that_it_is_gone(teller: Teller, blog: Site) -> None:
    target = blog.shows(PAGE, '<link rel="webmention" href="/wm">')
    teller.ask(target)
    teller.goes_on()
    teller.take_back()
    teller.goes_on()
    assert blog.sent == [("/wm", {"source": HERE, "target": target})] * 2


# Whoever sends to us is heard, and believed as far as their page bears it out


@dataclass(frozen=True)
class Receiver:
    """A hub with one post on bins, in whose place a site may be shown at once, and what sends to it."""

    engine: Engine
    target: str
    sender: Neighbour

    def hears(self, source: str) -> Page:
        """Take note of a page that is said to mention the post, and look at it."""
        answer = self.sender.post("/webmention", source=source, target=self.target)
        door = Door(allow_private_networks=("127.0.0.1",), host_pause=0)
        look_at_mentions(Tools(self.engine, door, AtOnce()), "http://hub.test")  # type: ignore[arg-type]  # stands in
        return answer

    @property
    def state(self) -> str:
        """Where the one mention stands."""
        with reading(self.engine) as db:
            return db.exec(select(Mention.state)).one()


@pytest.fixture
def receiver(many: Engine, cem: Neighbour) -> Receiver:
    with writing(many) as db:
        council = town.feed(db, town.source(db, "Council", town.place(db, "Benton")))
        made = town.item(db, council, "Bins on Tuesday")
        return Receiver(many, f"http://hub.test/items/{made.id}", cem)


def test_receiver_1_a_page_that_mentions_ours_is_taken(receiver: Receiver, blog: Site) -> None:
    source = blog.shows(PAGE, f'<p class="h-entry">They are late, <a href="{receiver.target}">they say</a>.</p>')
    answer = receiver.hears(source)
    assert answer.status in {201, 202}
    assert receiver.state == "held"  # nobody knows this site yet: somebody reads it before it is shown
    assert receiver.sender.visit(answer.headers["location"].removeprefix("http://hub.test")).status == 200


def test_receiver_2_a_page_that_does_not_mention_ours_is_not_believed(receiver: Receiver, blog: Site) -> None:
    source = blog.shows(PAGE, f"<p>{receiver.target} <!-- <a href='{receiver.target}'> --></p>")
    assert receiver.hears(source).status in {201, 202}
    assert receiver.state == "failed"
