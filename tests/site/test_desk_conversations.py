"""Ada and Mo steer conversations: pin, split, join, close with words, slow down, and take it back."""

from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.communicate.threads import queries
from hub.communicate.threads.models import Thread, ThreadItem, ThreadRuling
from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed, Thing
from hub.places.actions import bump
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.talked import person, reply, talk

BINS, BRIDGE, PAPER = "Bins on Tuesday", "The bridge is shut", "Bins: the paper asks"
DESK = "/desk/conversations/alderford"


def number_of(engine: Engine, title: str) -> int:
    with reading(engine) as db:
        return cast("int", db.exec(select(Item.id).where(Item.title == title)).one())


def item_called(db: Session, title: str) -> Item:
    return db.exec(select(Item).where(Item.title == title)).one()


def noted(engine: Engine, deed: Deed) -> AuditEntry:
    with reading(engine) as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.deed == deed).order_by(col(AuditEntry.at).desc())).first()
        assert entry is not None
        assert entry.target_kind == Thing.TALK
        db.expunge_all()
        return entry


@pytest.fixture
def bins(alderford: Alderford, many: Engine) -> int:
    """The council says when the bins are emptied, and the paper asks."""
    with writing(many) as db:
        paper = town.feed(db, town.source(db, "Alderford Post", alderford.place, kind="press"))
        told = town.item(db, paper, PAPER, [alderford.place], at=alderford.moment + timedelta(minutes=1))
        thread_id = talk(db, alderford.place, item_called(db, BINS), told)
        bump(db, [alderford.place.id])
        return thread_id


def test_the_desk_lists_what_the_town_talks_about(ada: Neighbour, bins: int) -> None:
    assert "/desk/conversations" in ada.visit("/desk").links
    page = ada.visit("/desk/conversations")
    assert page.headers["cache-control"] == "no-store"
    assert page.h1 == "Conversations in Alderford"
    assert page.links[f"{DESK}/{bins}"] == BINS


def test_a_pinned_one_stands_first_until_it_is_taken_down(ada: Neighbour, bins: int, many: Engine) -> None:
    page = ada.post(f"{DESK}/{bins}/pin", follow=True, to="yes")
    assert "Done: it stands above all others." in page.text
    assert noted(many, Deed.PIN_TALK).after == {"pinned": True}
    listed = ada.visit("/desk/conversations")
    assert listed.words("//*[@id='moment']//button") == [f"Take it down from the top: {BINS}"]
    again = ada.post(f"{DESK}/{bins}/pin", follow=True, to="yes")  # in another tab
    assert "That was done already" in again.text
    page = ada.post(f"{DESK}/{bins}/pin", follow=True, to="no")
    assert "Done: it stands where its voices put it." in page.text
    assert noted(many, Deed.PIN_TALK).after == {"pinned": False}


def test_one_is_closed_with_words_and_opened_again(ada: Neighbour, cem: Neighbour, bins: int, many: Engine) -> None:
    for words, wrong in (("", "Say why in a sentence"), ("x" * 501, "This is too long")):
        page = ada.post(f"{DESK}/{bins}/close", to="yes", words=words)
        assert (page.status, wrong in page.text) == (422, True)
        assert [words] == page.words("//textarea")
        assert not page.all("//textarea/@maxlength")
    page = ada.post(f"{DESK}/{bins}/close", follow=True, to="yes", words="On at the market.")
    assert "Done: it takes no more replies" in page.text
    assert "On at the market." in cem.visit(f"/alderford/conversations/{bins}").text
    assert noted(many, Deed.CLOSE_TALK).why == "On at the market."
    assert "It is closed" in page.words("//h2")
    late = ada.post(f"{DESK}/{bins}/close", follow=True, to="yes", words="Because I say so.")
    assert ("That was done already" in late.text, "Because I say so." in late.text) == (True, False)
    page = ada.post(f"{DESK}/{bins}/close", follow=True, to="no")
    assert "Done: it takes replies again." in page.text
    assert "That was done already" in ada.post(f"{DESK}/{bins}/close", follow=True, to="no").text
    assert "On at the market." not in cem.visit(f"/alderford/conversations/{bins}").text


def test_a_moderator_slows_one_down_and_lets_it_go_on(mo: Neighbour, cem: Neighbour, bins: int, many: Engine) -> None:
    page = mo.post(f"{DESK}/{bins}/slow", follow=True, to="yes")
    assert "Done: there is a pause" in page.text
    assert "was slowed down" in cem.visit(f"/alderford/conversations/{bins}").text
    assert "That was done already" in mo.post(f"{DESK}/{bins}/slow", follow=True, to="yes").text
    page = mo.post(f"{DESK}/{bins}/slow", follow=True, to="no")
    assert "Done: it takes replies as ever." in page.text
    assert noted(many, Deed.SLOW_TALK).after == {"slow": False}


def test_what_is_split_off_comes_back_when_that_is_taken_back(ada: Neighbour, bins: int, many: Engine) -> None:
    paper = number_of(many, PAPER)
    page = ada.post(f"{DESK}/{bins}/split", follow=True, item=str(paper))
    assert "Done: it talks elsewhere now" in page.text
    assert "Not the same conversation:" in page.text
    assert noted(many, Deed.SPLIT_TALK).after == {"item": paper}
    with reading(many) as db:
        since = db.exec(select(ThreadRuling.since)).one().isoformat()
    back = ada.post(f"{DESK}/undo", follow=True, moment=since)
    assert "Done: what was decided is taken back." in back.text
    assert noted(many, Deed.RETHINK_TALK).place_id is not None
    for late in (since, "yesterday", "2026-01-01"):
        again = ada.post(f"{DESK}/undo", moment=late)
        assert (again.status, "This was taken back already." in again.text) == (422, True)


def test_the_first_post_is_not_split_off(ada: Neighbour, bins: int, many: Engine) -> None:
    for item in (str(number_of(many, BINS)), "9999", "x"):
        page = ada.post(f"{DESK}/{bins}/split", item=item)
        assert (page.status, "is not part of that conversation" in page.text) == (422, True)


def test_two_posts_are_put_together(ada: Neighbour, cem: Neighbour, bins: int, many: Engine) -> None:
    bridge = number_of(many, BRIDGE)
    page = ada.post(f"{DESK}/join", follow=True, one=str(number_of(many, BINS)), other=f"/items/{bridge}")
    assert "Done: they are one conversation now." in page.text
    assert any(button.startswith("Take it back: ") for button in page.words("//*[@id='moment']//button"))
    with reading(many) as db:
        joined = db.exec(select(ThreadItem.thread_id).where(ThreadItem.item_id == bridge)).one()
    assert "Somebody who looks after Alderford put it here." in cem.visit(f"/alderford/conversations/{joined}").text
    assert noted(many, Deed.JOIN_TALK).target_id == str(joined)
    again = ada.post(f"{DESK}/join", one=str(number_of(many, BINS)), other=str(bridge))
    assert (again.status, "They are together already." in again.text) == (422, True)
    assert bins


@pytest.mark.usefixtures("bins")
def test_ada_is_told_what_is_wrong_with_what_she_named(ada: Neighbour, many: Engine) -> None:
    there = str(number_of(many, BINS))
    for one, other, said in (
        ("", there, "Give the address of its page here"),
        (there, "9999", "No such post stands in the stream of Alderford."),
        (there, there, "This is the same post."),
        (there, "https://elsewhere.example/items/82", "This address is of another website."),
    ):
        page = ada.post(f"{DESK}/join", one=one, other=other)
        assert (page.status, said in page.text) == (422, True)


@pytest.mark.parametrize("deed", ["join", "undo"])
def test_who_comes_back_to_a_deed_is_led_to_the_list(ada: Neighbour, alderford: Alderford, deed: str) -> None:
    answer = ada.visit(f"/desk/conversations/{alderford.place.slug}/{deed}")
    assert (answer.status, answer.headers["location"]) == (303, "/desk/conversations?place=alderford")


def test_nobody_else_steers(ben: Neighbour, cem: Neighbour, ada: Neighbour, bins: int, many: Engine) -> None:
    assert ben.visit("/desk/conversations").status == 403
    assert ben.post(f"{DESK}/{bins}/pin", to="yes").status == 403
    assert cem.post(f"{DESK}/{bins}/pin", to="yes").status in {303, 401}
    assert ada.post(f"{DESK}/99/pin", to="yes").status == 404
    assert ada.post(f"{DESK}/x/close", to="yes", words="No.").status == 404
    with reading(many) as db:
        assert queries.thread(db, db.get_one(Thread, bins).place_id, bins).state.pinned is False


def test_the_desk_says_which_conversation_it_is_and_all_who_speak_in_it(
    ada: Neighbour, bins: int, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        said = reply(db, bins, person(db, "Joan", alderford.moment), "Mine were left.", alderford.moment)
    page = ada.visit(f"{DESK}/{bins}")
    assert page.h1 == f"Steer “{BINS}”"
    assert page.links[f"/alderford/conversations/{bins}#reply-{said.hex}"] == "Mine were left."
    assert "Close it" in page.words("//h2")


def test_the_log_says_which_conversation_was_steered_and_which_way(ada: Neighbour, bins: int) -> None:
    for to in ("yes", "no"):
        ada.post(f"{DESK}/{bins}/pin", to=to)
    ada.post(f"{DESK}/{bins}/close", to="yes", words="Enough.")
    page = ada.visit("/desk/log")
    lines = page.words("//ol[contains(@class, 'log')]/li")
    said = ("closed a conversation", "took a conversation down from the top", "pinned a conversation")
    assert all(words in line and BINS in line for words, line in zip(said, lines[:3], strict=True))
    assert page.links[f"{DESK}/{bins}"] == BINS
