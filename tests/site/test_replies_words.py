"""What the pages of replies say about them is true, and said in one way everywhere."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.replies.models import Reply
from hub.db.engine import reading, writing
from hub.kit.clock import now
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.replied import item_called, known_well, last, speak


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_what_everybody_reads_is_called_public_and_what_neighbours_read_is_not(
    ada: Neighbour, many: Engine, bins: str
) -> None:
    speak(ada, bins, "On Wednesday.")
    assert "It is public." in ada.visit(f"/you/replies/{last(many).id}").text
    speak(ada, bins, "Mrs Hay takes them out for me.", who="neighbours")
    mine = ada.visit(f"/you/replies/{last(many).id}")
    assert "It is for neighbours alone." in mine.text
    assert "public" not in " ".join(mine.words("//main//p"))
    assert "It is for neighbours alone." in ada.visit("/you").text


def test_only_what_can_still_be_changed_offers_to_be_changed(ada: Neighbour, many: Engine, bins: str) -> None:
    speak(ada, bins, "On Wednesday.")
    thread = f"/you/conversations/{last(many).thread_id}"
    assert "Change it, or take it back" in ada.visit(thread).text
    with writing(many) as db:
        db.get_one(Reply, last(many).id).said_at = now() - timedelta(hours=1)
    later = ada.visit(thread)
    assert "Take it back" in later.text
    assert "Change it" not in later.text


def test_what_a_reply_answers_is_said_in_one_way(ada: Neighbour, ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ada, bins, "On Wednesday.", name="Ada")
    first = last(many)
    thread = f"/alderford/conversations/{first.thread_id}"
    speak(ben, f"{thread}/reply?parent={first.id}", "Since when?")
    for page in (thread, f"/you/conversations/{first.thread_id}", f"/replies/{last(many).id}"):
        told = ben.visit(page).text
        assert "Answers: what Ada said" in told
        assert "About: " not in told


def test_an_address_of_no_conversation_says_so(cem: Neighbour, ben: Neighbour, alderford: Alderford) -> None:
    for person, address in (
        (cem, "/alderford/conversations/abc"),
        (cem, "/alderford/conversations/abc/reply"),
        (ben, "/you/conversations/abc"),
    ):
        page = person.visit(address)
        assert (page.status, "no such conversation" in page.text) == (404, True)


def test_the_look_comes_after_all_that_is_chosen_with_one_button_to_say_it(
    ada: Neighbour, cem: Neighbour, bins: str
) -> None:
    page = ada.post(bins, words="On Wednesday.", step="look")
    assert len(page.all("//button[@value='say']")) == 1
    assert page.all("//*[@id='looks'][@tabindex='-1']")
    assert page.all("//form[@id='say'][contains(@action, '#looks')]")
    assert page.all("//*[@id='looks']/preceding::input[@name='who']")
    assert page.all("//*[@id='looks']/preceding::input[@name='name']")
    assert cem.visit(bins).all("//form[@id='say'][contains(@action, '#looks')]")


def test_the_look_says_who_will_hear_of_it(ada: Neighbour, ben: Neighbour, many: Engine, bins: str) -> None:
    speak(ada, bins, "On Wednesday.", name="Ada")
    thread = f"/alderford/conversations/{last(many).thread_id}/reply"
    told = ben.post(thread, words="@Ada, @nobody, ben@post.example: since when?", step="look").text
    assert "if they can be reached and want that: Ada" in told
    assert "perhaps nobody hears of it: @nobody" in told
    assert "@post" not in told.partition("perhaps nobody")[2].partition("Say it")[0]
    assert "hears of it" not in ben.post(thread, words="Since when?", step="look").text


def test_what_somebody_has_just_said_is_not_said_twice(ada: Neighbour, many: Engine, bins: str) -> None:
    speak(ada, bins, "On Wednesday.")
    first = last(many)
    again = speak(ada, bins, "On Wednesday.")
    assert again.status == 422
    assert "You have just said this here" in again.text
    assert last(many).id == first.id
    assert ada.post(bins, words="On Wednesday.", step="look").status == 200
    assert speak(ada, bins, "On Wednesday, at eight.").status == 303
    thread = f"/alderford/conversations/{first.thread_id}/reply?parent={first.id}"
    assert speak(ada, thread, "On Wednesday.").status == 303
    with writing(many) as db:
        for each in db.exec(select(Reply)):
            each.said_at -= timedelta(hours=1)
    assert speak(ada, bins, "On Wednesday.").status == 303


def test_what_was_confirmed_twice_is_said_once(cem: Neighbour, many: Engine, bins: str) -> None:
    for _ in range(2):
        page = speak(cem, bins, "On Wednesday.", email="cem@hub.example")
        cem.fill(cem.visit(page.headers["location"]), code=post.code(many, "cem@hub.example"))
        cem.browser.cookies.clear()
    with reading(many) as db:
        assert len(db.exec(select(Reply)).all()) == 1


def test_a_reply_that_nobody_could_see_says_nothing(ada: Neighbour, bins: str) -> None:
    page = speak(ada, bins, "\u200b\n\u2060 \u3164")
    assert page.status == 422
    assert "Write what you want to say." in page.text


def test_what_is_too_long_for_any_form_leads_back_to_it(ada: Neighbour, bins: str) -> None:
    page = ada.post(bins, words="x" * 1_000_000, step="say")
    assert page.status == 400
    assert "Going back in your browser brings back what you typed" in page.text
    assert page.links[bins] == "Back to the form"


def test_the_page_of_what_was_taken_back_speaks_of_replies(
    ada: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    speak(ada, bins, "On Wednesday.")
    ada.post(f"/you/replies/{last(many).id}/withdraw")
    page = cem.visit(f"/replies/{last(many).id}")
    assert page.status == 410
    assert "the conversation it stood in goes on" in page.text
    assert "pinned up" not in page.words("//main")[0]


def test_only_whose_words_are_read_first_is_told_so(
    ada: Neighbour, ben: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    told = "somebody who looks after Alderford reads it before it appears"
    assert told not in ada.visit(bins).text.lower()
    assert f"S{told[1:]}" in ben.visit(bins).text
    assert f"If you are new here, {told}" in cem.visit(bins).text
    known_well(many, "Ben")
    assert told not in ben.visit(bins).text
