"""Sources that are no feeds: listed in the registry file, looked at like any feed, told of like any feed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item, ItemPlace
from hub.db.engine import reading
from hub.duties.calendars import expand_again
from hub.duties.exporting import FEEDS, export
from hub.duties.fetching import fetch_round
from hub.duties.loading import load
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.events.models import Event, EventPlace
from hub.net.door import Door
from hub.sandbox import Sandbox
from tests.duties.publisher import Publisher, publishing

WHATS_ON = "/whats-on"
PLANS, MEETINGS = "/api/applics/json", "/mgCalendarAgendaView.aspx"
REGISTRY = """
places:
  wherrybridge: {{name: Wherrybridge}}
sources:
  - {{name: Planning register, kind: planning, places: [wherrybridge], planit: ["http://{host}/api/applics/json"]}}
  - {{name: Village hall, kind: events, places: [wherrybridge], eventpages: ["http://{host}/whats-on"]}}
  - {{name: Town council, kind: council, places: [wherrybridge], moderngov: ["http://{host}/mgCalendarAgendaView.aspx"]}}
"""


@pytest.fixture
def council() -> Iterator[Publisher]:
    with publishing() as publisher:
        record = {"uid": "26/1", "address": "4 Staithe Row", "description": "A shed", "start_date": "2026-03-02"}
        publisher.says(PLANS, body=json.dumps({"records": [record]}))
        day = f"{now() + timedelta(days=9):%d/%m/%Y}"
        publisher.says(MEETINGS, body=f"<h3>{day} 6.30 pm</h3><a href='ieListDocuments.aspx?MId=7'>Full Council</a>")
        later = f"{now() + timedelta(days=9):%Y-%m-%d}"
        quiz = {"@context": "https://schema.org", "@type": "Event", "name": "Pub quiz", "startDate": f"{later}T19:30"}
        publisher.says(WHATS_ON, body=f'<script type="application/ld+json">{json.dumps(quiz)}</script>')
        yield publisher


@pytest.fixture
def tools(many: Engine, children: Sandbox, council: Publisher, tmp_path: Path) -> Tools:
    feeds, tags = tmp_path / "feeds.yaml", tmp_path / "tags.yaml"
    feeds.write_text(REGISTRY.format(host=council.host), "utf-8")
    tags.write_text("tags: {}\n", "utf-8")
    load(many, [feeds], [tags], now())
    return Tools(many, Door(allow_private_networks=(council.host,), host_pause=0), children)


def test_applications_and_meetings_come_in_and_stay_the_same_when_asked_again(tools: Tools) -> None:
    first = fetch_round(tools, looks.claim_due)
    assert (first.feeds, first.new_items, first.troubled) == (3, 3, [])
    with reading(tools.engine) as db:
        assert db.exec(select(Item.title)).all() == ["4 Staithe Row: A shed"]
        assert sorted(db.exec(select(Event.title))) == ["Full Council", "Pub quiz"]
        assert (len(db.exec(select(ItemPlace)).all()), len(db.exec(select(EventPlace)).all())) == (1, 2)
    again = fetch_round(tools, looks.claim_all)
    assert (again.unchanged, again.new_items, again.changed_items) == (3, 0, 0)


def test_a_page_of_meetings_that_is_gone_is_told_in_its_own_words(tools: Tools, council: Publisher) -> None:
    council.says(MEETINGS, body="<html><body>We have moved to a new website</body></html>")
    report = fetch_round(tools, looks.claim_due)
    assert [why for _, why in report.troubled] == ["The page is no list of council meetings we can read."]


def test_other_kinds_of_addresses_leave_with_the_registry(tools: Tools, council: Publisher, tmp_path: Path) -> None:
    with reading(tools.engine) as db:
        assert sorted(db.exec(select(Feed.reads))) == ["eventpage", "moderngov", "planit"]
        export(db, tmp_path)
    assert f"http://{council.host}{PLANS}" in (tmp_path / FEEDS).read_text("utf-8")


def test_kept_pages_of_events_are_expanded_again_like_calendars(tools: Tools) -> None:
    fetch_round(tools, looks.claim_due)
    assert expand_again(tools) == 2
    with reading(tools.engine) as db:
        assert sorted(db.exec(select(Event.title))) == ["Full Council", "Pub quiz"]


def test_a_page_that_tells_no_events_any_more_is_told_in_its_own_words(tools: Tools, council: Publisher) -> None:
    council.says(WHATS_ON, body="<html><body>Under construction</body></html>")
    report = fetch_round(tools, looks.claim_due)
    assert [why for _, why in report.troubled] == ["The page tells programs of no events."]
