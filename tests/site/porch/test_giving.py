"""How the front gives an answer: packed, in short, to many at once."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from datetime import timedelta
from typing import Any

from starlette.responses import PlainTextResponse, StreamingResponse

from hub.site.headers import PRIVATE, SHARED
from hub.site.porch.asking import LARGEST
from tests.site.porch.front import BROWSER, Front, Said


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
    assert said.headers["cache-control"] == SHARED
    own = front.get(authorization="Basic abc").headers
    assert (own["cache-control"], own["vary"]) == (PRIVATE, "Cookie")
    assert "content-encoding" not in said.headers
    assert len(front.cache.shelf) == 0


def test_what_is_marked_for_ever_is_kept_and_packed_as_small_as_can_be() -> None:
    front = Front(Cache_Control="public, max-age=31536000, immutable")
    front.get("/static/hub.css", accept_encoding="br")

    front.time += timedelta(days=400)
    front.see({"alderford": 9}, changes=99)

    assert front.get("/static/hub.css", accept_encoding="br").headers["content-encoding"] == "br"
    assert len(front.asked) == 1


def _fall() -> None:
    raise RuntimeError("out of order")


async def _together(front: Front, number: int) -> list[Said]:
    return await asyncio.gather(*(front.getting(accept_encoding=BROWSER) for _ in range(number)))


async def _all(asking: Iterable[Coroutine[Any, Any, Said]]) -> list[Said | BaseException]:
    return await asyncio.gather(*asking, return_exceptions=True)
