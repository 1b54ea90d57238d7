"""One article in two sources, and one that was edited: what Cem sees of it, and what Ada does."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items import actions as items
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import Known
from hub.aggregate.reading.document import Entry
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import meaning_of_entry
from hub.db.engine import writing
from hub.kit.clock import now
from hub.kit.text import words
from hub.places.models import Place
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

BRIDGE = "https://elsewhere.example/bridge"


def said(guid: str, title: str) -> Entry:
    return Entry(guid=guid, title=title, link=BRIDGE, html=f"<p>{title}</p>", text=words(title), digest=b"12345678")


def add(db: Session, feed: Feed, entry: Entry) -> int:
    """Have a feed say something that means what the registry makes of it."""
    known, kind = registry(db), db.get_one(Source, feed.source_id).kind
    meant = meaning_of_entry(known.vocabulary, known.speakers[feed.source_id], entry)
    (made,) = items.add(db, items.Origin(feed.id, feed.source_id, kind), [(entry, meant)], now())
    return made


@pytest.fixture
def bridge(many: Engine, alderford: Alderford) -> tuple[int, int]:
    """What Ben’s diary said of a page, and what four others said of it afterwards: the first, and one of the others."""
    with writing(many) as db:
        diary = db.get_one(Feed, alderford.diary.id)
        first = add(db, diary, said("b1", "Mended bridge"))
        place = db.get_one(Place, alderford.place.id)
        others = [town.feed(db, town.source(db, f"Planet {letter}", place)) for letter in "ABCD"]
        second, *_ = [add(db, feed, said("x", "Mended bridge, they say")) for feed in others]
        return first, second


def test_cem_reads_an_article_once_and_who_else_has_it(cem: Neighbour, bridge: tuple[int, int]) -> None:
    page = cem.visit("/alderford")
    assert page.text.count("Mended bridge") > 0
    assert "they say" not in page.text
    assert "Also in Planet A, Planet B, Planet C and 1 more" in " ".join(page.text.split())
    assert "Planet D" in cem.visit(f"/items/{bridge[0]}").text
    follower = cem.visit(f"/items/{bridge[1]}")
    assert "Also in" in follower.text
    assert "edited" not in follower.text


def test_a_program_is_told_where_else_an_article_stands(cem: Neighbour, bridge: tuple[int, int]) -> None:
    told = json.loads(cem.visit("/api/v1/items?place=alderford").source)["items"]
    assert [each["also_in"] for each in told if each["link"] == BRIDGE] == [[f"planet-{letter}" for letter in "abcd"]]
    assert bridge[1] not in [each["id"] for each in told]


def test_ada_sees_what_was_taken_out_and_put_in(ada: Neighbour, many: Engine, bridge: tuple[int, int]) -> None:
    address = f"/desk/items/{bridge[0]}/versions"
    assert "No version before this one is kept" in ada.visit(address).text
    with writing(many) as db:
        item = db.exec(select(Item).where(Item.id == bridge[0])).one()
        known, entry = registry(db), replace(said("b1", "Mended bridge opens"), digest=b"87654321")
        meant = meaning_of_entry(known.vocabulary, known.speakers[item.source_id], entry)
        origin = items.Origin(item.feed_id, item.source_id, "blog")
        items.change(db, origin, [(Known(bridge[0], item.digest, item.first_seen), entry, meant)], now())
    page = ada.visit(address)
    assert page.status == 200
    assert "put in: opens" in " ".join(page.text.split())
    assert page.headers["cache-control"] == "no-store"
    shown = ada.visit(f"/items/{bridge[0]}")
    assert "edited" in shown.text
    assert "What it said before (for mentors)" in shown.text


def test_what_it_said_before_is_nobody_elses_to_read(
    cem: Neighbour, ben: Neighbour, mo: Neighbour, bridge: tuple[int, int]
) -> None:
    address = f"/desk/items/{bridge[0]}/versions"
    assert cem.visit(address).status == 303
    assert ben.visit(address).status == 403
    assert mo.visit(address).status == 200
    assert mo.visit("/desk/items/999/versions").status == 404
