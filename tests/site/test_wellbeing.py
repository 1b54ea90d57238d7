"""Ben looks at the page of his source: posts a week, agreed tags, what came of our looks, and when the next is."""

from datetime import timedelta

from sqlalchemy import Engine

from hub.aggregate.feeds.history import remembered
from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import ItemTag
from hub.db.engine import writing
from hub.kit.clock import now
from hub.places.actions import bump
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

COUNCIL = "/alderford/sources/alderford-council"
HOUR = timedelta(hours=1)


def test_a_source_says_how_many_posts_it_has_a_week_in_a_picture_and_in_numbers(
    cem: Neighbour, alderford: Alderford
) -> None:
    page = cem.visit(COUNCIL)
    assert "2 posts in the last 12 weeks" in page.text
    assert "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2" in page.text
    assert page.words("//section[@class='doing']//*[local-name()='title']") == ["2 posts in the last 12 weeks"]


def test_a_source_that_is_silent_has_no_picture(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.feed(db, town.source(db, "Quiet", alderford.place))
    page = cem.visit("/alderford/sources/quiet")
    assert "0 posts in the last 12 weeks" in page.text
    assert page.words("//section[@class='doing']//*[local-name()='title']") == []
    assert "Agreed tags" not in page.text


def test_ben_finds_what_is_on_by_his_calendar_on_the_page_of_his_source(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        calendar = town.feed(db, town.source(db, "Bens Shed", alderford.place, kind="events"), reads="events")
        db.get_one(Feed, calendar.id).history = remembered("", "news", now(), 6)
    empty = cem.visit("/alderford/sources/bens-shed")
    assert "It tells of no meetup ahead here." in empty.text
    assert "6 meetups were new or changed." in empty.text
    with writing(many) as db:
        for day in range(1, 62):
            town.meetup(db, db.get_one(Feed, calendar.id), f"Forge {day}", now() + day * timedelta(days=1))
        bump(db, [alderford.place.id])
    page = cem.visit("/alderford/sources/bens-shed")
    assert "61 dates ahead in Alderford" in page.text
    assert len(page.words("//section[@id='next']/ul/li")) == 12
    assert len(page.words("//section[@id='next']/details/ul/li")) == 48
    assert "/alderford/sources/bens-shed.ics" in page.links
    assert "posts in the last" not in page.text
    assert "No posts" not in page.text
    assert "#narrow" not in page.links


def test_a_source_with_posts_and_a_calendar_shows_both(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        council = db.get_one(Source, alderford.council.source_id)
        calendar = town.feed(db, council, reads="events", url="https://alderford.example/calendar.ics")
        town.meetup(db, calendar, "Full council", now() + timedelta(days=3))
    page = cem.visit(COUNCIL)
    assert "1 date ahead in Alderford" in page.text
    assert "posts in the last 12 weeks" in page.text
    assert "#narrow" in page.links


def test_a_source_says_how_many_posts_use_agreed_tags_and_what_the_others_could_use(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        roads = town.tag(db, "Roads")
        spoken = town.item(db, alderford.council, "Roads closed", [alderford.place])
        assert spoken.id
        db.add(ItemTag(item_id=spoken.id, tag_id=roads.id, because="title", evidence="Roads"))
    page = cem.visit(COUNCIL)
    assert "1 of its last 3 posts use agreed tags." in page.text
    assert page.words("//section[@class='doing']//a[contains(@href, '/tags/')]") == ["Roads"]


def test_a_source_says_what_came_of_the_last_looks_and_why_the_next_is_then(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    at = now()
    with writing(many) as db:
        feed = db.get_one(Feed, alderford.council.id)
        history = remembered("", "news", at - 9 * HOUR, 3)
        for hours in (8, 7):
            history = remembered(history, "timeout", at - hours * HOUR)
        feed.history, feed.looked_at, feed.post_gap = history, at, 2 * 86_400
        feed.due_at, feed.due_because = at + 6 * HOUR, "sleepy"
    page = cem.visit(COUNCIL)
    newest, oldest = page.words("//details[@class='looks']//li")
    assert "The website took too long to answer." in newest
    assert "2 looks since" in newest
    assert "3 posts were new or edited." in oldest
    assert "It posts about every 2 days, so we look about every 6 hours." in page.text


def test_a_feed_that_is_gone_has_no_next_look(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        feed = db.get_one(Feed, alderford.diary.id)
        feed.trouble, feed.due_because = "gone", "gone"
    page = cem.visit("/alderford/sources/mill-end-diary")
    assert "gone for good, so we look no more" in page.text
    assert page.words("//dl[@class='facts']/dd")[-1] == "none"


def test_a_feed_whose_host_rests_says_so_on_the_list_of_sources(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        feed = db.get_one(Feed, alderford.council.id)
        feed.due_at, feed.due_because = now() + HOUR, "http-429"
    page = cem.visit("/alderford/sources")
    assert "Its website asks us to come less often, so we leave all of it in peace until then." in page.text


def test_a_publisher_reads_how_the_robot_behaves(cem: Neighbour, alderford: Alderford) -> None:
    link = cem.visit(COUNCIL).words("//a[contains(@href, '/about#robot')]")
    assert link == ["How often we look, and how to slow or stop us"]
    page = cem.visit("/about")
    assert page.words("//h2[@id='robot']") == ["The robot that reads feeds"]
    assert "answer 410" in page.text
