"""Replies in the database: said, let through, taken back, taken down, read, and forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies import actions, deciding, privacy, queries, reading
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.replies.queries import Viewer
from hub.communicate.replies.rules import State
from hub.communicate.threads.actions import for_tag
from hub.communicate.threads.models import Thread
from hub.errors import NotFound
from hub.people.cases.actions import About, Decider, Verdict, withhold
from hub.people.cases.queries import Held
from hub.people.cases.rules import Measure, Reason, Target
from hub.people.rules import Actor, Kind
from tests import town
from tests.communicate.replies.conftest import Heath, source_of
from tests.town import NOON

HOUR = timedelta(hours=1)
NOWHERE = frozenset[UUID]().__contains__


def test_what_everybody_reads_is_counted(heath: Heath) -> None:
    heath.say("One.")
    heath.say("Two.", is_local=True)
    assert heath.db.get_one(Thread, heath.thread_id).replies == 1
    assert heath.words() == ["One."]
    assert queries.number_local(heath.db, heath.thread_id) == 1
    assert [each.words for each in queries.public_of_item(heath.db, heath.item_id)] == ["One."]


def test_what_waits_is_seen_by_its_author_alone_and_appears_as_said_later(heath: Heath) -> None:
    waits = heath.say("One.", state=State.WAITING)
    assert heath.words() == []
    mine = queries.all_of_thread(heath.db, heath.thread_id, Viewer(heath.ben, is_neighbour=False))
    assert [each.id for each in mine] == [waits]
    assert queries.all_of_thread(heath.db, heath.thread_id, Viewer(heath.ada, is_neighbour=True)) == []
    words = queries.words_of(heath.db, waits)
    assert not actions.let_through(heath.db, waits, "Other words.", NOON + HOUR)
    assert actions.let_through(heath.db, waits, words, NOON + HOUR)
    assert not actions.let_through(heath.db, waits, words, NOON + HOUR)
    assert not actions.refuse(heath.db, waits)
    assert queries.reply(heath.db, waits).said_at == NOON + HOUR


def test_an_answer_goes_where_the_reply_it_answers_was_said(heath: Heath) -> None:
    first = heath.say("One.")
    second = heath.say("Two.", item_id=None, parent_id=first)
    assert queries.reply(heath.db, second).item_id == heath.item_id


def test_a_change_that_quotes_neighbours_takes_its_answers_along(heath: Heath) -> None:
    heath.say("The key is under the pot.", is_local=True)
    public = heath.say("One.")
    below = heath.say("Two.", parent_id=public)
    assert actions.edit(heath.db, public, "> The key is under the pot.", NOON, state=State.SHOWN) is not None
    assert {queries.reply(heath.db, each).is_local for each in (public, below)} == {True}
    actions.withdraw(heath.db, public)
    assert actions.edit(heath.db, public, "Again.", NOON, state=State.SHOWN) is None


def test_a_quiet_line_stays_under_an_answer_however_far_down(heath: Heath) -> None:
    first = heath.say("One.")
    second = heath.say("Two.", parent_id=first, at=NOON + HOUR)
    third = heath.say("Three.", parent_id=second, at=NOON + 2 * HOUR)
    alone = heath.say("Alone.", at=NOON + 3 * HOUR)
    for each in (first, second, alone):
        assert actions.withdraw(heath.db, each)
    assert heath.words() == ["-", "-", "Three."]
    actions.withdraw(heath.db, third)
    assert heath.words() == []


def test_who_leaves_takes_their_words_along_and_leaves_the_line(heath: Heath) -> None:
    first = heath.say("One.")
    heath.say("Two.", heath.ada, parent_id=first, at=NOON + HOUR)
    reading.mark(heath.db, heath.ben, heath.thread_id, NOON)
    told = privacy.export(heath.db, heath.ben)
    assert [row["words"] for row in told["reply"]] == ["One."]
    privacy.erase(heath.db, heath.ben, NOON)
    assert heath.words() == ["-", "Two."]
    row = heath.db.get_one(Reply, first)
    assert (row.person_id, row.words, row.html, row.name) == (None, "", "", "")
    assert heath.db.exec(select(ReadMark)).all() == []


def test_the_words_of_what_never_appeared_and_old_marks_are_forgotten(heath: Heath) -> None:
    refused, waits = (heath.say("No.", state=State.WAITING) for _ in range(2))
    shown = heath.say("Yes.")
    actions.refuse(heath.db, refused)
    reading.mark(heath.db, heath.ben, heath.thread_id, NOON)
    privacy.expire(heath.db, NOON + timedelta(days=89))
    assert queries.words_of(heath.db, refused) == "No."
    privacy.expire(heath.db, NOON + timedelta(days=365))
    heath.db.expire_all()
    assert [queries.words_of(heath.db, each) for each in (refused, waits, shown)] == ["", "", "Yes."]
    assert reading.read_until(heath.db, heath.ben, heath.thread_id) is None


def test_a_mark_never_moves_back_and_what_came_after_it_is_new(heath: Heath) -> None:
    heath.say("Mine.")
    heath.say("Two.", heath.ada, at=NOON + HOUR)
    heath.say("Three.", heath.ada, at=NOON + HOUR, is_local=True)
    reading.mark(heath.db, heath.ben, heath.thread_id, NOON)
    reading.mark(heath.db, heath.ben, heath.thread_id, NOON - HOUR)
    assert [each.new for each in reading.threads_of(heath.db, heath.ben, [], NOWHERE)] == [1]
    assert [each.new for each in reading.threads_of(heath.db, heath.ben, [], [heath.place.id].__contains__)] == [2]
    reading.mark(heath.db, heath.ben, heath.thread_id, NOON + HOUR)
    assert [each.new for each in reading.threads_of(heath.db, heath.ben, [], [heath.place.id].__contains__)] == [0]


def test_threads_one_follows_or_whose_source_one_owns_are_ones_own(heath: Heath) -> None:
    assert reading.threads_of(heath.db, heath.ada, [], NOWHERE) == []
    assert [each.id for each in reading.threads_of(heath.db, heath.ada, [heath.thread_id], NOWHERE)] == [
        heath.thread_id
    ]
    source_id = heath.db.exec(select(SourceOwner.source_id)).first() or source_of(heath.db)
    heath.db.add(SourceOwner(source_id=source_id, person_id=heath.ada, since=NOON))
    assert [each.id for each in reading.threads_of(heath.db, heath.ada, [], NOWHERE)] == [heath.thread_id]


def test_what_a_decision_removed_is_gone_and_what_it_hid_comes_back(heath: Heath) -> None:
    hidden, removed = heath.say("One."), heath.say("Two.")
    deciding.settle_reply(heath.db, hidden, _held(hidden, Measure.HIDE))
    deciding.settle_reply(heath.db, removed, _held(removed, Measure.REMOVE))
    assert heath.words() == []
    for each in (hidden, removed):
        deciding.settle_reply(heath.db, each, None)
    assert heath.words() == ["One."]
    assert queries.words_of(heath.db, removed) == ""
    actions.take_down(heath.db, [])
    actions.put_back(heath.db, [])


def test_a_label_stands_above_a_reply(heath: Heath) -> None:
    reply_id = heath.say("One.")
    about = About(Target.REPLY, reply_id.hex, heath.place.id)
    label = Verdict(Measure.LABEL, Reason.WRONG, "", "Not so: Wednesday")
    withhold(heath.db, Decider(Actor(heath.ada), Kind.MODERATOR), about, label, NOON)
    assert [each.label for each in queries.public_of_thread(heath.db, heath.thread_id)] == ["Not so: Wednesday"]


def _held(reply_id: UUID, measure: Measure) -> Held:
    return Held(Target.REPLY, reply_id.hex, measure, "", None, NOON)


def test_a_thread_at_a_tag_is_told_and_one_that_is_nowhere_is_not_found(heath: Heath) -> None:
    tag = town.tag(heath.db, "Bins")
    thread_id = for_tag(heath.db, heath.place.id, tag.id, NOON)
    row = heath.db.get_one(Thread, heath.thread_id)
    row.heir_id = thread_id
    heath.db.add(row)
    heath.db.flush()
    assert queries.thread_told(heath.db, heath.thread_id).tag_id == tag.id
    for asked in (lambda: queries.thread_told(heath.db, 999), lambda: queries.place_of(heath.db, tag.id)):
        with pytest.raises(NotFound):
            asked()
    with pytest.raises(NotFound):
        queries.reply(heath.db, tag.id)


def test_who_speaks_is_known_by_name_but_not_who_speaks_to_neighbours_alone_without_one(heath: Heath) -> None:
    heath.say("One.")
    heath.say("Two.", heath.ada, name="")
    assert queries.speakers(heath.db, heath.thread_id) == {"Ben": heath.ben}
    assert queries.last_said(heath.db, [heath.thread_id], heath.ada) == NOON
    assert {each.person_id for each in heath.db.exec(select(Reply).where(col(Reply.name) == ""))} == {heath.ada}


def test_what_is_put_back_stands_as_before_and_waits_where_nobody_had_read_it(heath: Heath) -> None:
    shown, waits = heath.say("One."), heath.say("Two.", state=State.WAITING)
    actions.take_down(heath.db, [shown, waits])
    assert heath.words() == []
    assert not actions.let_through(heath.db, waits, "Two.", NOON)
    actions.put_back(heath.db, [shown, waits])
    assert [queries.reply(heath.db, each).state for each in (shown, waits)] == [State.SHOWN, State.WAITING]
    actions.take_down(heath.db, [waits])
    actions.take_down(heath.db, [waits], with_words=True)
    assert queries.words_of(heath.db, waits) == ""
