"""What is sent to a website: a form, through the same door and past the same guard as every ask."""

import asyncio
from urllib.parse import parse_qsl

from hub.net.answers import Ask, Failure, NoReply, Reply
from tests.net.servers import Talk, door_to, get, reply, serving

FORM = (("hub.mode", "subscribe"), ("hub.topic", "https://ben.example/łódź?a=1&b=2"), ("empty", ""))


def hearing(heard: list[bytes], answer: bytes) -> Talk:
    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        heard.append(head)
        writer.write(answer)
        await writer.drain()

    return talk


def test_a_form_is_posted_as_the_web_writes_forms() -> None:
    heard: list[bytes] = []
    with serving(hearing(heard, reply(b"thanks", status=202)), until=b"empty=") as port:
        answer = get(Ask(f"http://127.0.0.1:{port}/hub", form=FORM), door_to(f"127.0.0.1:{port}"))
    assert isinstance(answer, Reply)
    assert answer.status == 202
    head, _, body = heard[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /hub HTTP/1.1"
    assert "Content-Type: application/x-www-form-urlencoded" in lines
    assert f"Content-Length: {len(body)}" in lines
    assert parse_qsl(body.decode(), keep_blank_values=True) == list(FORM)


def test_what_was_sent_goes_to_no_other_address() -> None:
    heard: list[bytes] = []
    for status in (301, 302, 303, 307, 308):
        answer_with = reply(status=status, Location="/elsewhere")
        with serving(hearing(heard, answer_with), until=b"empty=") as port:
            answer = get(Ask(f"http://127.0.0.1:{port}/hub", form=FORM), door_to(f"127.0.0.1:{port}"))
        assert isinstance(answer, Reply)
        assert (answer.status, answer.headers["location"], answer.hops) == (status, "/elsewhere", ())
    assert len(heard) == 5


def test_the_guard_stands_before_forms_too() -> None:
    with serving(hearing([], reply())) as port:
        answer = get(Ask(f"http://127.0.0.1:{port}/hub", form=FORM), door_to())
    assert isinstance(answer, NoReply)
    assert answer.failure is Failure.NOT_PUBLIC


def test_a_website_that_never_answers_a_form_is_given_up() -> None:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    with serving(talk) as port:
        answer = get(Ask(f"http://127.0.0.1:{port}/hub", form=FORM), door_to(f"127.0.0.1:{port}", deadline=0.1))
    assert isinstance(answer, NoReply)
    assert answer.failure is Failure.TIMEOUT
