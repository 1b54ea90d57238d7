"""A feed is in trouble: its people hear of it on two days and when it is gone, and Ada says whether to follow it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, FeedAlias, Source, SourcePause
from hub.aggregate.feeds.moving import FOUND, MOVED, propose
from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.duties.worrying import worry
from hub.kit.clock import now
from hub.net.door import Door
from hub.people.audit.models import AuditEntry
from hub.people.persons.models import Person
from hub.settings import Settings
from hub.site.feed_letters import teller
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, email_of

DAY = timedelta(days=1)
ADA, BEN = email_of("Ada"), email_of("Ben")


def ill(engine: Engine, feed: Feed, days: float, trouble: str = "http-404", **more: object) -> None:
    with writing(engine) as db:
        row = db.get_one(Feed, feed.id)
        for name, value in {"trouble": trouble, "trouble_since": now() - days * DAY, **more}.items():
            setattr(row, name, value)


def owns(db: Session, name: str, feed: Feed) -> None:
    person = db.exec(select(Person).where(Person.name == name)).one()
    db.add(SourceOwner(source_id=feed.source_id, person_id=person.id, since=now()))


@pytest.fixture
def hour(many: Engine, settings: Settings):
    """Let the duty run once."""
    tools = Tools(many, Door(), None)  # type: ignore[arg-type]  # it reads nothing
    return lambda: worry(tools, teller(settings))


def test_people_are_told_once_on_the_third_day_and_once_on_the_fourteenth(
    hour, ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        owns(db, "Ben", alderford.diary)
    ill(many, alderford.diary, 2.9)
    assert hour() == 0
    ill(many, alderford.diary, 3)
    assert (hour(), hour()) == (1, 0)
    ill(many, alderford.diary, 13.9)
    assert hour() == 0
    ill(many, alderford.diary, 14)
    assert (hour(), hour()) == (1, 0)
    ill(many, alderford.diary, 300)
    assert hour() == 0
    for each in (ADA, BEN):
        first, second = post.letters(many, each)
        assert "We cannot read the feed of Mill End Diary" in first
        assert "There is nothing at this address." in first
        assert "Find the feed’s new address" in second
        assert alderford.diary.url in second
    assert "https://hub.example/mill-end/sources/mill-end-diary" in post.letters(many, BEN)[0]
    assert "https://hub.example/desk/feeds" in post.letters(many, ADA)[0]


def test_a_feed_that_is_gone_is_told_of_at_once_and_once(
    hour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ill(many, alderford.diary, 1, "gone")
    assert (hour(), hour()) == (1, 0)
    (told,) = post.letters(many, ADA)
    assert "The feed of Mill End Diary is gone" in told
    assert "What it said stays. We look no more." in told


def test_a_trouble_that_ended_and_came_back_is_told_of_anew(
    hour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ill(many, alderford.diary, 3)
    hour()
    ill(many, alderford.diary, 3, told=0)  # as a look that went well leaves it
    assert hour() == 1
    assert len(post.letters(many, ADA)) == 2


def test_many_feeds_in_trouble_are_one_letter(hour, ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    for feed in (alderford.diary, alderford.council):
        ill(many, feed, 4, "http-503")
    assert hour() == 2
    (told,) = post.letters(many, ADA)
    assert "2 feeds cannot be read" in told
    assert "busy" not in told


def test_an_owner_without_an_address_is_not_written_to(
    hour, ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        owns(db, "Ben", alderford.diary)
        ben_himself = db.exec(select(Person).where(Person.name == "Ben")).one()
        ben_himself.email, ben_himself.email_key = "", None
    ill(many, alderford.diary, 4)
    assert hour() == 1
    assert (post.letters(many, BEN), len(post.letters(many, ADA))) == ([], 1)


def test_an_owner_who_is_the_mentor_too_is_written_to_once(
    hour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        owns(db, "Ada", alderford.diary)
    ill(many, alderford.diary, 4)
    hour()
    assert len(post.letters(many, ADA)) == 1


@pytest.mark.parametrize("nobodys_fault", ["offline", "paused", "retired", "retired source"])
def test_nobody_is_told_of_what_is_no_trouble_of_the_feeds(
    hour, ada: Neighbour, many: Engine, alderford: Alderford, nobodys_fault: str
) -> None:
    ill(many, alderford.diary, 20, "offline" if nobodys_fault == "offline" else "http-404")
    with writing(many) as db:
        if nobodys_fault == "paused":
            db.add(SourcePause(source_id=alderford.diary.source_id, since=now()))
        db.get_one(Feed, alderford.diary.id).retired = nobodys_fault == "retired"
        db.get_one(Source, alderford.diary.source_id).retired = nobodys_fault == "retired source"
    assert hour() == 0
    assert post.letters(many, ADA) == []


NEW_HOME = "https://elsewhere.test/feed"


def test_ada_follows_a_feed_that_moved_to_another_domain(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        propose(db, alderford.council.id, NEW_HOME, MOVED, now())
    row = next(each for each in ada.visit("/desk/feeds").articles if "Alderford Council" in each)
    assert f"For three days and more it has led to {NEW_HOME}" in row
    assert f'value="{alderford.council.id} {NEW_HOME}"' in ada.visit("/desk/feeds").source
    page = ada.post("/desk/feeds", follow=True, do="follow", row=f"{alderford.council.id} {NEW_HOME}")
    assert "Done: 1 row" in page.text
    assert "Alderford Council" not in page.text
    with reading(many) as db:
        moved = db.get_one(Feed, alderford.council.id)
        assert (moved.url, moved.due_at <= now()) == (NEW_HOME, True)
        assert db.get_one(FeedAlias, alderford.council.url).feed_id == moved.id
        assert "follow" in db.exec(select(AuditEntry.deed)).all()
    again = ada.post("/desk/feeds", follow=True, do="follow", row=f"{alderford.council.id} {NEW_HOME}")
    assert "Nothing was done." in again.text


def test_ada_leaves_a_feed_where_it_is(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        propose(db, alderford.diary.id, NEW_HOME, FOUND, now())
    assert f"Its website names another feed now: {NEW_HOME}." in ada.visit("/desk/feeds").text
    left = ada.post("/desk/feeds", follow=True, do="leave", row=f"{alderford.diary.id} {NEW_HOME}")
    assert "Done: 1 row" in left.text
    page = ada.visit("/desk/feeds")
    assert NEW_HOME not in page.text
    assert "Mill End Diary" in page.text  # in trouble it still is
    with writing(many) as db:
        assert not propose(db, alderford.diary.id, NEW_HOME, FOUND, now())


def test_who_looks_after_another_place_follows_nothing_here(ada: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Weir Voice", town.place(db, "Weir")))
        propose(db, feed.id, NEW_HOME, MOVED, now())
    assert "Nothing was done." in ada.post("/desk/feeds", follow=True, do="follow", row=f"{feed.id} {NEW_HOME}").text


def test_a_host_that_sends_us_away_is_a_trouble_only_after_days(
    ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ill(many, alderford.council, 2, "http-429", looked_at=now())
    assert "Alderford Council" not in ada.visit("/desk/feeds").text
    ill(many, alderford.council, 4, "http-429", looked_at=now())
    row = next(each for each in ada.visit("/desk/feeds").articles if "Alderford Council" in each)
    assert "again and again" in row
