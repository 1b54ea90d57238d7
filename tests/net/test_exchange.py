"""A request that cannot be written is never sent, and a reply that is none is said to be broken."""

import asyncio
import socket

import h11
import pytest

from hub.net.answers import Failure, Stopped
from hub.net.exchange import Exchange, Head, expected
from hub.net.wire import Wire

HOST = (b"Host", b"news.example")


def asked(said: bytes, *headers: tuple[bytes, bytes]) -> tuple[Head, bytes, bytes]:
    """Ask somebody who says just that and hangs up; return the head, the body, and what they heard."""

    async def play() -> tuple[Head, bytes, bytes]:
        here, there = socket.socketpair()
        here.setblocking(False)
        there.sendall(said)
        there.shutdown(socket.SHUT_WR)
        wire = Wire(here)
        with there:
            exchange = Exchange(wire)
            try:
                head = await exchange.ask(b"POST", "/feed", [HOST, (b"Content-Length", b"3"), *headers], b"a=b")
                body = b"".join([piece async for piece in exchange.body(1_000)])
                await asyncio.sleep(0)
                return head, body, there.recv(1_000)
            finally:
                wire.hang_up()
                await asyncio.sleep(0)

    return asyncio.run(play())


def test_a_form_is_sent_and_its_answer_heard_after_what_servers_say_before() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    head, body, heard = asked(hints + b"HTTP/1.1 200 OK\r\nX-Mine: 1\r\nContent-Length: 2\r\n\r\nok")
    assert (head.status, head.first(b"x-mine"), head.first(b"x-yours")) == (200, b"1", None)
    assert body == b"ok"
    assert heard.startswith(b"POST /feed HTTP/1.1\r\nHost: news.example\r\n")
    assert heard.endswith(b"\r\n\r\na=b")


def test_a_body_ends_with_the_connection_where_nothing_says_how_long_it_is() -> None:
    assert asked(b"HTTP/1.1 200 OK\r\n\r\nall of it")[1] == b"all of it"


@pytest.mark.parametrize(
    "said",
    [
        b"220 mail.example ready\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 120_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_reply_is_said_to_be_broken(said: bytes) -> None:
    with pytest.raises(Stopped) as stopped:
        asked(said)
    assert stopped.value.failure is Failure.BROKEN_REPLY


def test_a_header_that_cannot_be_written_is_never_sent() -> None:
    with pytest.raises(Stopped) as stopped:
        asked(b"", (b"If-None-Match", b"a\x01b\n"))
    assert stopped.value.failure is Failure.BAD_ADDRESS


def test_nothing_but_what_is_expected_is_taken_for_a_reply() -> None:
    assert isinstance(expected(h11.EndOfMessage(), h11.EndOfMessage), h11.EndOfMessage)
    with pytest.raises(Stopped):
        expected(h11.PAUSED, h11.EndOfMessage)
