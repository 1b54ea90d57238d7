"""Ada looks for a broken feed at its website or a new address, and decides whether to follow it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds.models import Feed
from hub.db.engine import reading, writing
from hub.kit.clock import now
from tests import town
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.registering.blogging import found

ELSEWHERE = "/desk/feeds/elsewhere"


@pytest.fixture
def lost(alderford: Alderford, many: Engine, blog: Publisher) -> str:
    """A feed that has gone, whose website is there still."""
    with writing(many) as db:
        voice = town.source(db, "Ben writes", alderford.place, site=f"http://{blog.host}/")
        since = now() - timedelta(days=2)
        feed = town.feed(db, voice, url=f"http://{blog.host}/old", trouble="http-404", trouble_since=since)
        return str(feed.id)


def test_ada_has_its_website_looked_at_and_follows_what_is_found(
    ada: Neighbour, lost: str, many: Engine, blog: Publisher
) -> None:
    row = ada.visit("/desk/feeds")
    assert f"{ELSEWHERE}?feed={lost}" in row.links
    assert f"http://{blog.host}/old" in row.links
    page = ada.visit(f"{ELSEWHERE}?feed={lost}")
    assert page.all("//input[@id='site']")[0].get("value") == f"http://{blog.host}/"
    after = ada.fill(page)
    new = f"http://{blog.host}/feed"
    assert new in after.text
    assert "Done: 1 row" in ada.post("/desk/feeds", follow=True, do="follow", row=f"{lost} {new}").text
    with reading(many) as db:
        assert db.get_one(Feed, UUID(lost)).url == new


def test_follow_and_leave_are_offered_only_where_another_address_is_known(
    ada: Neighbour, lost: str, blog: Publisher
) -> None:
    assert "Follow it" not in ada.visit("/desk/feeds").text
    told = ada.post("/desk/feeds", follow=True, do="follow", row=lost).text
    assert "Nothing was done. 1 of what you chose was left as it is" in told
    ada.fill(ada.visit(f"{ELSEWHERE}?feed={lost}"), site=f"{blog.host}/feed")
    assert "Follow it" in ada.visit("/desk/feeds").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Type the address of the website, or of the feed."),
        ("no address", "This is no address of a website."),
        ("/quiet", "No feed that we can read was found there."),
    ],
)
def test_ada_is_told_why_nothing_was_found(ada: Neighbour, lost: str, blog: Publisher, address: str, said: str) -> None:
    blog.says("/quiet", body="<title>Quiet</title>")
    typed = f"http://{blog.host}{address}" if address.startswith("/") else address
    blog.says("/feed", status=404)
    page = ada.fill(ada.visit(f"{ELSEWHERE}?feed={lost}"), site=typed)
    assert (page.status, said in page.text) == (422, True)


def test_what_was_proposed_before_is_not_proposed_again(ada: Neighbour, lost: str, blog: Publisher) -> None:
    ada.fill(ada.visit(f"{ELSEWHERE}?feed={lost}"))
    page = ada.fill(ada.visit(f"{ELSEWHERE}?feed={lost}"))
    assert (page.status, "or was proposed before" in page.text) == (422, True)


def test_a_feed_at_the_new_address_of_a_known_one_is_called_so(
    ada: Neighbour, cem: Neighbour, lost: str, blog: Publisher
) -> None:
    ada.fill(ada.visit(f"{ELSEWHERE}?feed={lost}"))
    assert "In the stream already, at its old address, as “Ben writes”" in found(cem, blog).text


def test_a_feed_that_is_well_or_of_another_place_is_looked_for_by_nobody(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        other = town.feed(db, town.source(db, "Weir Voice", town.place(db, "Weir")), trouble="http-404")
    for number in (str(other.id), str(alderford.council.id), "x"):
        assert ada.visit(f"{ELSEWHERE}?feed={number}").status == 404
        assert ada.post(ELSEWHERE, feed=number, site="a.example").status == 404
    assert ada.visit(ELSEWHERE).headers["location"] == "/desk/feeds"
    assert ada.post(ELSEWHERE).headers["location"] == "/desk/feeds"
    assert ben.visit(ELSEWHERE).status == 403
