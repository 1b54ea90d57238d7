"""The guard at work: nothing is dialled but numbers that were checked, whatever the names say."""

import asyncio
import errno
import random
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from ipaddress import ip_address

import pytest

from hub.kit.exemption import IPAddress
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply, Stopped
from hub.net.client import Client
from hub.net.crowd import _new_loop
from hub.net.dial import Guard, connect, look_up
from hub.net.guard import Rules, is_public
from tests import oracle
from tests.net.servers import door_to, get, reply, saying, serving

Names = Callable[[str], Sequence[str]]


class World:
    """A resolver that says what a test wants, and a dial that ends at our own server and remembers the number."""

    def __init__(self, names: Names, port: int = 0, dead: Sequence[str] = ()) -> None:
        self.names = names
        self.port = port
        self.dead = dead
        self.dialled: list[str] = []
        self.guard = Guard(Rules(), resolve=self.resolve, connect=self.connect)

    async def resolve(self, host: str, _: int) -> list[IPAddress]:
        return [ip_address(text) for text in self.names(host)]

    async def connect(self, number: IPAddress, _: int) -> socket.socket:
        self.dialled.append(str(number))
        if str(number) in self.dead:
            raise OSError(errno.EHOSTUNREACH, "dead")
        return await connect(ip_address("127.0.0.1"), self.port)

    def get(self, *urls: str) -> list[Answer]:
        """Ask one after the other."""

        async def all_of_them() -> list[Answer]:
            client = Client(door_to(deadline=2.0), guard=self.guard)
            return [await client.get(Ask(url)) for url in urls]

        return asyncio.run(all_of_them())


def raising(code: int, kind: type[OSError] = socket.gaierror) -> Names:
    """A resolver that fails."""

    def names(_: str) -> Sequence[str]:
        raise kind(code, "as the system says")

    return names


def failure(answer: Answer) -> Failure:
    assert isinstance(answer, NoReply), answer
    return answer.failure


def test_a_public_number_is_dialled_and_nothing_else() -> None:
    with serving(saying(reply(b"<rss/>"))) as port:
        world = World(lambda _: ["93.184.215.14"], port)
        (answer,) = world.get("http://news.example/feed")
    assert isinstance(answer, Reply)
    assert world.dialled == ["93.184.215.14"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "10.0.0.1"],
        ["10.0.0.1", "93.184.215.14"],
        ["2606:4700::1111", "::ffff:127.0.0.1"],
        ["93.184.215.14", "169.254.169.254", "8.8.8.8"],
        [],
    ],
)
def test_one_private_answer_among_public_ones_is_one_too_many(numbers: list[str]) -> None:
    world = World(lambda _: numbers)
    (answer,) = world.get("http://news.example/feed")
    assert answer == NoReply(Failure.NOT_PUBLIC, "http://news.example/feed")
    assert world.dialled == []


def test_a_name_that_changes_its_number_never_gets_a_private_one_dialled() -> None:
    dice = random.Random(7)  # noqa: S311, a replayable game
    with serving(saying(reply(b"<rss/>"))) as port:
        world = World(lambda _: [dice.choice(["93.184.215.14", "127.0.0.1", "10.0.0.1", "fd00::1"])], port)
        answers = world.get(*["http://rebind.example/feed"] * 100)
    heard = [answer for answer in answers if isinstance(answer, Reply)]
    assert 0 < len(heard) < 100
    assert len(world.dialled) == len(heard)
    assert all(is_public(ip_address(number)) for number in world.dialled)


def test_ten_thousand_names_that_turn_inwards_after_the_check_get_one_look_and_no_private_dial() -> None:
    looks: Counter[str] = Counter()
    dialled: Counter[str] = Counter()

    async def resolve(host: str, _: int) -> list[IPAddress]:
        looks[host] += 1
        return [ip_address("93.184.215.14" if looks[host] == 1 else "127.0.0.1")]

    async def connect(number: IPAddress, _: int) -> socket.socket:
        dialled[str(number)] += 1
        raise ConnectionRefusedError

    async def rebind() -> Counter[Failure]:
        client = Client(door_to(), guard=Guard(Rules(), resolve=resolve, connect=connect))
        answers = [await client.get(Ask(f"http://r{number % 5_000}.example/")) for number in range(10_000)]
        return Counter(failure(answer) for answer in answers)

    assert asyncio.run(rebind()) == {Failure.REFUSED: 5_000, Failure.NOT_PUBLIC: 5_000}
    assert dialled == {"93.184.215.14": 5_000}
    assert set(looks.values()) == {2}  # an ask looks a name up once: what it checked is what it dials


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://inside.example/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/",
        "http://0177.0.0.1/", "http://127.1/", "http://0/", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://localhost/", "http://localhost:8000/",
    ],
)  # fmt: skip
def test_a_redirect_inside_is_refused_at_the_dial(target: str) -> None:
    def names(host: str) -> list[str]:
        return ["93.184.215.14"] if host == "news.example" else ["127.0.0.1"]

    with serving(saying(reply(status=302, Location=target))) as port:
        world = World(names, port)
        (answer,) = world.get("http://news.example/feed")
    assert failure(answer) is Failure.NOT_PUBLIC
    assert world.dialled == ["93.184.215.14"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost", "127.0.0.1"])
def test_what_the_system_makes_of_an_odd_number_is_what_counts(host: str) -> None:
    assert get(f"http://{host}/", door_to()) == NoReply(Failure.NOT_PUBLIC, f"http://{host}/")


def test_a_feed_on_the_exempt_server_cannot_lead_to_another_port() -> None:
    with serving(saying(reply(b"secret"))) as secret:
        for inside in (f"http://127.0.0.1:{secret}/", f"http://localhost:{secret}/", f"http://127.1:{secret}/"):
            with serving(saying(reply(status=301, Location=inside))) as port:
                answer = get(f"http://127.0.0.1:{port}/feed", door_to(f"127.0.0.1:{port}"))
                assert answer == NoReply(Failure.NOT_PUBLIC, inside)
                named = get(f"http://localhost:{port}/feed", door_to(f"localhost:{port}"))
                assert named == NoReply(Failure.NOT_PUBLIC, inside)


def test_a_dead_number_does_not_lose_a_host() -> None:
    with serving(saying(reply(b"<rss/>"))) as port:
        world = World(lambda _: ["2606:4700::1111", "93.184.215.14"], port, dead=["2606:4700::1111"])
        (answer,) = world.get("http://news.example/feed")
    assert isinstance(answer, Reply)
    assert world.dialled == ["2606:4700::1111", "93.184.215.14"]


def test_of_a_hundred_numbers_a_few_are_tried() -> None:
    numbers = [f"93.184.215.{last}" for last in range(1, 101)]
    world = World(lambda _: numbers, dead=numbers)
    (answer,) = world.get("http://news.example/feed")
    assert failure(answer) is Failure.NO_ANSWER
    assert world.dialled == numbers[:4]


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL])
def test_without_a_network_no_name_has_a_number_and_the_hub_says_that_it_is_offline(code: int) -> None:
    answers = World(raising(code)).get("http://www.lichfield.gov.uk/", "http://www.bbc.co.uk/", "http://x.invalid/")
    assert [failure(answer) for answer in answers] == [Failure.OFFLINE, Failure.OFFLINE, Failure.NO_SUCH_HOST]


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN])
@pytest.mark.parametrize("known", ["a.root-servers.net", "www.bbc.co.uk"])
def test_one_name_without_a_number_is_the_names_own_trouble(code: int, known: str) -> None:
    def names(host: str) -> Sequence[str]:
        return ["93.184.215.14"] if host == known else raising(code)(host)

    with serving(saying(reply(b"<rss/>"))) as port:
        answers = World(names, port).get("http://www.bbc.co.uk/", "http://www.litchfield.gov.uk/")
    assert failure(answers[1]) is Failure.NO_SUCH_HOST


@pytest.mark.parametrize(
    ("four", "six", "told"),
    [
        (errno.ENETUNREACH, errno.ENETUNREACH, Failure.OFFLINE),
        (errno.ENETUNREACH, errno.ECONNREFUSED, Failure.OFFLINE),
        (errno.ECONNREFUSED, errno.ENETUNREACH, Failure.REFUSED),
        (None, errno.ENETUNREACH, Failure.NO_ANSWER),
        (errno.ETIMEDOUT, errno.ENETUNREACH, Failure.TIMEOUT),
        (errno.EHOSTUNREACH, None, Failure.NO_ANSWER),
    ],
)
def test_a_machine_without_a_route_is_offline(four: int | None, six: int | None, told: Failure) -> None:
    async def unreachable(number: IPAddress, _: int) -> socket.socket:
        raise OSError(four if number.version == 4 else six, "as the system says")

    world = World(lambda _: ["93.184.215.14"] * (four is not None) + ["2606:4700::1111"] * (six is not None))
    world.guard = Guard(Rules(), resolve=world.resolve, connect=unreachable)
    (answer,) = world.get("http://news.example/")
    assert failure(answer) is told


def test_a_number_that_never_answers_gets_its_share_of_the_time() -> None:
    async def never(_: IPAddress, __: int) -> socket.socket:
        await asyncio.Event().wait()
        raise AssertionError

    async def dial() -> None:
        world = World(lambda _: ["93.184.215.14", "93.184.215.15"])
        await Guard(Rules(), resolve=world.resolve, connect=never).connect_tcp("news.example", 80, patience=0.02)

    with pytest.raises(Stopped) as stopped:
        asyncio.run(dial())
    assert stopped.value.failure is Failure.TIMEOUT


def test_numbers_are_looked_up_by_turns_of_their_families() -> None:
    assert [str(number) for number in asyncio.run(look_up("127.0.0.1", 80))] == ["127.0.0.1"]
    with pytest.raises(socket.gaierror):
        asyncio.run(look_up("a" * 70 + ".test", 80))
    with pytest.raises(socket.gaierror):
        asyncio.run(look_up("nobody.invalid", 80))


def test_a_look_up_nobody_waits_for_harms_nobody() -> None:
    async def impatient() -> None:
        async with asyncio.timeout(0):
            await look_up("localhost", 80)

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, _new_loop])
def test_the_oracle_sees_every_dial(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    with asyncio.Runner(loop_factory=new_loop) as runner, pytest.raises(oracle.DialledOut):
        runner.run(connect(ip_address("192.0.2.1"), 80))
    assert len(oracle.refused()) == 1
    oracle.forget()
