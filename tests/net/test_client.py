"""What a client hears from websites, good and bad; nothing a website does makes it raise."""

import asyncio
import gzip
import socket
import ssl
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hub.kit.exemption import IPAddress
from hub.net.answers import Answer, Ask, Failure, Hop, NoReply, Reply
from hub.net.client import Client
from hub.net.dial import Guard
from hub.net.guard import Rules, number_of
from tests.net.servers import PEM, Talk, answer_of, door_to, get, reply, saying, serving

LARGE = b"neighbours " * 550_000  # 6 MB


def failure(answer: Answer) -> Failure:
    assert isinstance(answer, NoReply), answer
    return answer.failure


def test_a_feed_comes_back_with_its_headers_and_body() -> None:
    answer = answer_of(saying(reply(b"<rss/>", Content_Type="application/rss+xml", ETag='W/"a1"', Vary="a")))
    assert isinstance(answer, Reply)
    assert answer.status == 200
    assert answer.body == b"<rss/>"
    assert answer.headers["content-type"] == "application/rss+xml"
    assert answer.headers["etag"] == 'W/"a1"'
    assert answer.hops == ()


def test_a_visit_says_who_comes_and_carries_the_validators_byte_for_byte() -> None:
    heads: list[bytes] = []

    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(reply(status=304))

    with serving(talk) as port:
        door = door_to(f"127.0.0.1:{port}")
        ask = Ask(
            f"http://127.0.0.1:{port}/feed?a=1",
            'W/"a  b \u00e9\u00a0"',
            "Sat, 01 Aug 2026 00:00:00 GMT",
            "feed 3f2a; 12 readers",
        )
        answer = get(ask, door)
    lines = heads[0].decode("latin-1").split("\r\n")
    assert isinstance(answer, Reply)
    assert answer.status == 304
    assert lines[0] == "GET /feed?a=1 HTTP/1.1"
    assert f"Host: 127.0.0.1:{port}" in lines
    assert "User-Agent: LocalHub/1.2 (+http://hub.test/about; feed 3f2a; 12 readers)" in lines
    assert 'If-None-Match: W/"a  b \u00e9\u00a0"' in lines
    assert "If-Modified-Since: Sat, 01 Aug 2026 00:00:00 GMT" in lines
    assert "Accept-Encoding: gzip" in lines
    assert not any(line.lower().startswith(("cookie", "referer", "from")) for line in lines)


def test_a_publisher_learns_whom_to_write_to() -> None:
    heads: list[bytes] = []

    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(reply())

    with serving(talk) as port:
        get(f"http://127.0.0.1:{port}/", replace(door_to("127.0.0.1"), contact="ada@hub.test"))
    assert b"\r\nFrom: ada@hub.test\r\n" in heads[0]


def test_a_proxy_in_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert isinstance(answer_of(saying(reply(b"<rss/>"))), Reply)


@pytest.mark.parametrize("value", ['"x"\r\nX-Evil: 1', '"\u20ac"'])
def test_a_validator_cannot_smuggle_a_line(value: str) -> None:
    heads: list[bytes] = []

    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(reply())

    with serving(talk) as port:
        get(Ask(f"http://127.0.0.1:{port}/", value), door_to(f"127.0.0.1:{port}"))
    assert b"\r\nX-Evil" not in heads[0]


def test_a_gzipped_feed_is_unpacked() -> None:
    packed = gzip.compress(b"<rss/>" * 9000)
    answer = answer_of(saying(reply(packed, Content_Encoding="gzip")))
    assert isinstance(answer, Reply)
    assert answer.body == b"<rss/>" * 9000


def test_a_feed_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = answer_of(saying(head, b"5\r\n<rss>\r\n", b"6\r\n</rss>\r\n0\r\n\r\n"))
    assert isinstance(answer, Reply)
    assert answer.body == b"<rss></rss>"


def test_a_feed_without_a_length_ends_with_the_connection() -> None:
    answer = answer_of(saying(b"HTTP/1.0 200 OK\r\n\r\n<rss>", b"</rss>"))
    assert isinstance(answer, Reply)
    assert answer.body == b"<rss></rss>"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_an_error_page_is_a_reply_whose_text_nobody_reads(status: int) -> None:
    answer = answer_of(saying(reply(LARGE, status, Content_Encoding="br", Retry_After="120")))
    assert isinstance(answer, Reply)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (status, b"", "120")


def leading(*targets: str) -> Talk:
    """A website where /0 leads to the first target, /1 to the next, and so on; anything else is a feed."""

    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split()[1].decode().strip("/")
        if path.isdigit() and int(path) < len(targets):
            writer.write(reply(b"moved", (301, 302, 303, 307, 308)[int(path) % 5], Location=targets[int(path)]))
        else:
            writer.write(reply(b"<rss/>"))

    return talk


def test_redirects_are_followed_and_remembered() -> None:
    with serving(leading("/1", "2", "?x#y", "/feed")) as port:
        root = f"http://127.0.0.1:{port}"
        answer = get(f"{root}/0", door_to(f"127.0.0.1:{port}"))
    assert isinstance(answer, Reply)
    assert answer.url == f"{root}/2?x"
    assert answer.hops == (Hop(301, f"{root}/1"), Hop(302, f"{root}/2"), Hop(303, f"{root}/2?x"))


def test_five_redirects_are_enough() -> None:
    assert isinstance(answer_of(leading("1", "2", "3", "4", "feed"), "/0"), Reply)
    assert failure(answer_of(leading("1", "2", "3", "4", "5", "feed"), "/0")) is Failure.TOO_MANY_REDIRECTS
    assert failure(answer_of(leading("/0"), "/0")) is Failure.TOO_MANY_REDIRECTS


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://ben:x@127.0.0.1/", "http://[", "gopher://127.0.0.1/"])
def test_a_redirect_to_what_is_no_address_ends_there(target: str) -> None:
    assert failure(answer_of(leading(target), "/0")) is Failure.BAD_ADDRESS


def test_a_redirect_without_a_target_is_a_reply() -> None:
    answer = answer_of(saying(reply(status=302)))
    assert isinstance(answer, Reply)
    assert answer.status == 302


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        (saying(reply(LARGE)), Failure.TOO_BIG),
        (saying(b"HTTP/1.0 200 OK\r\n\r\n", LARGE), Failure.TOO_BIG),
        (saying(reply(gzip.compress(bytes(6_000_000)), Content_Encoding="gzip")), Failure.BOMB),
        (saying(reply(gzip.compress(gzip.compress(b"<rss/>")), Content_Encoding="gzip")), Failure.STACKED),
        (saying(reply(gzip.compress(b"<rss/>"), Content_Encoding="gzip, gzip")), Failure.STACKED),
        (saying(reply(b"\x0b", Content_Encoding="br")), Failure.BROKEN_REPLY),
        (saying(reply(b"<rss/>", Content_Length="100")), Failure.BROKEN_REPLY),
        (saying(reply(b"<rss/>", Content_Length="many")), Failure.BROKEN_REPLY),
        (saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rs"), Failure.BROKEN_REPLY),
        (saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rs"), Failure.BROKEN_REPLY),
        (saying(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), Failure.BROKEN_REPLY),
        (saying(b"HTTP/1.1 200 OK\r\nX-Half: "), Failure.BROKEN_REPLY),
        (saying(b"HTTP/1.1 200 OK\r\n", *[b"X-Long: %s\r\n" % (b"x" * 9000)] * 20), Failure.BROKEN_REPLY),
        (saying(*[b"HTTP/1.1 100 Continue\r\n\r\n" * 1000] * 10), Failure.BROKEN_REPLY),
        (saying(), Failure.NO_ANSWER),
    ],
)  # fmt: skip
def test_a_bad_website_is_told_by_what_is_wrong_with_it(talk: Talk, told: Failure) -> None:
    assert failure(answer_of(talk)) is told


def test_a_reset_is_no_answer() -> None:
    async def reset(_: bytes, writer: asyncio.StreamWriter) -> None:
        # Lingering for no time makes the system send a reset instead of a goodbye.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert failure(answer_of(reset)) is Failure.NO_ANSWER


def test_nobody_at_home_is_no_answer() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert failure(get(f"http://127.0.0.1:{port}/", door_to("127.0.0.1"))) is Failure.REFUSED


async def _drip(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.005)


async def _hang(_: bytes, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _flood(_: bytes, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)
        await writer.drain()


async def _crumble(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\n.\r\n" * 5000)
        await writer.drain()


@pytest.mark.parametrize("talk", [_drip, _hang])
def test_a_website_that_never_ends_meets_the_deadline(talk: Talk) -> None:
    assert failure(answer_of(talk, deadline=0.08)) is Failure.TIMEOUT


@pytest.mark.parametrize("talk", [_flood, _crumble])
def test_a_flood_is_let_go_of_before_the_deadline(talk: Talk) -> None:
    assert failure(answer_of(talk, deadline=60)) is Failure.BROKEN_REPLY


@pytest.mark.parametrize("url", ["", "news", "ftp://news.example/", "http://ben:x@news.example/", "http://[::1"])
def test_what_is_no_address_is_not_asked(url: str) -> None:
    assert failure(get(url, door_to())) is Failure.BAD_ADDRESS


def test_a_port_nobody_allowed_is_not_asked() -> None:
    assert failure(get("http://news.example:25/", door_to())) is Failure.NOT_PUBLIC


def test_an_exemption_nobody_can_read_is_told_before_the_first_ask() -> None:
    with pytest.raises(ValueError, match="host:port"):
        Client(door_to("http://intranet"))


@pytest.fixture(scope="module")
def secure() -> Iterator[int]:
    """A website with a certificate of its own making, for feeds.test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    with serving(saying(reply(b"<rss/>")), tls=context) as port:
        yield port


def get_securely(url: str, *, trusting: bool) -> Answer:
    async def home(_: str, __: int) -> list[IPAddress]:
        number = number_of("127.0.0.1")
        assert number
        return [number]

    async def once() -> Answer:
        trusted = ssl.create_default_context(cafile=PEM if trusting else None)
        guard = Guard(Rules.of((), ["127.0.0.1"]), resolve=home)
        return await Client(door_to(), guard=guard, tls=trusted).get(Ask(url))

    return asyncio.run(once())


def test_a_secure_website_is_checked_by_its_name(secure: int) -> None:
    answer = get_securely(f"https://feeds.test:{secure}/feed", trusting=True)
    assert isinstance(answer, Reply)
    assert answer.body == b"<rss/>"


def test_a_certificate_of_somebody_else_is_refused(secure: int) -> None:
    answer = get_securely(f"https://bank.test:{secure}/feed", trusting=True)
    assert failure(answer) is Failure.TLS
    assert "bank.test" in answer.detail  # type: ignore[union-attr]  # failure() has seen that it is a NoReply


def test_a_handshake_that_never_ends_meets_the_deadline() -> None:
    with serving(_hang, until=b"\x03\x01") as port:
        answer = get(f"https://127.0.0.1:{port}/", door_to("127.0.0.1", deadline=0.1))
    assert failure(answer) is Failure.TIMEOUT


def test_a_certificate_nobody_vouches_for_is_refused(secure: int) -> None:
    assert failure(get_securely(f"https://feeds.test:{secure}/feed", trusting=False)) is Failure.TLS


def test_a_website_that_speaks_no_tls_is_refused() -> None:
    with serving(saying(reply(status=400)), until=b"\x03\x01") as port:  # the first bytes of a TLS hello
        assert failure(get_securely(f"https://feeds.test:{port}/feed", trusting=True)) is Failure.TLS
