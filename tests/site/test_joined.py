"""Two conversations, or two stories, were put together: what people follow, mute and say there goes on with them."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items.models import Item
from hub.aggregate.stories.models import Story
from hub.communicate.following.models import Following, Mute
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.threads.models import Thread
from hub.db.engine import writing
from hub.kit.clock import now
from hub.places.actions import bump
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.answering_ben import mentioned
from tests.site.conftest import Alderford
from tests.site.replied import item_called, known_well, last, person_of, said, speak
from tests.site.storied import told_by

BEN, CEM = "ben@hub.example", "cem@hub.example"


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> int:
    return item_called(many, "Bins on Tuesday")


@pytest.fixture
def thread(many: Engine, alderford: Alderford, ben: Neighbour, bins: int) -> int:
    """Ben said something about the bins."""
    known_well(many, ben.name)
    with writing(many) as db:
        said(db, alderford.place, bins, person_of(many, "Ben"), "On Tuesday?")
        return db.exec(select(Reply.thread_id)).one()


@pytest.fixture
def old(many: Engine, alderford: Alderford, thread: int) -> int:
    """A conversation that was put together with another one, and that with the one about the bins."""
    with writing(many) as db:
        return gone(db, alderford, gone(db, alderford, thread))


def gone(db: Session, alderford: Alderford, heir_id: int | None = None) -> int:
    """Note a conversation that goes on in another one."""
    row = Thread(place_id=alderford.place.id, made_at=now(), last_at=now(), heir_id=heir_id)
    db.add(row)
    db.flush()
    return row.id or 0


def mentions_on(cem: Neighbour, address: str) -> list[object]:
    """Return what a page shows of those who mention it."""
    return list(cem.visit(address).all("//*[starts-with(@id,'mention-')]"))


def test_what_somebody_follows_stands_on_their_list_after_it_was_put_together(
    ada: Neighbour, many: Engine, alderford: Alderford, old: int
) -> None:
    who = person_of(many, ada.name)
    assert "Bins on Tuesday" not in ada.visit("/you/conversations").text
    with writing(many) as db:
        where = alderford.place.id
        db.add(Following(person_id=who, kind="thread", place_id=where, target_id=str(old), since=now()))
    assert "Bins on Tuesday" in ada.visit("/you/conversations").text


@pytest.mark.parametrize("muted", ["old", "new", "another"])
def test_who_muted_a_conversation_is_not_told_who_names_them_there_after_it_was_put_together(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, bins: int, thread: int, old: int, muted: str
) -> None:
    known_well(many, ada.name)
    with writing(many) as db:
        number = {"old": old, "new": thread, "another": gone(db, alderford)}[muted]
        db.add(Mute(person_id=person_of(many, ben.name), kind="thread", target_id=str(number), since=now()))
    speak(ada, f"/items/{bins}/reply", "What do you say, @Ben?")
    told = [each for each in post.letters(many, BEN) if "names you" in each]
    assert len(told) == (1 if muted == "another" else 0)


def test_what_waits_for_a_code_is_said_and_read_where_the_conversation_goes_on_by_then(
    cem: Neighbour, many: Engine, alderford: Alderford, bins: int, thread: int
) -> None:
    asked = cem.visit(speak(cem, f"/items/{bins}/reply", "Not ours.", email=CEM).headers["location"])
    with writing(many) as db:
        heir = gone(db, alderford)
        db.get_one(Thread, thread).heir_id = heir
    cem.fill(asked, code=post.code(many, CEM))
    assert (last(many).words, last(many).thread_id) == ("Not ours.", heir)
    with writing(many) as db:
        assert db.exec(select(ReadMark.thread_id)).all() == [heir]


def test_a_mention_of_a_conversation_stands_at_the_one_it_was_put_together_with_once(
    cem: Neighbour, many: Engine, bins: int, thread: int, old: int
) -> None:
    for number in (old, thread):
        mentioned(many, bins, target_kind="thread", target_id=str(number))
    assert len(mentions_on(cem, f"/alderford/conversations/{thread}")) == 1


def test_a_mention_of_a_story_stands_at_the_one_it_was_put_together_with_once(
    cem: Neighbour, many: Engine, alderford: Alderford, bins: int
) -> None:
    with writing(many) as db:
        bridge = db.exec(select(Item).where(Item.title == "The bridge is shut")).one()
        story = told_by(db, alderford.place, db.get_one(Item, bins), bridge)
        before = Story(place_id=alderford.place.id, made_at=now(), heir_id=story)
        db.add(before)
        db.flush()
        numbers = (before.id, story)
    for number in numbers:
        mentioned(many, bins, target_kind="story", target_id=str(number))
    assert len(mentions_on(cem, f"/alderford/stories/{story}")) == 1


def test_what_stands_in_another_place_offers_no_answer_that_leads_nowhere(
    cem: Neighbour, many: Engine, alderford: Alderford, ben: Neighbour
) -> None:
    bridge, who = item_called(many, "The bridge is shut"), person_of(many, ben.name)
    with writing(many) as db:
        for place in (alderford.mill_end, alderford.place):
            said(db, place, bridge, who, f"Since Monday in {place.name}.")
        bump(db, [alderford.place.id])
    page = cem.visit(f"/items/{bridge}")
    assert page.text.count("Since Monday") == 2
    ways = [link for link in page.links if "parent=" in link]
    assert len(ways) == 2  # to answer, and to quote, the one of the place this page is at home in
    assert [cem.visit(way).status for way in ways] == [200, 200]
