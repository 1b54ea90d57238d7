"""What a town says becomes conversations: Ben answers the council, Ada mends what is wrong, Cem reads."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from hub.aggregate.items.actions import take_down
from hub.aggregate.items.forgetting import forget
from hub.aggregate.stories.models import Story, StoryItem
from hub.communicate.links import queries as links
from hub.communicate.threads import queries
from hub.communicate.threads.rules import HALF_LIFE, MOST_ANSWERS, MOST_LINKS
from hub.db.engine import reading, writing
from hub.errors import NotFound
from hub.places.models import Place
from tests import town
from tests.communicate.village import Village
from tests.town import NOON

HOUR = timedelta(hours=1)


def test_cem_finds_what_answers_what_as_one_conversation(village: Village) -> None:
    assert village.talk() == [["Weir closed", "Drivers rage", "On the weir"]]
    (row,) = village.rows()
    assert row.lead
    assert (row.lead.name, row.state.voices, row.state.posts) == ("Council", 3, 3)
    assert row.state.last_at == NOON + 3 * HOUR
    with reading(village.engine) as db:
        view = queries.thread(db, village.here, row.id)
    assert [(part.because, part.toward_id) for part in view.parts] == [
        ("first", None),
        ("link", village.id("Weir closed")),
        ("link", village.id("Drivers rage")),
    ]
    assert view.parts[1].evidence == village.page("Council", "Weir closed")
    assert not any((view.state.pinned, view.state.closed, view.state.slow))


def test_what_answers_what_is_known_at_once_and_in_both_directions(village: Village) -> None:
    village.says("Traders", "We lose money", village.page("Council", "Weir closed"), hours=5)
    with reading(village.engine) as db:
        first = village.id("Weir closed")
        assert links.answers_to(db, village.here, first) == [village.id("Drivers rage"), village.id("We lose money")]
        assert links.answered_by(db, village.here, village.id("We lose money")) == [first]


def test_one_voice_alone_is_no_conversation(village: Village) -> None:
    village.says("Ben", "More on wasps", village.page("Ben", "On the weir"), hours=6)
    village.think()
    assert len(village.talk()) == 1
    with reading(village.engine) as db:
        assert queries.of_item(db, village.here, village.id("More on wasps")) is None
        assert links.answered_by(db, village.here, village.id("More on wasps")) == [village.id("On the weir")]


def test_a_post_that_comes_late_ties_what_was_apart(engine: Engine) -> None:
    village = Village(engine)
    village.says("Ben", "On the weir", village.page("Paper", "Drivers rage"), hours=3)
    village.says("Paper", "Drivers rage", village.page("Council", "Weir closed"), hours=2)
    village.think()
    village.says("Council", "Weir closed")
    village.think()
    assert village.together() == {frozenset({"Weir closed", "Drivers rage", "On the weir"})}


def test_what_an_earlier_post_leads_to_is_part_of_it(engine: Engine) -> None:
    village = Village(engine)
    village.says("Council", "Consultation", village.page("Traders", "Our answer"))
    village.says("Traders", "Our answer", hours=5)
    village.think()
    (row,) = village.rows()
    assert [part.because for part in row.parts] == ["first", "linked"]


def test_who_tells_the_same_is_part_of_the_conversation(village: Village) -> None:
    village.says("Traders", "Weir shut", hours=1)
    with writing(village.engine) as db:
        story = Story(place_id=village.here, made_at=NOON)
        db.add(story)
        db.flush()
        for title, leads in (("Weir closed", True), ("Weir shut", False)):
            because = "lead" if leads else "words"
            told: dict[str, Any] = {"place_id": village.here, "item_id": village.id(title), "story_id": story.id}
            db.add(StoryItem(**told, leads=leads, because=because))
    village.think()
    (row,) = village.rows()
    assert [part.because for part in row.parts] == ["first", "story", "link", "link"]


def test_an_edit_takes_a_post_out_of_a_conversation_and_back(village: Village) -> None:
    title, told = "On the weir", village.page("Paper", "Drivers rage")
    village.publish("Ben", village.entry("Ben", title, [], hours=3))
    village.think()
    assert village.talk() == [["Weir closed", "Drivers rage"]]
    village.publish("Ben", village.entry("Ben", title, [told], hours=3))
    village.think()
    assert village.talk() == [["Weir closed", "Drivers rage", "On the weir"]]


def test_what_is_taken_down_is_seen_nowhere_at_once_and_leaves_soon(village: Village) -> None:
    gone = village.id("Drivers rage")
    with writing(village.engine) as db:
        take_down(db, [gone])
    assert village.talk() == [["Weir closed", "On the weir"]]
    village.think()
    assert village.talk() == []


def test_what_is_forgotten_leaves_no_row_of_a_thread(village: Village) -> None:
    number, gone = village.thread_of("Weir closed"), village.id("Drivers rage")
    with writing(village.engine) as db:
        forget(db, [gone])
    village.think()
    with reading(village.engine) as db:
        assert queries.of_item(db, village.here, gone) is None
        assert [part.head.item_id for part in queries.thread(db, village.here, number).parts] == [
            village.id("Weir closed")
        ]


def test_a_thread_of_which_nothing_stands_is_not_found(village: Village) -> None:
    number = village.thread_of("Weir closed")
    with writing(village.engine) as db:
        take_down(db, [village.id(title) for title in ("Weir closed", "Drivers rage", "On the weir")])
    with reading(village.engine) as db, pytest.raises(NotFound):
        queries.thread(db, village.here, number)
    assert village.rows() == ()


def test_the_list_is_in_the_order_of_voices_and_of_how_long_ago_they_spoke(village: Village) -> None:
    for hours, answer in ((0, "Bins late"), (24 * 30, "Market moves")):
        village.says("Council", answer, hours=hours)
        village.says("Ben", f"{answer}!", village.page("Council", answer), hours=hours + 1)
    village.think()
    later = NOON + timedelta(days=31)
    assert [talk[0] for talk in village.talk(later)] == ["Market moves", "Weir closed", "Bins late"]
    scores = [row.score for row in village.rows(later)]
    assert scores == sorted(scores, reverse=True)
    with reading(village.engine) as db:
        first = queries.ranked(db, village.here, later, limit=2)
        rest = queries.ranked(db, village.here, later, before=first.next, limit=2)
        assert [len(first.rows), len(rest.rows)] == [2, 1]
        assert rest.next is None


def test_an_archive_may_take_part_and_makes_no_news(village: Village) -> None:
    with writing(village.engine) as db:
        here = db.get_one(Place, village.here)
        village.feeds["Old Hand"] = town.feed(db, town.source(db, "Old Hand", here)).id
    village.site["Old Hand"] = "https://old-hand.example/"
    village.publish(
        "Old Hand", village.entry("Old Hand", "About the weir", [village.page("Council", "Weir closed")], hours=9)
    )
    village.think()
    (row,) = village.rows()
    assert row.state.last_at == NOON + 3 * HOUR


def test_who_never_answers_is_half_as_hot_after_a_while(village: Village) -> None:
    (now,), (later,) = village.rows(NOON + 3 * HOUR), village.rows(NOON + 3 * HOUR + HALF_LIFE)
    assert (now.score, later.score) == (3.0, 1.5)


def test_lists_of_links_and_what_comes_every_week_answer_nobody(village: Village) -> None:
    many = [f"https://elsewhere.example/{number}" for number in range(MOST_LINKS)]
    village.says("Traders", "All of it", village.page("Council", "Weir closed"), *many, hours=5)
    village.says("Muddy Boots", "What’s on this week", village.page("Council", "Weir closed"), hours=6)
    village.think()
    assert village.talk() == [["Weir closed", "Drivers rage", "On the weir"]]


def test_what_more_than_sixty_lead_to_is_a_page_everybody_names(engine: Engine) -> None:
    village = Village(engine)
    village.says("Council", "Weir closed")
    page = village.page("Council", "Weir closed")
    titles = [f"{one}{other} says so" for one in "abcdefghi" for other in "klmnopqr"][: MOST_ANSWERS + 2]
    village.publish("Ben", *(village.entry("Ben", title, [page], hours=1) for title in titles[:-1]))
    village.think()
    village.says("Paper", titles[-1], page, hours=2)
    village.think()
    assert village.together() == {frozenset(["Weir closed", *titles[:MOST_ANSWERS]])}
