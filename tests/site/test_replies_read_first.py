"""Somebody reads a newcomer's reply before it appears; nobody speaks without end; nobody hears what they muted."""

from datetime import timedelta

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine

from hub.communicate.following.models import Mute
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import NAMED_A_DAY, State
from hub.db.engine import writing
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.people.persons import actions as persons
from hub.site.pages import reply
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.replied import again, item_called, known_well, last, let_appear, person_of, said, speak

BEN = "ben@hub.example"


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_ada_says_no_and_why_and_ben_reads_it_by_mail(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    assert speak(ben, bins, "Buy my bins!").headers["location"].endswith("told=waits")
    address = f"/desk/replies/{last(many).id}"
    assert ada.post(address).status == 422
    assert ada.post(address, say="no").status == 422
    assert ada.post(address, say="no", words="x" * 5_000).status == 422
    assert ada.post(address, say="no", words="This is advertising.").status == 303
    assert last(many).state == State.REFUSED
    assert "This is advertising." in post.letters(many, BEN)[-1]
    assert "It did not appear" in ben.visit(f"/you/replies/{last(many).id}").text
    told = ada.visit(address).text
    assert "It did not appear: somebody who looks after the place said no." in told
    assert "we wrote to you" not in told
    assert ada.post(address, say="no", words="Again.").status == 303
    assert len(post.letters(many, BEN)) == 1


@pytest.mark.parametrize(
    ("is_local", "became", "told"),
    [
        (False, State.SHOWN, "It is public."),
        (True, State.SHOWN, "It is for neighbours alone."),
        (False, State.WITHDRAWN, "Whoever said this took it back."),
        (True, State.HIDDEN, "What was said here was taken down."),
    ],
)
def test_the_desk_says_what_became_of_a_reply_to_who_reads_it_and_not_as_to_its_author(
    ben: Neighbour, ada: Neighbour, many: Engine, bins: str, *, is_local: bool, became: State, told: str
) -> None:
    speak(ben, bins, "On Wednesday.")
    with writing(many) as db:
        reply = db.get_one(Reply, last(many).id)
        reply.is_local, reply.state = is_local, became
    assert ada.visit(f"/desk/replies/{reply.id}").words("//p[@class='note']") == [told]


def test_ada_lets_several_appear_with_one_key(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    speak(ben, bins, "One.")
    one = last(many).id
    speak(ben, bins, "Two.")
    two = last(many).id
    rows = [str(each.get("value")) for each in ada.visit("/desk/replies").all("//input[@name='row']")]
    assert ada.post("/desk/replies", do="admit", row=[*rows, "none", f"{two}.none"]).status < 400
    assert {again(many, one).state, again(many, two).state} == {State.SHOWN}


def test_a_mentor_sees_what_a_reply_answers_and_can_refuse_it_from_the_list(
    ben: Neighbour, ada: Neighbour, many: Engine, bins: str
) -> None:
    speak(ada, bins, "On Wednesday.", name="Ada")
    first = last(many)
    speak(ben, f"/alderford/conversations/{first.thread_id}/reply?parent={first.id}", "Since when?")
    page = ada.visit("/desk/replies")
    (row,) = page.articles
    assert "In the conversation “Bins on Tuesday”" in row
    assert "It answers what Ada said: “On Wednesday.”" in row
    assert page.links[f"/desk/replies/{last(many).id}#words"].startswith("Refuse it, and say why")


def test_who_was_let_through_reads_what_neighbours_say(ben: Neighbour, ada: Neighbour, many: Engine, bins: str) -> None:
    speak(ben, bins, "One.")
    thread = f"/you/conversations/{last(many).thread_id}"
    assert "You are known in Alderford" not in ben.visit(thread).text
    let_appear(ada, last(many).id)
    assert "You are known in Alderford" in ben.visit(thread).text


def test_a_change_of_a_newcomer_is_read_again(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    speak(ben, bins, "One.")
    address = f"/replies/{last(many).id}"
    let_appear(ada, last(many).id)
    assert cem.visit(address).status == 200
    looked = ben.post(f"/you{address}", words="One *and* two.", step="look")
    assert looked.words("//article//em") == ["and"]
    assert ben.post(f"/you{address}", words="").status == 422
    assert ben.post(f"/you{address}", words="One and two.").headers["location"].endswith("told=waits")
    assert cem.visit(address).status == 404


def test_who_is_restricted_waits_however_well_known(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    with writing(many) as db:
        person_id = person_of(many, "Ben")
        db.add(Withholding(target_kind="person", target_id=person_id.hex, measure="restrict", since=now()))
    speak(ben, bins, "One.")
    assert last(many).state == State.WAITING


def test_nobody_speaks_without_end_and_nothing_typed_is_lost(
    ben: Neighbour, many: Engine, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_well(many, "Ben")
    monkeypatch.setattr(reply, "OF_PERSON", RateLimitItemPerDay(1, namespace="replies-person"))
    speak(ben, bins, "One.")
    page = speak(ben, bins, "Two.")
    assert page.status == 422
    assert "Two." in page.words("//textarea")[0]


def test_what_somebody_muted_is_not_mailed_and_no_more_than_a_few_a_day(
    ada: Neighbour, ben: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada", "Ben")
    speak(ben, bins, "One.")
    for number in range(NAMED_A_DAY + 2):
        speak(ada, bins, f"Number {number}, @Ben.")
    assert len(post.letters(many, BEN)) == NAMED_A_DAY
    with writing(many) as db:
        target = str(last(many).thread_id)
        db.add(Mute(person_id=person_of(many, "Ada"), kind="thread", target_id=target, since=now()))
    speak(ada, bins, "Here I am.")
    speak(ben, bins, "Hello @Ada.")
    assert post.letters(many, "ada@hub.example") == []


def test_who_is_named_among_neighbours_hears_no_words_and_only_as_one_of_them(
    ada: Neighbour, mo: Neighbour, ben: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada", "Ben", "Mo")
    for person in (ben, mo):
        speak(person, bins, "Here.")
    speak(ada, bins, "The key, @Mo and @Ben, is under the pot.", who="neighbours")
    assert post.letters(many, BEN) == []
    told = post.letters(many, "mo@hub.example")[-1]
    assert "under the pot" not in told
    assert f"/you/conversations/{last(many).thread_id}" in told


def test_something_is_said_at_a_story_and_in_a_thread_of_another_place_never(
    ben: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    assert ben.visit(f"/mill-end/conversations/{last(many).thread_id}/reply").status == 404
    assert ben.visit("/alderford/conversations/abc/reply").status == 404
    assert ben.visit("/alderford/tags/nothing/reply").status == 404
    assert ben.post(f"/you/conversations/{last(many).thread_id}/read", until="never").status == 303
    assert ben.post(f"/you/conversations/{last(many).thread_id}/read", until="2026-01-01").status == 303


def test_who_is_no_neighbour_does_not_speak_to_neighbours_alone(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    assert speak(ben, bins, "Secret.", who="neighbours").status == 422


def test_an_old_reply_without_a_person_stands_without_a_name(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    assert ben.visit("/you").status == 200
    with writing(many) as db:
        ben_id = person_of(many, "Ben")
        reply_id = said(db, alderford.place, item_called(many, "Library hours"), ben_id, "Late?", name="")
        persons.approve(db, ben_id)
    assert cem.visit(f"/replies/{reply_id}").h1 == "What a neighbour said"
    assert last(many).said_at <= now() + timedelta(seconds=1)
