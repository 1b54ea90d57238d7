"""A round of looks from end to end: a real server on loopback, real children, both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import cast

import pytest
from sqlmodel import Session, col, func, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.items.models import Item, ItemPlace, ItemTag
from hub.db.engine import reading, writing
from hub.duties import fetching, settling
from hub.duties.calendars import expand_again
from hub.duties.fetching import Report, fetch_round
from hub.duties.readers import Came, Incoming, read_as
from hub.duties.retagging import retag_all
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.events.models import Event, Occurrence
from hub.sandbox import Sandbox
from tests import town
from tests.duties.at_once import AtOnce
from tests.town import NOON


def everything(db: Session, now: object) -> list[FeedState]:
    return looks.claim_all(db, now)  # type: ignore[arg-type]  # a moment, as the round gives it


def rows(tools: Tools, table: type) -> int:
    with reading(tools.engine) as db:
        return db.exec(select(func.count()).select_from(table)).one()


def test_the_whole_town_is_heard_and_the_second_round_finds_it_unchanged(tools: Tools) -> None:
    first = fetch_round(tools, looks.claim_due)
    assert first.feeds >= 14
    assert first.new_items >= 200
    assert len(first.troubled) == 1
    assert rows(tools, Item) >= 200
    assert rows(tools, ItemPlace) > rows(tools, Item)
    assert rows(tools, ItemTag) > 100
    assert rows(tools, Occurrence) > rows(tools, Event) > 5
    second = fetch_round(tools, everything)
    assert (second.feeds, second.new_items, second.changed_items) == (first.feeds, 0, 0)
    assert second.unchanged == first.feeds - 1


def test_nothing_is_due_right_after_a_round(tools: Tools) -> None:
    fetch_round(tools, looks.claim_due)
    assert fetch_round(tools, looks.claim_due).feeds == 0


def test_each_look_is_told_with_the_number_of_all(tools: Tools) -> None:
    told: list[int] = []
    report = fetch_round(tools, looks.claim_due, lambda _heard, number: told.append(number))
    assert told == [report.feeds] * report.feeds


def test_a_round_that_is_stopped_gives_back_what_it_did_not_look_at(tools: Tools) -> None:
    tools.stop.set()
    try:
        stopped = fetch_round(tools, looks.claim_due)
    finally:
        tools.stop.clear()
    rest = fetch_round(tools, looks.claim_due)
    assert stopped.feeds < rest.feeds
    assert stopped.feeds + rest.feeds == len(rest.asked | stopped.asked)
    assert rest.new_items + stopped.new_items >= 200


def test_all_that_is_due_is_claimed_in_short_transactions_but_no_more_than_a_round_can_do(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "AT_ONCE", 2)
    monkeypatch.setattr(fetching, "MOST_CLAIMED", 3)
    assert fetch_round(tools, looks.claim_due).feeds == 4
    monkeypatch.setattr(fetching, "MOST_CLAIMED", 5_000)
    assert fetch_round(tools, looks.claim_due).feeds > 4
    assert fetch_round(tools, looks.claim_due).feeds == 0


def test_those_that_answered_last_time_are_asked_first(tools: Tools) -> None:
    with writing(tools.engine) as db:
        first, second, *rest = looks.claim_due(db, now())
    asks = fetching._asks([replace(first, failures=3), second, replace(rest[0], failures=1)])
    assert [ask.url for ask in asks] == [second.url, rest[0].url, first.url]


def test_calendars_are_expanded_again_from_the_bytes_we_keep(tools: Tools) -> None:
    fetch_round(tools, looks.claim_due)
    before = rows(tools, Occurrence)
    with writing(tools.engine) as db:
        for occurrence in db.exec(select(Occurrence)):
            db.delete(occurrence)
    assert expand_again(tools) == 2
    assert rows(tools, Occurrence) == before


def test_rebuilding_everything_derived_changes_nothing(tools: Tools) -> None:
    fetch_round(tools, looks.claim_due)
    assert retag_all(tools.engine) == 0


class Trap(BaseHTTPRequestHandler):
    """Answers with a redirect to wherever the path says, or with something odd."""

    def do_GET(self) -> None:
        _, kind, *rest = self.path.split("/", 2)
        answers = {
            "to": (302, b""),
            "busy": (429, b""),
            "gone": (410, b""),
            "page": (200, b"<html><p>Hello</p></html>"),
        }
        status, body = answers.get(kind, (200, b""))
        self.send_response(status)
        if kind == "to":
            self.send_header("Location", rest[0])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def trap(tools: Tools) -> Iterator[str]:
    with served(Trap) as address:
        yield address


def look_at(tools: Tools, exempt: str, url: str) -> Report:
    with writing(tools.engine) as db:
        voice = town.source(db, "Mallory", town.place(db, "Trapton"))
        town.feed(db, voice, url=url)
    open_to = replace(tools, door=replace(tools.door, allow_private_networks=(exempt,)))
    return fetch_round(open_to, lambda db, now: looks.claim_all(db, now, [url]))


def test_a_feed_that_redirects_to_another_service_of_this_machine_is_refused(tools: Tools, trap: str) -> None:
    reached: list[str] = []

    class Secret(Trap):
        def do_GET(self) -> None:
            reached.append(self.path)
            super().do_GET()

    with served(Secret) as secret:
        report = look_at(tools, trap, f"http://{trap}/to/http://{secret}/")
    assert reached == []
    assert report.troubled[0][1] == "This address is not on the public internet."


@pytest.mark.parametrize(
    ("kind", "trouble", "failures"),
    [("busy", "http-429", 0), ("gone", "http-410", 1), ("page", "html", 1), ("no", "nothing", 1)],
)
def test_every_kind_of_trouble_is_kept_with_the_feed(tools, trap, kind, trouble, failures) -> None:
    url = f"http://{trap}/{kind}"
    report = look_at(tools, trap, url)
    assert report.troubled[0][0] == url
    with reading(tools.engine) as db:
        feed = db.exec(select(Feed).where(col(Feed.url) == url)).one()
        assert (feed.trouble, feed.failures) == (trouble, failures)
        assert feed.due_at > NOON


def test_one_page_that_no_reader_can_stand_stops_no_other_feed(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(reads: str, body: bytes, came: Came) -> Incoming:
        if b"Slow Lane" in body:
            raise OverflowError(came.url)
        return read_as(reads, body, came)

    monkeypatch.setattr(settling, "read_as", stumbles)
    report = fetch_round(replace(tools, sandbox=cast("Sandbox", AtOnce())), looks.claim_due)
    assert report.new_items >= 150
    assert "The feed could not be read safely." in [trouble for _, trouble in report.troubled]


def test_a_paused_host_is_left_alone_until_its_pause_ends(tools: Tools, trap: str) -> None:
    url = f"http://{trap}/busy"
    look_at(tools, trap, url)
    again = fetch_round(tools, lambda db, now: looks.claim_all(db, now, [url]))
    assert again.feeds == 0
