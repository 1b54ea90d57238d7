"""Many asks at once: every one is answered, memory stays bounded, and it stops when told to."""

import asyncio
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from time import monotonic
from typing import Any

import pytest

from hub.kit.exemption import IPAddress
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.client import Client
from hub.net.crowd import Crowd, ask_all
from hub.net.dial import Guard
from hub.net.door import Door
from hub.settings import Settings
from tests.net.servers import Talk, door_to, reply, saying, serving


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A website that answers on every loopback number."""
    with serving(saying(reply(b"<rss/>")), host="0.0.0.0") as number:
        yield number


@pytest.fixture(autouse=True)
def _leaves_no_thread_behind() -> Iterator[None]:
    yield
    assert not any(thread.name == "crowd" for thread in threading.enumerate())


def asks(port: int, count: int) -> list[Ask]:
    return [Ask(f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/") for number in range(count)]


def door(**changes: float) -> Door:
    return Door(allow_private_networks=("127.1.0.0/16",), **{"host_pause": 0, "deadline": 5.0} | changes)  # type: ignore[arg-type]  # numbers are numbers


def test_every_ask_is_answered_once(port: int) -> None:
    asked = asks(port, 100)
    answered = dict(ask_all(iter(asked), door()))
    assert set(answered) == set(asked)
    assert all(isinstance(answer, Reply) and answer.body == b"<rss/>" for answer in answered.values())


def test_nothing_to_ask_ends_at_once() -> None:
    assert list(ask_all([], door())) == []


def test_bad_websites_do_not_keep_good_ones_waiting(port: int) -> None:
    with serving(hang, host="0.0.0.0") as hanging:
        mixed = [ask for pair in zip(asks(hanging, 10), asks(port, 10), strict=True) for ask in pair]
        mixed.extend(Ask(ask.url.replace("http:", "https:")) for ask in asks(hanging, 3))
        mixed.append(Ask("mailto:ben"))
        answers = dict(ask_all(mixed, door(deadline=0.25)))
    failures = [answer.failure for answer in answers.values() if isinstance(answer, NoReply)]
    assert sorted(failures) == [Failure.BAD_ADDRESS] + [Failure.TIMEOUT] * 13


def test_a_caller_who_stops_is_not_kept_waiting(port: int) -> None:
    with serving(hang, host="0.0.0.0") as hanging:
        started = monotonic()
        with closing(ask_all([*asks(port, 1), *asks(hanging, 40)], door(deadline=60))) as answers:
            next(answers)
        assert monotonic() - started < 2


async def hang(_: bytes, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def stop_halfway(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(reply(Content_Length="100") + b"<rss>")
    await asyncio.Event().wait()


async def no_number_ever(_: str, __: int) -> list[IPAddress]:
    await asyncio.Event().wait()
    return []


async def no_connection_ever(_: IPAddress, __: int) -> socket.socket:
    await asyncio.Event().wait()
    return socket.socket()


@pytest.mark.parametrize(("talk", "scheme"), [(hang, "http"), (hang, "https"), (stop_halfway, "http")])
def test_leaving_hangs_up_what_is_in_flight_within_a_second(talk: Talk, scheme: str) -> None:
    with serving(talk, host="0.0.0.0") as silent:
        asked = [Ask(ask.url.replace("http", scheme)) for ask in asks(silent, 5)]
        assert seconds_to_leave(asked, Client(door(deadline=60))) < 1


@pytest.mark.parametrize(
    ("url", "means"),
    [("http://news.example/", {"resolve": no_number_ever}), ("http://127.1.0.1/", {"connect": no_connection_ever})],
)
def test_leaving_waits_for_no_name_server_and_no_connection(url: str, means: dict[str, Any]) -> None:
    out = door(deadline=60)
    assert seconds_to_leave([Ask(url)], Client(out, guard=Guard(out.rules, **means))) < 1


def seconds_to_leave(asked: list[Ask], client: Client) -> float:
    with Crowd(asked, door(deadline=60), client):
        threading.Event().wait(0.05)  # meanwhile all are in flight
        started = monotonic()
    return monotonic() - started


def test_a_caller_who_waits_can_be_woken() -> None:
    with serving(hang, host="0.0.0.0") as silent, Crowd(asks(silent, 1), door(deadline=60)) as crowd:
        threading.Timer(0.05, crowd.wake).start()
        assert next(iter(crowd)) == []


def test_a_skipped_domain_is_dropped_and_the_rest_is_answered(port: int) -> None:
    many = [Ask(f"http://127.1.0.1:{port}/{number}") for number in range(50)]
    other = Ask(f"http://127.1.0.2:{port}/")
    answered: list[Ask] = []
    with Crowd([*many, other], door(host_pause=0.03)) as crowd:
        for answers in crowd:
            answered.extend(ask for ask, _ in answers)
            if many[0] in answered:
                crowd.skip("127.1.0.1")
    assert sorted(ask.url for ask in answered) == [many[0].url, other.url]
    crowd.skip("127.1.0.2")  # too late, and no matter


def test_a_domain_skipped_from_another_thread_ends_a_wait(port: int) -> None:
    many = [Ask(f"http://127.1.0.1:{port}/{number}") for number in range(3)]
    with Crowd(many, door(host_pause=60)) as crowd:
        threading.Timer(0.05, crowd.skip, ["127.1.0.1"]).start()
        assert [ask for answers in crowd for ask, _ in answers] == many[:1]


def test_asks_are_walked_no_further_than_answers_are_taken(port: int) -> None:
    walked: list[Ask] = []

    def walk() -> Iterator[Ask]:
        for ask in asks(port, 1000):
            walked.append(ask)
            yield ask

    with closing(ask_all(walk(), door(in_flight=5))) as answers:
        for _ in range(20):
            next(answers)
    assert len(walked) <= 20 + 2 * 5 + 1


def test_a_caller_who_takes_his_time_finds_a_few_ready_and_then_all(port: int) -> None:
    walked: list[Ask] = []

    def walk() -> Iterator[Ask]:
        for ask in asks(port, 40):
            walked.append(ask)
            yield ask

    answers = ask_all(walk(), door(in_flight=5))
    next(answers)
    threading.Event().wait(0.1)  # meanwhile all that may be ready gets ready
    assert len(walked) <= 11
    assert len(list(answers)) == 39


class Slow(Client):
    """A client that never answers, to count how many are asked at once."""

    def __init__(self) -> None:
        super().__init__(door())
        self.flying = 0
        self.most = 0

    async def get(self, ask: Ask) -> Answer:
        self.flying += 1
        self.most = max(self.most, self.flying)
        await asyncio.sleep(0.001)
        self.flying -= 1
        return Reply(200, ask.url)


def test_it_works_without_uvloop_too(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert len(list(ask_all(asks(port, 30), door()))) == 30


def test_no_more_are_in_flight_than_agreed() -> None:
    client = Slow()
    assert len(list(ask_all(asks(80, 50), door(in_flight=7), client))) == 50
    assert client.most == 7


def test_a_host_is_given_its_pause() -> None:
    started = monotonic()
    same = [Ask(f"http://127.1.0.1/{number}") for number in range(4)]
    assert len(list(ask_all(same, door(host_pause=0.02), Slow()))) == 4
    assert monotonic() - started >= 3 * 0.02


def test_an_accident_in_the_asks_reaches_the_caller(port: int) -> None:
    def broken() -> Iterator[Ask]:
        yield from asks(port, 1)
        raise LookupError("no more asks")

    with pytest.raises(LookupError):
        list(ask_all(broken(), door()))


def test_an_accident_in_the_client_reaches_the_caller() -> None:
    class Broken(Client):
        async def get(self, ask: Ask) -> Answer:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ask_all(asks(80, 3), door(), Broken(door())))


def test_an_exemption_nobody_can_read_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="host:port"):
        list(ask_all([], door_to("http://intranet")))


def test_a_door_is_what_the_settings_say() -> None:
    settings = Settings(
        _env_file=None, base_url="http://hub.test/", contact="ada@hub.test", host_pause=1, in_flight=3,
        allow_private_networks=("127.0.0.1:1",), allow_ports=(80,),
    )  # fmt: skip
    out = Door.of(settings)
    assert (out.base_url, out.contact, out.host_pause, out.in_flight) == ("http://hub.test", "ada@hub.test", 1, 3)
    assert (out.allow_private_networks, out.allow_ports) == (("127.0.0.1:1",), (80,))
    assert out.version[0].isdigit()
