"""What short addresses stand for is asked of their shorteners alone, and where they lead is not gone to."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from hub.communicate.links.models import ShortLink
from hub.db.engine import reading, writing
from hub.duties import unshortening
from hub.duties.tools import Stop, Tools
from hub.duties.unshortening import unshorten
from hub.kit.clock import now
from hub.net.answers import Ask, Failure, NoReply
from hub.net.door import Door
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Answer, Publisher, publishing


@pytest.fixture
def shortener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with publishing() as publisher:
        monkeypatch.setattr(unshortening, "is_short", lambda url: url.startswith(f"http://{publisher.host}/"))
        yield publisher


def hub(engine: Engine, publisher: Publisher) -> Tools:
    return Tools(engine, Door(allow_private_networks=(publisher.host,), host_pause=0), AtOnce())  # type: ignore[arg-type]  # stands in


def named(engine: Engine, *urls: str) -> None:
    with writing(engine) as db:
        db.add_all([ShortLink(url=url, due_at=now() - timedelta(hours=1)) for url in urls])


def known(engine: Engine) -> list[tuple[str, int, bool]]:
    with reading(engine) as db:
        rows = db.exec(select(ShortLink).order_by(ShortLink.url)).all()
        return [(row.leads_to, row.tries, row.due_at is not None) for row in rows]


def test_where_it_leads_is_noted_and_nobody_goes_there(many: Engine, shortener: Publisher) -> None:
    shortener.answers["/1"] = Answer(status=301, headers={"Location": f"http://{shortener.host}/bins"})
    named(many, f"http://{shortener.host}/1")
    assert unshorten(hub(many, shortener)) == 1
    assert shortener.asked == ["/1"]
    assert known(many) == [(f"http://{shortener.host}/bins", 0, False)]
    assert unshorten(hub(many, shortener)) == 0


def test_who_leads_nowhere_or_to_itself_is_asked_again_later(many: Engine, shortener: Publisher) -> None:
    shortener.answers["/1"] = Answer(body=b"<p>Nothing here</p>")
    shortener.answers["/2"] = Answer(status=302, headers={"Location": "/2"})
    shortener.answers["/3"] = Answer(status=302, headers={"Location": "javascript:alert(1)"})
    named(many, *(f"http://{shortener.host}/{n}" for n in (1, 2, 3)))
    assert unshorten(hub(many, shortener)) == 0
    assert known(many) == [("", 1, True)] * 3


def test_nobody_but_a_shortener_is_asked_whoever_wrote_it_down(many: Engine, shortener: Publisher) -> None:
    named(many, "https://evil.example/1")
    assert unshorten(hub(many, shortener)) == 0
    assert shortener.asked == []
    assert known(many) == [("", 0, True)]


def test_without_a_network_nothing_is_learnt(
    many: Engine, shortener: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def offline(_client: object, ask: Ask) -> NoReply:
        return NoReply(Failure.OFFLINE, ask.url)

    monkeypatch.setattr("hub.net.client.Client.get", offline)
    named(many, f"http://{shortener.host}/1")
    assert unshorten(hub(many, shortener)) == 0
    assert known(many) == [("", 0, True)]


def test_a_round_ends_when_it_is_told_to(many: Engine, shortener: Publisher) -> None:
    named(many, *(f"http://{shortener.host}/{n}" for n in range(9)))
    tools = hub(many, shortener)
    stop = Stop()
    stop.set()
    unshorten(Tools(many, tools.door, tools.sandbox, stop))
    with writing(many) as db:
        db.execute(update(ShortLink).values(due_at=None))
    assert len(shortener.asked) < 9
