"""What every answer carries, and what the front cache keeps."""

import asyncio
import gzip

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from hub.site.porch.cache import FrontCache
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.mark.parametrize("address", ["/", "/alderford", "/alderford.atom", "/nowhere", "/static/hub.css", "/healthz"])
def test_every_answer_carries_the_same_policy(cem: Neighbour, alderford: Alderford, address: str) -> None:
    headers = cem.visit(address).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin"
    assert headers["strict-transport-security"]
    assert "set-cookie" not in headers


def test_pages_come_packed_to_those_who_can_unpack(cem: Neighbour, alderford: Alderford) -> None:
    plain = cem.visit("/alderford", headers={"Accept-Encoding": "identity"})
    packed = cem.visit("/alderford", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.source == plain.source
    assert packed.headers["etag"] != plain.headers["etag"]


def test_a_head_gets_what_a_get_would_without_the_body(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.ask("HEAD", "/static/hub.css").status == 200
    for address in ("/", "/alderford.atom", "/nowhere"):
        head, get = cem.ask("HEAD", address), cem.visit(address)
        assert (head.status, head.source) == (get.status, "")
        assert head.headers["content-length"] == get.headers["content-length"]


def test_our_own_files_are_kept_for_ever_under_a_mark(cem: Neighbour, alderford: Alderford) -> None:
    (address,) = [str(link.get("href")) for link in cem.visit("/").all("//link[@rel='stylesheet']")]

    assert "immutable" in cem.visit(address).headers["cache-control"]
    assert "immutable" not in cem.visit("/static/hub.css").headers["cache-control"]
    assert cem.visit("/static/../app.py").status == 404


class _Front:
    """A cache in front of an app that counts, at a clock that is set by hand."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.time = 100.0
        self.headers = headers
        self.cache = FrontCache(self.app, seconds=3, clock=lambda: self.time)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await PlainTextResponse(f"answer {self.asked}", headers=self.headers)(scope, receive, send)

    def get(self, path: str = "/", *headers: tuple[bytes, bytes], question: bytes = b"") -> bytes:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        scope = {"type": "http", "method": "GET", "path": path, "query_string": question, "headers": list(headers)}
        asyncio.run(self.cache(scope, receive, send))
        return bytes(said[-1]["body"])


def test_the_same_page_is_made_once_in_a_breath() -> None:
    front = _Front()

    assert front.get() == front.get() == b"answer 1"
    front.time += 4
    assert front.get() == b"answer 2"


def test_answers_of_the_moment_are_never_kept() -> None:
    front = _Front(**{"Cache-Control": "no-store"})

    assert front.get() != front.get()


def test_who_brings_a_cookie_gets_answers_of_his_own() -> None:
    front = _Front()

    assert front.get("/", (b"cookie", b"a=1")) != front.get()


def test_what_is_kept_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.site.porch.cache.MOST_BYTES", 100)
    front = _Front()

    for n in range(50):
        front.get(f"/{n}")

    assert front.cache.bytes <= 100
    assert front.cache.bytes == sum(len(answer.body) for _, answer in front.cache.kept.values())


def test_not_more_answers_are_kept_than_a_breath_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.site.porch.cache.MOST_ANSWERS", 10)
    front = _Front()

    for n in range(50):
        front.get(f"/{n}")

    assert len(front.cache.kept) == 10


def test_what_is_over_is_let_go_of() -> None:
    front = _Front()
    for n in range(5):
        front.get(f"/{n}")
    front.time += 4

    front.get("/new")

    assert len(front.cache.kept) == 1
    assert front.cache.bytes == len(b"answer 6")


def test_a_long_question_costs_no_memory() -> None:
    front = _Front()

    assert front.get("/", question=b"q=" + b"x" * 511) != front.get("/", question=b"q=" + b"x" * 511)
    front.get("/", (b"cookie", b"x" * 60_000), question=b"q=" + b"x" * 510)

    assert len(front.cache.kept) == 1
    assert all(len(key) <= 32 for key in front.cache.kept)


def test_two_questions_never_share_an_answer() -> None:
    front = _Front()

    asked = [("/a", b"b"), ("/ab", b""), ("/a', b'b", b""), ("/a", b"")]

    assert len({front.get(path, question=question) for path, question in asked}) == len(asked)


def test_packing_is_real(cem: Neighbour) -> None:
    with cem.browser.stream("GET", "/about", headers={"Accept-Encoding": "gzip"}) as reply:
        assert b"About this hub" in gzip.decompress(b"".join(reply.iter_raw()))
