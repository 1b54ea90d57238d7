"""Ben and the council show what is said here on their own pages."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.errors import NotFound
from hub.site.embedding import MOST, code, framed
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

UNSAFE = st.text(max_size=40) | st.sampled_from(['"><script>alert(1)</script>', "' onload='x", "javascript:alert(1)"])


def _policy(headers: Mapping[str, str]) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))


def test_only_the_embed_may_be_framed_by_others(cem: Neighbour, alderford: Alderford) -> None:
    assert _policy(cem.visit("/alderford/embed").headers)["frame-ancestors"] == "*"
    for address in ("/alderford", "/alderford/meetups", "/alderford/follow", "/alderford/noticeboard"):
        assert _policy(cem.visit(address).headers)["frame-ancestors"] == "'none'"


def test_the_embed_shows_the_newest_without_script_or_cookie(cem: Neighbour, alderford: Alderford) -> None:
    frame = cem.visit("/alderford/embed")

    assert frame.h1 == "Latest in Alderford"
    assert frame.links["https://alderford-council.example/bins-on-tuesday"] == "Bins on Tuesday"
    assert {link.get("target") for link in frame.all("//a")} == {"_top"}
    assert frame.all("//script") == []
    assert "set-cookie" not in frame.headers
    assert "theme-auto" in frame.tree.get("class", "")


def test_the_embed_has_the_filters_of_the_stream(cem: Neighbour, alderford: Alderford) -> None:
    frame = cem.visit("/alderford/embed?tag=bins-and-recycling")

    assert frame.words("//li/a") == ["Bins on Tuesday"]
    assert any("bins-and-recycling" in link for link in frame.links)


def test_the_embed_shows_meetups(cem: Neighbour, alderford: Alderford) -> None:
    frame = cem.visit("/alderford/embed?show=meetups&theme=dark")

    assert frame.h1 == "Meetups in Alderford"
    assert frame.words("//li/a") == ["Repair café"]
    assert "Old Library" in frame.text
    assert "theme-dark" in frame.tree.get("class", "")


def test_the_embed_holds_no_more_than_fits(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for number in range(30):
            town.item(db, alderford.council, f"Notice {number}")

    assert len(cem.visit("/alderford/embed?items=999").all("//li")) == MOST
    assert len(cem.visit("/alderford/embed?items=5").all("//li")) == 5


def test_an_empty_place_says_so_in_its_frame(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Quiet End")

    assert "Quiet so far." in cem.visit("/quiet-end/embed").text


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("/alderford", "/alderford/embed"),
        ("/alderford?kind=blog&q=a+b", "/alderford/embed?kind=blog&q=a+b"),
        ("/alderford/tags/bins-and-recycling", "/alderford/embed?tag=bins-and-recycling"),
        ("/alderford/meetups", "/alderford/embed?show=meetups"),
        ("/cy/alderford", "/cy/alderford/embed"),
    ],
)
def test_programs_find_the_embed_by_oembed(cem: Neighbour, alderford: Alderford, page: str, source: str) -> None:
    told = cem.browser.get("/oembed", params={"url": ADDRESS + page}).json()
    (frame,) = html.fragments_fromstring(told["html"])

    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Local Hub")
    assert frame.get("src") == ADDRESS + source
    assert (frame.get("width"), frame.get("height")) == (str(told["width"]), str(told["height"]))
    assert cem.visit(source).status == 200


def test_oembed_keeps_to_the_room_there_is(cem: Neighbour, alderford: Alderford) -> None:
    told = cem.visit(f"/oembed?url={ADDRESS}/alderford&maxwidth=280&maxheight=300").json

    assert (told["width"], told["height"]) == (280, 300)


def test_oembed_speaks_xml_too(cem: Neighbour, alderford: Alderford) -> None:
    answer = cem.visit(f"/oembed?url={ADDRESS}/alderford&format=xml")
    told = etree.fromstring(answer.source.encode())

    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert told.findtext("title") == "Latest in Alderford"
    assert (told.findtext("html") or "").startswith("<iframe ")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (f"url={ADDRESS}/nowhere", 404),
        (f"url={ADDRESS}/alderford/tags/nobody-agreed", 404),
        (f"url={ADDRESS}/privacy/x/y", 404),
        (f"url={ADDRESS}.evil.example/alderford", 404),
        ("url=https://other.example/alderford", 404),
        (f"url={ADDRESS}/alderford&format=yaml", 501),
        ("format=json", 400),
    ],
)
def test_what_oembed_cannot_do_is_said(cem: Neighbour, alderford: Alderford, asked: str, status: int) -> None:
    assert cem.visit(f"/oembed?{asked}").status == status


@pytest.mark.parametrize("page", ["/alderford", "/alderford/meetups"])
def test_pages_tell_programs_where_to_ask(cem: Neighbour, alderford: Alderford, page: str) -> None:
    (link,) = cem.visit(page).all("//link[@type='application/json+oembed']")

    assert cem.visit(str(link.get("href")).removeprefix(ADDRESS)).json["type"] == "rich"


@given(UNSAFE, UNSAFE)
def test_the_code_is_one_frame_whatever_it_is_called(source: str, title: str) -> None:
    made = html.fragments_fromstring(code(source, title, 300, 200))

    assert [each.tag for each in made] == ["iframe"]
    assert set(made[0].keys()) == {"src", "title", "width", "height", "loading", "referrerpolicy"}


@given(UNSAFE)
def test_any_address_is_one_of_ours_or_not_found(url: str) -> None:
    for asked in (url, ADDRESS + url, f"{ADDRESS}/{url}"):
        try:
            assert framed(ADDRESS, asked).slug
        except NotFound:
            continue


@pytest.mark.parametrize("tail", ["//[x", "//[::1", "/%2500", "/alderford/tags/%2500", "/alderford/sources/%2500"])
def test_an_address_nobody_could_have_made_is_answered_in_words(
    cem: Neighbour, alderford: Alderford, tail: str
) -> None:
    said = cem.visit(f"/oembed?url={ADDRESS}/{tail.removeprefix('/')}")

    assert said.status == 404
    assert said.h1


def test_oembed_reads_filters_as_the_page_does(cem: Neighbour, alderford: Alderford) -> None:
    asked = f"{ADDRESS}/alderford?q=tag:bins-and-recycling&colour=red&theme=dark&items=3&before=1-1"
    told = cem.browser.get("/oembed", params={"url": asked}).json()

    frame = html.fragment_fromstring(told["html"])
    assert frame.get("src") == f"{ADDRESS}/alderford/embed?tag=bins-and-recycling"


@pytest.mark.parametrize("filters", ["tag=nobody-agreed", "source=nobody", "place=nowhere", "kind=x", "since=never"])
def test_oembed_refuses_what_the_frame_refuses(cem: Neighbour, alderford: Alderford, filters: str) -> None:
    told = cem.browser.get("/oembed", params={"url": f"{ADDRESS}/alderford?{filters}"})

    assert told.status_code == cem.visit(f"/alderford/embed?{filters}").status
