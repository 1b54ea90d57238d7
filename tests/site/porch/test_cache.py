"""What the front keeps, for whom and how long, at a clock that is set by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from hub.site.headers import SHARED
from hub.site.porch.asking import LARGEST
from hub.site.porch.cache import LONGEST_ADDRESS, FrontCache
from hub.site.porch.counting import Counts
from hub.site.porch.shelf import Shelf
from hub.site.porch.versions import Seen, Versions

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
BROWSER = "gzip, deflate, br, zstd"


@dataclass
class Said:
    """An answer as a server would send it."""

    status: int
    headers: dict[str, str]
    body: bytes


class Front:
    """A cache in front of an app that counts how often it is asked."""

    def __init__(self, **headers: str) -> None:
        self.asked: list[Scope] = []
        self.time = NOON
        self.status = 200
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.meanwhile: Callable[[], object] = lambda: None  # what happens while the app answers
        self.versions = Versions(every=1, clock=lambda: self.time)
        self.see({"alderford": 1, "mill-end": 1}, changes=3)
        self.cache = FrontCache(self.app, self.versions, Counts(), Shelf(200_000))

    def see(self, versions: dict[str, int], changes: int) -> None:
        """Let a look at the database find this."""
        zones = dict.fromkeys(versions, ZoneInfo("Europe/London"))
        self.versions._seen = Seen(changes, versions, zones, {})

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        self.meanwhile()
        await self.answer()(scope, receive, send)

    def answer(self) -> Response:
        return PlainTextResponse(f"answer {len(self.asked)} " * 50, self.status, self.headers)

    def get(self, path: str = "/alderford", method: str = "GET", question: str = "", **headers: str) -> Said:
        return asyncio.run(self.getting(path, method, question, **headers))

    async def getting(self, path: str = "/alderford", method: str = "GET", question: str = "", **headers: str) -> Said:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        async def receive() -> Message:
            await asyncio.Event().wait()  # nobody goes away
            return {"type": "http.disconnect"}

        told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        where = {"path": path, "raw_path": path.encode(), "query_string": question.encode()}
        await self.cache({"type": "http", "method": method, "headers": told, **where}, receive, send)
        start, *rest = said
        answered = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return Said(start["status"], answered, b"".join(part["body"] for part in rest))


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


@pytest.mark.parametrize("who", [{"cookie": "a=1"}, {"authorization": "Basic abc"}])
def test_who_may_be_somebody_gets_an_answer_of_his_own(who: dict[str, str]) -> None:
    front = Front()
    front.get()

    own = front.get(**who)

    assert own.body.startswith(b"answer 2")
    assert own.headers["cache-control"] == "private, no-cache"
    assert "cookie" in own.headers["vary"].lower()
    assert front.get().body.startswith(b"answer 1")


def test_a_page_that_says_nothing_may_be_kept_for_less_than_a_minute() -> None:
    assert Front().get().headers["cache-control"] == SHARED
    assert Front(Cache_Control="no-cache").get().headers["cache-control"] == "no-cache"


def test_each_reader_gets_its_coding_from_one_making() -> None:
    front = Front()

    said = {coding: front.get(accept_encoding=coding) for coding in ("br", "zstd", "gzip", "")}

    assert len(front.asked) == 1
    assert [each.headers.get("content-encoding", "") for each in said.values()] == ["br", "zstd", "gzip", ""]
    assert {each.headers["vary"] for each in said.values()} == {"Accept-Encoding"}
    assert all(int(each.headers["content-length"]) == len(each.body) for each in said.values())


def test_who_has_it_already_is_told_so() -> None:
    front = Front()
    mark = front.get(accept_encoding=BROWSER).headers["etag"]

    same = front.get(accept_encoding=BROWSER, if_none_match=mark)
    weak = front.get(accept_encoding=BROWSER, if_none_match=f'"x", W/{mark}')
    other = front.get(accept_encoding="gzip", if_none_match=mark)

    assert (same.status, same.body, same.headers["etag"]) == (304, b"", mark)
    assert same.headers["cache-control"] == SHARED
    assert weak.status == 304
    assert other.status == 200
    assert front.cache.counts.answered == {200: 2, 304: 2}


def test_a_page_made_anew_without_a_change_is_still_the_one_he_has() -> None:
    front = Front()
    front.answer = lambda: PlainTextResponse("the same")  # type: ignore[method-assign] # it always says this
    mark = front.get().headers["etag"]
    front.time += timedelta(minutes=5)

    assert front.get(if_none_match=mark).status == 304
    assert len(front.asked) == 2


def test_a_head_is_answered_from_the_page() -> None:
    front = Front()
    head, get = front.get(method="HEAD"), front.get()

    assert (head.body, head.headers) == (b"", get.headers)
    assert front.get(method="HEAD", if_none_match=get.headers["etag"]).status == 304
    assert [scope["method"] for scope in front.asked] == ["GET"]


def test_the_app_is_asked_for_the_whole_whoever_asks() -> None:
    front = Front()

    front.get(if_none_match='"x"', range="bytes=0-1", if_modified_since="Tue, 03 Mar 2026 12:00:00 GMT", accept="a/b")

    assert front.asked[0]["headers"] == [(b"accept", b"a/b")]


def test_other_methods_are_none_of_its_business() -> None:
    front = Front()
    front.get()

    assert front.get(method="POST").body.startswith(b"answer 2")
    assert front.cache.counts.answered == {200: 2}


def test_two_questions_never_share_an_answer() -> None:
    front = Front()
    asked = [("/a", "b"), ("/ab", ""), ("/a?b", ""), ("/a", "")]

    assert len({front.get(path, question=question).body for path, question in asked}) == len(asked)


def test_a_long_address_costs_no_memory() -> None:
    front = Front()

    assert front.get(question="q" * LONGEST_ADDRESS) != front.get(question="q" * LONGEST_ADDRESS)
    assert len(front.cache.shelf) == 0


def test_of_many_who_ask_at_once_one_has_it_made() -> None:
    front = Front()

    assert len({said.body for said in asyncio.run(_together(front, 20))}) == 1
    assert len(front.asked) == 1


def test_what_may_not_be_kept_is_made_for_each_of_them() -> None:
    front = Front(Cache_Control="no-store")

    assert len({said.body for said in asyncio.run(_together(front, 5))}) == 5


def test_an_accident_leaves_nobody_waiting() -> None:
    front = Front()
    front.meanwhile = _fall

    for said in asyncio.run(_all(front.getting() for _ in range(3))):
        assert isinstance(said, RuntimeError)
    assert not front.cache._making


def test_a_large_answer_goes_through_as_it_comes() -> None:
    front = Front()

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (LARGEST // 2 + 1)

    front.answer = lambda: StreamingResponse(parts(), media_type="text/plain")  # type: ignore[method-assign] # a large one

    said = front.get(accept_encoding=BROWSER)

    assert len(said.body) == 3 * (LARGEST // 2 + 1)
    assert "content-encoding" not in said.headers
    assert len(front.cache.shelf) == 0


def test_what_is_marked_for_ever_is_kept_and_packed_as_small_as_can_be() -> None:
    front = Front(Cache_Control="public, max-age=31536000, immutable")
    front.get("/static/hub.css", accept_encoding="br")

    front.time += timedelta(days=400)
    front.see({"alderford": 9}, changes=99)

    assert front.get("/static/hub.css", accept_encoding="br").headers["content-encoding"] == "br"
    assert len(front.asked) == 1


def test_what_is_kept_stays_within_bounds() -> None:
    front = Front()

    for n in range(200):
        front.get(f"/alderford/tags/{n}", accept_encoding=BROWSER)

    assert 0 < front.cache.shelf.bytes <= 200_000


def _fall() -> None:
    raise RuntimeError("out of order")


async def _together(front: Front, number: int) -> list[Said]:
    return await asyncio.gather(*(front.getting(accept_encoding=BROWSER) for _ in range(number)))


async def _all(asking: Iterable[Coroutine[Any, Any, Said]]) -> list[Said | BaseException]:
    return await asyncio.gather(*asking, return_exceptions=True)
