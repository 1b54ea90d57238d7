"""Ada pins up what Olive told her, who has no e-mail."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.notices.rules import State
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.persons import consents, vouching
from hub.people.persons import queries as persons
from hub.people.persons.models import Consent
from hub.people.persons.vouching import Resident
from hub.people.rules import Deed
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.pinned import ADA, BEN, LOST, NEW, only, pin


def _resident(many: Engine, ada: Neighbour, alderford: Alderford) -> UUID:
    with writing(many) as db:
        mentor = persons.by_email(db, ADA)
        assert mentor
        actor = persons.actor(db, mentor.id)
        return vouching.enter(db, actor, Resident("Olive", "at the library", "She said so."), alderford.place.id, now())


def test_ada_pins_up_what_olive_told_her(ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    olive = _resident(many, ada, alderford)
    address = f"{NEW}?for={olive}"
    form = ada.visit(address)
    assert form.h1 == "Pin up a notice for Olive"
    fields: dict[str, Any] = {"title": "Knitting on Fridays", "words": "At mine."}
    assert ada.fill(form, **fields, said="").status == 422
    assert ada.fill(form, **fields, said="On the phone, today.").h1 == "Knitting on Fridays"
    assert "by Olive" in cem.visit(f"/items/{only(many).item_id}").text
    assert only(many).person_id == olive
    with reading(many) as db:
        agreed = db.exec(select(Consent).where(Consent.kind == "notice")).one()
        assert (agreed.words, agreed.recorded_by) == ("On the phone, today.", only(many).entered_by)
        noted = db.exec(select(AuditEntry).where(AuditEntry.target_kind == "notice")).one()
        assert (noted.deed, noted.for_id) == (Deed.ACT_FOR, olive)


def test_ada_takes_down_what_olive_no_longer_wants(
    ada: Neighbour, mo: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    olive = _resident(many, ada, alderford)
    ada.fill(ada.visit(f"{NEW}?for={olive}"), title="Knitting", words="At mine.", said="On the phone.")
    address = f"/desk/notices/{only(many).id}"
    assert "Take it down in their name" in ada.visit(address).text
    assert mo.post(f"{address}/withdraw").status == 403
    assert "Its author took it down." in ada.visit(ada.post(f"{address}/withdraw").headers["location"]).text
    assert cem.visit(f"/items/{only(many).item_id}").status == 410
    ada.post(f"{address}/withdraw")
    with reading(many) as db:
        noted = db.exec(select(AuditEntry.after).where(AuditEntry.target_kind == "notice")).all()
    assert noted == [{}, {"state": "withdrawn"}]


def test_a_mentor_takes_down_in_nobody_elses_name(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    pin(ben)
    ada.post(f"/desk/notices/{only(many).id}/withdraw")
    assert only(many).state == State.WAITING


def test_nobody_but_a_mentor_they_told_acts_for_a_resident(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    olive = _resident(many, ada, alderford)
    assert ben.visit(f"{NEW}?for={olive}").status == 403
    assert ada.visit(f"{NEW}?for=nonsense").status == 404
    with reading(many) as db:
        other = persons.by_email(db, BEN)
    assert other
    assert ada.visit(f"{NEW}?for={other.id}").status == 404
    with writing(many) as db:
        vouching.take_back(db, olive, consents.BEHALF, str(alderford.place.id), now())
    assert ada.visit(f"{NEW}?for={olive}").status == 404
    sent: dict[str, Any] = LOST | {"for": str(olive), "said": "yes"}
    assert ada.post(NEW, **sent).status == 404
