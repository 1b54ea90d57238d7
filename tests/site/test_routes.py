"""A page is one call in one thread, and whatever it opened is closed before its answer leaves."""

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, get_ident
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from hub.site.routes import ASKING, LONGEST_ADDRESS, Pages

Diary = list[Any]


@pytest.fixture
def diary() -> Diary:
    """What happened, in order."""
    return []


@pytest.fixture
def site(diary: Diary) -> FastAPI:
    """A site of a few pages that write down what happens to them."""
    api = _api()
    made = FastAPI()
    made.router.routes.append(Pages([api, _simple(), _greedy(diary)]))
    made.include_router(api)
    made.add_middleware(_noting(diary))
    return made


@pytest.fixture
def browser(site: FastAPI) -> Iterator[TestClient]:
    """Somebody who looks at it."""
    with TestClient(site, raise_server_exceptions=False) as made:
        yield made


def test_everything_a_page_asks_for_is_got(browser: TestClient) -> None:
    assert browser.get("/alderford/news?word=ha&often=2").text == "alderford news haha lent"


def test_what_was_opened_is_closed_before_the_answer_leaves(browser: TestClient, diary: Diary) -> None:
    browser.get("/alderford/news")
    assert [what for what, _ in diary] == ["opened", "here", "asked", "page", "closed", "left"]


def test_a_commit_that_fails_is_no_success(browser: TestClient, diary: Diary) -> None:
    assert browser.get("/spoilt/news").status_code == 500
    assert "closed" not in dict(diary)


def test_all_of_a_page_is_done_in_one_thread_which_is_not_the_servers(browser: TestClient, diary: Diary) -> None:
    browser.get("/alderford/news")
    threads = {who for what, who in diary if what in {"opened", "page", "closed"}}
    assert len(threads) == 1
    assert threads != {who for what, who in diary if what == "left"}


def test_the_same_question_is_read_once(browser: TestClient, diary: Diary) -> None:
    answers = {browser.get(f"/{place}/news?word=ha").text for place in ("alderford", "weir", "alderford")}
    assert answers == {"alderford news ha lent", "weir news ha lent"}
    assert diary.count(("asked", "ha")) == 1
    assert diary.count(("here", "lent")) == 3


@pytest.mark.parametrize("address", ["/alderford/news?often=-1", "/alderford/news?often=x", "/pages/seven"])
def test_an_address_that_cannot_be_read_is_refused_as_ever(browser: TestClient, address: str) -> None:
    assert [browser.get(address).status_code for _ in range(2)] == [422, 422]


def test_no_greedy_page_takes_an_address_of_the_api(browser: TestClient) -> None:
    assert browser.get("/api/v1").json() == {"it": "is the API"}


def test_a_page_that_asks_for_more_is_called_by_fastapi(browser: TestClient) -> None:
    assert browser.post("/pages/words", content="hello").text == "hello"


def test_another_method_is_told_which_there_are(browser: TestClient) -> None:
    refused = browser.delete("/pages/7")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")


def test_addresses_too_long_to_remember_are_found_all_the_same(browser: TestClient) -> None:
    place = "a" * LONGEST_ADDRESS
    assert [browser.get(f"/{place}/news").text for _ in range(2)] == [f"{place} news  lent"] * 2


def test_who_reads_waits_for_nobody_who_searches() -> None:
    searching, enough = Barrier(ASKING + 1), Event()
    made = FastAPI()
    made.router.routes.append(Pages([_busy(searching, enough)]))
    with TestClient(made) as browser, ThreadPoolExecutor(ASKING) as crowd:
        searches = [crowd.submit(browser.get, "/alderford?q=bins") for _ in range(ASKING)]
        searching.wait(5)
        assert browser.get("/alderford").text == "read"
        enough.set()
        assert [search.result(5).text for search in searches] == ["found"] * ASKING


def test_what_is_nowhere_is_not_found(browser: TestClient) -> None:
    assert browser.get("/a/b/c").status_code == 404


def _api() -> APIRouter:
    router = APIRouter()

    @router.get("/api/v1")
    def show_api() -> dict[str, str]:
        return {"it": "is the API"}

    return router


def _simple() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/pages/{number}")
    def show_number(number: int) -> PlainTextResponse:
        return PlainTextResponse(str(number + 1))

    @router.post("/pages/words")
    async def post_words(request: Request) -> PlainTextResponse:
        return PlainTextResponse((await request.body()).decode())

    return router


def _busy(searching: Barrier, enough: Event) -> APIRouter:
    """Return a page on which a search goes on until there is *enough*."""
    router = APIRouter(include_in_schema=False)

    @router.get("/{place}")
    def show_place(place: str, q: str = "") -> PlainTextResponse:
        if q:
            searching.wait(5)
            enough.wait(5)
        return PlainTextResponse("found" if q else "read")

    return router


def _greedy(diary: Diary) -> APIRouter:
    """Return a page that writes down when it is asked what."""
    router = APIRouter(include_in_schema=False)

    def lent(request: Request) -> Iterator[str]:
        diary.append(("opened", get_ident()))
        yield "lent"
        if request.url.path.startswith("/spoilt"):
            raise LookupError("the commit failed")
        diary.append(("closed", get_ident()))

    def asked(word: str = "", often: Annotated[int, Query(ge=0)] = 1) -> str:
        diary.append(("asked", word))
        return word * often

    def here(place: str, lent: Annotated[str, Depends(lent)]) -> str:
        diary.append(("here", lent))
        return place

    @router.get("/{place}/{version}")
    def show_place(
        here: Annotated[str, Depends(here)],
        lent: Annotated[str, Depends(lent)],
        asked: Annotated[str, Depends(asked)],
        version: str,
    ) -> PlainTextResponse:
        diary.append(("page", get_ident()))
        return PlainTextResponse(f"{here} {version} {asked} {lent}")

    return router


def _noting(diary: Diary) -> Callable[..., Callable[[Scope, Receive, Send], Awaitable[None]]]:
    """Write down when an answer leaves."""

    def around(app: Any) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        async def noted(scope: Scope, receive: Receive, send: Send) -> None:
            async def sent(message: Message) -> None:
                if message["type"] == "http.response.start":
                    diary.append(("left", get_ident()))
                await send(message)

            await app(scope, receive, sent if scope["type"] == "http" else send)

        return noted

    return around
