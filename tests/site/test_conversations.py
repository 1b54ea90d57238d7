"""Cem reads what the town talks about now, and why; Ben and Ada find where to answer."""

from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import Item, StreamEntry
from hub.communicate.bridging import actions as bridging
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.places.actions import bump
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.talked import person, reply, talk

BINS, BRIDGE, PAPER = "Bins on Tuesday", "The bridge is shut", "Bridge shuts for a month"
LIST = "/alderford/conversations"


def item_called(db: Session, title: str) -> Item:
    return db.exec(select(Item).where(Item.title == title)).one()


@pytest.fixture
def bins(alderford: Alderford, many: Engine) -> int:
    """The council says when the bins are emptied, the paper writes about it, and a neighbour asks."""
    with writing(many) as db:
        paper = town.feed(db, town.source(db, "Alderford Post", alderford.place, kind="press"))
        told = town.item(db, paper, PAPER, [alderford.place], at=alderford.moment + timedelta(minutes=2))
        thread_id = talk(db, alderford.place, item_called(db, BINS), told)
        joan = person(db, "Joan", alderford.moment)
        reply(db, thread_id, joan, "And the brown ones?", alderford.moment + timedelta(minutes=3), item_id=told.id)
        bump(db, [alderford.place.id])
        return thread_id


def test_the_page_says_what_the_town_talks_about_and_why(cem: Neighbour, bins: int) -> None:
    page = cem.visit(LIST)
    assert page.h1 == "Conversations in Alderford"
    (article,) = page.articles
    assert BINS in article
    assert "The council said The paper reported 1 reply by a neighbour" in article
    assert "3 local voices on one day. The newest word is a neighbour’s." in article
    assert page.links[f"{LIST}/{bins}"] == BINS
    assert cem.visit("/alderford").links[LIST] == "Conversations"


def test_where_nobody_talks_the_page_says_how_to_begin(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit(LIST)
    assert "No conversation here yet." in page.text
    assert "To start one" in page.text
    assert f"/{alderford.place.slug}" in page.links
    tagged = cem.visit(f"{LIST}?tag={alderford.bins.slug}")
    assert "Nobody talks about Bins & recycling here yet." in tagged.text


@pytest.mark.usefixtures("bins")
def test_one_tag_narrows_it(cem: Neighbour, alderford: Alderford) -> None:
    address = f"{LIST}?tag={alderford.bins.slug}"
    assert address in cem.visit(LIST).links
    page = cem.visit(address)
    assert page.h1 == "Conversations about Bins & recycling in Alderford"
    assert len(page.articles) == 1
    assert cem.visit(f"{LIST}?tag=no-such-tag").status == 404
    assert BINS in cem.visit(f"/alderford/tags/{alderford.bins.slug}").words("//section[@class='tag-talk']")[0]


def test_one_conversation_is_told_in_the_order_of_time(cem: Neighbour, bins: int) -> None:
    page = cem.visit(f"{LIST}/{bins}")
    assert page.h1 == BINS
    first, second, third = page.words("//ol[@data-thread]/li")
    assert "It began with this." in first
    assert "It answers the first post, and links to it." in second
    assert f"Answers: {PAPER}" in third
    assert "And the brown ones?" in third
    assert page.all("//form[contains(@action, '/reply')]")
    for one in (
        "//*[contains(@class, 'h-feed')]",
        "//*[contains(@class, 'p-author')]",
        "//*[contains(@class, 'dt-published')]",
    ):
        assert page.all(one)


def test_a_closed_one_says_why_and_takes_no_more(cem: Neighbour, bins: int, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        row = db.get_one(Thread, bins)
        row.closed_at, row.closed_words, row.pinned_at = now(), "It goes on at the market on Saturday.", now()
        bump(db, [alderford.place.id])
    page = cem.visit(f"{LIST}/{bins}")
    assert "This conversation is closed. It goes on at the market on Saturday." in page.text
    assert not page.all("//form[contains(@action, '/reply')]")
    (article,) = cem.visit(LIST).articles
    assert "Pinned by those who look after Alderford" in article
    assert "closed: no more replies" in article


def test_a_slow_one_says_so(cem: Neighbour, bins: int, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        db.get_one(Thread, bins).slow_since = now()
        bump(db, [alderford.place.id])
    assert "was slowed down" in cem.visit(f"{LIST}/{bins}").text
    assert "slowed down" in cem.visit(LIST).articles[0]


def test_what_is_for_neighbours_leaves_a_number_and_no_word(
    cem: Neighbour, bins: int, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        reply(db, bins, person(db, "Moll", alderford.moment), "Wimbleford", alderford.moment, is_local=True)
        bump(db, [alderford.place.id])
    for address in (f"{LIST}/{bins}", LIST, f"{LIST}.atom", f"{LIST}/{bins}.json", f"{LIST}/{bins}.rss"):
        assert "Wimbleford" not in cem.visit(address).source
    assert "1 reply is for neighbours alone." in cem.visit(f"{LIST}/{bins}").text


def test_one_that_was_put_together_with_another_leads_there(
    cem: Neighbour, bins: int, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        old = talk(db, alderford.place, item_called(db, BRIDGE), heir_id=bins)
    for suffix in ("", ".atom"):
        answer = cem.visit(f"{LIST}/{old}{suffix}")
        assert (answer.status, answer.headers["location"]) == (301, f"{LIST}/{bins}{suffix}")


def test_there_is_no_such_conversation(cem: Neighbour, bins: int) -> None:
    for address in (f"{LIST}/99", f"{LIST}/x", f"/mill-end/conversations/{bins}", f"{LIST}/99.atom"):
        assert cem.visit(address).status == 404
    for before in ("x", "1-", "1.5-x", "nan-1"):
        assert cem.visit(f"{LIST}?before={before}").status == 400


def test_the_list_goes_on_where_the_page_ended(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        paper = town.feed(db, town.source(db, "Alderford Post", alderford.place, kind="press"))
        for number in range(22):
            lead = town.item(db, alderford.council, f"News {number}", [alderford.place], at=alderford.moment)
            talk(db, alderford.place, lead, town.item(db, paper, f"Report {number}", at=alderford.moment))
        bump(db, [alderford.place.id])
    first = cem.visit(LIST)
    (older,) = [address for address, words in first.links.items() if words == "More conversations"]
    second = cem.visit(older)
    assert (len(first.articles), len(second.articles)) == (20, 2)
    assert "Further conversations." in second.text
    feed = cem.visit(f"{LIST}.json").json
    assert len(feed["items"]) == 20
    assert len(cem.visit(feed["next_url"].removeprefix("https://hub.example")).json["items"]) == 2


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_all_of_it_leaves_as_feeds(cem: Neighbour, bins: int, suffix: str) -> None:
    page, one = cem.visit(LIST), cem.visit(f"{LIST}/{bins}")
    assert page.all(f"//link[@href='{LIST}.{suffix}']")
    assert one.all(f"//link[@href='{LIST}/{bins}.{suffix}']")
    listed = cem.visit(f"{LIST}.{suffix}").source
    assert f"{LIST}/{bins}" in listed
    assert "The council said" in listed
    told = cem.visit(f"{LIST}/{bins}.{suffix}").source
    assert "And the brown ones?" in told
    assert "Joan replied to" in told
    assert PAPER in told


def test_the_page_of_a_post_says_who_answered_it_and_what_it_answers(cem: Neighbour, bins: int, many: Engine) -> None:
    with reading(many) as db:
        told, lead = item_called(db, PAPER).id, item_called(db, BINS).id
    page = cem.visit(f"/items/{told}")
    assert page.links[f"{LIST}/{bins}"].startswith("The whole conversation")
    assert f"/items/{told}/reply" in page.links
    assert "And the brown ones?" in page.text
    assert f"{LIST}/{bins}" in cem.visit(f"/items/{lead}").links


def test_what_is_withheld_is_told_nowhere(cem: Neighbour, bins: int, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        gone = cast("int", item_called(db, PAPER).id)
        db.execute(delete(StreamEntry).where(col(StreamEntry.item_id) == gone))
        bump(db, [alderford.place.id])
    assert PAPER not in cem.visit(f"{LIST}/{bins}").text
    assert "The paper reported" not in cem.visit(LIST).text


def test_who_talks_with_whom_is_drawn_and_said(cem: Neighbour, many: Engine, alderford: Alderford, bins: int) -> None:
    assert bins
    assert "Who talks with whom" not in cem.visit(LIST).text
    with writing(many) as db:
        bridging.recount(db, alderford.place.id, alderford.place.timezone, "2000-01")
    page = cem.visit(LIST)
    assert "Most often: Residents answered Press, 1 time." in page.text
    assert page.all("//table[@class='dots']//*[name()='circle']")
    columns = page.words("//table[@class='dots']/thead//*[@class='whom']")
    assert columns == page.words("//table[@class='dots']/tbody//th") != []
    assert len(page.all("//*[@class='months']/span")) == 6
    assert "2 answers from" in page.text
