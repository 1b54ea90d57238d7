"""Ben pastes whatever he has, sees what each feed would bring, and picks only what concerns the place."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.registering.models import Registration, RegistrationFeed
from hub.aggregate.registering.queries import PickedFeed
from hub.aggregate.registering.rules import MOST_ASKS
from hub.db.engine import reading
from hub.duties import quest
from tests.duties.publisher import Publisher, rss
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.registering.blogging import HEAD, found, only, registered, source_of, sum_in

HALL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hall//EN
X-WR-CALNAME:Village hall
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
SUMMARY:Coffee about bins
CATEGORIES:refuse
DTSTART:20260106T100000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""
CALENDAR = "<link rel=alternate type=text/calendar href=/hall.ics title='Village hall'>"


def _linked(*titles: str) -> str:
    """Write a feed whose posts have links, so that it can be told from another."""
    feed = rss(*titles)
    for title in titles:
        feed = feed.replace(
            f"<title>{title}</title>", f"<title>{title}</title><link>https://ben.example/{title}</link>"
        )
    return feed


def test_only_his_posts_about_the_place_come_in_if_he_wants_it_so(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    word = "<meta name=generator content=WordPress><a rel=tag href=/tag/alderford/>Alderford</a>"
    blog.says("/", body=HEAD + word)
    topic = blog.says("/tag/alderford/feed/", body=_linked("Quay"))
    page = found(ben, blog)
    assert "Only posts on one subject" in page.text
    assert "Is only a part of the site about Alderford?" in page.text
    assert [box.get("checked") is not None for box in page.all("//input[@name='feed']")] == [True, False]
    ben.fill(page, **sum_in(page), feed=topic)
    with reading(many) as db:
        assert [each.url for each in db.exec(select(RegistrationFeed)).all()] == [topic]


def test_a_calendar_is_shown_with_its_events_and_their_tags_and_is_read_as_one(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    blog.says("/", body=HEAD + CALENDAR)
    calendar = blog.says("/hall.ics", body=HALL)
    page = found(ben, blog)
    assert "A calendar: its events go to the meetups" in page.text
    assert "Coffee about bins" in page.text
    ben.fill(page, **sum_in(page), feed=[f"http://{blog.host}/feed", calendar])
    desk = ada.visit(f"/desk/sources/{only(many).id}").text
    assert "A calendar: its events go to the meetups" in desk
    assert "Coffee about bins" in desk
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    with reading(many) as db:
        reads = {feed.url: feed.reads for feed in db.exec(select(Feed)).all() if blog.host in feed.url}
    assert reads == {f"http://{blog.host}/feed": "items", calendar: "events"}


def test_a_mentor_says_yes_to_the_meetups_of_a_calendar(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    blog.says("/", body=HEAD + CALENDAR)
    calendar = blog.says("/hall.ics", body=HALL)
    page = found(ben, blog)
    ben.fill(page, **sum_in(page), feed=[calendar])
    asked = "//button[@value='yes']"
    assert ada.visit(f"/desk/sources/{only(many).id}").words(asked) == ["Yes, list its meetups"]


def test_a_mentor_says_yes_to_posts(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine) -> None:
    page = found(ben, blog)
    ben.fill(page, **sum_in(page), feed=[f"http://{blog.host}/feed"])
    asked = "//button[@value='yes']"
    assert ada.visit(f"/desk/sources/{only(many).id}").words(asked) == ["Yes, take it into the stream"]


def test_a_calendar_alone_is_taken_for_events(cem: Neighbour, blog: Publisher, alderford: Alderford) -> None:
    blog.answers.clear()
    blog.says("/hall.ics", body=HALL.replace("RRULE:FREQ=WEEKLY\n", "").replace("20260106", "20200106"))
    page = cem.fill(cem.visit("/register"), site=f"webcal://{blog.host}/hall.ics", place="alderford")
    assert page.all("//option[@value='events' and @selected]")
    assert "“webcal:” is for programs that read feeds" in page.text
    assert "no events ahead" in page.text


def test_what_is_heard_already_at_another_address_is_named(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine
) -> None:
    blog.says("/feed", body=_linked("Bins"))
    registered(ben, blog)
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    blog.says("/", body=HEAD.replace("/feed", "/atom.xml") + HEAD)
    blog.says("/atom.xml", body=_linked("Bins"))
    page = found(cem, blog)
    assert len(page.all("//input[@name='feed']")) == 1
    assert "This is in the stream already, as “Ben writes”" in page.text
    page = cem.fill(page, **sum_in(page), email="cem@hub.example", name="Mine")
    cem.fill(page, code=post.code(many, "cem@hub.example"))
    with reading(many) as db:
        claim = db.exec(select(Registration).where(Registration.name == "Mine")).one()
        assert claim.source_id == source_of(db).id
    assert cem.fill(cem.visit("/suggest"), site=f"http://{blog.host}/", place="alderford").links[
        "/alderford/sources/ben-writes"
    ]


def test_a_look_that_could_not_ask_for_all_says_so(
    cem: Neighbour, blog: Publisher, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quest, "MOST_ASKS", 2)
    assert MOST_ASKS > 2
    assert "we may have missed a feed" in found(cem, blog).text


def test_posts_that_are_marked_but_in_no_feed_are_told_of(
    cem: Neighbour, blog: Publisher, alderford: Alderford
) -> None:
    blog.answers.clear()
    blog.says("/", body="<div class=h-feed><p class=h-entry>Hello")
    page = found(cem, blog)
    assert (page.status, "h-feed" in page.text) == (422, True)


def test_a_platform_that_gives_no_feed_is_named(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.post("/register", site="https://www.facebook.com/wherrybridge", place="alderford")
    assert (page.status, "Facebook gives no feed to anybody" in page.text) == (422, True)


def test_what_waited_for_a_code_since_before_is_taken_as_it_was_kept() -> None:
    assert PickedFeed.of({"url": "u", "title": "t", "posts": []}) == PickedFeed("u", "t")
