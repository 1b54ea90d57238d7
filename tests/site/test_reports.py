"""Cem reports something, a moderator decides, both sides hear of it, and either may appeal."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.items.models import Item
from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import reading, writing
from hub.db.windows import RateWindow
from hub.kit.clock import now
from hub.people.cases.models import Case, Report
from hub.people.mail.models import OutboxMail
from hub.people.persons import actions as persons
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford


def item_id(engine: Engine, title: str) -> int:
    with reading(engine) as db:
        return db.exec(select(Item).where(Item.title == title)).one().id or 0


def mails(engine: Engine) -> Sequence[OutboxMail]:
    with reading(engine) as db:
        found = db.exec(select(OutboxMail).order_by(col(OutboxMail.written_at))).all()
        return [OutboxMail(**mail.model_dump()) for mail in found]


@pytest.fixture
def bridge(many: Engine, alderford: Alderford) -> str:
    """The address of what Ben’s diary said about the bridge; Ben speaks for the diary."""
    with writing(many) as db:
        ben = persons.welcome(db, "ben@hub.example", now())
        db.add(SourceOwner(source_id=alderford.diary.source_id, person_id=ben, since=now()))
    return f"/items/{item_id(many, 'The bridge is shut')}"


def reported(cem: Neighbour, bridge: str, **fields: Any) -> Page:
    form = cem.visit(f"{bridge}/report")
    said: dict[str, Any] = {"reason": "private", "words": "It names my child.", **fields}
    return cem.fill(form, **said)


def appeal_address(mail: OutboxMail) -> str:
    found = re.search(r"https://hub\.example(/appeals/\S+)", mail.text)
    assert found
    return found[1]


def test_cem_reports_without_an_account(cem: Neighbour, many: Engine, bridge: str) -> None:
    page = reported(cem, bridge, email="cem@hub.example")
    assert page.status == 200
    assert "number 1" in page.text
    (mail,) = mails(many)
    assert mail.to_address == "cem@hub.example"
    assert "number 1" in mail.subject


def test_all_reports_of_one_thing_are_one_case(cem: Neighbour, many: Engine, bridge: str) -> None:
    for words in ("It names my child.", "And her school."):
        assert "number 1" in reported(cem, bridge, words=words).text
    with reading(many) as db:
        assert len(db.exec(select(Report)).all()) == 2
        assert len(db.exec(select(Case)).all()) == 1


def test_the_fourth_report_from_one_network_adds_its_words_to_the_third(
    cem: Neighbour, many: Engine, bridge: str
) -> None:
    for words in ("one", "two", "three", "four"):
        reported(cem, bridge, words=words)
    with reading(many) as db:
        assert sorted(db.exec(select(Report.words))) == ["one", "three\n\nfour", "two"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Choose what is wrong with it."),
        ({"email": "cem at home"}, "not an e-mail address"),
        ({"website": "https://spam.example"}, "Leave this empty"),
        ({"words": "a" * 4_001}, "at most 4000 letters"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    cem: Neighbour, many: Engine, bridge: str, fields: dict[str, Any], sentence: str
) -> None:
    said: dict[str, Any] = {"reason": "private", "words": "Kept", **fields}
    page = cem.post(f"{bridge}/report", **said)
    assert page.status == 422
    assert sentence in page.text
    assert page.words("//textarea") == [fields.get("words", "Kept")]
    with reading(many) as db:
        assert db.exec(select(Case)).all() == []


def test_the_same_report_sent_twice_is_one_and_thanked_for_once(cem: Neighbour, many: Engine, bridge: str) -> None:
    for _ in range(3):
        assert "number 1" in reported(cem, bridge, email="cem@hub.example").text
    with reading(many) as db:
        assert len(db.exec(select(Report)).all()) == 1
    assert len(mails(many)) == 1


def test_nobodys_mailbox_is_filled_with_thanks_from_one_network(cem: Neighbour, many: Engine, bridge: str) -> None:
    for number in range(7):
        cem.post(f"{bridge}/report", reason="spam", words=f"{number}", email=f"n{number}@hub.example")
    assert len(mails(many)) == 5


def test_the_counts_tell_nobody_who_reported(cem: Neighbour, many: Engine, bridge: str) -> None:
    cem.post(f"{bridge}/report", reason="spam", email="cem@hub.example")
    with reading(many) as db:
        kept = db.exec(select(RateWindow.key)).all()
        (case,) = db.exec(select(Case)).all()
    assert len(kept) >= 4
    assert not any(sign in key for key in kept for sign in ("cem", "testclient", "/24", "//"))
    unsealed = sha256(f"{case.target_kind}:{case.target_id}:".encode()).hexdigest()  # who has no network
    assert not any(unsealed in key for key in kept)


def test_a_source_can_be_reported(cem: Neighbour, alderford: Alderford) -> None:
    form = cem.visit("/alderford/sources/mill-end-diary/report")
    assert "Mill End Diary" in form.text
    assert "number 1" in cem.fill(form, reason="spam").text


def test_nobody_reports_what_is_not_there(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/items/999/report").status == 404
    assert cem.post("/items/999/report", reason="spam").status == 404
    assert cem.visit("/alderford/sources/none/report").status == 404


def test_more_reports_than_anybody_sends_are_refused(cem: Neighbour, bridge: str) -> None:
    statuses = [cem.post(f"{bridge}/report", reason="spam").status for _ in range(31)]
    assert statuses[:30] == [303] * 30
    assert statuses[30] == 429


def test_a_moderator_decides_and_both_sides_hear_why(cem: Neighbour, mo: Neighbour, many: Engine, bridge: str) -> None:
    reported(cem, bridge, email="cem@hub.example")
    assert "The bridge is shut" in mo.visit("/desk/cases").text
    case = mo.visit("/desk/cases/1")
    assert "It names my child." in case.text
    done = mo.fill(case, measure="hide", reason="private", words="A child is named.")
    assert "Taken down" in done.text
    told = {mail.to_address: mail for mail in mails(many)[1:]}
    assert set(told) == {"cem@hub.example", "ben@hub.example"}
    assert all("A child is named." in mail.text and "appeals/" in mail.text for mail in told.values())
    gone = cem.visit(bridge)
    assert gone.status == 410
    assert "private" in gone.text
    assert "The bridge is shut" not in cem.visit("/alderford").text


def test_a_label_stands_above_the_item_and_on_its_card(cem: Neighbour, mo: Neighbour, bridge: str) -> None:
    cem.visit("/alderford")
    reported(cem, bridge)
    fields: dict[str, Any] = {"measure": "label", "reason": "wrong", "words": "It opened again."}
    assert mo.post("/desk/cases/1", **fields).status == 422
    mo.post("/desk/cases/1", **fields, label="The bridge is open again.")
    assert "The bridge is open again." in cem.visit(bridge).text
    assert "The bridge is open again." in cem.visit("/alderford").text


def test_a_removed_item_keeps_no_words(cem: Neighbour, mo: Neighbour, many: Engine, bridge: str) -> None:
    reported(cem, bridge)
    page = mo.fill(mo.visit("/desk/cases/1"), measure="remove", reason="private", words="A child is named.")
    assert "Undo" not in page.text
    with reading(many) as db:
        assert db.get_one(Item, int(bridge.rpartition("/")[2])).html == ""
    assert cem.visit(bridge).status == 410


def test_an_appeal_goes_to_somebody_else(
    cem: Neighbour, mo: Neighbour, root: Neighbour, many: Engine, bridge: str
) -> None:
    reported(cem, bridge)
    mo.fill(mo.visit("/desk/cases/1"), measure="hide", reason="private", words="A child is named.")
    address = appeal_address(mails(many)[-1])
    assert cem.post(address, words="").status == 422
    page = cem.fill(cem.visit(address), words="It is my own child, and I ask for it.")
    assert "Somebody has appealed" in page.text
    assert "decides the appeal" in mo.visit("/desk/cases/1").text
    assert "Nothing is settled at the moment." in mo.visit("/desk/cases").text
    assert "after it nobody here decides once more" in root.visit("/desk/cases/1").text
    assert mo.post("/desk/cases/1", measure="hide", reason="private", words="Still").status == 403
    root.fill(root.visit("/desk/cases/1"), measure="nothing", reason="other", words="It is his own child.")
    assert cem.visit(bridge).status == 200
    assert "The bridge is shut" in cem.visit("/alderford").text
    assert "decided on an appeal" in cem.visit(address).text
    last = mails(many)[-1]
    assert "nobody here decides it once more" in last.text
    assert "/appeals/" not in last.text  # the decision on an appeal invites no other
    assert "Decided on an appeal: Left as it is (before: Taken down)" in cem.visit("/log").text
    assert cem.post(address, words="Again").status == 303
    assert root.visit("/desk/cases/1").all("//form") == []


def test_undoing_under_an_appeal_says_that_the_appeal_waits(
    cem: Neighbour, mo: Neighbour, many: Engine, bridge: str
) -> None:
    mo.post(f"{bridge}/hide", what="item", reason="private")
    address = appeal_address(mails(many)[-1])
    cem.fill(cem.visit(address), words="It is my own child.")
    told = mo.post("/desk/cases/1/undo", follow=True).text
    assert "The appeal waits all the same" in told
    assert cem.visit(bridge).status == 200
    assert "there is a newer one" in cem.visit(address).text


def test_what_is_not_decided_yet_invites_no_appeal(cem: Neighbour, ada: Neighbour, many: Engine, bridge: str) -> None:
    reported(cem, bridge)
    ada.post(f"{bridge}/hide", what="item", reason="private")
    (mail,) = mails(many)
    assert "A moderator has still to decide" in mail.text
    assert "/appeals/" not in mail.text


def test_an_address_of_an_appeal_that_nobody_made_leads_nowhere(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/appeals/abc").status == 404
    assert cem.post("/appeals/abc", words="x").status == 404
