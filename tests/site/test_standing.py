"""What was decided stands: a mentor takes none of it back, and the log says what was done, and in which role."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.items import forgetting
from hub.aggregate.items.models import Item
from hub.aggregate.notices import actions as notices
from hub.aggregate.notices.models import Notice
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.people.audit.models import AuditEntry
from hub.people.cases import actions as cases
from hub.people.cases.actions import About, Found
from hub.people.cases.models import Case, Decision, Withholding
from hub.people.cases.privacy import expire
from hub.people.cases.rules import Measure, Reason, Target
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.test_reports import item_id, mails


@pytest.fixture
def bridge(many: Engine, alderford: Alderford) -> int:
    with writing(many) as db:
        retag(db, registry(db))
    return item_id(many, "The bridge is shut")


def measure(many: Engine, kind: str) -> list[str]:
    with reading(many) as db:
        return [each.measure for each in db.exec(select(Withholding)) if each.target_kind == kind]


def logged(many: Engine) -> AuditEntry:
    with reading(many) as db:
        found = db.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert found
        return AuditEntry(**found.model_dump())


def test_a_mentor_does_not_undo_what_a_moderator_decided(
    cem: Neighbour, ada: Neighbour, mo: Neighbour, many: Engine, bridge: int
) -> None:
    cem.post(f"/items/{bridge}/report", reason="private")
    ada.post(f"/items/{bridge}/hide", what="item", reason="private")
    assert "Undo" in ada.visit("/desk/cases/1").text
    mo.post("/desk/cases/1", measure="hide", reason="private", words="A child is named.")
    assert "Undo" not in ada.visit("/desk/cases/1").text
    assert ada.post("/desk/cases/1/undo").status == 403
    assert measure(many, "item") == ["hide"]
    assert "Undo" in mo.visit("/desk/cases/1").text
    assert mo.post("/desk/cases/1/undo").status == 303
    assert measure(many, "item") == []


def test_what_a_moderator_decided_is_not_taken_over_at_once(
    cem: Neighbour, ada: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford
) -> None:
    address = "/alderford/sources/mill-end-diary"
    cem.post(f"{address}/report", reason="spam")
    mo.post("/desk/cases/1", measure="restrict", reason="spam", words="Six times the same.")
    led = ada.post(f"{address}/hide", what="source", reason="spam", sure="yes")
    assert led.headers["location"].split("?")[0].endswith("/desk/cases/1")
    assert ada.post("/desk/cases/1/undo").status == 403
    assert measure(many, "source") == ["restrict"]
    mo.post(f"{address}/hide", what="source", reason="spam", sure="yes")
    assert measure(many, "source") == ["hide"]
    with reading(many) as db:
        assert len(db.exec(select(Decision)).all()) == 2


def test_the_log_names_the_role_somebody_holds_there(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, bridge: int
) -> None:
    with writing(many) as db:
        ada_id = persons.welcome(db, "ada@hub.example", now())
        elsewhere = alderford.mill_end.id
        persons.grant(db, NOBODY, ada_id, Kind.MODERATOR, elsewhere, now())
    ada.post("/alderford/sources/alderford-council/hide", what="source", reason="spam", sure="yes")
    assert "By a mentor" in cem.visit("/log").text
    assert logged(many).after["role"] == Kind.MENTOR
    assert logged(many).before == {"measure": Measure.NOTHING}
    ada.post(f"/items/{bridge}/hide", what="item", reason="spam")  # which is in Mill End
    assert logged(many).after["role"] == Kind.MODERATOR


def test_letting_an_item_appear_takes_nothing_down(
    cem: Neighbour, ada: Neighbour, mo: Neighbour, many: Engine, bridge: int
) -> None:
    with writing(many) as db:
        cases.wait(db, bridge, None, now())
    assert cem.visit(f"/items/{bridge}").status == 404
    ada.post(f"/desk/cases/waiting/{bridge}", deed="show")
    assert cem.visit(f"/items/{bridge}").status == 200
    assert (logged(many).deed, logged(many).target_kind, logged(many).target_id) == ("let-through", "item", str(bridge))
    assert (logged(many).before, logged(many).after) == ({"measure": "restrict"}, {"measure": "nothing"})
    assert "let something appear" in ada.visit("/desk/log").text
    assert "Nothing had to be decided" in cem.visit("/log").text
    assert mails(many) == []
    with reading(many) as db:
        assert db.exec(select(Case)).all() == []


def test_the_title_of_what_nobody_sees_is_told_to_nobody(cem: Neighbour, ada: Neighbour, bridge: int) -> None:
    ada.post(f"/items/{bridge}/hide", what="item", reason="private")
    refused = cem.post(f"/items/{bridge}/report")
    assert refused.status == 410
    assert "The bridge is shut" not in refused.text


def test_meetups_that_lead_to_a_domain_taken_down_are_gone(
    cem: Neighbour, root: Neighbour, many: Engine, alderford: Alderford, bridge: int
) -> None:
    with writing(many) as db:
        event = db.exec(select(Event)).one()
        event.url = "https://www.Mill-End-Diary.example/cafe"
        page = f"/alderford/meetups/{event.id}"
    assert cem.visit(page).status == cem.visit(f"{page}.ics").status == 200
    root.post(f"/items/{bridge}/hide", what="domain", reason="spam", sure="yes")
    assert measure(many, "domain") == ["hide"]
    for listing in ("meetups", "meetups.ics", "meetups.atom", ""):
        assert "Repair café" not in cem.visit(f"/alderford/{listing}".rstrip("/")).source
    assert cem.visit(page).status == cem.visit(f"{page}.ics").status == 410


def test_the_page_of_a_meetup_goes_with_its_source(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with reading(many) as db:
        page = f"/alderford/meetups/{db.exec(select(Event.id)).one()}"
    ada.post("/alderford/sources/town-diary/hide", what="source", reason="spam", sure="yes")
    assert cem.visit(page).status == 410
    assert "advertising" in cem.visit(page).text


def test_a_case_about_something_that_has_gone_is_decided_all_the_same(
    cem: Neighbour, mo: Neighbour, many: Engine, bridge: int
) -> None:
    cem.post(f"/items/{bridge}/report", reason="private")
    mo.post(f"/items/{bridge}/hide", what="item", reason="private")
    with writing(many) as db:
        forgetting.forget(db, [bridge])
    assert mo.visit("/desk/cases").status == 200
    assert mo.visit("/desk/cases/1").status == 200
    for decided in ("remove", "nothing"):
        with writing(many) as db:
            db.exec(select(Case)).one().state = "open"
        assert mo.post("/desk/cases/1", measure=decided, reason="other", words="It has gone.").status == 303
    assert cem.visit("/log").status == 200


def test_a_notice_that_is_over_does_not_come_back_with_its_author(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, bridge: int
) -> None:
    with writing(many) as db:
        zed = persons.welcome(db, "zed@hub.example", now())
        library = db.exec(select(Item.id).where(Item.title == "Library hours")).one()
        for pinned, days in ((bridge, -9), (library, 9)):
            ends_on = now().date() + timedelta(days=days)
            home, title = alderford.place.id, f"Notice {pinned}"
            row = Notice(
                place_id=home, person_id=zed, title=title, words="x", state="shown", ends_on=ends_on, written_at=now()
            )
            row.item_id = pinned
            db.add(row)
    ada.post(f"/items/{bridge}/hide", what="person", reason="spam", sure="yes")
    with writing(many) as db:
        notices.end(db, now())
    ada.post("/desk/cases/1/undo")
    assert cem.visit(f"/items/{bridge}").status == 410
    assert cem.visit(f"/items/{library}").status == 200
    with reading(many) as db:
        assert [each.case_id for each in db.exec(select(Withholding))] == [None]


def test_a_restriction_of_a_person_is_forgotten_when_it_ends(
    cem: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        zed = persons.welcome(db, "zed@hub.example", now())
        about = About(Target.PERSON, zed.hex, alderford.place.id, "Zed", zed)
        cases.report(db, about, Found(Reason.SPAM, "", "cem"), now())
    mo.post("/desk/cases/1", measure="restrict", reason="spam", words="Six times the same.")
    with writing(many) as db:
        (held,), (decision,) = db.exec(select(Withholding)).all(), db.exec(select(Decision)).all()
        ends = decision.at + timedelta(days=30)
        assert held.until == decision.until == ends
        expire(db, ends - timedelta(seconds=1))
        assert db.exec(select(Withholding)).all() == [held]
        expire(db, ends)
        assert db.exec(select(Withholding)).all() == []
