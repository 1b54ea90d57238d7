"""Ben's list of conversations and the page of each agree on what is new to him, and cost little."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.deriving import underive
from hub.communicate.replies import actions, reading
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import is_new
from hub.communicate.threads.models import ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.engine import writing
from hub.kit.clock import now
from tests import town
from tests.communicate.answered.test_untold import listening
from tests.neighbours import Neighbour
from tests.site.answering_ben import id_of
from tests.site.conftest import Alderford
from tests.site.replied import item_called, person_of, said
from tests.town import NOON

HERE = "/you/conversations"
NEW = re.compile(r"(\d+) new\b")


@pytest.fixture
def item(many: Engine, alderford: Alderford) -> int:
    return item_called(many, "Bins on Tuesday")


@pytest.fixture
def thread(many: Engine, alderford: Alderford, ada: Neighbour, ben: Neighbour, item: int) -> int:
    """Ben said something about the bins, and Ada answered him."""
    ours, bens, adas = alderford.place, person_of(many, "Ben"), person_of(many, "Ada")
    with writing(many) as db:
        first = said(db, ours, item, bens, "On Tuesday?")
        said(db, ours, item, adas, "On Tuesday.", name="Ada", parent_id=first)
        said(db, ours, item, adas, "For who lives here.", name="Ada", is_local=True)
        return db.exec(select(Reply.thread_id)).first() or 0


def agreed(ben: Neighbour, thread: int) -> int:
    """Return how much is new to Ben, as both say."""
    told, page = NEW.search(ben.visit(HERE).text), ben.visit(f"{HERE}/{thread}")
    number = int(told[1]) if told else 0
    assert len(page.all("//strong[@class='new-mark']")) == number
    return number


def test_one_who_read_nothing_and_is_no_neighbour_finds_what_others_said_to_all(ben: Neighbour, thread: int) -> None:
    assert agreed(ben, thread) == 1


def test_what_came_after_the_mark_is_new_posts_too_as_long_as_they_stand(
    ben: Neighbour, many: Engine, alderford: Alderford, thread: int
) -> None:
    with writing(many) as db:
        reading.mark(db, person_of(many, "Ben"), thread, now() - timedelta(hours=1))
        items = [id_of(town.item(db, alderford.council, f"Bins, part {each}", first_seen=now())) for each in range(2)]
        db.add_all(
            ThreadItem(place_id=alderford.place.id, item_id=each, thread_id=thread, because=Because.LINK)
            for each in items
        )
    assert agreed(ben, thread) == 4  # what Ada said to all, and three posts
    with writing(many) as db:
        underive(db, items[:1])
    assert agreed(ben, thread) == 3


def test_a_line_that_stays_where_words_were_taken_back_is_nothing_new(
    ben: Neighbour, many: Engine, alderford: Alderford, thread: int, item: int
) -> None:
    with writing(many) as db:
        adas = db.exec(select(Reply.id).where(Reply.words == "On Tuesday.")).one()
        said(db, alderford.place, item, person_of(many, "Ben"), "Thank you!", parent_id=adas)
        actions.withdraw(db, adas)
    assert agreed(ben, thread) == 0


@pytest.mark.parametrize(("read", "are_new"), [(None, [True]), (1, [None, True]), (2, []), (3, [])])
def test_what_is_new_came_after_the_mark_and_is_of_others(read: int | None, are_new: list[bool | None]) -> None:
    read_until = None if read is None else NOON + timedelta(hours=read)
    sorts = (None, True, False)  # a post, a reply of others, and one that is none
    assert [each for each in sorts if is_new(NOON + timedelta(hours=2), read_until, reply=each)] == are_new


def test_the_list_asks_as_often_for_many_conversations_as_for_few(
    ben: Neighbour, many: Engine, alderford: Alderford, thread: int
) -> None:
    ben.visit(HERE)  # what is asked for once is known
    few, bens = asked(many, ben), person_of(many, "Ben")
    with writing(many) as db:
        for number in range(8):
            other = id_of(town.item(db, alderford.council, f"Bins, part {number}"))
            said(db, alderford.place, other, bens, "Again?")
    ben.visit(HERE)
    assert ben.visit(HERE).text.count("Bins, part") == 8
    more = asked(many, ben)
    assert len(more) == len(few)
    assert len(few) <= 20, few


def asked(many: Engine, ben: Neighbour) -> list[str]:
    with listening(many) as statements:
        ben.visit(HERE)
    return [statement for statement, _ in statements]


def test_only_the_places_of_ones_conversations_are_asked_whether_one_is_known(
    ben: Neighbour, many: Engine, alderford: Alderford, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[UUID]()

    def known(_db: object, _actor: object, place_id: UUID) -> bool:
        seen.append(place_id)
        return False

    monkeypatch.setattr("hub.site.listening.is_known", known)
    ben.visit(HERE)
    assert seen == [alderford.place.id]
