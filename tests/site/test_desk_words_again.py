"""Ada decides a word somebody decided before, takes a slip back, and is told what cannot be done."""

from html import escape
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.establish.deciding.rules import Refused
from hub.establish.tags.models import TagLabel
from hub.establish.tags.rules import Stand
from hub.kit.saying import say
from hub.site import agreeing
from hub.site.agreeing import Outcome
from hub.site.desk import word_looks
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.word_queue import DECIDE, QUEUE, WORD, decisions, do, file_words, look_at, rulings, words_of


@pytest.fixture
def labelled(alderford: Alderford, many: Engine) -> Alderford:
    """Alderford, where a few words wait."""
    return file_words(alderford, many)


def test_a_slip_is_undone(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    done = do(ada, look_at(ada, "leave"))
    (undo,) = [each for each in done.links if "/undo/" in each]
    page = ada.visit(undo)
    assert page.words("//button[@autofocus]") == ["Take it back"]
    back = ada.fill(page, reason="It was a slip.")
    assert WORD in words_of(back)
    assert rulings(many) == []
    assert "taken back already" in ada.visit(undo).text
    assert ada.post(undo, reason="x").status == 422


def test_what_was_decided_this_week_is_listed(ada: Neighbour, labelled: Alderford) -> None:
    assert "Nothing was decided here" in ada.visit("/desk/words/undo").text
    do(ada, look_at(ada, "leave"))
    page = ada.visit("/desk/words/undo?place=alderford")
    assert [each for each in page.links if "/desk/words/alderford/undo/" in each]


def test_the_second_of_two_mentors_is_told_who_decided_what(
    ada: Neighbour, root: Neighbour, labelled: Alderford, many: Engine
) -> None:
    mine = look_at(ada, "same bins-and-recycling")
    do(root, look_at(root, "leave"))
    told = do(ada, mine, reason="All the same to me.")
    assert told.status == 422
    assert "Somebody decided this word while you looked at it." in told.text
    assert "All the same to me." in told.text
    assert rulings(many) == [("flytipping", Stand.LEFT)]
    do(ada, told)
    assert rulings(many) == []


def test_a_word_that_means_another_tag_there_offers_what_may_be_done(
    ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    do(ada, look_at(ada, "same bins-and-recycling"))
    with writing(many) as db:
        town.tag(db, "Dumping")
    page = look_at(ada, "same dumping")
    assert page.status == 422
    assert "Bins & recycling" in page.text
    assert "Dumping" in page.text
    assert "means different things" in page.text
    settled = look_at(ada, "same dumping", instead="take")
    assert settled.status == 200
    do(ada, settled)
    with reading(many) as db:
        assert db.exec(select(TagLabel).where(TagLabel.key == "flytipping")).one().tag_id != labelled.bins.id


def test_a_word_that_means_different_things_means_one_in_a_ward(
    ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    do(ada, look_at(ada, "ambiguous"))
    page = ada.visit("/desk/words/ambiguous")
    assert words_of(page) == [WORD]
    assert "Means different things" not in page.words("//article")[0]
    look = ada.visit(f"{DECIDE}?word=Fly+tipping&do=same&tag=bins+and+recycling&where=mill-end&pile=ambiguous&at=0")
    done = do(ada, look)
    assert done.h1 == "Words that mean different things"
    assert rulings(many) == [("flytipping", Stand.AMBIGUOUS)]
    with reading(many) as db:
        spelt = db.exec(select(TagLabel).where(TagLabel.key == "flytipping")).one()
        assert spelt.scope_id == labelled.mill_end.id


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "same", "tag": "nothing"}, "Choose one of the tags of Alderford."),
        ({"do": "same", "tag": "bins-and-recycling", "where": "nowhere"}, "Choose where it counts."),
        ({"do": "new", "name": " "}, "Give it a name."),
        ({"do": "new", "name": "x" * 10_000}, "letters"),
        ({"do": "new", "name": "b\u0430rn", "meaning": "A barn"}, "letter"),
        ({"do": "new", "name": "<script>", "meaning": "x"}, "Write plain words"),
        ({"do": "new", "name": "!!"}, "A name needs at least two letters or digits"),
        ({"do": "new", "name": "Tips", "meaning": ""}, "Say in a sentence what people here mean by it."),
        ({"do": "leave", "reason": "x" * 1_001}, "This is too long"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_typed_is_lost(
    ada: Neighbour, labelled: Alderford, many: Engine, fields: dict[str, Any], said: str
) -> None:
    page = ada.post(DECIDE, word=WORD, **({"where": "alderford"} | fields))
    assert page.status == 422
    assert said in page.text
    for name, value in fields.items():
        if value.strip() and name not in {"do", "where"}:
            assert escape(value) in page.source
    assert decisions(many) == []


def test_what_changed_under_a_decision_keeps_it_from_being_taken_back(
    ada: Neighbour, root: Neighbour, labelled: Alderford
) -> None:
    done = do(ada, look_at(ada, "leave"))
    (undo,) = [each for each in done.links if each.startswith(QUEUE) and each.rpartition("/")[2].isdigit()]
    do(root, look_at(root, "ambiguous"))
    page = ada.post(undo, reason="It was a slip.")
    assert page.status == 422
    assert "It cannot be taken back" in page.text
    assert ada.post(undo, reason="x" * 1_001).status == 422


def test_a_word_that_is_decided_between_look_and_press_is_caught_in_the_act(
    ada: Neighbour, labelled: Alderford, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = look_at(ada, "same bins-and-recycling")
    stands = iter(["as-it-was", "another"])
    monkeypatch.setattr(word_looks, "stood", lambda _on: next(stands, "another"))
    (form,) = look.all("//form[@id='decide']")
    sent: dict[str, Any] = {**dict(form.form_values()), "step": "do", "stood": "as-it-was"}
    told = ada.post(DECIDE, **sent)
    assert told.status == 422
    assert "Somebody decided this word" in told.text
    assert decisions(many) == []


def test_what_meant_one_thing_can_be_said_to_mean_several(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    do(ada, look_at(ada, "same bins-and-recycling"))
    look = look_at(ada, "ambiguous")
    assert "What was decided of it already" in look.text
    assert "Read the decision" in look.text
    do(ada, look)
    assert rulings(many) == [("flytipping", Stand.AMBIGUOUS)]
    with reading(many) as db:
        assert not db.exec(select(TagLabel).where(TagLabel.key == "flytipping")).all()


def test_what_is_refused_in_the_act_is_told(
    ada: Neighbour, labelled: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = look_at(ada, "leave")
    refused = Outcome(refused=Refused((say("The bridge is shut."),)))
    monkeypatch.setattr(agreeing, "act_or_propose", lambda *_, **__: refused)
    told = do(ada, look)
    assert told.status == 422
    assert "The bridge is shut." in told.text
