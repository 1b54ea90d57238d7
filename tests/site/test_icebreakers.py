"""Cem suggests a question to begin a talk with; Ada lets it in, and everybody reads it."""

from sqlalchemy import Engine

from hub.db.engine import reading, writing
from hub.duties.forgetting import erase, expire
from hub.kit.clock import now
from hub.meet.icebreakers import queries
from hub.meet.icebreakers.ours import OURS
from hub.meet.icebreakers.privacy import REFUSED_KEPT
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.unmentored import person_of

HERE, SHELF = "/alderford/icebreakers", "/desk/icebreakers"
BRIDGE = "Which bridge do you like <best>?"


def test_every_place_has_twenty_questions_of_ours(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit(HERE)
    assert page.h1 == "Questions to begin with"
    assert len(page.all("//ul[@class='icebreakers']/li")) == len(OURS) == 20


def test_cem_suggests_one_with_a_code_and_ada_lets_it_in(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    waits = cem.post(HERE, follow=True, words=BRIDGE, name="Cem", email="cem@hub.example")
    done = cem.fill(waits, code=post.code(many, "cem@hub.example"))
    assert "A mentor reads it before it stands here." in done.text
    assert BRIDGE not in cem.visit(HERE).text
    assert "by Cem" not in cem.visit(HERE).text
    shelf = ada.visit(SHELF)
    assert BRIDGE in shelf.text
    ada.post(SHELF, do="admit", row=_waiting(many))
    page = cem.visit(HERE)
    assert "Which bridge do you like &lt;best&gt;?" in page.source
    assert "by Cem" in page.text
    assert BRIDGE in cem.visit("/mill-end/icebreakers").text


def test_what_is_missing_or_too_long_is_said(cem: Neighbour, ben: Neighbour, alderford: Alderford) -> None:
    assert "Write a question." in cem.post(HERE, words=" ").text
    page = ben.post(HERE, words="a" * 201)
    assert (page.status, "too long" in page.text) == (422, True)


def test_a_question_is_decided_once_and_only_where_one_is_mentor(
    ben: Neighbour, ada: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ben.post(HERE, words=BRIDGE)
    key = _waiting(many)
    assert mo.post(SHELF, do="admit", row=key).status == 403
    ada.post(SHELF, do="refuse", row=key)
    assert "left=1" in ada.post(SHELF, do="admit", row=key).headers["location"]
    assert "left=1" in ada.post(SHELF, do="admit", row="nonsense").headers["location"]
    with writing(many) as db:
        expire(db, now() + 2 * REFUSED_KEPT)
        assert queries.waiting(db, None) == []


def test_who_leaves_takes_their_name_along_and_what_waited(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ben.post(HERE, words=BRIDGE, name="Ben the baker")
    ada.post(SHELF, do="admit", row=_waiting(many))
    ben.post(HERE, words="Another one?", name="Ben the baker")
    with writing(many) as db:
        erase(db, person_of(db, "Ben"), now())
    page = ada.visit(HERE)
    assert BRIDGE in page.text
    assert "Ben the baker" not in page.text
    with reading(many) as db:
        assert queries.waiting(db, None) == []


def test_ten_a_day_are_enough(ben: Neighbour, alderford: Alderford) -> None:
    for number in range(10):
        assert ben.post(HERE, words=f"Question {number}?").status == 303
    assert ben.post(HERE, words="One more?").status == 429


def test_what_is_picked_stays_the_same_for_a_seed_and_has_words_even_once_it_is_gone(
    many: Engine, alderford: Alderford
) -> None:
    with reading(many) as db:
        one, other = queries.pick(db, [alderford.place.id], "a seed", 2)
        assert queries.pick(db, [alderford.place.id], "a seed", 2) == [one, other]
        assert queries.by_key(db, one.key) == one.words
        assert queries.by_key(db, "gone") == queries.by_key(db, "ours:x") == OURS[0]


def _waiting(many: Engine) -> str:
    with reading(many) as db:
        (found,) = queries.waiting(db, None)
        return found.id.hex
