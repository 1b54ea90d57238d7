"""One meetup is reported, and taken down by itself: no list names it, and its page says why."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading
from hub.meet.events.models import Event
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

LIST = "/alderford/meetups"


@pytest.fixture
def cafe(many: Engine, alderford: Alderford) -> str:
    with reading(many) as db:
        return f"{LIST}/{db.exec(select(Event.id)).one()}"


def test_cem_reports_a_meetup(cem: Neighbour, cafe: str) -> None:
    assert f"{cafe}/report" in cem.visit(cafe).links
    page = cem.fill(cem.visit(f"{cafe}/report"), reason="cheat", words="They ask for money at the door.")
    assert "number 1" in page.text


def test_a_moderator_takes_one_meetup_down_in_two_clicks(cem: Neighbour, mo: Neighbour, cafe: str) -> None:
    form = mo.visit(f"{cafe}/hide")
    assert "Repair café" in form.text
    case = mo.post(f"{cafe}/hide", what="meetup", reason="cheat")
    assert case.status == 303
    assert "Repair café" not in cem.visit(LIST).text
    assert "Repair café" not in cem.visit("/alderford").text
    assert "Repair café" not in cem.visit(f"{LIST}.ics").source
    gone = cem.visit(cafe)
    assert (gone.status, "This was taken down." in gone.text) == (410, True)
    assert cem.visit(f"{cafe}/report").status == 410


def test_its_source_can_be_taken_down_with_it(mo: Neighbour, cem: Neighbour, cafe: str) -> None:
    assert "Town diary" in mo.visit(f"{cafe}/hide").text


@pytest.mark.parametrize("address", [f"{LIST}/nonsense", f"{LIST}/00000000000000000000000000000000"])
def test_what_is_no_meetup_cannot_be_reported(cem: Neighbour, alderford: Alderford, address: str) -> None:
    assert cem.visit(f"{address}/report").status == 404
