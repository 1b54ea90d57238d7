"""Ruth writes down what the law asks for, everybody reads it with its dates, and Cem complains and is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties import forgetting
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.helping import complaints, documents, safety
from hub.people.helping.complaints import About
from hub.people.helping.drafting import Block, blocks, draft, how_long, written
from hub.people.helping.models import HelpRequest, SafetyDocument
from hub.people.helping.safety import HARMS, QUESTIONS, TITLES, Facts, Kind
from hub.people.mail.models import OutboxMail
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford

FACTS = Facts("https://hub.example", "ada@hub.example", False, 1, 2, 3, True)
SAID = {
    Kind.RISKS: dict.fromkeys(HARMS, "low") | {"reasons": "We asked.", "measures": "We look.", "alternatives": "None."},
    Kind.CHILDREN: {"reached": "No more than anywhere.", "harm": "Little."},
    Kind.TERMS: {"more": ""},
    Kind.PRIVACY: {"basis": "Legitimate interests.", "server": "In Norwich."},
    Kind.ACCESSIBILITY: {"tested": "Nobody yet.", "faults": "None we know of."},
}  # fmt: skip
OWN = {Kind.TERMS: "/terms", Kind.PRIVACY: "/privacy", Kind.ACCESSIBILITY: "/accessibility"}


def publish(root: Neighbour, kind: Kind, **more: str) -> Page:
    fields = {**SAID[kind], "responsible": "Joan Weir, clerk", "do": "publish", **more}
    return root.post(f"/desk/safety/{kind}", follow=True, **fields)


@pytest.mark.parametrize("kind", list(Kind))
def test_ruth_publishes_a_document_and_everybody_reads_it(root: Neighbour, cem: Neighbour, kind: Kind) -> None:
    asked = root.visit(f"/desk/safety/{kind}")
    assert asked.h1 == str(TITLES[kind])
    assert "People who decide about reports: 1." in asked.text
    assert publish(root, kind).h1 == "Safety documents"
    page = cem.visit(OWN.get(kind, f"/safety/{kind}"))
    assert "Joan Weir, clerk" in page.text
    assert "Version 1, published on" in page.text
    assert page.address.removeprefix("https://hub.example") in cem.visit("/safety").links


def test_earlier_versions_stay_with_their_dates(root: Neighbour, cem: Neighbour) -> None:
    publish(root, Kind.TERMS, more="Be kind.")
    publish(root, Kind.TERMS, more="Be kinder.")
    page = cem.visit("/terms")
    assert "Be kinder." in page.text
    assert "Be kind." in cem.visit("/safety/terms/1").text
    assert "/safety/terms/1" in page.links
    assert cem.visit("/safety/terms/3").status == 404


def test_what_was_answered_last_is_there_to_be_changed(root: Neighbour) -> None:
    publish(root, Kind.PRIVACY)
    assert "In Norwich." in root.visit("/desk/safety/privacy").text
    field = root.visit("/desk/safety/terms").all("//input[@name='responsible']")
    assert [each.get("value") for each in field] == ["Joan Weir, clerk"]


def test_ruth_sees_how_it_will_read_before_she_publishes(root: Neighbour, cem: Neighbour) -> None:
    page = publish(root, Kind.CHILDREN, do="look")
    assert "This is how it will read" in page.text
    assert "No more than anywhere." in page.words("//section[@class='draft']")[0]
    assert cem.visit("/safety/children").status == 404


@pytest.mark.parametrize("wrong", [{"responsible": ""}, {"fraud": "perhaps"}, {"reasons": "x" * 4_001}])
def test_what_is_missing_is_said_beside_it(root: Neighbour, many: Engine, wrong: dict[str, str]) -> None:
    page = publish(root, Kind.RISKS, **wrong)
    assert page.status == 422
    assert f"#{next(iter(wrong))}" in page.links
    with reading(many) as db:
        assert documents.newest(db) == {}


def test_only_an_admin_writes_them(ada: Neighbour, mo: Neighbour, ben: Neighbour, cem: Neighbour) -> None:
    assert {who.visit("/desk/safety").status for who in (ada, mo, ben)} == {403}
    assert {who.post("/desk/safety/terms", responsible="Me", do="publish").status for who in (ada, mo, ben)} == {403}
    assert cem.visit("/desk/safety").status == 303
    assert cem.post("/desk/safety/terms", responsible="Me", do="publish").status == 401


def test_a_document_nobody_knows_is_not_found(root: Neighbour, cem: Neighbour) -> None:
    assert {root.visit("/desk/safety/x").status, cem.visit("/safety/x").status, cem.visit("/safety/x/1").status} == {
        404
    }


def test_publishing_is_in_the_log(root: Neighbour, many: Engine) -> None:
    publish(root, Kind.TERMS)
    with reading(many) as db:
        assert ("publish", "terms/1") in db.exec(select(AuditEntry.deed, AuditEntry.target_id)).all()


def test_the_desk_says_what_nobody_wrote_and_what_is_due(root: Neighbour, many: Engine) -> None:
    assert "Nobody has written it yet." in root.visit("/desk/documents").text
    for kind in Kind:
        publish(root, kind)
    assert "nothing is due" in root.visit("/desk/documents").text
    with writing(many) as db:
        for row in db.exec(select(SafetyDocument).where(SafetyDocument.kind == "terms")):
            row.review_on = (now() + timedelta(days=20)).date()
    assert "Read it again" in root.visit("/desk/documents").text
    assert "It is time to read it again." in root.visit("/desk/safety").text


def test_ruth_hears_when_something_has_changed_since(root: Neighbour, mo: Neighbour, many: Engine) -> None:
    del mo
    publish(root, Kind.RISKS)
    assert "Something has changed" not in root.visit("/desk/safety").text
    with writing(many) as db:
        row = db.exec(select(SafetyDocument)).one()
        row.answers = row.answers.replace('"is_open": true', '"is_open": false')
    assert "Something has changed" in root.visit("/desk/safety").text
    assert "Something has changed" in root.visit("/desk/documents").text


def test_what_is_promised_about_keeping_stands_on_the_page_before_anything_is_published(cem: Neighbour) -> None:
    page = cem.visit("/privacy")
    for each in forgetting.kept():
        assert str(each.what) in page.text
        assert str(how_long(each)) in page.text


def test_a_published_privacy_notice_says_the_same(root: Neighbour, cem: Neighbour) -> None:
    publish(root, Kind.PRIVACY)
    text = cem.visit("/privacy").text
    assert all(str(each.what) in text for each in forgetting.kept())


# --- pure ---


def test_a_body_reads_as_it_was_written() -> None:
    lines = [("## ", "Who"), ("", "Ada."), ("- ", "one"), ("- ", "two"), ("", "Done.")]
    assert blocks(written(lines)) == [
        Block("## ", ("Who",)),
        Block("", ("Ada.",)),
        Block("- ", ("one", "two")),
        Block("", ("Done.",)),
    ]


def test_words_of_an_admin_make_no_markup_but_what_they_look_like() -> None:
    told = list(draft(Kind.TERMS, {"more": "<script>\n\nSecond", "responsible": "Joan"}, FACTS, []))
    assert ("", "<script>") in told
    assert ("", "Second") in told


def test_one_person_more_changes_no_assessment_but_the_second_moderator_does() -> None:
    kept = safety.canonical({}, FACTS)
    assert not safety.has_changed(kept, FACTS)
    assert not safety.has_changed(kept, Facts("https://hub.example", "ada@hub.example", False, 1, 9, 8, True))
    assert safety.has_changed(kept, Facts("https://hub.example", "ada@hub.example", True, 2, 2, 3, True))


def test_every_question_has_a_name_of_its_own() -> None:
    for questions in QUESTIONS.values():
        names = [*(each.name for each in questions), "responsible", "do"]
        assert len(names) == len(set(names))


def test_an_open_hub_says_so() -> None:
    told = " ".join(map(str, Facts("https://h.example", "", True, 2, 2, 3, True).lines()))
    assert "Anybody may register a site" in told
    assert "Write to" not in " ".join(
        str(line) for _, line in draft(Kind.TERMS, {}, Facts("", "", True, 2, 2, 3, True), [])
    )


# --- complaints ---

COMPLAINT = {"about": "data", "words": "You keep my name.", "email": "cem@other.example"}


def test_cem_complains_without_an_account_and_is_answered(cem: Neighbour, root: Neighbour, many: Engine) -> None:
    sent = cem.fill(cem.visit("/complain"), follow=True, **COMPLAINT)
    assert sent.h1 == "Your complaint has arrived"
    with reading(many) as db:
        row = db.exec(select(HelpRequest)).one()
        assert row.due_at == row.asked_at + timedelta(days=30)
        assert row.id.hex[:8].upper() in sent.text
        assert [mail.to_address for mail in db.exec(select(OutboxMail))] == ["cem@other.example"]
    assert "You keep my name." in root.visit("/desk/complaints").text
    address = f"/desk/complaints/{row.id}"
    assert root.visit(address).text.count("You keep my name.") == 1
    answered = root.post(address, words="It is gone now.", follow=True)
    assert "It is gone now." in answered.text
    assert "Nobody has complained." in root.visit("/desk/complaints").text
    with reading(many) as db:
        texts = [mail.text for mail in db.exec(select(OutboxMail).order_by(OutboxMail.written_at))]  # type: ignore[arg-type] # a column
        assert any("It is gone now." in text for text in texts)


@pytest.mark.parametrize(
    "wrong",
    [{"about": "x"}, {"words": ""}, {"words": "x" * 4_001}, {"email": "cem"}, {"name": "x" * 81}, {"website": "x"}],
)
def test_a_complaint_that_cannot_be_answered_is_sent_back(cem: Neighbour, wrong: dict[str, str]) -> None:
    page = cem.post("/complain", follow=False, **{**COMPLAINT, **wrong})
    assert page.status == 422
    assert f"#{next(iter(wrong))}" in page.links
    assert page.all("//textarea")[0].text_content().strip() == {**COMPLAINT, **wrong}["words"]


def test_nobody_floods_the_desk_or_a_mailbox(cem: Neighbour, many: Engine) -> None:
    told = [cem.post("/complain", follow=False, **COMPLAINT).status for _ in range(11)]
    assert told == [303] * 10 + [429]
    with reading(many) as db:
        assert len(db.exec(select(OutboxMail)).all()) == 5


def test_a_made_up_number_is_not_repeated(cem: Neighbour) -> None:
    assert "evil-words" not in cem.visit("/complain/sent/evil-words").text


def test_only_an_admin_reads_complaints(ada: Neighbour, mo: Neighbour, cem: Neighbour, many: Engine) -> None:
    cem.post("/complain", follow=False, **COMPLAINT)
    with reading(many) as db:
        address = f"/desk/complaints/{db.exec(select(HelpRequest.id)).one()}"
    assert {ada.visit(address).status, mo.visit(address).status, ada.post(address, words="x").status} == {403}


def test_an_answer_needs_words_and_what_is_no_complaint_is_not_found(
    root: Neighbour, many: Engine, alderford: Alderford
) -> None:
    root.post("/complain", follow=False, **COMPLAINT)
    with writing(many) as db:
        found = db.exec(select(HelpRequest)).one()
        other = HelpRequest(kind="help", place_id=alderford.place.id, reach="1", words="Help", asked_at=now())
        db.add(other)
        db.flush()
        ids = found.id, other.id
    assert root.post(f"/desk/complaints/{ids[0]}", words="").status == 422
    assert root.visit(f"/desk/complaints/{ids[1]}").status == 404
    assert root.post(f"/desk/complaints/{ids[0]}", words="Once.").status == 303
    assert root.post(f"/desk/complaints/{ids[0]}", words="Twice.").status == 303
    assert "Once." in root.visit(f"/desk/complaints/{ids[0]}").text


def test_a_complaint_of_an_older_sort_is_about_something_else(many: Engine) -> None:
    with writing(many) as db:
        db.add(HelpRequest(kind="complaint", target_kind="old", reach="1", words="Hm", asked_at=now()))
        db.flush()
        (found,) = complaints.waiting(db)
    assert found.about == complaints.ABOUT[About.OTHER]
