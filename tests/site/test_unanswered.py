"""Ada finds at her desk what nobody answered for a week: notices, first posts, questions, and first words."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import Registration
from hub.communicate.answered import unanswered as waiting
from hub.communicate.answered.models import LeftBe
from hub.communicate.threads.models import ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.engine import reading, writing
from hub.duties.forgetting import expire
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from tests import town
from tests.neighbours import Neighbour
from tests.site.answering_ben import DAY, a_post, id_of, linked, person, replied
from tests.site.conftest import Alderford

HERE = "/desk/unanswered"
LAST_WEEK = 8 * DAY


@pytest.fixture
def question(many: Engine, alderford: Alderford, ben: Neighbour) -> int:
    """A blogger asked something a week ago."""
    return a_post(many, alderford.diary, "Who can mend a clock?", at=now() - LAST_WEEK)


def test_ada_sees_a_question_nobody_answered(ada: Neighbour, question: int) -> None:
    page = ada.visit(HERE)
    (article,) = page.articles
    assert "Who can mend a clock?" in article
    assert "Mill End Diary asks." in article
    assert page.links[f"/items/{question}/reply"].startswith("Answer it")
    assert "Nobody answered 1" in ada.visit("/desk").text


def test_ada_puts_away_what_needs_no_answer(ada: Neighbour, many: Engine, question: int) -> None:
    page = ada.post(HERE, do="seen", row=[f"item:{question}", "item:7", "nonsense"], follow=True)
    assert "Done: 1 row" in page.text
    assert page.articles == []
    assert ada.post(HERE, do="seen", row=[f"item:{question}"], follow=True).text.count("Nothing was done.") == 1
    with reading(many) as db:
        assert "leave-unanswered" in db.exec(select(AuditEntry.deed)).all()


@pytest.mark.parametrize("how", ["linked", "replied"])
def test_what_was_answered_waits_no_more(
    ada: Neighbour, many: Engine, alderford: Alderford, question: int, how: str
) -> None:
    if how == "linked":
        linked(many, alderford.council)
    else:
        replied(many, alderford.place, question, "Ada", said_at=now())
    assert ada.visit(HERE).articles == []


def test_what_is_new_or_long_past_does_not_wait(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    a_post(many, alderford.diary, "Asked today?", at=now() - DAY)
    a_post(many, alderford.diary, "Asked in spring?", at=now() - 70 * DAY, key=3)
    assert ada.visit(HERE).articles == []


def test_what_an_office_asks_is_not_waited_for(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    a_post(many, alderford.council, "Have you thought of fostering?", at=now() - LAST_WEEK)
    a_post(many, alderford.diary, "What? Why? I know now.", at=now() - LAST_WEEK, key=4)
    assert ada.visit(HERE).articles == []


def test_a_neighbours_notice_waits(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = a_post(many, alderford.diary, "Lost: grey cat", at=now() - LAST_WEEK)
    with writing(many) as db:
        usual: dict[str, Any] = {
            "title": "Lost: grey cat",
            "words": "She is grey.",
            "state": "shown",
            "written_at": now() - LAST_WEEK,
        }
        ada_id = person(db, "Ada").id
        db.add(Notice(place_id=alderford.place.id, person_id=ada_id, ends_on=date(2099, 1, 1), item_id=item, **usual))
    assert "A notice of a neighbour." in ada.visit(HERE).articles[0]


def test_the_first_post_of_who_was_let_in_lately_waits(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Newcomer", alderford.place))
        town.item(db, feed, "From the archive", at=now() - 20 * DAY, is_archive=True)
        first = id_of(town.item(db, feed, "Hello", at=now() - LAST_WEEK))
        town.item(db, feed, "Hello again", at=now() - LAST_WEEK + timedelta(hours=1))
        site: dict[str, Any] = {"name": "Newcomer", "site": "https://newcomer.example/", "token": "t", "is_own": True}
        moments: dict[str, Any] = {"asked_at": now() - 9 * DAY, "decided_at": now() - 9 * DAY, "state": "admitted"}
        where: dict[str, Any] = {
            "place_id": alderford.place.id,
            "source_id": feed.source_id,
            "person_id": person(db, "Ada").id,
        }
        db.add(Registration(**site, **moments, **where))
    page = ada.visit(HERE)
    (article,) = page.articles
    assert "The first post of Newcomer, who is new here." in article
    assert f"/items/{first}" in page.links


def test_somebodys_first_words_wait(ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    post = a_post(many, alderford.council, "Roadworks", at=now() - 20 * DAY)
    reply = replied(many, alderford.place, post, "Ben", "How long will it take", said_at=now() - LAST_WEEK)
    page = ada.visit(HERE)
    assert "The first words of Ben here." in page.articles[0]
    assert f"/replies/{reply.id.hex}" in page.links
    with writing(many) as db:
        part = ThreadItem(place_id=alderford.place.id, item_id=post, thread_id=reply.thread_id, because=Because.FIRST)
        db.add(part)
    assert "In the conversation “Roadworks”" in ada.visit(HERE).articles[0]
    (form,) = (address for address, words in page.links.items() if words.startswith("Answer it"))
    assert ada.visit(form).h1 == "Reply"
    assert reply.words in ada.visit(form).text
    assert "Done: 1 row" in ada.post(HERE, do="seen", row=[f"reply:{reply.id.hex}"], follow=True).text
    assert ada.visit(HERE).articles == []


def test_words_for_neighbours_alone_are_marked_so(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    post = a_post(many, alderford.council, "Roadworks", at=now() - 20 * DAY)
    for name, is_local in (("Ada", False), ("Ben", True)):
        replied(many, alderford.place, post, name, "How long?", said_at=now() - LAST_WEEK, is_local=is_local)
    rows = {"The first words of Ben here." in each: "For neighbours alone" in each for each in ada.visit(HERE).articles}
    assert rows == {False: False, True: True}


def test_who_looks_after_another_place_does_not_see_it(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        elsewhere = town.place(db, "Elsewhere")
        feed = town.feed(db, town.source(db, "Elsewhere Diary", elsewhere))
        item = id_of(town.item(db, feed, "Anybody there?", at=now() - LAST_WEEK))
    assert ada.visit(HERE).articles == []
    assert "Nothing was done." in ada.post(HERE, do="seen", row=[f"item:{item}"], follow=True).text
    assert ben.visit(HERE).status == 403


def test_what_was_put_away_is_forgotten_in_time(many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        db.add(LeftBe(key="item:1", since=now() - 91 * DAY))
        expire(db, now())
    with reading(many) as db:
        assert db.exec(select(LeftBe)).all() == []


def test_each_of_many_that_are_put_away_is_looked_up_alone(
    ada: Neighbour, many: Engine, alderford: Alderford, question: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = replied(many, alderford.place, question, "Ada", said_at=now() - LAST_WEEK)
    with reading(many) as db:
        (found,) = waiting.unanswered(db, None, now())
        assert waiting.one(db, None, now(), found.key) == found
        assert waiting.one(db, [], now(), found.key) is None
        for nothing in (f"item:{question}", "item:7", "item:²", "item:" + "9" * 40, "reply:x", "nonsense", ""):
            assert waiting.one(db, None, now(), nothing) is None
    monkeypatch.setattr("hub.site.desk.unanswered.unanswered", None)
    assert found.id == reply.id.hex
    assert ada.post(HERE, do="seen", row=[found.key]).status == 303
    with reading(many) as db:
        assert db.exec(select(LeftBe.key)).one() == found.key
