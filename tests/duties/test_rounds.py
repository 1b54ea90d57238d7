"""A round that meets odd answers, a registry loaded meanwhile, a pause or a stop: nothing else suffers."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event as Signal
from threading import Thread
from time import monotonic

import pytest
from sqlmodel import Session, col, select

from hub.aggregate.feeds import documents, looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import WEEK
from hub.aggregate.fetching.actions import Heard
from hub.aggregate.items.models import Item, ItemTag
from hub.db.beats import beat
from hub.db.engine import reading, writing
from hub.duties.calendars import expand_again
from hub.duties.fetching import Report, fetch_round
from hub.duties.knowing import REGISTRY
from hub.duties.settling import Deed, settle_together
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.meet.events.models import Event
from tests import town
from tests.duties.publisher import Publisher, publishing, rss

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:{title}
DTSTART:{start:%Y%m%dT190000Z}
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


def calendar(title: str) -> str:
    return CALENDAR.format(title=title, start=now() + WEEK)


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(tools: Tools, ben: Publisher) -> Tools:
    return replace(tools, door=replace(tools.door, allow_private_networks=(ben.host,)), stop=Stop())


def register(hub: Tools, *urls: str, reads: str = "items") -> None:
    with writing(hub.engine) as db:
        voice = town.source(db, "Ben’s blog", town.place(db, "Benton"))
        for url in urls:
            town.feed(db, voice, url=url, reads=reads)


def look(hub: Tools, *urls: str) -> Report:
    return fetch_round(hub, lambda db, at: looks.claim_all(db, at, urls))


def feed(db: Session, url: str) -> Feed:
    return db.exec(select(Feed).where(col(Feed.url) == url)).one()


@pytest.mark.parametrize("odd", ["9" * 5_000, "Fri, 31 Dec 2027 23:59:59 +" + "9" * 20])
@pytest.mark.parametrize("status", [404, 429])
def test_an_odd_header_troubles_its_own_feed_alone(hub: Tools, ben: Publisher, status: int, odd: str) -> None:
    bad = ben.says("/bad", status, Retry_After=odd)
    good = ben.says("/good", body=rss("Hello"), Cache_Control=f"max-age={odd}", Expires=odd)
    register(hub, bad, good)
    first = look(hub, good)
    assert (first.new_items, first.troubled) == (1, [])
    assert [url for url, _ in look(hub, bad).troubled] == [bad]


def test_a_host_that_asks_for_a_pause_is_not_asked_again_in_the_same_round(hub: Tools, ben: Publisher) -> None:
    urls = [ben.says(f"/{number}", 429, Retry_After="999999999") for number in range(20)]
    register(hub, *urls)
    look(hub, *urls)
    assert len(ben.asked) < 5
    assert look(hub, *urls).feeds == 0
    with reading(hub.engine) as db:
        assert looks.paused_hosts(db, now() + WEEK) == {}


def test_what_was_agreed_during_a_round_counts_in_it(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", body=rss("Rubbish everywhere"))
    register(hub, url)

    def agree(_path: str) -> None:
        with writing(hub.engine) as db:
            town.tag(db, "Litter", also=["rubbish"])
            beat(db, REGISTRY, now())

    ben.first = agree
    look(hub, url)
    with reading(hub.engine) as db:
        assert len(db.exec(select(ItemTag)).all()) == 1


def test_an_answer_of_an_address_a_feed_has_left_is_dropped(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/old", body=rss("Old news"))
    register(hub, url)

    def move(_path: str) -> None:
        with writing(hub.engine) as db:
            feed(db, url).url = f"{url}-moved"
            beat(db, REGISTRY, now())

    ben.first = move
    assert look(hub, url).new_items == 0
    with reading(hub.engine) as db:
        assert db.exec(select(Item)).all() == []
        assert feed(db, f"{url}-moved").body_hash == ""


def test_expanding_never_puts_an_older_calendar_over_a_newer_one(
    hub: Tools, ben: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = ben.says("/diary.ics", body=calendar("Old"))
    register(hub, url, reads="events")
    look(hub, url)
    ben.says("/diary.ics", body=calendar("New"))
    kept = documents.kept

    def kept_before_the_next_look(db: Session, feed_id: object) -> documents.Kept | None:
        document = kept(db, feed_id)  # type: ignore[arg-type]  # passed on as it came
        db.rollback()
        look(hub, url)
        return document

    monkeypatch.setattr(documents, "kept", kept_before_the_next_look)
    expand_again(hub)
    with reading(hub.engine) as db:
        assert [event.title for event in db.exec(select(Event))] == ["New"]


def test_a_stop_does_not_wait_for_a_website_that_hangs(hub: Tools, ben: Publisher) -> None:
    asked, answer = Signal(), Signal()

    def hang(_path: str) -> None:
        asked.set()
        answer.wait(10)

    ben.first = hang
    url = ben.says("/slow", body=rss("Late"))
    register(hub, url)
    round_of_looks = Thread(target=look, args=(hub, url))
    round_of_looks.start()
    asked.wait(10)
    began = monotonic()
    hub.stop.set()
    round_of_looks.join(10)
    took = monotonic() - began
    answer.set()
    assert took < 2
    with reading(hub.engine) as db:
        assert feed(db, url).claimed_until < now()  # given back


def test_one_feeds_accident_leaves_the_others_of_its_commit_whole(hub: Tools, ben: Publisher) -> None:
    urls = [ben.says(path) for path in ("/a", "/b")]
    register(hub, *urls)
    with writing(hub.engine) as db:
        first, second = sorted(looks.claim_all(db, now(), urls), key=lambda state: state.url)

    def well(db: Session) -> Heard:
        looks.note(db, first.id, {"title": "Fine"})
        return Heard(first)

    def badly(_db: Session) -> Heard:
        raise LookupError("an accident")

    assert settle_together(hub.engine, [Deed(first, well), Deed(second, badly)])[0].unchanged
    with reading(hub.engine) as db:
        assert (feed(db, urls[0]).title, feed(db, urls[1]).trouble) == ("Fine", "crashed")
