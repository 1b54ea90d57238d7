"""Cem reads one card for one event, and Ada mends what was put together wrongly."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import Item, StreamEntry
from hub.aggregate.items.queries import Cursor, Head
from hub.aggregate.stories.models import StoryItem, StoryRuling
from hub.aggregate.stories.queries import Member
from hub.aggregate.stories.rules import Because
from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed
from hub.places.actions import bump
from hub.places.queries import PlaceView
from hub.site.asking.asked import mark
from hub.site.telling_together import page_shared, why_together
from hub.site.words import told_by as told_by_kind
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.storied import told_by

BINS, BRIDGE, PAPER = "Bins on Tuesday", "The bridge is shut", "Bridge shuts for a month"


def item_called(db: Session, title: str) -> Item:
    return db.exec(select(Item).where(Item.title == title)).one()


@pytest.fixture
def story(alderford: Alderford, many: Engine) -> int:
    """The bridge is shut: a blogger said so, and the paper later."""
    with writing(many) as db:
        paper = town.feed(db, town.source(db, "Alderford Post", alderford.place, kind="press"))
        report = town.item(db, paper, PAPER, [alderford.place], at=alderford.moment - timedelta(minutes=30))
        return told_by(db, alderford.place, item_called(db, BRIDGE), report)


def cards(cem: Neighbour, address: str = "/alderford") -> Sequence[str]:
    return [" ".join(each.text_content().split()) for each in cem.visit(address).all("//*[@class='story']")]


def test_one_event_is_one_card_with_the_other_voices_beneath(cem: Neighbour, story: int) -> None:
    page = cem.visit("/alderford")
    assert [each.split()[0] for each in page.articles] == ["Bins", "The", "Library"]
    (card,) = cards(cem)
    assert BRIDGE in card
    assert f"The paper reported: {PAPER}" in card
    assert "The whole story: 2 voices" in card
    assert f"/alderford/stories/{story}" in page.links


def test_a_story_stands_where_its_newest_voice_does(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        told_by(db, alderford.place, item_called(db, "Library hours"), item_called(db, BRIDGE))
    page = cem.visit("/alderford")
    assert [each.split()[0] for each in page.articles] == ["Bins", "Library"]
    assert len(page.all("//section[@class='day']")) < 3


@pytest.mark.parametrize("question", ["?kind=press", "?q=bridge", "?q=bridge&order=relevant"])
@pytest.mark.usefixtures("story")
def test_who_asks_for_voices_or_words_gets_each_post_by_itself(cem: Neighbour, question: str) -> None:
    assert cards(cem, f"/alderford{question}")
    assert all(
        "The paper reported" not in card and "whole story" in card for card in cards(cem, f"/alderford{question}")
    )


@pytest.mark.usefixtures("story")
def test_what_a_page_before_told_is_not_told_again(cem: Neighbour, many: Engine) -> None:
    with reading(many) as db:
        report = item_called(db, PAPER)
    assert report.id
    (card,) = cards(cem, f"/alderford?before={mark(Cursor(report.sort_at, report.id))}")
    assert BRIDGE in card
    assert "The paper reported" not in card


def test_the_page_of_a_story_tells_why_they_stand_together(cem: Neighbour, story: int) -> None:
    page = cem.visit(f"/alderford/stories/{story}")
    assert page.h1 == BRIDGE
    assert "2 voices tell this" in page.text
    assert "The first to tell it." in page.text
    assert "They were put together because of what they say" in page.text
    assert "It shares these words with another one here: bridge, shut." in page.text
    assert cem.visit("/alderford/stories/999").status == 404
    assert cem.visit(f"/mill-end/stories/{story}").status == 404
    assert cem.visit("/alderford/stories/x").status == 404


@pytest.mark.usefixtures("story")
def test_the_page_of_an_item_says_who_else_tells_it(cem: Neighbour, many: Engine) -> None:
    with reading(many) as db:
        told, alone = item_called(db, PAPER).id, item_called(db, BINS).id
    assert "A blogger answered: The bridge is shut" in cem.visit(f"/items/{told}").text
    assert "Who else tells this" not in cem.visit(f"/items/{alone}").text


def test_what_is_taken_down_is_told_by_no_story_from_that_moment(
    cem: Neighbour, story: int, alderford: Alderford, many: Engine
) -> None:
    assert cards(cem)
    with writing(many) as db:
        item_id = item_called(db, PAPER).id
        db.execute(delete(StreamEntry).where(col(StreamEntry.item_id) == item_id))
        bump(db, [alderford.place.id])
    assert not cards(cem)
    assert PAPER not in cem.visit(f"/alderford/stories/{story}").text


def test_ada_takes_one_out_and_takes_that_back(ada: Neighbour, cem: Neighbour, story: int, many: Engine) -> None:
    page = ada.visit(f"/desk/stories/alderford/{story}")
    assert page.headers["cache-control"] == "no-store"
    with reading(many) as db:
        item = item_called(db, PAPER).id
    done = ada.post("/desk/stories/alderford/apart", follow=True, story=str(story), item=str(item))
    assert "Not the same:" in done.text
    assert "Done: it stands by itself again." in done.text
    assert not cards(cem)
    assert cem.visit(f"/alderford/stories/{story}").status == 404
    with reading(many) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.TELL_APART))
        assert (entry.target_id, entry.after) == (str(story), {"item": item})
        since = db.exec(select(StoryRuling.since)).one().isoformat()
    back = ada.post("/desk/stories/alderford/undo", follow=True, moment=since)
    assert "Not the same:" not in back.text
    assert cards(cem)
    for late in (since, "yesterday", "2026-01-01"):
        again = ada.post("/desk/stories/alderford/undo", moment=late)
        assert (again.status, "This was taken back already." in again.text) == (422, True)


def test_ada_puts_posts_together_by_their_addresses(ada: Neighbour, cem: Neighbour, story: int, many: Engine) -> None:
    with reading(many) as db:
        bins, bridge = item_called(db, BINS).id, item_called(db, BRIDGE).id
    address = f"https://hub.example/items/{bins}"
    page = ada.post("/desk/stories/alderford/together", follow=True, one=str(bridge), other=address)
    again = ada.post("/desk/stories/alderford/together", one=str(bridge), other=address)
    assert (again.status, "They are together already." in again.text) == (422, True)
    assert "Below each stands why it is here" in cem.visit(f"/alderford/stories/{story}").text
    assert "Somebody who looks after Alderford put it here." in page.text
    assert "The whole story: 3 voices" in cards(cem)[0]
    with reading(many) as db:
        assert set(db.exec(select(StoryItem.story_id))) == {story}
        assert db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.TELL_TOGETHER)).one().target_id == str(story)


def test_two_stories_put_together_are_found_at_both_addresses(
    ada: Neighbour, cem: Neighbour, story: int, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        bins, hours = item_called(db, BINS), item_called(db, "Library hours")
        other = told_by(db, alderford.place, bins, hours)
        one, two = item_called(db, BRIDGE).id, bins.id
    asked = ada.post("/desk/stories/alderford/together", one=str(one), other=str(two))
    assert (asked.status, "one of 2 and one of 2 voices" in asked.text) == (422, True)
    done = ada.post("/desk/stories/alderford/together", follow=True, one=str(one), other=str(two), sure="yes")
    assert "Done: they are one story now." in done.text
    answer = cem.visit(f"/alderford/stories/{other}")
    assert (answer.status, answer.headers["location"]) == (301, f"/alderford/stories/{story}")


@pytest.mark.parametrize("deed", ["together", "apart", "undo"])
def test_who_comes_back_to_a_deed_is_led_to_the_stories(ada: Neighbour, alderford: Alderford, deed: str) -> None:
    answer = ada.visit(f"/desk/stories/{alderford.place.slug}/{deed}")
    assert (answer.status, answer.headers["location"]) == (303, "/desk/stories?place=alderford")


@pytest.mark.usefixtures("story")
def test_the_log_names_who_was_taken_out_of_several_and_who_stays(ada: Neighbour, story: int, many: Engine) -> None:
    with reading(many) as db:
        ids = {title: str(item_called(db, title).id) for title in (BINS, BRIDGE)}
    ada.post("/desk/stories/alderford/together", one=ids[BRIDGE], other=ids[BINS])
    done = ada.post("/desk/stories/alderford/apart", follow=True, story=str(story), item=ids[BINS])
    assert f"Taken out: {BINS}. The rest stays:" in done.text


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("", "1", "Give the address of its page here"),
        ("1", "the second one", "Give the address of its page here"),
        ("1", "9999", "No such post stands in the stream of Alderford."),
        ("1", "1", "This is the same post."),
        ("1", "https://elsewhere.example/items/82", "This address is of another website."),
    ],
)
@pytest.mark.usefixtures("story")
def test_ada_is_told_what_is_wrong_with_what_she_named(
    ada: Neighbour, many: Engine, one: str, other: str, said: str
) -> None:
    with reading(many) as db:
        first = str(item_called(db, BINS).id)
    named = [first if each == "1" else each for each in (one, other)]
    page = ada.post("/desk/stories/alderford/together", one=named[0], other=named[1])
    assert page.status == 422
    assert said in page.text
    assert [each.get("value") for each in page.all("//input[@id='other']")] == [named[1]]


def test_what_is_no_longer_part_of_a_story_cannot_be_taken_out(ada: Neighbour, story: int, many: Engine) -> None:
    with reading(many) as db:
        bins = item_called(db, BINS).id
    for number in (str(story), "999", ""):
        page = ada.post("/desk/stories/alderford/apart", story=number, item=str(bins))
        assert (page.status, "not part of that story" in page.text) == (422, True)


def test_ada_sees_the_newest_stories_of_a_place(ada: Neighbour, story: int) -> None:
    page = ada.visit("/desk/stories?place=alderford")
    assert page.links[f"/desk/stories/alderford/{story}"] == BRIDGE
    assert "No two sources told the same here so far." in ada.visit("/desk/stories?place=mill-end").text


def test_the_story_of_the_newest_voice_stands_first_whenever_it_was_found(
    ada: Neighbour, story: int, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        feeds = [town.feed(db, town.source(db, name, alderford.place)) for name in ("Mill Radio", "Mill Voice")]
        then = alderford.moment - timedelta(days=3)
        said = [town.item(db, feed, "The fair is off", [alderford.place], at=then) for feed in feeds]
        older = told_by(db, alderford.place, *said)  # found later, of what was said before
    links = [each for each in ada.visit("/desk/stories?place=alderford").links if "/alderford/" in each]
    told = [f"/desk/stories/alderford/{number}" for number in (story, older)]
    assert [each for each in links if each in told] == told


@pytest.mark.parametrize(("kind", "said"), [("blog", "A blogger answered"), ("brass-band", "Brass band said")])
def test_every_kind_of_source_has_its_way_to_tell(kind: str, said: str) -> None:
    assert told_by_kind(kind) == said


def test_a_link_is_told_with_the_page_it_leads_to(alderford: Alderford) -> None:
    head = Head(1, alderford.moment, alderford.place.id, "")
    here = cast("PlaceView", alderford.place)  # its name is all that is asked
    member = Member(head, "blog", 1, False, Because.LINK, "https://a.example/x")
    assert why_together(member, here) == "It is linked with another one here by a page."
    assert page_shared(member) == "https://a.example/x"
    lead = member._replace(because=Because.LEAD)
    assert why_together(lead, here) == "The others were held against this one."
    assert not page_shared(member._replace(because=Because.WORDS))
