"""Copies of pictures are fetched by the hub alone, through its guarded door, and redrawn where it hurts nobody."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Self

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Enclosure
from hub.aggregate.pictures import queries
from hub.aggregate.pictures.models import PictureCopy
from hub.db.engine import reading, writing
from hub.duties import picturing
from hub.duties.picturing import keep_pictures
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.net.answers import Ask, Failure, NoReply
from hub.net.door import Door
from hub.sandbox import Sandbox
from tests import town
from tests.aggregate.pictures.drawn import SVG, picture, promising
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Answer, Publisher, publishing

ROOM = 10  # megabytes


@pytest.fixture
def club(many: Engine) -> Feed:
    with writing(many) as db:
        return town.feed(db, town.source(db, "Camera Club", town.place(db, "Alderford"), kind="photos", shows="full"))


def tools_for(many: Engine, children: Sandbox, publisher: Publisher) -> Tools:
    return Tools(many, Door(allow_private_networks=(publisher.host,), host_pause=0), children)


def show(many: Engine, club: Feed, *urls: str) -> None:
    with writing(many) as db:
        for number, url in enumerate(urls):
            item = town.item(db, club, f"Picture {number}", at=now())
            db.add(Enclosure(item_id=item.id or 0, position=0, url=url, media_type="image/jpeg"))


def copies(db: Session) -> list[tuple[int, int, int]]:
    rows = db.exec(select(PictureCopy).order_by("item_id")).all()
    return [(row.width, row.height, row.tries) for row in rows]


def test_a_picture_is_fetched_once_for_all_who_show_it(many: Engine, children: Sandbox, club: Feed) -> None:
    with publishing() as publisher:
        publisher.answers["/mill.jpg"] = Answer(body=picture(size=(2_048, 1_024)))
        show(many, club, *[f"http://{publisher.host}/mill.jpg"] * 3)
        tools = tools_for(many, children, publisher)
        assert keep_pictures(tools, ROOM) == 3
        assert keep_pictures(tools, ROOM) == 0
    assert publisher.asked == ["/mill.jpg"]
    with reading(many) as db:
        assert copies(db) == [(1_024, 512, 0)] * 3


def test_a_picture_that_nobody_can_draw_ends_no_round(
    many: Engine, club: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(_body: bytes) -> None:
        raise OverflowError

    monkeypatch.setattr(picturing, "shrink_picture", stumbles)
    with publishing() as publisher:
        publisher.answers["/mill.jpg"] = Answer(body=picture())
        show(many, club, f"http://{publisher.host}/mill.jpg")
        door = Door(allow_private_networks=(publisher.host,), host_pause=0)
        assert keep_pictures(Tools(many, door, AtOnce()), ROOM) == 0  # type: ignore[arg-type]  # stands in


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=SVG, headers={"Content-Type": "image/jpeg"}),
        Answer(body=b"<html>"),
        Answer(body=b""),
        Answer(body=promising(60_000, 60_000)),
        Answer(status=404, body=picture()),
        Answer(status=302, headers={"Location": "/again.jpg"}),
    ],
)
def test_what_is_no_picture_is_remembered_as_none(many: Engine, children: Sandbox, club: Feed, answer: Answer) -> None:
    with publishing() as publisher:
        publisher.answers["/again.jpg"] = answer
        show(many, club, f"http://{publisher.host}/again.jpg")
        tools = tools_for(many, children, publisher)
        assert keep_pictures(tools, ROOM) == 0
        asked = len(publisher.asked)
        assert keep_pictures(tools, ROOM) == 0
        assert len(publisher.asked) == asked
    with reading(many) as db:
        assert copies(db) == [(0, 0, 1)]


@pytest.mark.parametrize(("hops", "made"), [(4, 1), (5, 0)])
def test_four_redirects_are_followed_and_no_more(
    many: Engine, children: Sandbox, club: Feed, hops: int, made: int
) -> None:
    with publishing() as publisher:
        for number in range(hops):
            publisher.says(f"/{number}.jpg", HTTPStatus.FOUND, Location=f"/{number + 1}.jpg")
        publisher.answers[f"/{hops}.jpg"] = Answer(body=picture())
        show(many, club, f"http://{publisher.host}/0.jpg")
        assert keep_pictures(tools_for(many, children, publisher), ROOM) == made


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/latest/meta-data.jpg",
        "http://169.254.169.254/latest/meta-data.jpg",
        "http://[::1]/a.jpg",
        "http://[::ffff:10.0.0.1]/a.jpg",
        "http://2130706433/a.jpg",
        "http://192.168.1.1/a.jpg",
        "gopher://127.0.0.1/a.jpg",
        "file:///etc/passwd.jpg",
    ],
)
def test_no_picture_makes_the_hub_dial_inwards(many: Engine, children: Sandbox, club: Feed, url: str) -> None:
    show(many, club, url)
    assert keep_pictures(Tools(many, Door(host_pause=0), children), ROOM) == 0


def test_a_redirect_does_not_lead_inwards_either(many: Engine, children: Sandbox, club: Feed) -> None:
    with publishing() as inside, publishing() as publisher:
        inside.answers["/secret.jpg"] = Answer(body=picture())
        publisher.says("/a.jpg", HTTPStatus.FOUND, Location=f"http://{inside.host}/secret.jpg")
        show(many, club, f"http://{publisher.host}/a.jpg")
        assert keep_pictures(tools_for(many, children, publisher), ROOM) == 0
        assert inside.asked == []


def test_a_hub_that_keeps_no_copies_asks_nobody_and_drops_what_it_had(
    many: Engine, children: Sandbox, club: Feed
) -> None:
    with publishing() as publisher:
        publisher.answers["/mill.jpg"] = Answer(body=picture())
        show(many, club, f"http://{publisher.host}/mill.jpg")
        tools = tools_for(many, children, publisher)
        assert keep_pictures(tools, 0) == 0
        assert publisher.asked == []
        assert keep_pictures(tools, ROOM) == 1
        keep_pictures(tools, 0)
    with reading(many) as db:
        assert queries.bytes_kept(db) == 0


def test_the_copies_stay_within_their_room(many: Engine, children: Sandbox, club: Feed, monkeypatch) -> None:
    monkeypatch.setattr("hub.duties.picturing.MEGABYTE", 100)
    with publishing() as publisher:
        publisher.answers |= {f"/{number}.jpg": Answer(body=picture()) for number in range(3)}
        show(many, club, *(f"http://{publisher.host}/{number}.jpg" for number in range(3)))
        tools = tools_for(many, children, publisher)
        keep_pictures(tools, 1)
        assert keep_pictures(tools, 1) == 0
    with reading(many) as db:
        assert queries.bytes_kept(db) <= 100


def test_a_hub_that_stops_does_not_wait_for_pictures(many: Engine, children: Sandbox, club: Feed) -> None:
    with publishing() as publisher:
        publisher.answers["/mill.jpg"] = Answer(body=picture())
        show(many, club, f"http://{publisher.host}/mill.jpg")
        stop = Stop()
        stop.set()
        assert keep_pictures(replace(tools_for(many, children, publisher), stop=stop), ROOM) == 0


def test_what_is_not_come_to_in_one_round_is_asked_for_in_the_next(
    many: Engine, children: Sandbox, club: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.duties.picturing.PATIENCE", -1)
    with publishing() as publisher:
        publisher.answers |= {f"/{number}.jpg": Answer(body=picture()) for number in range(2)}
        show(many, club, *(f"http://{publisher.host}/{number}.jpg" for number in range(2)))
        tools = replace(tools_for(many, children, publisher), door=_one_at_a_time(publisher))
        made = [keep_pictures(tools, ROOM) for _ in range(3)]
    assert sum(made) == 2


def test_a_hub_without_a_network_holds_it_against_nobody(
    many: Engine, children: Sandbox, club: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(many, club, "https://camera.example/a.jpg")
    monkeypatch.setattr("hub.duties.picturing.Crowd", Offline)
    assert keep_pictures(Tools(many, Door(host_pause=0), children), ROOM) == 0
    with reading(many) as db:
        assert copies(db) == []


class Offline:
    """A crowd on a machine without a network."""

    def __init__(self, asks: list[Ask], _door: Door) -> None:
        self.asks = asks

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def __iter__(self) -> Iterator[list[tuple[Ask, NoReply]]]:
        yield [(ask, NoReply(Failure.OFFLINE, ask.url)) for ask in self.asks]

    def wake(self) -> None:
        """Nobody waits."""


def _one_at_a_time(publisher: Publisher) -> Door:
    return Door(allow_private_networks=(publisher.host,), host_pause=0, in_flight=1)


def test_a_decoder_that_hangs_or_dies_takes_nobody_with_it(
    many: Engine, children: Sandbox, club: Feed, monkeypatch
) -> None:
    monkeypatch.setattr("hub.duties.picturing.shrink_picture", die)
    with publishing() as publisher:
        publisher.answers["/mill.jpg"] = Answer(body=picture())
        show(many, club, f"http://{publisher.host}/mill.jpg")
        assert keep_pictures(tools_for(many, children, publisher), ROOM) == 0
    with reading(many) as db:
        assert copies(db) == [(0, 0, 1)]


def die(_body: bytes) -> None:
    import os  # noqa: PLC0415 -- in the child

    os._exit(3)
