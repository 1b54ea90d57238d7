"""Ben signs in by a code, and Cem is never asked to."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.people.persons import actions as persons
from hub.people.signin.models import SignInSession
from tests.neighbours import Neighbour, Page
from tests.site import post
from tests.site.conftest import Alderford

BEN = "ben@hub.example"


def _ask(person: Neighbour, address: str = "/sign-in", email: str = BEN) -> Page:
    return person.fill(person.visit(address), email=email)


def _sign_in(person: Neighbour, many: Engine, address: str = "/sign-in", email: str = BEN) -> Page:
    return person.fill(_ask(person, address, email), code=post.code(many, email))


def test_ben_signs_in_with_the_code_from_his_mail(cem: Neighbour, many: Engine) -> None:
    page = _sign_in(cem, many)
    assert page.h1 == "Your page"
    assert BEN in page.text


@pytest.mark.parametrize("typing", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\t"])
def test_a_code_is_typed_as_people_type(cem: Neighbour, many: Engine, typing: object) -> None:
    page = cem.fill(_ask(cem), code=typing(post.code(many, BEN)))  # type: ignore[operator] # one of those above
    assert page.h1 == "Your page"


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(cem: Neighbour, many: Engine) -> None:
    page = _ask(cem)
    taken = cem.fill(page, follow=False, code=post.code(many, BEN))
    cookie = taken.headers["set-cookie"]
    assert cookie.startswith("__Host-hub=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert taken.headers["cache-control"] == "no-store"


def test_a_wrong_code_is_said_beside_the_field_and_what_was_typed_is_kept(cem: Neighbour, many: Engine) -> None:
    page = cem.fill(_ask(cem), code="AAAA-AAAA")
    assert page.status == 422
    assert page.all("//input[@id='code']")[0].get("value") == "AAAA-AAAA"
    assert "not the code we mailed" in page.words("//p[@id='code-wrong']")[0]
    assert page.words("//a[@href='#code']") == ["Code"]
    assert cem.fill(page, code=post.code(many, BEN)).h1 == "Your page"


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(cem: Neighbour, many: Engine) -> None:
    page = _ask(cem)
    for _ in range(5):
        cem.fill(page, code="AAAA-AAAA")
    assert "worth nothing" in cem.fill(page, code=post.code(many, BEN)).text
    assert cem.visit("/you").status == 303


def test_a_code_is_used_once(cem: Neighbour, many: Engine) -> None:
    page = _ask(cem)
    code = post.code(many, BEN)
    cem.fill(page, code=code)
    assert cem.fill(page, code=code).status == 422


def test_a_newer_code_goes_beside_the_one_before_until_one_is_used(cem: Neighbour, many: Engine) -> None:
    page = _ask(cem)
    older = post.code(many, BEN)
    newer = cem.post(page.all("//form[contains(@action, '/again')]")[0].get("action") or "", follow=True)
    assert cem.fill(page, code=post.code(many, BEN)).h1 == "Your page"
    assert cem.fill(newer, code=older).status == 422


@pytest.mark.parametrize("alike", ["ſtrasse@hub.example", "ｓtrasse@hub.example", "straße@hub.example"])  # noqa: RUF001 -- they look alike
def test_whose_address_looks_alike_comes_in_as_somebody_else(cem: Neighbour, many: Engine, alike: str) -> None:
    with writing(many) as db:
        mine = persons.welcome(db, "strasse@hub.example", now())
    _sign_in(cem, many, email=alike)
    with reading(many) as db:
        assert [each.person_id for each in db.exec(select(SignInSession))] != [mine]


def test_a_code_goes_to_the_address_as_its_owner_spelt_it(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        persons.welcome(db, BEN, now())
    assert "Ben@HUB.example" in _ask(cem, email="Ben@HUB.example").text
    with reading(many) as db:
        assert db.exec(select(OutboxMail.to_address)).all() == [BEN]


def test_what_is_no_address_is_sent_back_with_a_sentence(cem: Neighbour) -> None:
    page = _ask(cem, email="ben at home")
    assert page.status == 422
    assert page.all("//input[@id='email']")[0].get("value") == "ben at home"
    assert page.words("//p[@id='email-wrong']") != []


def test_a_stranger_gets_the_same_answer_as_a_member(cem: Neighbour, ben: Neighbour) -> None:
    known, unknown = _ask(cem), _ask(cem, email="nobody@hub.example")
    assert known.source.replace(BEN, "").replace(known.address, "") != ""
    assert known.words("//main//p")[1:] == unknown.words("//main//p")[1:]
    assert known.status == unknown.status


def test_looking_at_the_link_ten_times_uses_nothing_up(cem: Neighbour, many: Engine) -> None:
    _ask(cem)
    link = post.link(many, BEN)
    for _ in range(5):
        assert cem.ask("HEAD", link).status == 200
        assert cem.visit(link, headers={"Purpose": "prefetch"}).status == 200
    assert cem.visit("/you").status == 303
    page = cem.visit(link)
    assert BEN in page.text
    assert cem.post(link, follow=True).h1 == "Your page"


def test_a_link_is_used_once_and_so_is_the_code_beside_it(cem: Neighbour, many: Engine) -> None:
    page = _ask(cem)
    link = post.link(many, BEN)
    cem.post(link)
    assert cem.post(link).status == 410
    assert cem.visit(link).status == 410
    assert cem.fill(page, code=post.code(many, BEN)).status == 422


@pytest.mark.parametrize(
    "address", ["/sign-in/link/none-of-ours", f"/sign-in/code/{'0' * 8}-0000-0000-0000-{'0' * 12}"]
)
def test_what_was_never_mailed_is_not_found(cem: Neighbour, address: str) -> None:
    assert cem.visit(address).status == 404
    assert cem.post(address).status == 404


def test_who_has_to_sign_in_first_comes_back_to_where_they_wanted_to_go(cem: Neighbour, many: Engine) -> None:
    sent = cem.visit("/you/address")
    assert sent.headers["location"] == "/sign-in?next=show_address"
    assert _sign_in(cem, many, sent.headers["location"]).h1 == "Change your e-mail address"


@pytest.mark.parametrize(
    "wanted",
    [
        *("https://evil.example/", "//evil.example", "nothing", "show_place", "show_tag?place=&word=evil.example"),
        *("show_tag?place=..&word=x", "show_tag?place=a", "show_place?place=/evil.example" * 30, "show_items"),
    ],
)
def test_nobody_is_led_elsewhere(cem: Neighbour, many: Engine, wanted: str) -> None:
    cem.post("/sign-in", email=BEN, next=wanted)
    sent = cem.post(post.link(many, BEN))
    assert sent.headers["location"] == "/you"


def test_the_way_back_keeps_what_its_address_names(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    cem.post("/sign-in", email=BEN, next="show_tag?place=alderford&word=bins%2Frecycling")
    assert cem.post(post.link(many, BEN)).headers["location"] == "/alderford/tags/bins%2Frecycling"


def test_signing_in_again_gives_the_device_a_new_cookie_and_ends_the_old_one(ben: Neighbour, many: Engine) -> None:
    before = ben.token
    _sign_in(ben, many)
    after = ben.token
    assert before != after
    ben.sign_in(before)
    assert ben.visit("/you").status == 303


def test_ben_signs_out(ben: Neighbour) -> None:
    before = ben.token
    page = ben.post("/sign-out", where="here", follow=True)
    assert page.h1 == "You are signed out"
    assert ben.token == ""
    ben.sign_in(before)
    assert ben.visit("/you").status == 303


def test_signing_out_without_being_signed_in_does_no_harm(cem: Neighbour) -> None:
    assert cem.post("/sign-out", follow=True).h1 == "You are signed out"


def test_a_form_sent_by_nobody_asks_them_to_sign_in(cem: Neighbour) -> None:
    page = cem.post("/you", name="Cem", language="en")
    assert page.status == 401
    assert "/sign-in" in page.links


def test_too_many_codes_for_one_address_are_refused_whosever_it_is(cem: Neighbour, many: Engine) -> None:
    answers = [cem.post("/sign-in", email=BEN) for _ in range(6)]
    assert [each.status for each in answers] == [303] * 5 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
    assert "You can try again in an hour." in answers[-1].text
    assert answers[-1].text.casefold().count("wait") == 0  # how long is said once
    assert len(post.letters(many, BEN)) == 5


def test_one_network_asks_for_twenty_codes_an_hour(cem: Neighbour) -> None:
    answers = [cem.post("/sign-in", email=f"{number}@hub.example").status for number in range(22)]
    assert answers == [303] * 20 + [429] * 2


def test_thirty_wrong_codes_an_hour_are_enough_for_one_network(cem: Neighbour, many: Engine) -> None:
    addresses = [cem.post("/sign-in", email=f"{number}@hub.example").headers["location"] for number in range(7)]
    answers = [cem.post(address, code="AAAA-AAAA").status for address in addresses for _ in range(5)]
    assert answers == [422] * 30 + [429] * 5
    assert cem.post(addresses[-1], code=post.code(many, "6@hub.example")).status == 429


def test_cem_gets_no_cookie_and_everybody_the_same_page(cem: Neighbour, ben: Neighbour, alderford: Alderford) -> None:
    for address in ("/", "/alderford", "/about"):
        page = cem.visit(address)
        assert "set-cookie" not in page.headers
        assert page.source == ben.visit(address).source
        assert "/you" in page.links


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out"])
def test_pages_of_signing_in_are_kept_by_nobody(cem: Neighbour, address: str) -> None:
    page = cem.visit(address)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"


def test_who_only_looks_at_signing_out_stays_signed_in(ben: Neighbour) -> None:
    assert ben.visit("/sign-out").h1 == "Sign out"
    assert ben.visit("/you").status == 200


def test_a_way_back_that_cannot_be_kept_is_forgotten(cem: Neighbour, many: Engine) -> None:
    assert cem.post("/sign-in", email=BEN, next="show_you\0").status == 303
    assert cem.post(post.link(many, BEN)).headers["location"] == "/you"
