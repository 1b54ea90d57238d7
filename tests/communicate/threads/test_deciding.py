"""People talk about posts, and Ada mends what hangs together: she takes apart, joins, pins, closes and slows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads import actions, queries
from hub.communicate.threads.actions import NothingLeft
from hub.communicate.threads.models import Thread
from hub.communicate.threads.rules import SHOWN
from hub.db.engine import reading, writing
from hub.errors import NotFound
from hub.people.persons.models import Person
from tests import town
from tests.communicate.answered.test_untold import listening
from tests.communicate.village import Village
from tests.town import NOON

HOUR = timedelta(hours=1)


def says_here(village: Village, thread_id: int, name: str, at: str = "", **more: Any) -> None:
    """Have a neighbour reply in a thread."""
    with writing(village.engine) as db:
        mail = f"{name.lower()}@{name.lower()}.example"
        person = Person(name=name, email=mail, email_key=mail, joined_at=NOON)
        db.add(person)
        db.flush()
        said: dict[str, Any] = {
            "words": "Well!",
            "html": "<p>Well!</p>",
            "state": State.SHOWN,
            "said_at": NOON + 5 * HOUR,
        }
        item_id = village.id(at) if at else None
        db.add(Reply(thread_id=thread_id, item_id=item_id, person_id=person.id, **(said | more)))
        actions.count_reply(db, thread_id)


def test_only_conversations_under_a_tag_stand_on_the_list_of_the_tag(village: Village) -> None:
    weir = village.thread_of("Weir closed")
    with writing(village.engine) as db:
        bins, roads = town.tag(db, "Bins").id, town.tag(db, "Roads").id
        talk = actions.for_tag(db, village.here, bins, NOON)
        assert actions.for_tag(db, village.here, bins, NOON) == talk
        actions.pin(db, village.here, talk, NOON)
        with pytest.raises(NotFound):
            actions.join(db, village.here, talk, weir, NOON)
    assert [row.tag_id for row in village.rows()] == [bins, None]
    assert [row.lead for row in village.rows(tag_id=bins)] == [None]
    assert village.rows(tag_id=roads) == ()
    with reading(village.engine) as db:
        assert queries.thread(db, village.here, talk).parts == ()


def test_ada_takes_a_post_out_with_those_that_answer_it_and_thinks_better_of_it(village: Village) -> None:
    number = village.thread_of("Weir closed")
    made = village.split(number, "Drivers rage")
    assert village.talk() == [["Weir closed"], ["Drivers rage", "On the weir"]][1:]
    assert made == village.thread_of("On the weir")
    assert made != number
    village.publish("Paper", village.entry("Paper", "Drivers rage", [village.page("Council", "Weir closed")], hours=2))
    village.says("Paper", "More rage", village.page("Council", "Weir closed"), hours=7)
    village.think()
    assert village.talk()[0] == ["Weir closed", "More rage"]
    village.take_back()
    assert village.talk() == [["Weir closed", "Drivers rage", "On the weir", "More rage"]]
    with reading(village.engine) as db:
        assert queries.heir(db, village.here, made or 0) == number
        assert queries.heir(db, village.here, number) is None
        assert queries.rulings(db, village.here) == []


def test_the_first_post_cannot_be_taken_from_those_that_answer_it(village: Village) -> None:
    number = village.thread_of("Weir closed")
    with pytest.raises(NothingLeft):
        village.split(number, "Weir closed")
    with pytest.raises(NotFound):
        village.split(number, "A wasp")


def test_ada_joins_two_conversations_for_ever(village: Village) -> None:
    village.says("Traders", "Shops close", hours=10)
    village.says("Muddy Boots", "Sad about the shops", village.page("Traders", "Shops close"), hours=11)
    village.think()
    ours, theirs = village.thread_of("Weir closed"), village.thread_of("Shops close")
    assert village.join(theirs, ours) == ours
    assert village.talk() == [
        ["Weir closed", "Drivers rage", "On the weir", "Shops close", "Sad about the shops"],
    ]
    (row,) = village.rows()
    assert [part.because for part in row.parts][3:] == ["mentor", "link"]
    village.says("Council", "Shops close", village.page("Traders", "Shops close"), guid="again", hours=12)
    village.think()
    assert len(village.rows()) == 1
    with reading(village.engine) as db:
        assert queries.heir(db, village.here, theirs) == ours
        with pytest.raises(NotFound):
            queries.thread(db, village.here, theirs)
    village.take_back()
    assert sorted(map(len, village.talk())) == [3, 3]
    assert (village.thread_of("Weir closed"), village.thread_of("Shops close")) == (ours, theirs)


def test_each_conversation_has_its_own_address_again_whichever_is_older(village: Village) -> None:
    village.says("Traders", "Shops close", hours=-10)
    village.says("Muddy Boots", "Sad about the shops", village.page("Traders", "Shops close"), hours=-9)
    village.says("Traders", "A fair", hours=-30)
    village.think()
    weir, shops = village.thread_of("Weir closed"), village.thread_of("Shops close")
    with writing(village.engine) as db:
        fair = actions.for_item(db, village.here, village.id("A fair"), NOON)
    village.join(weir, shops)
    assert village.join(weir, fair, NOON + HOUR) == weir
    village.take_back()
    assert [village.thread_of(title) for title in ("On the weir", "Shops close", "A fair")] == [weir, shops, shops]
    village.take_back(NOON + HOUR)
    assert [village.thread_of(title) for title in ("On the weir", "Shops close", "A fair")] == [weir, shops, fair]
    with reading(village.engine) as db:
        assert [queries.heir(db, village.here, each) for each in (weir, shops, fair)] == [None, None, None]
        assert queries.thread(db, village.here, fair).parts[0].because == "talk"


def test_neighbours_are_voices_and_owners_only_once(village: Village) -> None:
    number = village.thread_of("Weir closed")
    says_here(village, number, "Dora")
    says_here(village, number, "Emil", is_local=True)
    says_here(village, number, "Fay", state=State.WAITING)
    (row,) = village.rows()
    assert (row.state.voices, row.state.replies, row.state.last_at) == (4, 1, NOON + 5 * HOUR)
    assert SHOWN == State.SHOWN


def test_a_thread_is_made_for_a_post_people_talk_about(village: Village) -> None:
    with writing(village.engine) as db:
        wasp = actions.for_item(db, village.here, village.id("A wasp"), NOON)
        assert actions.for_item(db, village.here, village.id("A wasp"), NOON) == wasp
        assert actions.for_item(db, village.here, village.id("On the weir"), NOON) != wasp
        with pytest.raises(NotFound):
            actions.for_item(db, village.here, 10**9, NOON)
        assert queries.thread(db, village.here, wasp).parts[0].because == "talk"
    assert len(village.rows()) == 1
    says_here(village, wasp, "Dora", "A wasp")
    assert village.talk()[1] == ["A wasp"]
    village.says("Ben", "Wasps!", village.page("Muddy Boots", "A wasp"), hours=8)
    village.think()
    assert village.talk()[0] == ["A wasp", "Wasps!"]
    assert village.thread_of("Wasps!") == wasp


def test_what_was_said_at_a_post_goes_where_the_post_goes(village: Village) -> None:
    number = village.thread_of("Weir closed")
    says_here(village, number, "Dora", "On the weir")
    made = village.split(number, "Drivers rage")
    with reading(village.engine) as db:
        assert db.exec(select(Reply.thread_id)).one() == made
    assert {row.id: row.state.replies for row in village.rows()} == {made: 1}
    village.take_back()
    with reading(village.engine) as db:
        assert db.exec(select(Reply.thread_id)).one() == number


def test_ada_pins_closes_and_slows_a_conversation_and_takes_each_back(village: Village) -> None:
    village.says("Council", "Bins late", hours=100)
    village.says("Paper", "Bins!", village.page("Council", "Bins late"), hours=101)
    village.think()
    number = village.thread_of("Weir closed")
    later = NOON + timedelta(days=30)
    assert village.talk(later)[0][0] == "Bins late"
    with writing(village.engine) as db:
        actions.pin(db, village.here, number, NOON)
        actions.close(db, village.here, number, "All was said.", NOON)
        actions.slow(db, village.here, number, NOON)
    row, _ = village.rows(later)
    assert (row.id, row.state.pinned, row.state.closed, row.state.slow) == (number, True, True, True)
    assert row.state.closed_words == "All was said."
    with writing(village.engine) as db:
        actions.unpin(db, village.here, number)
        actions.reopen(db, village.here, number)
        actions.unslow(db, village.here, number)
    row = village.rows(later)[1]
    assert (row.id, row.state.pinned, row.state.closed, row.state.slow) == (number, False, False, False)


def test_nobody_decides_about_the_conversation_of_another_place(village: Village) -> None:
    number, mill_end = village.thread_of("Weir closed"), village.elsewhere("Mill End")
    with writing(village.engine) as db, pytest.raises(NotFound):
        actions.pin(db, mill_end, number, NOON)


def test_what_nobody_decided_is_not_taken_back_and_joined_with_itself_a_thread_stays(village: Village) -> None:
    number = village.thread_of("Weir closed")
    assert village.join(number, number) == number
    with writing(village.engine) as db:
        assert actions.take_back(db, village.here, NOON, NOON) == []
        actions.count_reply(db, 10**9)
    assert len(village.rows()) == 1


def test_the_longest_conversations_are_put_together_by_a_handful_of_questions(village: Village) -> None:
    for number in range(12):
        village.says("Council", f"Bins {number}", hours=50 + number)
        village.says("Paper", f"Bins! {number}", village.page("Council", f"Bins {number}"), hours=51 + number)
    village.think()
    first = village.thread_of("Bins 0")
    for number in range(1, 11):
        village.join(first, village.thread_of(f"Bins {number}"))
    with listening(village.engine) as asked:
        village.join(first, village.thread_of("Bins 11"))
    about = [statement for statement, _ in asked if "FROM thread_ruling" in statement]
    assert 0 < len(about) <= 6, about


@pytest.mark.parametrize("decided", ["ours", "theirs", "both"])
def test_what_is_closed_and_slow_stays_so_when_it_goes_on_in_another_conversation(
    village: Village, decided: str
) -> None:
    village.says("Traders", "Shops close", hours=10)
    village.says("Muddy Boots", "Sad about the shops", village.page("Traders", "Shops close"), hours=11)
    village.think()
    numbers = {"ours": village.thread_of("Weir closed"), "theirs": village.thread_of("Shops close")}
    with writing(village.engine) as db:
        for name, number in numbers.items():
            if decided in {name, "both"}:
                actions.close(db, village.here, number, f"Enough of {name}.", NOON)
                actions.slow(db, village.here, number, NOON)
    assert village.join(numbers["theirs"], numbers["ours"]) == numbers["ours"]
    with reading(village.engine) as db:
        state = queries.thread(db, village.here, numbers["ours"]).state
    assert state.closed
    assert state.slow
    assert state.closed_words == f"Enough of {'theirs' if decided == 'theirs' else 'ours'}."


def test_what_is_said_of_a_post_in_one_place_stays_there_when_the_post_moves_in_another(village: Village) -> None:
    number, mill_end = village.thread_of("Weir closed"), village.elsewhere("Mill End")
    with writing(village.engine) as db:
        there = Thread(place_id=mill_end, made_at=NOON, last_at=NOON)
        db.add(there)
        db.flush()
        there_id = there.id or 0
    says_here(village, there_id, "Dora", "Drivers rage", is_local=True)
    says_here(village, number, "Emil", "Drivers rage")
    made = village.split(number, "Drivers rage")
    with reading(village.engine) as db:
        assert set(db.exec(select(Reply.thread_id))) == {there_id, made}
