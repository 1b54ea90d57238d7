"""Ada reads a newcomer's meetup before it appears, and what is changed of it afterwards."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.saying import Dated, say
from hub.meet.hosting.rules import State
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.hosted import BEN, host, next_tuesday, only


def test_ada_lets_it_through_and_ben_is_told(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    assert host(ben).h1 == "Thank you"
    assert "First meetups" in ada.visit("/desk").text
    waiting = ada.visit("/desk/meetups")
    assert "Knitting circle" in waiting.text
    assert str(say("%(day)s, %(clock)s", day=Dated(next_tuesday()), clock="19:00")) in waiting.text
    assert "organised by Ben" in waiting.text
    address = f"/desk/meetups/{only(many).id}"
    page = ada.visit(address)
    assert BEN not in page.text
    assert ada.post(address, say="yes", read="0").status == 303
    assert only(many).state == State.SHOWN
    assert "Knitting circle" in cem.visit("/alderford/meetups").text
    told = post.letters(many, BEN)[-1]
    assert "Your meetup is up" in told
    assert f"Everybody sees it here: https://hub.example/alderford/meetups/{only(many).event_id}" in told
    assert str(say("When: %(day)s, %(clock)s", day=Dated(next_tuesday()), clock="19:00")) in told
    with reading(many) as db:
        assert Deed.LET_THROUGH in db.exec(select(AuditEntry.deed)).all()


def test_a_refusal_says_why(ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    host(ben)
    address = f"/desk/meetups/{only(many).id}"
    assert ada.post(address, say="no").status == 422
    assert ada.post(address, say="maybe").status == 422
    assert ada.post(address, say="no", words="x" * 4_001).status == 422
    assert ada.post(address, say="no", words="This is an advertisement.").status == 303
    assert "This is an advertisement." in post.letters(many, BEN)[-1]
    assert "It did not appear" in ben.visit(f"/you/meetups/{only(many).id}").text
    assert ada.post(address, say="no", words="Once more.").status == 303
    assert "Once more." not in post.letters(many, BEN)[-1]
    assert "It did not appear." in ada.visit(address).text
    assert only(many).event_id is None


def test_many_are_let_through_at_once_but_not_one_that_changed(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    host(ben)
    row = ada.visit("/desk/meetups").all("//input[@name='row']")[0].get("value")
    form = ben.visit(f"/you/meetups/{only(many).id}/change")
    ben.fill(form, title="Chess")
    ada.post("/desk/meetups", do="admit", row=[str(row), "nonsense"])
    assert only(many).state == State.WAITING
    assert ada.post(f"/desk/meetups/{only(many).id}", say="yes", read="0").status == 422
    row = ada.visit("/desk/meetups").all("//input[@name='row']")[0].get("value")
    ada.post("/desk/meetups", do="admit", row=str(row))
    assert only(many).state == State.SHOWN


def test_what_a_newcomer_changes_is_read_again(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    host(ben)
    address = f"/desk/meetups/{only(many).id}"
    ada.post(address, say="yes", read=str(only(many).sequence))
    form = ben.visit(f"/you/meetups/{only(many).id}/change")
    ben.fill(form, clock="18:00")
    assert not only(many).unread
    ben.fill(form, words="Buy my wool")
    assert only(many).unread
    assert "Its words were changed" in ada.visit("/desk/meetups").text
    ada.post(address, say="yes", read=str(only(many).sequence))
    assert not only(many).unread
    assert "No meetup waits to be read." in ada.visit("/desk/meetups").text


def test_what_waits_is_no_business_of_others(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.place(db, "Elsewhere")
    host(ben, "/elsewhere/meetups/new")
    address = f"/desk/meetups/{only(many).id}"
    assert ada.visit(address).status == 404
    assert ada.post(address, say="yes").status == 404
    assert ben.visit(address).status == 403
    assert cem.visit(address).status == 303
