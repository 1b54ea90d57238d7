"""Whoever sends mentions in whatever number: those of known sites still arrive, and nobody's desk is buried."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import Item
from hub.communicate.mentions import queries as mentions
from hub.communicate.mentions.models import MentionSite
from hub.communicate.mentions.rules import Seen, State, Trouble
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.places.rules import WHOLE_HUB
from hub.site.pages import webmention
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.test_webmention import SOURCE, sent, settled


@pytest.fixture
def target(many: Engine, alderford: Alderford) -> str:
    with reading(many) as db:
        return f"{ADDRESS}/items/{db.exec(select(Item.id).where(Item.title == 'Bins on Tuesday')).one()}"


def let_through(many: Engine, host: str) -> None:
    with writing(many) as db:
        db.add(MentionSite(host=host, place_id=WHOLE_HUB, is_let=True, since=now()))


def test_a_flood_of_strangers_leaves_room_for_a_site_that_is_known(
    cem: Neighbour, many: Engine, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_through(many, "ben.example")
    monkeypatch.setattr(webmention, "OF_ALL", type(webmention.OF_ALL)(2, namespace="mentions"))
    monkeypatch.setattr(mentions, "MOST_OF_STRANGERS", 2)
    told = [sent(cem, f"https://eve{number}.example/", target).status for number in range(3)]
    assert told == [201, 201, 429]
    assert sent(cem, SOURCE, target).status == 201


def test_who_sends_in_the_name_of_a_known_site_uses_up_their_own_turns_alone(
    cem: Neighbour, many: Engine, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_through(many, "ben.example")
    monkeypatch.setattr(webmention, "OF_KNOWN", type(webmention.OF_KNOWN)(1, namespace="mentions-known"))
    assert [sent(cem, f"{SOURCE}?{number}", target).status for number in range(2)] == [201, 429]
    monkeypatch.setattr(webmention, "network_of", lambda _: "another")
    assert sent(cem, SOURCE, target).status == 201


def test_of_one_stranger_only_so_many_wait_to_be_read(
    cem: Neighbour, many: Engine, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MOST_HELD_OF_SITE", 1)
    sent(cem, "https://eve.github.io/1", target)
    settled(many, State.HELD, Seen(words="Pills."), Trouble.STRANGER)
    assert sent(cem, "https://eve.github.io/2", target).status == 429
    assert sent(cem, "https://ben.github.io/", target).status == 201
    let_through(many, "eve.github.io")
    assert sent(cem, "https://eve.github.io/2", target).status == 201
