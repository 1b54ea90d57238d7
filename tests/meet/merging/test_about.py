"""Which posts are about a meetup: found by where they lead, shown on both pages as far as anybody may read them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item, StreamEntry
from hub.communicate.links import actions as links
from hub.db.engine import reading, writing
from hub.duties.leaving import take_out
from hub.duties.merging import AT_ONCE, merge, settle_news
from hub.duties.threading import think
from hub.meet.events import news
from hub.meet.events.models import Event, ListedDate
from hub.meet.merging import about, queries
from hub.meet.merging.models import ItemMeetup
from hub.meet.merging.settling import settle
from hub.places.models import Place
from hub.places.queries import version_of
from tests import town
from tests.communicate.village import Village
from tests.town import NOON

PAGE = "https://hall.example/folk"


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def blog(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "Ben", heath))


@pytest.fixture
def folk(db: Session, heath: Place) -> Event:
    hall = town.feed(db, town.source(db, "Hall", heath), reads="events")
    made = town.meetup(db, hall, "Folk night", url=PAGE)
    settle(db, [made.id], NOON.date())
    return made


def post(db: Session, blog: Feed, url: str, title: str = "Come along", **more: Any) -> int:
    made = town.item(db, blog, title, html=f'<p><a href="{url}">there</a></p>', **more)
    assert made.id is not None
    links.derive(db, [made.id], NOON)
    return made.id


def test_a_post_that_leads_to_the_page_of_a_meetup_is_about_it(db, heath, blog, folk) -> None:
    item_id = post(db, blog, f"{PAGE}/?utm_source=blog")
    assert about.derive_of_items(db, [item_id]) == 1
    assert about.derive_of_items(db, [item_id]) == 0
    assert queries.posts_about(db, heath.id, folk.id) == [item_id]
    (named,) = queries.meetups_of(db, item_id)
    assert (named.event_id, named.because) == (folk.id, "page")


def test_so_is_one_that_leads_to_our_page_of_it(db, heath, blog, folk) -> None:
    ours = post(db, blog, f"https://hub.example/kings-heath/meetups/{folk.id}")
    unknown = post(db, blog, f"https://hub.example/kings-heath/meetups/{heath.id}", "Nowhere")
    broken = post(db, blog, "https://hub.example/kings-heath/meetups/------------------------------------", "Broken")
    about.derive_of_items(db, [ours, unknown, broken])
    assert queries.posts_about(db, heath.id, folk.id) == [ours]
    assert [each.because for each in queries.meetups_of(db, ours)] == ["here"]


def test_a_post_is_found_when_the_meetup_comes_later(db, heath, blog) -> None:
    item_id = post(db, blog, PAGE)
    hall = town.feed(db, town.source(db, "Hall", heath), reads="events")
    folk = town.meetup(db, hall, "Folk night", url=PAGE)
    settle(db, [folk.id], NOON.date())
    assert about.derive_of_events(db, [folk.id]) == 1
    assert queries.posts_about(db, heath.id, folk.id) == [item_id]
    folk.url = ""
    db.add(folk)
    settle(db, [folk.id], NOON.date())
    assert about.derive_of_events(db, [folk.id]) == 1
    assert queries.posts_about(db, heath.id, folk.id) == []


def test_what_is_told_twice_is_talked_about_once(db, heath, blog, folk) -> None:
    council = town.feed(db, town.source(db, "Council", heath), reads="events")
    twin = town.meetup(db, council, "Folk night", url=PAGE)
    settle(db, [twin.id], NOON.date())
    item_id = post(db, blog, PAGE)
    about.derive_of_items(db, [item_id])
    assert queries.posts_about(db, heath.id, twin.id) == queries.posts_about(db, heath.id, folk.id) == [item_id]
    assert len(queries.meetups_of(db, item_id)) == 1


def test_a_post_nobody_may_read_is_not_named(db, heath, blog, folk) -> None:
    item_id = post(db, blog, PAGE)
    about.derive_of_items(db, [item_id])
    db.execute(delete(StreamEntry).where(col(StreamEntry.item_id) == item_id))
    assert queries.posts_about(db, heath.id, folk.id) == []


def test_the_hub_finds_both_by_itself_and_pages_are_made_anew(engine: Engine) -> None:
    village = Village(engine)
    with writing(engine) as db:
        here = db.exec(select(Place)).first() or town.place(db, "Heath")
        hall = town.feed(db, town.source(db, "Hall", here), reads="events")
        other = town.feed(db, town.source(db, "What’s on", here), reads="events")
        events = [town.meetup(db, feed, "Folk night", url=PAGE).id for feed in (hall, other)]
        news.tell(db, events)
    with reading(engine) as db:
        before = version_of(db, here.id)
    assert merge(village.tools) == 2
    assert merge(village.tools) == 0
    with reading(engine) as db:
        assert len(queries.also_told(db, here.id, events[0])) == 1
        between = version_of(db, here.id)
    village.says("Ben", "Come along", PAGE)
    think(village.tools)
    with reading(engine) as db:
        assert len(db.exec(select(ItemMeetup)).all()) == 2
        assert before < between < version_of(db, here.id)


def test_what_a_source_took_with_it_is_told_by_the_others_alone(engine: Engine) -> None:
    with writing(engine) as db:
        here = town.place(db, "Heath")
        feeds = [town.feed(db, town.source(db, name, here), reads="events") for name in ("Hall", "Council")]
        events = [town.meetup(db, feed, "Folk night", url=PAGE).id for feed in feeds]
        item = town.item(db, feeds[0], "Come along")
        settle(db, events, NOON.date())
        db.add(ItemMeetup(item_id=item.id or 0, event_id=events[0], because="page"))
    with writing(engine) as db:
        take_out(db, feeds[0].source_id, NOON)
    with writing(engine) as db:
        assert settle_news(db, NOON + timedelta(days=1)) >= 1
        assert db.exec(select(Event.group_id)).all() == [None]
        assert db.exec(select(ItemMeetup)).all() == []
        assert db.exec(select(Item)).all() == []
    assert AT_ONCE > 1


NAME = "Repair café for old bicycles"


@pytest.fixture
def mending(db: Session, heath: Place) -> Event:
    hall = town.feed(db, town.source(db, "Menders", heath), reads="events")
    return town.meetup(db, hall, NAME, NOON + timedelta(days=6))


def says(db: Session, blog: Feed, text: str, **more: Any) -> int:
    made = town.item(db, blog, more.pop("title", text), html=f"<p>{text}</p>", **more)
    return made.id or 0


def test_a_post_that_names_a_meetup_and_its_day_is_about_it(db, heath, blog, mending) -> None:
    dated = says(db, blog, f"Our {NAME} is on 7 June.", at=NOON - timedelta(days=60))
    early = says(db, blog, f"We plan a {NAME}.", at=NOON - timedelta(days=60))
    other = says(db, blog, f"The {NAME} of 8 July", at=NOON)
    soon = says(db, blog, f"Come to the {NAME}!", at=NOON)
    late = says(db, blog, f"How nice the {NAME} was.", at=NOON + timedelta(days=10))
    assert about.derive_of_items(db, [dated, early, other, soon, late]) == 2
    assert queries.posts_about(db, heath.id, mending.id) == [soon, dated]
    (named,) = queries.meetups_of(db, dated)
    assert (named.because, named.evidence) == ("day", NAME)
    assert queries.meetups_of(db, soon)[0].because == "soon"


def test_a_post_of_another_place_means_another_meetup(db, heath, mending) -> None:
    leeds = town.place(db, "Leeds")
    there = says(db, town.feed(db, town.source(db, "Joan", leeds)), NAME)
    nowhere = says(db, town.feed(db, town.source(db, "Nobody")), NAME)
    assert about.derive_of_items(db, [there, nowhere]) == 0


def test_where_a_post_leads_says_more_than_what_it_names(db, heath, blog, mending) -> None:
    mending.url = PAGE
    db.add(mending)
    settle(db, [mending.id], NOON.date())
    item_id = post(db, blog, PAGE, NAME)
    about.derive_of_items(db, [item_id])
    assert [each.because for each in queries.meetups_of(db, item_id)] == ["page"]


def test_a_post_that_named_a_meetup_is_found_when_that_comes_later(db, heath, blog) -> None:
    item_id = says(db, blog, f"Come to the {NAME}!")
    hall = town.feed(db, town.source(db, "Menders", heath), reads="events")
    made = town.meetup(db, hall, NAME, NOON + timedelta(days=6))
    assert about.derive_of_events(db, [made.id]) == 1
    assert queries.posts_about(db, heath.id, made.id) == [item_id]
    town.meetup(db, hall, NAME, NOON + timedelta(days=7), uid="another")
    assert about.derive_of_events(db, [made.id]) == 1  # now nobody knows which is meant
    assert queries.posts_about(db, heath.id, made.id) == []


def test_a_short_title_and_a_meetup_without_a_date_are_not_looked_for(db, heath, blog, folk) -> None:
    says(db, blog, "Folk night")
    assert about.derive_of_events(db, [folk.id, heath.id]) == 0
    db.execute(delete(ListedDate))
    assert about.derive_of_events(db, [folk.id]) == 0
