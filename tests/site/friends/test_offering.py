"""Digital Friends: Cem would like one, Ben would be one, Ada brings them together."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.partnerships.models import FriendInvitation, FriendOffer, Partnership
from hub.meet.partnerships.rules import State
from hub.meet.rounds.actions import never_again
from hub.meet.rounds.rules import NEVER_KEY, seal_with
from hub.people.persons.models import Person
from hub.secret import key_for
from hub.settings import Settings
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford, email_of
from tests.site.friends.helpers import DESK, OFFERS, WISH, id_of, mails, state
from tests.site.post import code


def test_ben_offers_to_be_a_digital_friend_and_takes_it_back(
    ben: Neighbour, alderford: Alderford, many: Engine
) -> None:
    del alderford
    done = ben.post(OFFERS, follow=True, **(WISH | {"side": "mentor", "name": "Ben"}))
    assert "Whoever brings two together here has it now" in done.text
    ben.post(OFFERS, **(WISH | {"side": "mentor", "name": "Ben", "times": "Fridays"}))
    (told,) = mails(many)
    assert "You wrote: Maps on my phone" in told
    assert "/you/friends" in told
    with reading(many) as db:
        (offer,) = db.exec(select(FriendOffer)).all()
    assert "It is taken back." in ben.post(f"/you/friends/offers/{offer.id}", follow=True).text
    assert ben.post(f"/you/friends/offers/{offer.id}").status == 404


def test_asking_somebody_one_knows_begins_with_no_place_and_later_with_ones_own(
    ben: Neighbour, alderford: Alderford
) -> None:
    chosen = "//select[@name='place']/option[@selected]"
    assert ben.visit("/you/friends").words(chosen) == ["Choose a place"]
    ben.post(OFFERS, **(WISH | {"side": "mentor", "name": "Ben"}))
    assert ben.visit("/you/friends").words(chosen) == ["Alderford"]


def test_cem_without_an_account_confirms_his_wish_by_a_code(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    del alderford
    code_page = cem.post(OFFERS, follow=True, **WISH, email="cem@example.org")
    assert "Maps on my phone" in code_page.text
    done = cem.fill(code_page, code=code(many, "cem@example.org"))
    assert "Thank you." in done.text
    assert "Maps on my phone" in done.text


def test_every_fault_is_said_beside_its_field(cem: Neighbour, alderford: Alderford) -> None:
    del alderford
    page = cem.post(OFFERS, side="boss", name="", words="", times="x" * 201, website="https://spam.example")
    assert page.status == 422
    assert "Please mend 8 things" in page.text
    assert "x" * 201 in page.source


def test_ada_brings_two_together(ada: Neighbour, ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    ben.post(OFFERS, **(WISH | {"side": "mentor", "name": "Ben", "words": "Phones"}))
    bea.post(OFFERS, **(WISH | {"name": "Bea"}))
    page = ada.visit(DESK)
    assert "Maps on my phone" in page.text
    assert ada.post(f"{DESK}/alderford").status == 422
    with reading(many) as db:
        chosen: dict[str, Any] = {each.side: str(each.id) for each in db.exec(select(FriendOffer))}
    done = ada.post(f"{DESK}/alderford", follow=True, **chosen, why="Both like maps.")
    assert "Both are asked by mail." in done.text
    assert sum("Both like maps." in mail for mail in mails(many)) == 2
    again = ada.post(f"{DESK}/alderford", **chosen)
    assert "These two have been asked already" in again.text


def test_training_is_for_safeguarding_alone(ben: Neighbour, ada: Neighbour, sue: Neighbour, many: Engine) -> None:
    ben.post(OFFERS, **(WISH | {"side": "mentor", "name": "Ben"}))
    with reading(many) as db:
        offer = db.exec(select(FriendOffer.id)).one()
    address = f"{DESK}/alderford/training/{offer}"
    assert sue.post(address, trained="Checked", until="soon").status == 422
    assert "It is noted." in sue.post(address, follow=True, trained="Checked by the library", until="2027-03-31").text
    assert ada.post(address, trained="x").status == 403
    assert "Checked by the library" not in ada.visit(DESK).source
    assert "Checked by the library" in sue.visit(DESK).source


def test_ben_asks_somebody_he_knows(ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    with reading(many) as db:
        email = db.exec(select(Person.email).where(Person.name == "Bea")).one()
    form: dict[str, Any] = {"place": "alderford", "side": "mentor", "name": "Ben", "adult": "yes", "words": "Shall we?"}
    assert ben.post("/you/friends", place="nowhere", email="x").status == 422
    assert "We have asked them" in ben.post("/you/friends", follow=True, **form, email=email).text
    assert "We have asked them" in ben.post("/you/friends", follow=True, **form, email=email).text
    assert sum("Shall we?" in mail for mail in mails(many)) == 1
    with reading(many) as db:
        invitation = db.exec(select(FriendInvitation.id)).one()
    answer = f"/you/friends/invited/{invitation}"
    assert "Shall we?" in bea.visit("/you/friends").text
    assert bea.post(answer, say="yes", name="Bea").status == 422
    assert bea.post(answer, follow=True, say="yes", name="Bea", adult="yes").h1 == "You and Ben"
    assert state(many) is State.RUNNING
    assert bea.post(answer, say="yes", name="Bea", adult="yes").status == 404


def test_a_question_by_mail_is_taken_back_or_declined(ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    form: dict[str, Any] = {
        "place": "alderford",
        "side": "mentee",
        "name": "Ben",
        "adult": "yes",
        "email": "new@example.org",
    }
    ben.post("/you/friends", **form)
    with reading(many) as db:
        invitation = db.exec(select(FriendInvitation.id)).one()
    assert bea.post(f"/you/friends/invited/{invitation}", say="no").status == 404
    assert "It is taken back." in ben.post(f"/you/friends/invited/{invitation}", follow=True, say="no").text
    assert "You asked" not in ben.visit("/you/friends").text


def test_five_such_mails_a_day_are_enough(ben: Neighbour, alderford: Alderford) -> None:
    del alderford
    form: dict[str, Any] = {"place": "alderford", "side": "mentee", "name": "Ben", "adult": "yes"}
    found = [ben.post("/you/friends", **form, email=f"p{number}@example.org").status for number in range(6)]
    assert found == [303] * 5 + [429]


def test_a_place_tells_figures_and_no_names(cem: Neighbour, friends: str) -> None:
    del friends
    page = cem.visit(OFFERS)
    assert "1 pair is under way." in page.text
    assert "Bea" not in page.text


@pytest.mark.parametrize("by", ["id", "address"])
def test_whom_somebody_never_wants_to_meet_is_asked_in_silence(
    ada: Neighbour, ben: Neighbour, bea: Neighbour, settings: Settings, many: Engine, by: str
) -> None:
    ben.post(OFFERS, **(WISH | {"side": "mentor", "name": "Ben"}))
    bea.post(OFFERS, **(WISH | {"name": "Bea"}))
    with writing(many) as db:
        benny = db.get_one(Person, id_of(many, "Ben"))
        seal = seal_with(key_for(settings, NEVER_KEY), benny.email_key or "")
        other = (benny.id, "") if by == "id" else (None, seal)
        never_again(db, id_of(many, "Bea"), other, "Ben", now())
        chosen: dict[str, Any] = {each.side: str(each.id) for each in db.exec(select(FriendOffer))}
    before = len(mails(many))
    assert "Both are asked by mail." in ada.post(f"{DESK}/alderford", follow=True, **chosen).text
    assert len(mails(many)) == before
    assert "None yet." in ben.visit("/you/friends").text


def invite(who: Neighbour, email: str, words: str = "Shall we?") -> Page:
    form: dict[str, Any] = {"place": "alderford", "side": "mentor", "name": "Ben", "adult": "yes", "words": words}
    return who.post("/you/friends", follow=True, **form, email=email)


def asked_by_ben(many: Engine) -> int:
    return sum(
        "asks you to be Digital Friends" in mail or "would like to be Digital Friends" in mail for mail in mails(many)
    )


def test_a_no_by_mail_does_not_let_the_same_ask_again(ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    for _ in range(2):
        invite(ben, email_of("Bea"))
        with reading(many) as db:
            invitation = db.exec(select(FriendInvitation.id)).one()
        bea.post(f"/you/friends/invited/{invitation}", say="no")
    assert asked_by_ben(many) == 1
    assert "You asked" in ben.visit("/you/friends").text


def test_who_is_excluded_reaches_nobody_by_asking(ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        never_again(db, id_of(many, "Bea"), (id_of(many, "Ben"), ""), "", now())
    assert "We have asked them" in invite(ben, email_of("Bea")).text
    assert asked_by_ben(many) == 0
    assert "Shall we?" not in bea.visit("/you/friends").text


def test_an_old_question_does_not_outlive_an_exclusion(ben: Neighbour, bea: Neighbour, many: Engine) -> None:
    invite(ben, email_of("Bea"))
    with writing(many) as db:
        never_again(db, id_of(many, "Ben"), (id_of(many, "Bea"), ""), "", now())
        invitation = db.exec(select(FriendInvitation.id)).one()
    told = bea.post(f"/you/friends/invited/{invitation}", follow=True, say="yes", name="Bea", adult="yes")
    assert "There is no such thing on your page any more." in told.text
    assert "Shall we?" not in told.text
    with reading(many) as db:
        assert db.exec(select(Partnership)).all() == []


def test_no_web_address_leaves_in_such_a_mail(ben: Neighbour, alderford: Alderford) -> None:
    del alderford
    assert "Leave web addresses out" in invite(ben, "zoe@example.org", "see https://evil.example/").text
