"""What stands around a list may be a minute old; what was said never is."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select, update

from hub.db.engine import writing
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.meet.events.relisting import relist
from hub.places.actions import bump, bump_hub
from hub.site import render
from hub.site.listing import frames
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

NOBODY = {"Authorization": "Somebody"}  # answered anew each time
LISTS = ("/alderford", "/alderford/tags/bins-and-recycling", "/alderford/sources/alderford-council")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates whose frames were rendered."""
    names: list[str] = []

    def noting(request: object, template: str, values: object) -> str:
        names.append(template)
        return render.rendered(request, template, values)  # type: ignore[arg-type] # handed on as they come

    monkeypatch.setattr(frames, "rendered", noting)
    return names


@pytest.mark.parametrize("address", LISTS)
def test_the_frame_of_an_address_is_rendered_once(
    cem: Neighbour, alderford: Alderford, rendered: list[str], address: str
) -> None:
    first, second = (cem.visit(address, headers=NOBODY).source for _ in range(2))
    assert first == second
    assert len(rendered) == 1


@pytest.mark.parametrize("address", LISTS)
def test_what_was_said_since_stands_in_it_at_once(
    cem: Neighbour, alderford: Alderford, many: Engine, address: str
) -> None:
    cem.visit(address, headers=NOBODY)
    with writing(many) as db:
        town.item(db, alderford.council, "Just now", [alderford.place], [alderford.bins], now())
    assert "Just now" in cem.visit(address, headers=NOBODY).text


def test_each_address_and_each_language_has_its_own(cem: Neighbour, alderford: Alderford, rendered: list[str]) -> None:
    addresses = ("/alderford", "/alderford?kind=council", "/mill-end", "/cy/alderford")
    pages = {address: cem.visit(address, headers=NOBODY) for address in addresses}
    assert len(rendered) == len(addresses)
    assert len({page.source for page in pages.values()}) == len(addresses)
    assert "/cy/alderford/meetups" in pages["/cy/alderford"].links


def test_a_changed_name_is_in_it_at_once(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    cem.visit("/alderford", headers=NOBODY)
    with writing(many) as db:
        db.exec(update(Tag).where(col(Tag.id) == alderford.bins.id).values(name="Waste"))
        bump_hub(db)
    assert "Bins & recycling" not in cem.visit("/alderford", headers=NOBODY).source


def test_a_meetup_called_off_is_gone_from_it_at_once(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    assert "Repair café" in cem.visit("/alderford", headers=NOBODY).text
    with writing(many) as db:
        db.exec(update(Event).values(cancelled=True))
        relist(db, db.exec(select(Event.id)).all())
        bump(db, [alderford.place.id])
    assert "Repair café" not in cem.visit("/alderford", headers=NOBODY).text


def test_why_a_list_is_empty_is_looked_into_each_time(
    cem: Neighbour, alderford: Alderford, many: Engine, rendered: list[str]
) -> None:
    with writing(many) as db:
        weir = town.place(db, "Weir")
    assert "No source speaks for Weir yet." in cem.visit("/weir", headers=NOBODY).text
    with writing(many) as db:
        voice = town.feed(db, town.source(db, "Ben", weir))
    assert "No source speaks for Weir yet." not in cem.visit("/weir", headers=NOBODY).text
    with writing(many) as db:
        town.item(db, voice, "At last", [weir], at=now() - timedelta(minutes=1))
    assert "At last" in cem.visit("/weir", headers=NOBODY).text
    assert len(rendered) == 3


def test_a_question_nobody_asks_twice_is_not_kept(cem: Neighbour, alderford: Alderford, rendered: list[str]) -> None:
    question = "/alderford?" + "&".join(f"kind={'k' * 12}" for _ in range(20)) + "&kind=council"
    for _ in range(2):
        assert cem.visit(question, headers=NOBODY).status == 200
    assert len(rendered) == 2


def test_every_place_a_list_has_is_filled(cem: Neighbour, alderford: Alderford) -> None:
    for address in (*LISTS, "/alderford/search?q=bridge", "/alderford/search"):
        source = cem.visit(address, headers=NOBODY).source.encode()
        assert frames.SLOT not in source
        assert frames.RUN not in source
