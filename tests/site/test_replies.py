"""Neighbours speak with each other: at a post, in a thread, for everybody or among themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.actions import close, slow
from hub.db.engine import writing
from hub.kit.clock import now
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.replied import again, item_called, known_well, last, let_appear, person_of, said, speak

CEM = "cem@hub.example"


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_cem_replies_without_an_account_and_ada_lets_it_through(
    cem: Neighbour, ada: Neighbour, many: Engine, bins: str
) -> None:
    looked = cem.post(bins, words="Mine were *not* emptied.", step="look")
    assert looked.words("//article//em") == ["not"]
    page = speak(cem, bins, "Mine were *not* emptied.", name="Cem A.", email=CEM)
    assert page.status == 303
    code = cem.visit(page.headers["location"])
    assert "Mine were *not* emptied." in code.text
    assert cem.fill(code, code=post.code(many, CEM)).h1 == "Your reply"
    thread = f"/alderford/conversations/{last(many).thread_id}"
    assert last(many).state == State.WAITING
    assert "emptied" not in cem.visit(thread).text

    assert "First replies" in ada.visit("/desk").text
    address = f"/desk/replies/{last(many).id}"
    assert address in ada.visit("/desk/replies").links
    assert CEM not in ada.visit(address).text
    assert let_appear(ada, last(many).id).status == 303

    assert "Mine were not emptied." in cem.visit(thread).text
    assert cem.visit(f"/replies/{last(many).id}").h1 == "What Cem A. said"
    assert f"/replies/{last(many).id}" in post.letters(many, CEM)[-1]


def test_a_reply_of_somebody_known_appears_at_once(ben: Neighbour, cem: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    assert speak(ben, bins, "On Wednesday, *as always*.").headers["location"] == f"/replies/{last(many).id}"
    page = cem.visit(f"/replies/{last(many).id}")
    assert page.words("//*[contains(@class,'p-author')]") == ["Ben"]
    assert page.words("//*[contains(@class,'e-content')]//em") == ["as always"]
    assert page.all("//a[contains(@class,'u-in-reply-to')]")
    thread = f"/alderford/conversations/{last(many).thread_id}"
    assert "as always" in cem.visit(thread).text


def test_what_is_wrong_is_said_beside_what_was_typed(ben: Neighbour, bins: str) -> None:
    page = speak(ben, bins, ">" * 300 + " deep", name="B" * 81)
    assert page.status == 422
    assert ">" * 300 + " deep" in page.words("//textarea")[0]
    assert len(page.all("//*[@aria-invalid='true']")) == 2
    assert speak(ben, bins, "x" * 10_001).status == 422


def test_links_to_sites_nobody_led_to_are_read_first(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    looked = ben.post(bins, words="See https://casino.example/win", step="look")
    assert "casino.example" in looked.text
    speak(ben, bins, "See https://casino.example/win")
    assert last(many).state == State.WAITING
    speak(ben, bins, "See https://mill-end-diary.example/bridge")
    assert {last(many).state} == {State.SHOWN}


def test_ben_changes_what_he_said_for_fifteen_minutes(ben: Neighbour, cem: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    mine = f"/you/replies/{last(many).id}"
    ben.fill(ben.visit(mine), words="On Thursday.")
    shown = cem.visit(f"/replies/{last(many).id}")
    assert "On Thursday." in shown.text
    assert "edited" in shown.text
    with writing(many) as db:
        db.get_one(Reply, last(many).id).said_at = now() - timedelta(minutes=16)
    assert ben.visit(mine).all("//textarea") == []
    assert ben.post(mine, words="On Friday.", step="say").status == 400
    assert "On Thursday." in cem.visit(f"/replies/{last(many).id}").text


def test_what_is_taken_back_leaves_a_quiet_line_where_it_was_answered(
    ben: Neighbour, cem: Neighbour, ada: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben", "Ada")
    speak(ben, bins, "Unwise words.")
    first = last(many)
    thread = f"/alderford/conversations/{first.thread_id}"
    speak(ada, f"{thread}/reply?parent={first.id}", "Are you sure?")
    assert ben.post(f"/you/replies/{first.id}/withdraw").status == 303
    page = cem.visit(thread)
    assert "Unwise" not in page.text
    assert "Somebody took back what they said here." in page.text
    assert "Are you sure?" in page.text
    assert cem.visit(f"/replies/{first.id}").status == 410
    assert again(many, first.id).words == ""


def test_nobody_changes_what_another_said(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "Mine.")
    mine = f"/you/replies/{last(many).id}"
    assert ada.visit(mine).status == 404
    assert ada.post(mine, words="Yours.", step="say").status == 404
    assert ada.post(f"{mine}/withdraw").status == 404
    assert again(many, last(many).id).words == "Mine."


def test_a_quote_stands_in_the_answer_at_first(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben", "Ada")
    speak(ben, bins, "Two lines,\n\nfor you.")
    thread = f"/alderford/conversations/{last(many).thread_id}"
    quote = next(link for link in ada.visit(thread).links if link.endswith("quote=yes"))
    form = ada.visit(quote)
    assert form.words("//textarea") == ["> Two lines, > > for you."]
    speak(ada, quote, "> Two lines,\n\nThank you.")
    assert last(many).parent_id is not None


def test_a_closed_thread_refuses_with_its_words_and_keeps_what_was_typed(
    ben: Neighbour, many: Engine, bins: str, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "First.")
    with writing(many) as db:
        close(db, alderford.place.id, last(many).thread_id, "All is said.", now())
    page = ben.post(bins, words="One more thing.", step="say")
    assert page.status == 422
    assert "All is said." in page.text
    assert "One more thing." in page.words("//textarea")[0]


def test_a_slow_thread_has_everybody_wait(ben: Neighbour, many: Engine, bins: str, alderford: Alderford) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "First.")
    with writing(many) as db:
        slow(db, alderford.place.id, last(many).thread_id, now())
    page = speak(ben, bins, "Second.")
    assert page.status == 422
    assert "you may speak again in 2 minutes" in page.text
    with writing(many) as db:
        db.get_one(Reply, last(many).id).said_at = now() - timedelta(minutes=3)
    assert speak(ben, bins, "Second.").status == 303


def test_what_is_said_for_neighbours_is_seen_by_neighbours_alone(
    ada: Neighbour, mo: Neighbour, ben: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada", "Mo", "Ben")
    speak(ben, bins, "For everybody.")
    assert speak(ada, bins, "The key is under the pot.", who="neighbours").headers["location"].startswith("/you/")
    local = next(each for each in (last(many),) if each.is_local)
    thread = f"/alderford/conversations/{local.thread_id}"
    assert "under the pot" in mo.visit(f"/you/conversations/{local.thread_id}").text
    for person in (ben, cem):
        assert "under the pot" not in person.visit(thread).text
        assert person.visit(f"/replies/{local.id}").status == 404
        assert person.visit(f"/replies/{local.id}/report").status == 404
        assert person.visit(f"{thread}/reply?parent={local.id}&quote=yes").status == 404
        assert person.post(f"{thread}/reply", words="I see", parent=str(local.id), step="look").status == 404
    assert "under the pot" not in ben.visit(f"/you/conversations/{local.thread_id}").text
    assert "1 reply is for neighbours alone" in cem.visit(thread).text
    speak(mo, f"{thread}/reply?parent={local.id}", "Thank you.", who="everybody")
    assert last(many).is_local


def test_whoever_quotes_what_is_for_neighbours_speaks_to_neighbours(ada: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ada")
    speak(ada, bins, "The key is under the pot.", who="neighbours")
    speak(ada, bins, "> the key  is *under* the pot\n\nGood idea.", who="everybody")
    assert last(many).is_local


def test_ben_sees_what_is_new_since_he_last_read(ada: Neighbour, ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ada", "Ben")
    speak(ben, bins, "First.")
    mine = f"/you/conversations/{last(many).thread_id}"
    ben.fill(ben.visit(mine), until=now().isoformat())
    assert "Nothing is new" in ben.visit(mine).text
    speak(ada, bins, "Second, and new.")
    assert "1 new" in ben.visit("/you/conversations").text
    page = ben.visit(mine)
    assert "1 is new since you last said that you have read this" in page.text
    assert page.words("//form[contains(@action,'/read')]//button") == ["I have read this"] * 2
    assert page.all("//*[@id='first-new']")
    assert "Second, and new." in page.words("//*[@id='first-new']")[0]
    ben.post(f"{mine}/read", until=page.all("//input[@name='until']")[0].get("value") or "")
    assert "new" not in ben.visit("/you/conversations").words("//ul[contains(@class,'devices')]")[0].split()
    assert cem_page(ben, ada, last(many).thread_id)


def cem_page(ben: Neighbour, ada: Neighbour, thread_id: int) -> bool:
    """Say whether the public page is the same bytes for two people."""
    address = f"/alderford/conversations/{thread_id}"
    return ben.visit(address).source == ada.visit(address).source


def test_who_is_named_is_told_by_mail_and_may_stop_it(ada: Neighbour, ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ada", "Ben")
    speak(ben, bins, "First.")
    speak(ada, bins, "What do you say, @Ben? And @Ben again, and @ben.")
    assert len(post.letters(many, "ben@hub.example")) == 1
    told = post.letters(many, "ben@hub.example")[0]
    assert "Ada names you in a conversation" in told or "Ada" in told
    assert f"/replies/{last(many).id}" in told
    assert "/mail/stop/" in told


def test_anybody_reports_a_reply_and_mo_takes_it_down_and_puts_it_back(
    cem: Neighbour, mo: Neighbour, ben: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "Rude words.")
    address = f"/replies/{last(many).id}"
    sent = cem.fill(cem.visit(f"{address}/report"), reason="hate", words="Look at it.")
    number = sent.address.rpartition("/")[2]
    case = mo.visit(f"/desk/cases/{number}")
    assert "Rude words." in case.text
    hidden = mo.post(f"{address}/hide", follow=True, what="reply")
    assert "taken down" in hidden.text.lower()
    assert cem.visit(address).status == 410
    assert "Rude words." not in cem.visit(f"/alderford/conversations/{last(many).thread_id}").text
    assert mo.post(f"/desk/cases/{number}/undo").status == 303
    assert cem.visit(address).status == 200


def test_all_that_somebody_said_goes_with_them(
    ben: Neighbour, mo: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    one = last(many).id
    speak(ben, bins, "Two.")
    two = last(many).id
    assert mo.post(f"/replies/{two}/hide", what="reply", follow=True).status == 200
    page = mo.post(f"/replies/{one}/hide", what="person", reason="hate")
    assert "Ben" in page.text
    done = mo.post(f"/replies/{one}/hide", follow=True, what="person", reason="hate", sure="yes")
    assert {again(many, one).state, again(many, two).state} == {State.HIDDEN}
    mo.post(f"{done.address.partition('?')[0]}/undo")
    assert (again(many, one).state, again(many, two).state) == (State.SHOWN, State.HIDDEN)
    speak(ben, bins, "Three.")
    assert cem.visit(f"/replies/{one}").status == 200


def test_something_is_said_at_a_tag_and_at_a_story(ben: Neighbour, cem: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, "/alderford/tags/bins-and-recycling/reply", "Which bin is for glass?")
    assert "Which bin is for glass?" in cem.visit(f"/alderford/conversations/{last(many).thread_id}").text


def test_a_reply_in_the_database_is_a_reply_on_the_page(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    del ben
    with writing(many) as db:
        reply_id = said(db, alderford.place, item_called(many, "Library hours"), person_of(many, "Ben"), "Open late?")
    assert "Open late?" in cem.visit(f"/replies/{reply_id}").text
