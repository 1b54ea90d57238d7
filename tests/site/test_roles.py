"""Ruth, the admin, invites people to roles and takes roles away."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select, update

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.persons import actions as persons
from hub.people.persons.queries import actor, by_email
from hub.people.rules import NOBODY, Held, Kind
from hub.people.signin.models import SignInSession
from hub.places.rules import WHOLE_HUB
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, email_of


def _roles(many: Engine, email: str) -> set[Held]:
    with reading(many) as db:
        found = by_email(db, email)
        return set(actor(db, found.id).roles) if found else set()


def _page_of(many: Engine, name: str, kind: Kind, place: str) -> str:
    with reading(many) as db:
        found = by_email(db, email_of(name))
    assert found
    return f"/desk/roles/{found.id}/{kind}/{place}"


def test_ruth_invites_a_mentor_who_gets_a_mail(root: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = root.fill(root.visit("/desk/roles"), email="Dev@hub.example", kind="mentor", place="alderford")
    assert "Dev Mentor, Alderford" in page.text
    assert "has not signed in yet" in page.text
    assert _roles(many, "dev@hub.example") == {Held(Kind.MENTOR, alderford.place.id)}
    (letter,) = post.letters(many, "dev@hub.example")
    assert "You are invited to look after Alderford" in letter
    assert "https://hub.example/desk" in letter


def test_who_was_given_a_role_signs_in_anew(
    root: Neighbour, ben: Neighbour, alderford: Alderford, many: Engine
) -> None:
    assert ben.visit("/you").status == 200
    root.post("/desk/roles", email=email_of("Ben"), kind="moderator", place="-")
    assert ben.visit("/you").status == 303


def test_who_changes_their_own_roles_goes_on_with_a_new_cookie(
    root: Neighbour, alderford: Alderford, many: Engine
) -> None:
    before = root.token
    root.post("/desk/roles", email=email_of("Ruth"), kind="mentor", place="alderford")
    assert root.token != before
    assert root.visit("/desk/roles").status == 200
    with reading(many) as db:
        assert len(db.exec(select(SignInSession)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "nobody", "kind": "mentor", "place": "alderford"}, "This is not an e-mail address."),
        ({"email": "d@hub.example", "kind": "king", "place": "alderford"}, "Choose a role."),
        ({"email": "d@hub.example", "kind": "mentor", "place": "nowhere"}, "Choose a place."),
        ({"email": "d@hub.example", "kind": "admin", "place": "alderford"}, "An admin looks after the whole hub."),
        ({"email": "ruth@hub.example", "kind": "admin", "place": "-"}, "They have this role already."),
    ],
)
def test_an_invitation_says_what_is_to_be_mended(
    root: Neighbour, alderford: Alderford, fields: dict[str, Any], wrong: str
) -> None:
    page = root.post("/desk/roles", **fields)
    assert page.status == 422
    assert wrong in page.text
    assert page.all("//input[@id='email']")[0].get("value") == fields["email"]


def test_a_role_is_taken_away_with_a_reason_and_its_bearer_is_signed_out(
    root: Neighbour, ada: Neighbour, many: Engine
) -> None:
    address = _page_of(many, "Ada", Kind.MENTOR, "alderford")
    assert address in root.visit("/desk/roles").links
    page = root.fill(root.visit(address), why="She moved to Weir.")
    assert "Ada" not in page.words("//ul[contains(@class, 'roles')]")[0]
    assert ada.visit("/desk").status == 303
    assert "She moved to Weir." in root.visit("/desk/log").text
    gone = root.post(address, why="Again")
    assert gone.status == 422


@pytest.mark.parametrize("why", ["", "a" * 1_001])
def test_why_has_to_be_said(root: Neighbour, ada: Neighbour, many: Engine, why: str) -> None:
    page = root.post(_page_of(many, "Ada", Kind.MENTOR, "alderford"), why=why)
    assert page.status == 422
    assert "Say why" in page.text


def test_the_last_admin_stays(root: Neighbour, alderford: Alderford, many: Engine) -> None:
    address = _page_of(many, "Ruth", Kind.ADMIN, "-")
    page = root.post(address, why="I am tired")
    assert page.status == 422
    assert "last admin" in page.text
    with writing(many) as db:
        other = persons.welcome(db, "una@hub.example", now())
        persons.grant(db, NOBODY, other, Kind.ADMIN, WHOLE_HUB, now())
    assert root.post(address, why="I am tired").headers["location"] == "/you"
    assert root.visit("/desk/roles").status == 403


def test_only_admins_see_roles(ada: Neighbour, cem: Neighbour, many: Engine) -> None:
    address = _page_of(many, "Ada", Kind.MENTOR, "alderford")
    for each in ("/desk/roles", address):
        assert ada.visit(each).status == 403
        assert ada.post(each, why="x").status == 403
        assert cem.visit(each).status == 303


def test_giving_roles_asks_for_a_code_typed_lately(root: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        db.exec(update(SignInSession).values(proved_at=now() - timedelta(days=1)))
    assert root.visit("/desk/roles").status == 303
    assert root.post("/desk/roles", email="d@hub.example", kind="mentor", place="-").status == 401


def test_what_is_no_role_is_not_there(root: Neighbour, many: Engine) -> None:
    assert root.visit(_page_of(many, "Ruth", Kind.ADMIN, "-").replace("/admin/", "/king/")).status == 404
