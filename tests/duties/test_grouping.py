"""What several sources of a place tell of one event becomes a story, round by round."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item, StreamEntry
from hub.aggregate.stories import actions
from hub.aggregate.stories.grouping import Gathered, Part, gather
from hub.aggregate.stories.models import StoryItem
from hub.aggregate.stories.rules import Because
from hub.aggregate.stories.shelf import pair_of
from hub.aggregate.stories.window import standing
from hub.db.engine import reading, writing
from hub.duties import grouping
from hub.duties.grouping import Grouper
from hub.duties.tools import Stop, Tools
from hub.errors import NotFound
from hub.kit.clock import now
from hub.places.actions import bump
from hub.places.models import Place
from tests import town

NOTICE = "Weir Lane closed for gas main replacement"
REPORT = "Drivers face diversion as gas main works shut Weir Lane"
ANSWER = "They are digging up Weir Lane again for the gas main"


class Heath:
    """A place with a council, a paper and a blogger."""

    def __init__(self, db: Session) -> None:
        self.place: Place = town.place(db, "Heath")
        kinds = {"council": "Heath Council", "press": "Heath Post", "blog": "Muddy Boots"}
        self.feeds: dict[str, Feed] = {
            kind: town.feed(db, town.source(db, name, self.place, kind=kind)) for kind, name in kinds.items()
        }

        self.grouper = Grouper()

    def group(self, tools: Tools) -> int:
        """Have the duty go round once more."""
        return self.grouper.group(tools)

    def say(self, db: Session, kind: str, title: str, at: datetime | None = None) -> Item:
        """Have a source say something, an hour ago unless told otherwise."""
        bump(db, [self.place.id])
        return town.item(db, self.feeds[kind], title, [self.place], at=at or now() - timedelta(hours=1))


@pytest.fixture
def heath(tools: Tools) -> Heath:
    with writing(tools.engine) as db:
        made = Heath(db)
        db.expunge_all()
    return made


def stories(tools: Tools, heath: Heath) -> Sequence[set[str]]:
    """Return the titles of each story."""
    with reading(tools.engine) as db:
        titles = {item.id: item.title for item in db.exec(select(Item))}
        found = standing(db, heath.place.id, [item_id for item_id in titles if item_id])
        return [{titles[item_id] for item_id in story.item_ids} for story in found]


def test_a_notice_and_its_report_become_one_story(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
        heath.say(db, "press", REPORT)
        heath.say(db, "blog", "My cat caught a wasp")
    assert heath.group(tools) == 1
    assert stories(tools, heath) == [{NOTICE, REPORT}]
    assert heath.group(tools) == 0


def test_who_answers_later_joins_the_story_that_stands(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
        heath.say(db, "press", REPORT)
    heath.group(tools)
    with reading(tools.engine) as db:
        before = db.exec(select(StoryItem.story_id)).first()
    with writing(tools.engine) as db:
        heath.say(db, "blog", ANSWER, now())
    heath.group(tools)
    assert stories(tools, heath) == [{NOTICE, REPORT, ANSWER}]
    with reading(tools.engine) as db:
        assert set(db.exec(select(StoryItem.story_id))) == {before}


def test_what_is_taken_down_leaves_its_story(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        notice = heath.say(db, "council", NOTICE)
        heath.say(db, "press", REPORT)
        heath.say(db, "blog", ANSWER)
        notice_id = notice.id
    heath.group(tools)
    with writing(tools.engine) as db:
        db.execute(delete(StreamEntry).where(col(StreamEntry.item_id) == notice_id))
        bump(db, [heath.place.id])
    heath.group(tools)
    assert stories(tools, heath) == [{REPORT, ANSWER}]
    with reading(tools.engine) as db:
        assert [row.leads for row in db.exec(select(StoryItem).order_by(col(StoryItem.item_id)))] == [True, False]


def test_what_says_something_else_now_leaves_its_story(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
        report_id = heath.say(db, "press", REPORT).id
    heath.group(tools)
    with writing(tools.engine) as db:
        item = db.get_one(Item, report_id)
        item.title, item.summary, item.digest = "Choir sings at noon", "Choir sings at noon", "other"
        item.html, item.link = "", "https://heath-post.example/choir"
        bump(db, [heath.place.id])
    heath.group(tools)
    assert stories(tools, heath) == []


def test_what_was_said_a_week_ago_is_left_as_it_is(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE, now() - timedelta(days=7))
        heath.say(db, "press", REPORT)
    assert heath.group(tools) == 0


def test_what_a_mentor_took_out_stays_out(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        ids = [heath.say(db, kind, title).id for kind, title in (("council", NOTICE), ("press", REPORT))]
    heath.group(tools)
    with writing(tools.engine) as db:
        (story,) = standing(db, heath.place.id, [each for each in ids if each])
        actions.take_out(db, heath.place.id, story, story.item_ids[1], now())
    assert stories(tools, heath) == []
    with writing(tools.engine) as db:
        heath.say(db, "blog", ANSWER)
    heath.group(tools)
    assert len(stories(tools, heath)) == 1
    assert not any({NOTICE, REPORT} <= story for story in stories(tools, heath))


def test_what_a_mentor_put_together_is_one_story_whatever_it_says(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        wasp = heath.say(db, "blog", "My cat caught a wasp").id
        notice = heath.say(db, "council", NOTICE).id
        assert wasp
        assert notice
        actions.put_together(db, heath.place.id, pair_of(wasp, notice), now())
    heath.group(tools)
    assert stories(tools, heath) == [{NOTICE, "My cat caught a wasp"}]


def test_a_mentor_who_is_quicker_wins(tools: Tools, heath: Heath, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(tools.engine) as db:
        ids = [heath.say(db, kind, title).id for kind, title in (("council", NOTICE), ("press", REPORT))]
    one, other = [each for each in ids if each]

    def decide_first(*asked: Any) -> Any:
        with writing(tools.engine) as db:
            actions.put_together(db, heath.place.id, (one, other), now())
        return gather(*asked)

    monkeypatch.setattr(grouping, "gather", decide_first)
    assert heath.group(tools) == 0
    monkeypatch.undo()
    with reading(tools.engine) as db:
        assert {row.because for row in db.exec(select(StoryItem))} == {"lead", "mentor"}
    assert heath.group(tools) == 0


def test_a_big_place_is_read_in_several_rounds(tools: Tools, heath: Heath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_NEWS", 1)
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
        heath.say(db, "press", REPORT)
    assert [heath.group(tools), heath.group(tools), heath.group(tools)] == [0, 1, 0]


def test_what_is_put_together_and_taken_back_parts_again(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        wasp, notice = heath.say(db, "blog", "My cat caught a wasp").id, heath.say(db, "council", NOTICE).id
        assert wasp
        assert notice
        moment = now()
        actions.put_together(db, heath.place.id, pair_of(wasp, notice), moment)
        assert actions.take_back(db, heath.place.id, moment, now()) == [pair_of(wasp, notice)]
        assert actions.take_back(db, heath.place.id, moment, now()) == []
    assert stories(tools, heath) == []


def test_what_is_gone_by_the_time_of_writing_is_left_out(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        notice = heath.say(db, "council", NOTICE).id
        assert notice
        gone = Gathered((Part(notice, Because.LEAD), Part(99_999, Because.WORDS)))
        assert actions.settle(db, heath.place.id, (), [gone], now())
        assert not actions.settle(db, heath.place.id, (), (), now())
        assert not db.exec(select(StoryItem)).all()


def test_whoever_asks_it_to_stop_waits_for_no_place(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
        heath.say(db, "press", REPORT)
    stopped = Stop()
    stopped.set()
    assert heath.group(Tools(tools.engine, tools.door, tools.sandbox, stopped)) == 0
    assert heath.group(tools) == 1


def test_nothing_is_remembered_of_a_place_that_is_retired(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        heath.say(db, "council", NOTICE)
    heath.group(tools)
    assert heath.place.id in heath.grouper._memories
    with writing(tools.engine) as db:
        place = db.get_one(Place, heath.place.id)
        place.retired = True
        db.add(place)
    heath.group(tools)
    assert heath.place.id not in heath.grouper._memories


def test_a_post_that_is_gone_cannot_be_put_together_with_another(tools: Tools, heath: Heath) -> None:
    with writing(tools.engine) as db:
        notice = heath.say(db, "council", NOTICE).id
        assert notice
        with pytest.raises(NotFound, match="there no longer"):
            actions.put_together(db, heath.place.id, pair_of(notice, 99_999), now())
