"""Ben’s own page: his name, his devices, his address."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.persons.models import Person
from hub.people.signin import actions as signin
from hub.people.signin.models import SignInSession
from hub.people.signin.rules import PROOF_HOLDS
from hub.site.pages import you
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford

BEN, NEW = "ben@hub.example", "ben@elsewhere.example"


def _person(many: Engine) -> Person:
    with reading(many) as db:
        return db.exec(select(Person)).one()


def _begin(many: Engine, device: str = "Chrome on Windows") -> str:
    with writing(many) as db:
        return signin.begin(db, _person(many).id, device, now())


def _age(many: Engine) -> None:
    """Let the proof of every device be too old for what cannot be undone."""
    with writing(many) as db:
        for each in db.exec(select(SignInSession)):
            each.proved_at -= PROOF_HOLDS


def test_ben_sees_his_page_and_nobody_keeps_it(ben: Neighbour) -> None:
    page = ben.visit("/you")
    assert page.h1 == "Your page"
    assert BEN in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "/desk" not in page.links


def test_ada_is_led_to_her_desk(ada: Neighbour) -> None:
    assert "/desk" in ada.visit("/you").links


def test_cem_is_asked_to_sign_in(cem: Neighbour) -> None:
    assert cem.visit("/you").headers["location"] == "/sign-in?next=show_you"
    assert cem.visit("/cy/you").headers["location"] == "/cy/sign-in?next=show_you"


def test_ben_says_what_to_call_him(ben: Neighbour, many: Engine) -> None:
    page = ben.fill(ben.visit("/you"), name=" Ben Łódź ", language="cy")
    assert page.status == 200
    assert (_person(many).name, _person(many).language) == ("Ben Łódź", "cy")


def test_a_name_too_long_is_sent_back_as_it_was_typed(ben: Neighbour, many: Engine) -> None:
    page = ben.fill(ben.visit("/you"), name="B" * 81, language="xx")
    assert page.status == 422
    assert page.all("//input[@id='name']")[0].get("value") == "B" * 81
    assert set(page.links) >= {"#name", "#language"}
    assert _person(many).name == "Ben"


@pytest.mark.parametrize("name", ["Ben\u202enimda", "Ben\nMo", "B\u200ben"])
def test_a_name_with_signs_nobody_sees_is_sent_back(ben: Neighbour, name: str) -> None:
    page = ben.post("/you", name=name, language="en")
    assert page.status == 422
    assert "nobody sees" in page.words("//p[@id='name-wrong']")[0]


def test_rooms_show_what_they_keep(ben: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(you, "SECTIONS", [lambda _db, _person, _now: ("parts/empty.html", {"told": "mine"})])
    assert ben.visit("/you").status == 200


def test_ben_signs_another_device_out(ben: Neighbour, many: Engine) -> None:
    token = _begin(many)
    page = ben.visit("/you")
    assert "Chrome on Windows" in page.text
    (form,) = page.all("//form[@action='/you/devices']")
    page = ben.post("/you/devices", follow=True, device=str(form.fields["device"]))
    assert "Chrome on Windows" not in page.text
    ben.sign_in(token)
    assert ben.visit("/you").status == 303


@pytest.mark.parametrize("device", ["", "none", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_device_of_his_changes_nothing(ben: Neighbour, device: str) -> None:
    assert ben.post("/you/devices", device=device, follow=True).h1 == "Your page"


def test_ben_signs_out_everywhere(ben: Neighbour, many: Engine) -> None:
    token = _begin(many)
    ben.post("/sign-out", where="everywhere")
    ben.sign_in(token)
    assert ben.visit("/you").status == 303


def test_a_new_address_is_confirmed_at_both_ends(ben: Neighbour, many: Engine) -> None:
    other = _begin(many)
    page = ben.fill(ben.visit("/you/address"), email=NEW)
    assert _person(many).email == BEN
    assert post.letters(many, BEN) == []
    page = ben.fill(page, code=post.code(many, NEW))
    assert page.h1 == "Your page"
    assert _person(many).email == NEW
    assert "Your address here was changed" in post.letters(many, BEN)[-1]
    ben.sign_in(other)
    assert ben.visit("/you").status == 303


def test_who_has_not_just_shown_the_old_address_is_asked_to(ben: Neighbour, many: Engine) -> None:
    _age(many)
    assert ben.visit("/you").status == 200
    asked = ben.visit("/you/address")
    assert asked.headers["location"] == "/sign-in?next=show_address"
    assert ben.post("/you/address", email=NEW).status == 401
    page = ben.fill(ben.fill(ben.visit(asked.headers["location"]), email=BEN), code=post.code(many, BEN))
    assert page.h1 == "Change your e-mail address"


def test_an_address_of_somebody_else_here_stays_theirs(ben: Neighbour, ada: Neighbour, many: Engine) -> None:
    page = ben.fill(ben.visit("/you/address"), email="ada@hub.example")
    assert page.h1 == "Type the code"
    page = ben.fill(page, code=post.code(many, "ada@hub.example"))
    assert page.status == 400
    assert "already" in page.text
    assert "ben@hub.example" in ben.visit("/you").text


def test_the_link_at_the_new_address_does_the_same_where_he_is_signed_in(
    ben: Neighbour, cem: Neighbour, many: Engine
) -> None:
    ben.fill(ben.visit("/you/address"), email=NEW)
    assert NEW in cem.visit(post.link(many, NEW)).text
    assert cem.post(post.link(many, NEW)).status == 401
    assert _person(many).email == BEN
    ben.post(post.link(many, NEW))
    assert _person(many).email == NEW


def test_who_was_signed_out_everywhere_takes_no_address_along(ben: Neighbour, cem: Neighbour, many: Engine) -> None:
    ben.fill(ben.visit("/you/address"), email=NEW)
    ben.post("/sign-out", where="everywhere")
    assert cem.post(post.link(many, NEW)).status == 410
    assert _person(many).email == BEN


def test_another_code_for_a_new_address_is_for_who_asked_for_it(ben: Neighbour, cem: Neighbour, many: Engine) -> None:
    page = ben.fill(ben.visit("/you/address"), email=NEW)
    again = str(page.all("//form[contains(@action, '/again')]")[0].get("action"))
    assert cem.post(again).status == 401
    assert ben.fill(ben.post(again, follow=True), code=post.code(many, NEW)).h1 == "Your page"


def test_what_is_no_address_is_sent_back(ben: Neighbour) -> None:
    page = ben.fill(ben.visit("/you/address"), email="elsewhere")
    assert page.status == 422
    assert page.words("//p[@id='email-wrong']") != []


def test_signs_that_cannot_be_kept_are_named(ben: Neighbour) -> None:
    assert "cannot be shown" in ben.post("/you", name="a\0b", language="en").text


def test_what_the_front_keeps_is_not_given_to_members_by_either_name_of_the_cookie(
    cem: Neighbour, alderford: Alderford
) -> None:
    for cookie in ("hub=x", "__Host-hub=x"):
        assert cem.visit("/alderford", headers={"Cookie": cookie}).headers["cache-control"] == "private, no-cache"
    assert "public" in cem.visit("/alderford", headers={"Cookie": "other=x"}).headers["cache-control"]
