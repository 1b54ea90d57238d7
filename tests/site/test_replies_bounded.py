"""Nobody looks, changes or speaks without end; what is closed is so everywhere; what is read is what appears."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import Request
from limits import RateLimitItemPerDay, RateLimitItemPerHour
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.replies import queries
from hub.communicate.replies.rules import State
from hub.communicate.threads import actions as threads
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.cases.models import Case
from hub.site import deps
from hub.site.deps import Doing
from hub.site.pages import replies, reply
from hub.site.typed import Typed
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.replied import again, item_called, known_well, last, let_appear, speak

KEY = "The key to number nine is under the blue pot"


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_nobody_looks_at_replies_without_end_and_nothing_typed_is_lost(
    cem: Neighbour, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply, "LOOKS_OF_NETWORK", RateLimitItemPerHour(1, namespace="replies-looks"))
    assert cem.post(bins, words="*One.*", step="look").words("//article//em") == ["One."]
    page = cem.post(bins, words="*Two.*", step="look")
    assert page.status == 422
    assert page.words("//textarea") == ["*Two.*"]
    assert not page.all("//article")
    assert cem.post(bins, words="*Three.*", step="say", email="cem@hub.example").status == 422


def test_a_reply_by_itself_names_what_it_answers_however_much_was_said_there(
    ada: Neighbour, cem: Neighbour, many: Engine, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_well(many, "Ada")
    speak(ada, bins, "On Wednesday.", name="Ada")
    first = last(many)
    speak(ada, f"/alderford/conversations/{first.thread_id}/reply?parent={first.id}", "Or on Thursday.")
    alone, answered = f"/replies/{last(many).id}", f"/replies/{first.id}"
    monkeypatch.setattr(queries, "MOST_SHOWN", 0)
    assert cem.visit(alone).links[answered] == "what Ada said"
    assert ada.post(f"/you{answered}/withdraw").status == 303
    assert answered not in cem.visit(alone).links


def test_whoever_looks_at_a_reply_keeps_nobody_from_writing(
    cem: Neighbour, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing_now, seen = list[str](), list[int]()

    @contextmanager
    def watched(request: Request, typed: Typed) -> Iterator[Doing]:
        with deps.acting(request, typed) as act:
            writing_now.append("once more")
            yield act
            writing_now.pop()

    def looks(words: str) -> str:
        seen.append(len(writing_now))
        return words

    monkeypatch.setattr(reply, "acting", watched)
    monkeypatch.setattr(reply, "html_of", looks)
    assert cem.post(bins, words="One.", step="look").status == 200
    assert seen == [0]


def test_which_sites_neighbours_lead_to_is_told_to_nobody_else(
    ada: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada")
    speak(ada, bins, "Sign https://petition.example/one.", who="neighbours")
    page = cem.post(bins, words="https://petition.example/", step="look")
    assert any("sites nobody here has led to" in note for note in page.words("//p[@class='note']"))
    speak(ada, bins, "Sign https://petition.example/two.")
    assert last(many).state == State.SHOWN


@pytest.mark.parametrize(
    "words",
    [
        f"> {KEY}",
        f"> so\n{KEY}",
        f"- > {KEY}",
        f"1. > {KEY}",
        f"> Bob said: {KEY}",
        "> The key\n> to number\n> nine is\n> under the\n> blue pot",
        "> The *key* to&#32;number nine is\n\nso\n\n> under the blue pot",
    ],
)
@pytest.mark.parametrize("at", ["Bins on Tuesday", "Library hours"])
def test_no_quote_of_what_neighbours_say_is_public_however_it_is_written(
    ada: Neighbour, cem: Neighbour, many: Engine, bins: str, words: str, at: str
) -> None:
    known_well(many, "Ada")
    speak(ada, bins, KEY, who="neighbours")
    item = item_called(many, at)
    speak(ada, f"/items/{item}/reply", words)
    assert last(many).is_local
    assert "key" not in cem.visit(f"/items/{item}").text


def test_what_quotes_words_that_became_local_is_local_too(ada: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ada")
    speak(ada, bins, KEY, who="neighbours")
    speak(ada, bins, "Everybody may read this sentence.")
    first = last(many)
    speak(ada, bins, "> Everybody may read this sentence.\n\nThank you, I am glad of that.")
    quoting = last(many)
    speak(ada, bins, "> Thank you, I am glad of that.")
    further = last(many)
    assert {each.is_local for each in (first, quoting, further)} == {False}
    ada.post(f"/you/replies/{first.id}", words=f"> {KEY}\n\nSo much.", step="say")
    assert all(again(many, each.id).is_local for each in (first, quoting, further))


def test_only_the_words_somebody_read_appear(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    speak(ben, bins, "A kind word.")
    reply_id = last(many).id
    address = f"/desk/replies/{reply_id}"
    form = next(form for form in ada.visit(address).all("//form") if "words" in form.fields)
    rows = [str(each.get("value")) for each in ada.visit("/desk/replies").all("//input[@name='row']")]
    ben.post(f"/you/replies/{reply_id}", words="BUY THIS", step="say")
    page = ada.post(address, **dict(form.form_values()) | {"say": "yes"})
    assert page.status == 422
    assert "BUY THIS" in page.text
    ada.post("/desk/replies", do="admit", row=rows)
    assert again(many, reply_id).state == State.WAITING
    let_appear(ada, reply_id)
    assert again(many, reply_id).state == State.SHOWN


def test_nobody_changes_a_reply_without_end(
    ben: Neighbour, many: Engine, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_well(many, "Ben")
    monkeypatch.setattr(replies, "CHANGES", RateLimitItemPerDay(1, namespace="replies-changes"))
    speak(ben, bins, "One.")
    address = f"/you/replies/{last(many).id}"
    assert ben.post(address, words="Two.", step="say").status == 303
    page = ben.post(address, words="Three.", step="say")
    assert page.status == 422
    assert page.words("//textarea") == ["Three."]
    assert last(many).words == "Two."


def test_what_is_closed_is_closed_for_changes_and_what_is_slow_is_slow_for_them(
    ben: Neighbour, many: Engine, bins: str, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    thread_id, address = last(many).thread_id, f"/you/replies/{last(many).id}"
    with writing(many) as db:
        threads.slow(db, alderford.place.id, thread_id, now())
    assert ben.post(address, words="Two.", step="say").status == 303  # a slip of the pen is mended at once
    assert "you may speak again" in ben.post(address, words="Three.", step="say").text
    with writing(many) as db:
        threads.close(db, alderford.place.id, thread_id, "Enough.", now())
    assert "This conversation is closed. Enough." in ben.post(address, words="Four.", step="say").text
    assert last(many).words == "Two."


@pytest.mark.parametrize("is_slow", [False, True])
def test_what_is_closed_or_slow_in_one_place_is_so_in_all(
    ben: Neighbour,
    many: Engine,
    alderford: Alderford,
    is_slow: bool,  # noqa: FBT001 -- a column of a table
) -> None:
    known_well(many, "Ben")
    bridge = item_called(many, "The bridge is shut")
    assert speak(ben, f"/items/{bridge}/reply", "One.").status == 303
    with writing(many) as db:
        there = (alderford.place.id, last(many).thread_id)
        if is_slow:
            threads.slow(db, *there, now())
        else:
            threads.close(db, *there, "Enough.", now())
        other = threads.for_item(db, alderford.mill_end.id, bridge, now())
    assert ben.post(f"/mill-end/conversations/{other}/reply", words="Two.", step="say").status == 422
    assert last(many).words == "One."


def test_what_was_taken_back_stands_in_no_case_that_waits(
    ben: Neighbour, cem: Neighbour, mo: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "Call me at Snodgrove.")
    reply_id = last(many).id
    cem.post(f"/replies/{reply_id}/report", reason="spam", words="This is advertising.", email="cem@hub.example")
    with reading(many) as db:
        assert [each.title for each in db.exec(select(Case))] == ["Call me at Snodgrove."]
    ben.post(f"/you/replies/{reply_id}/withdraw")
    with reading(many) as db:
        (case,) = db.exec(select(Case)).all()
        number = case.number
        assert case.title == ""
    assert mo.visit(f"/desk/cases/{number}").status == 200
