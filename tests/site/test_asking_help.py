"""Cem asks a mentor without any account, and says what is to be mended; Ada answers."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.helping import actions
from hub.people.helping.actions import Question
from hub.people.helping.models import HelpRequest
from hub.people.helping.rules import Kind
from hub.people.rules import Deed
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford

CEM, BEN = "cem@hub.example", "ben@hub.example"
ASK = "/alderford/ask"


def _only(many: Engine) -> HelpRequest:
    with reading(many) as db:
        found = db.exec(select(HelpRequest)).one()
        db.expunge(found)
        return found


def test_cem_asks_with_a_telephone_number_and_ada_notes_that_she_called(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = cem.fill(cem.visit(ASK), words="How do I pin something up?", reach="01632 960 000, after six")
    assert page.h1 == "Thank you"
    assert "set-cookie" not in page.headers
    assert "Unanswered questions" in ada.visit("/desk").text
    address = next(link for link in ada.visit("/desk/asked").links if link.startswith("/desk/asked/"))
    shown = ada.visit(address)
    assert "01632 960 000, after six" in shown.text
    assert ada.fill(shown, words="").status == 422
    answered = ada.fill(shown, words="Phoned, comes on Thursday.")
    assert "Phoned, comes on Thursday." in answered.text
    assert "01632" not in "".join(each.text for each in (ada.visit("/desk/asked"),))
    with reading(many) as db:
        noted = db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.ANSWER)).one()
    assert (noted.place_id, noted.after) == (alderford.place.id, {"kind": "help"})


def test_who_leaves_an_address_gets_the_answer_by_mail(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    cem.fill(cem.visit(ASK), words="How do I pin something up?", reach=CEM, name="Cem")
    address = f"/desk/asked/{_only(many).id}"
    assert ada.visit(address).links[f"mailto:{CEM}"] == CEM
    ada.fill(ada.visit(address), words="Come to the library on Thursday.")
    (letter,) = post.letters(many, CEM)
    assert "Come to the library on Thursday." in letter
    assert "How do I pin something up?" in letter
    ada.post(address, words="Once more.")
    assert len(post.letters(many, CEM)) == 1
    assert _only(many).answer == "Come to the library on Thursday."


def test_a_question_needs_words_and_a_way_to_answer(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = cem.post(ASK, words="Kept", reach="", name="n" * 81, website="http://spam.example")
    assert page.status == 422
    assert page.all("//textarea[@id='words']")[0].text_content().strip() == "Kept"
    assert page.words("//p[@id='reach-wrong']") != []
    assert page.words("//p[@id='name-wrong']") != []
    assert cem.post(ASK, words="", reach="x" * 201).status == 422
    with reading(many) as db:
        assert db.exec(select(HelpRequest)).all() == []


def test_one_network_asks_ten_questions_an_hour(cem: Neighbour, alderford: Alderford) -> None:
    answers = [cem.post(ASK, words="Hello?", reach=CEM).status for _ in range(12)]
    assert answers == [303] * 10 + [429] * 2


def test_who_takes_a_question_is_seen_by_the_others(
    cem: Neighbour, ada: Neighbour, root: Neighbour, many: Engine, alderford: Alderford
) -> None:
    cem.post(ASK, words="Hello?", reach=CEM)
    address = f"/desk/asked/{_only(many).id}"
    ada.post(f"{address}/take")
    assert "You answer this" in ada.visit(address).text
    assert "Ada answers this" in root.visit(address).text
    root.post(f"{address}/take")
    assert "You answer this" in ada.visit(address).text
    assert "Ada answers it." in ada.visit("/desk/asked").text


def test_questions_elsewhere_are_no_business_of_ada(
    cem: Neighbour, ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        elsewhere = town.place(db, "Elsewhere")
        actions.ask(db, Question(Kind.HELP, elsewhere.id, CEM, "Hello?"), town.NOON)
    address = f"/desk/asked/{_only(many).id}"
    assert ada.visit(address).status == 404
    assert ada.post(address, words="Hello!").status == 404
    assert ada.post(f"{address}/take").status == 404
    assert ben.visit(address).status == 403
    assert cem.visit(address).status == 303
    assert "Hello?" not in ada.visit("/desk/asked").text


def test_a_complaint_is_not_answered_here(root: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        made = actions.ask(db, Question(Kind.COMPLAINT, alderford.place.id, CEM, "Too loud."), town.NOON)
    assert root.visit(f"/desk/asked/{made}").status == 404
    assert "Too loud." not in root.visit("/desk/asked").text


def test_cem_has_an_item_mended_after_typing_a_code(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    item = next(link for link in cem.visit("/alderford").links if link.startswith("/items/"))
    assert f"{item}/correct" in cem.visit(item).links
    page = cem.fill(cem.visit(f"{item}/correct"), words="It is on Monday.", email=CEM)
    assert page.h1 == "Type the code"
    mine = cem.fill(page, code=post.code(many, CEM))
    assert "It is on Monday." in mine.text
    assert "Nobody has answered yet." in mine.text
    shown = ada.visit(f"/desk/asked/{_only(many).id}")
    assert shown.h1 == "Somebody wants something mended"
    assert item in shown.links
    ada.fill(shown, words="Mended, thank you.")
    assert "Mended, thank you." in post.letters(many, CEM)[-1]
    assert item in post.letters(many, CEM)[-1]
    page = cem.visit("/you")
    assert "Mended, thank you." in page.text
    assert item in page.links


def test_ben_has_a_source_mended_without_another_code(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    address = "/alderford/sources/mill-end-diary"
    assert f"{address}/correct" in ben.visit(address).links
    assert ben.fill(ben.visit(f"{address}/correct"), words="It moved.").words("//div[@role='status']") == [
        "Thank you. The mentors have your correction; their answer will stand here, and we mail it."
    ]
    assert ada.visit(f"/desk/asked/{_only(many).id}").links[address] == "Mill End Diary"


def test_a_correction_says_what_and_from_whom(cem: Neighbour, alderford: Alderford) -> None:
    item = next(link for link in cem.visit("/alderford").links if link.startswith("/items/"))
    for address in (item, "/alderford/sources/mill-end-diary"):
        page = cem.post(f"{address}/correct", words="", email="cem", website="x")
        assert page.status == 422
        assert {"#words", "#email", "#website"} <= set(page.links)


def test_what_is_not_there_cannot_be_mended(cem: Neighbour, alderford: Alderford) -> None:
    for address in ("/items/999/correct", "/alderford/sources/nobody/correct", "/nowhere/ask", "/nowhere/join"):
        assert cem.visit(address).status == 404
