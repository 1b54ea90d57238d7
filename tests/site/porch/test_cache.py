"""What the front keeps, for whom and how long."""

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.site.porch import versions as watched
from hub.site.porch.cache import LONGEST_ADDRESS
from hub.site.porch.versions import Seen, Versions
from tests import town
from tests.site.porch.front import BROWSER, NOON, Front

FAILING = 2  # looks: the first one of all, and one of those after it


def test_a_page_is_made_once_and_given_to_everybody() -> None:
    front = Front()

    assert front.get().body == front.get().body == b"answer 1 " * 50
    assert front.cache.counts.answered == {200: 2}


def test_after_a_minute_it_is_made_anew_whatever_happened() -> None:
    front = Front()
    front.get()

    front.time += timedelta(seconds=59)
    assert front.get().body.startswith(b"answer 1")
    front.time += timedelta(seconds=1)
    assert front.get().body.startswith(b"answer 2")


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland"])
def test_a_page_never_outlives_the_day_of_its_place(zone: str) -> None:
    front = Front()
    front.versions._seen = Seen(3, {"alderford": 1}, {"alderford": ZoneInfo(zone)}, {})
    front.time = datetime(2026, 3, 3, 23, 59, 50, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    front.get()

    front.time += timedelta(seconds=9)
    assert front.get().body.startswith(b"answer 1")
    front.time += timedelta(seconds=1)
    assert front.get().body.startswith(b"answer 2")


def test_a_page_never_outlives_the_start_of_a_meetup_of_its_place() -> None:
    front = Front()
    turns = {"alderford": [NOON - timedelta(hours=1), NOON + timedelta(seconds=20)], "": []}
    zones = dict.fromkeys(("alderford", "mill-end"), ZoneInfo("Europe/London"))
    front.versions._seen = Seen(3, {"alderford": 1, "mill-end": 1}, zones, turns)
    front.get("/alderford")
    front.get("/mill-end")

    front.time += timedelta(seconds=20)
    assert front.get("/alderford").body.startswith(b"answer 3")
    assert front.get("/mill-end").body.startswith(b"answer 2")


def test_a_change_in_one_place_leaves_the_pages_of_another_alone() -> None:
    front = Front()
    for path in ("/alderford", "/cy/alderford/tags", "/alderford.atom", "/mill-end", "/", "/items/1"):
        front.get(path)
    front.see({"alderford": 2, "mill-end": 1}, changes=4)
    front.asked.clear()

    for path in ("/mill-end", "/alderford", "/cy/alderford/tags", "/alderford.atom", "/", "/items/1"):
        front.get(path)

    made = [scope["path"] for scope in front.asked]
    assert made == ["/alderford", "/cy/alderford/tags", "/alderford.atom", "/", "/items/1"]


def test_a_page_that_changed_while_it_was_made_is_not_kept() -> None:
    front = Front()
    front.meanwhile = lambda: front.see({"alderford": 2, "mill-end": 1}, changes=4)

    assert front.get().body.startswith(b"answer 1")
    assert front.get().body.startswith(b"answer 2")
    assert front.get().body.startswith(b"answer 2")


@pytest.mark.parametrize(
    "headers",
    [{"Cache_Control": "no-store"}, {"Cache_Control": "private"}, {"Set_Cookie": "a=1"}, {"Vary": "Accept-Language"}],
)
def test_what_is_not_for_everybody_is_never_kept(headers: dict[str, str]) -> None:
    front = Front(**headers)

    assert "etag" not in front.get().headers
    assert front.get().body.startswith(b"answer 2")
    assert not front.cache.shelf.bytes


@pytest.mark.parametrize("status", [303, 404, 422, 500, 503])
def test_only_whole_pages_are_kept(status: int) -> None:
    front = Front()
    front.status = status

    said = front.get()

    assert said.status == status
    assert "etag" not in said.headers
    assert front.get().body.startswith(b"answer 2")
    assert front.cache.counts.answered == {status: 2}


@pytest.mark.parametrize("who", [{"cookie": "a=1; __Host-hub=b"}, {"authorization": "Basic abc"}])
def test_who_may_be_somebody_gets_an_answer_of_his_own(who: dict[str, str]) -> None:
    front = Front()
    front.get()

    own = front.get(**who)

    assert own.body.startswith(b"answer 2")
    assert own.headers["cache-control"] == "private, no-cache"
    assert "cookie" in own.headers["vary"].lower()
    assert front.get().body.startswith(b"answer 1")


def test_the_cookie_of_a_neighbouring_site_changes_nothing() -> None:
    front = Front()
    front.get()

    said = front.get(cookie="_ga=GA1.2; consent=__Host-hub")

    assert said.body.startswith(b"answer 1")
    assert "cookie" not in said.headers["vary"].lower()


def test_a_look_that_fails_once_is_followed_by_one_that_works(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, worked = [], Event()

    def falling_once(*_: object) -> Seen:
        looks.append(engine)
        if len(looks) <= FAILING:
            raise LookupError("out of order")
        if len(looks) > FAILING + 1:
            worked.set()  # what the one before found has been taken
        return Seen(7)

    monkeypatch.setattr(watched, "_look", falling_once)
    versions = Versions(every=0.001)

    async def until_seen() -> None:
        async with versions.watching(engine):
            await asyncio.to_thread(worked.wait, 5)

    asyncio.run(until_seen())
    assert len(looks) > FAILING
    assert versions._seen == Seen(7)


def test_a_place_with_a_zone_nobody_knows_leaves_the_others_theirs(many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Weir", timezone="Nowhere/Land")
        town.place(db, "Ford", timezone="Pacific/Auckland")
    versions = Versions(every=0)

    async def look() -> None:
        async with versions.watching(many):
            pass

    asyncio.run(look())
    assert {slug: zone.key for slug, zone in versions._seen.zones.items()} == {
        "weir": "Europe/London",
        "ford": "Pacific/Auckland",
    }


def test_two_questions_never_share_an_answer() -> None:
    front = Front()
    asked = [("/a", "b"), ("/ab", ""), ("/a?b", ""), ("/a", "")]

    assert len({front.get(path, question=question).body for path, question in asked}) == len(asked)


def test_a_long_address_costs_no_memory() -> None:
    front = Front()

    assert front.get(question="q" * LONGEST_ADDRESS) != front.get(question="q" * LONGEST_ADDRESS)
    assert len(front.cache.shelf) == 0


def test_what_is_kept_stays_within_bounds() -> None:
    front = Front()

    for n in range(200):
        front.get(f"/alderford/tags/{n}", accept_encoding=BROWSER)

    assert 0 < front.cache.shelf.bytes <= 200_000
