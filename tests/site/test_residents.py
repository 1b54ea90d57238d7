"""Ada acts for a neighbour without e-mail, who told her to; others of the hub learn nothing of her."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from hub.aggregate.notices.models import Notice
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit import queries as audit
from hub.people.audit.queries import Asked
from hub.people.helping.models import HelpRequest
from hub.people.persons.queries import by_email
from hub.people.rules import Deed
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford, email_of

JOAN: dict[str, Any] = {
    "name": "Joan Weir",
    "reach": "01632 960123",
    "yes": "On 3 May in the library she asked me to.",
    "place": "alderford",
}


def _entered(ada: Neighbour) -> Page:
    return ada.fill(ada.visit("/desk/people/new"), **JOAN)


def test_a_neighbour_is_entered_with_her_yes(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = _entered(ada)
    assert page.h1 == "Joan Weir"
    assert "01632 960123" in page.text
    assert "On 3 May in the library she asked me to." in page.text
    assert "written down by Ada" in page.text
    assert ada.visit("/desk/people").links[page.address.removeprefix("https://hub.example")] == "Joan Weir"
    with reading(many) as db:
        (entry,) = audit.log(db, Asked(deed=Deed.ACT_FOR), 9)
    assert entry.for_id is not None
    assert str(entry.for_id) in page.address


def test_a_notice_can_be_written_for_her(ada: Neighbour, alderford: Alderford) -> None:
    page = _entered(ada)
    (address,) = [each for each in page.links if "/notices/new" in each]
    assert ada.visit(address).status == 200


def test_her_yes_can_be_taken_back(ada: Neighbour, alderford: Alderford) -> None:
    page = _entered(ada)
    (form,) = page.all("//form[contains(@action, '/consent')]")
    gone = ada.post(form.get("action") or "", follow=True, place="alderford")
    assert "Nobody has asked for it so far." in gone.text
    assert ada.post(form.get("action") or "", place="alderford").status == 303
    assert ada.visit(page.address).status == 404
    assert "01632 960123" not in ada.visit("/desk/log").text


@pytest.mark.parametrize("field", ["name", "reach", "yes", "place"])
@pytest.mark.parametrize("typed", ["", "a" * 1_001])
def test_each_field_says_what_is_to_be_mended(ada: Neighbour, alderford: Alderford, field: str, typed: str) -> None:
    page = ada.post("/desk/people/new", **JOAN | {field: typed})
    assert page.status == 422
    assert page.words(f"//p[@id='{field}-wrong']")


def test_nobody_else_learns_of_her(ada: Neighbour, mo: Neighbour, ben: Neighbour, cem: Neighbour, many: Engine) -> None:
    address = _entered(ada).address
    assert mo.visit(address).status == 403
    assert ben.visit(address).status == 403
    assert cem.visit(address).status == 303
    assert mo.visit("/desk/people/new").status == 403
    assert mo.post("/desk/people/new", **JOAN).status == 403


def test_a_mentor_enters_nobody_elsewhere(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Weir")
    assert ada.post("/desk/people/new", **JOAN | {"place": "weir"}).status == 403


def test_who_has_nothing_to_do_with_the_place_is_not_there(
    ada: Neighbour, root: Neighbour, ben: Neighbour, many: Engine
) -> None:
    with reading(many) as db:
        found = by_email(db, email_of("Ben"))
    assert found
    assert ada.visit(f"/desk/people/{found.id}").status == 404
    assert ada.visit(f"/desk/people/{uuid4()}").status == 404
    assert root.visit(f"/desk/people/{found.id}").h1 == "Ben"


def test_what_somebody_has_here_is_shown_and_no_more(
    ada: Neighbour, ben: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        found = by_email(db, email_of("Ben"))
        assert found
        weir = town.place(db, "Weir")
        for place, title in [(alderford.place, "Skip for free"), (weir, "Piano wanted")]:
            day = (now() + timedelta(days=9)).date()
            wrote: dict[str, Any] = {"place_id": place.id, "person_id": found.id, "written_at": now(), "ends_on": day}
            db.add(Notice(title=title, words=title, state="waiting", **wrote))
        asked: dict[str, Any] = {"place_id": alderford.place.id, "person_id": found.id, "asked_at": now()}
        db.add(HelpRequest(kind="help", reach="x@hub.example", words="How do I turn a feed on?", **asked))
    page = ada.visit(f"/desk/people/{found.id}")
    assert page.h1 == "Ben"
    assert "Skip for free" in page.text
    assert "How do I turn a feed on?" in page.text
    assert "Piano wanted" not in page.text
    assert email_of("Ben") not in page.source
