"""Who does what where? Admins see it, invite somebody, and take a role away again."""

from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.errors import NotFound
from hub.kit.mailboxes import is_email
from hub.kit.saying import Saying, say
from hub.kit.zones import USUAL_ZONE
from hub.people import rules
from hub.people.mail.actions import post
from hub.people.persons import appointing, roles
from hub.people.persons import queries as persons
from hub.people.persons.appointing import Dismissal, Invitation
from hub.people.rules import Held, Kind
from hub.people.signin import actions as devices
from hub.places.actions import bump_around
from hub.places.rules import WHOLE_HUB
from hub.site import words
from hub.site.deps import Doing, Fresh
from hub.site.desk import turns, wording
from hub.site.desk.reach import Acting, AtDesk, Looking, places
from hub.site.entering import enter
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
EVERYWHERE = "-"  # instead of a place; no place has such a slug
LONGEST_WHY = 1_000
_Answer = TypeVar("_Answer", bound=Response)


@router.get("/desk/roles")
def show_roles(request: Request, asked: Looking, fresh: Fresh) -> HTMLResponse:  # noqa: ARG001 -- a code was typed lately
    """Show who does what where, and a form to invite somebody."""
    asked.must(rules.may_grant, None)
    return _roles_page(request, asked, Typed())


@router.post("/desk/roles")
def post_role(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Give somebody a role, and write to them how they sign in."""
    act.must(rules.may_grant, None)
    act.must_be_fresh()
    checked = typed.but(**_faults(act, typed))
    if checked.wrong:
        return _roles_page(request, act, checked)
    role = Held(Kind(typed["kind"]), _place_id(act, typed["place"]))
    person_id = appointing.invite(act.db, act.actor, Invitation(typed["email"], role, words.language()), act.now)
    if person_id is None:
        return _roles_page(request, act, checked.but(email=say("They have this role already.")))
    _tell(act, person_id, role)
    return _renewed(request, act, person_id, see(path("desk", "roles")))


@router.get("/desk/roles/{person}/{kind}/{place}")
def show_role(request: Request, asked: Looking, fresh: Fresh, person: UUID, kind: str, place: str) -> HTMLResponse:  # noqa: ARG001 -- a code was typed lately
    """Ask why a role is taken away."""
    asked.must(rules.may_grant, None)
    return _role_page(request, asked, person, _role(asked, kind, place), Typed())


@router.post("/desk/roles/{person}/{kind}/{place}")
def post_dismissal(request: Request, act: Acting, person: UUID, kind: str, place: str, typed: FormTyped) -> Response:
    """Take a role away; the last admin stays."""
    act.must(rules.may_grant, None)
    act.must_be_fresh()
    role = _role(act, kind, place)
    if not typed["why"] or len(typed["why"]) > LONGEST_WHY:
        short = say("Say why, in a sentence or two: at most %(most)s letters.", most=LONGEST_WHY)
        return _role_page(request, act, person, role, typed.but(why=short))
    if not appointing.dismiss(act.db, act.actor, Dismissal(person, role, typed["why"]), act.now):
        last = say("This role cannot be taken away: somebody did already, or they are the last admin of this hub.")
        return _role_page(request, act, person, role, typed.but(why=last))
    _settle(act, role)
    turns.let_go(act, person)
    return _renewed(request, act, person, see(path("you") if person == act.me else path("desk", "roles")))


def _faults(act: AtDesk, typed: Typed) -> dict[str, Saying]:
    is_place = typed["place"] == EVERYWHERE or typed["place"] in known(act.db).by_slug
    is_narrow_admin = typed["kind"] == Kind.ADMIN and typed["place"] != EVERYWHERE
    wrong = {
        "email": None
        if is_email(typed["email"])
        else say("This is not an e-mail address. One looks like name@example.org."),
        "kind": None if typed["kind"] in set(Kind) else say("Choose a role."),
        "place": say("An admin looks after the whole hub.") if is_narrow_admin else None,
    }
    if not is_place:
        wrong["place"] = say("Choose a place.")
    return {name: fault for name, fault in wrong.items() if fault}


def _role(asked: Doing, kind: str, place: str) -> Held:
    if kind not in set(Kind):
        raise NotFound(say("There is no such role."))
    return Held(Kind(kind), _place_id(asked, place))


def _place_id(asked: Doing, slug: str) -> UUID:
    return WHOLE_HUB if slug == EVERYWHERE else known(asked.db).place(slug).id


def _place_name(asked: Doing, place_id: UUID) -> Saying | str:
    found = known(asked.db).tree.places.get(place_id)
    return found.name if found else say("the whole hub")


def _settle(act: Doing, role: Held) -> None:
    """Bring the pages about the places in line, which say how many look after them."""
    bump_around(act.db, list(known(act.db).tree.places) if role.place_id == WHOLE_HUB else [role.place_id])


def _tell(act: Doing, person_id: UUID, role: Held) -> None:
    _settle(act, role)
    invited = persons.person(act.db, person_id)
    told = letter(
        "notice",
        invited.email,
        invited.language,
        title=say("You are invited to look after %(place)s", place=_place_name(act, role.place_id)),
        paragraphs=[
            say(
                "Your role: %(role)s. Who has it %(duty)s.",
                role=wording.ROLES[role.kind],
                duty=wording.DUTIES[role.kind],
            ),
            say("Sign in with this address: we mail you a code, nobody needs a password. Your desk is on your page."),
            say("If you do not want it, answer whoever invited you; nothing happens until you sign in."),
        ],
        link=path("desk"),
        action=say("Your desk:"),
    )
    post(act.db, told, act.now)


def _renewed(request: Request, act: AtDesk, person_id: UUID, answer: _Answer) -> _Answer:
    """Have whose rights changed sign in anew; who changed their own goes on with a new cookie."""
    if person_id != act.me:
        devices.end_all(act.db, person_id)
        return answer
    devices.end_all(act.db, person_id, but=act.must_be_fresh().id)
    return enter(request, act, person_id, answer)


def _roles_page(request: Request, asked: Doing, typed: Typed) -> HTMLResponse:
    tree, held = known(asked.db).tree, roles.everywhere(asked.db)
    ids = {each.person_id for each in held}
    slugs = {place.id: place.slug for place in tree.places.values()}
    values = {
        "held": held,
        "people": persons.people(asked.db, ids),
        "names": {each.place_id: _place_name(asked, each.place_id) for each in held},
        "slugs": slugs | {WHOLE_HUB: EVERYWHERE},
        "roles": wording.ROLES,
        "kinds": [(kind.value, said) for kind, said in wording.ROLES.items()],
        "duties": wording.DUTIES,
        "places": [
            *((place.slug, place.name) for place in places(asked.db, asked.actor, rules.may_tend)),
            (EVERYWHERE, say("the whole hub")),  # last: nobody gives a role there by not choosing
        ],
        "zone": USUAL_ZONE,
    }
    return private(form_page(request, "people/roles.html", values, typed))


def _role_page(request: Request, asked: Doing, person_id: UUID, role: Held, typed: Typed) -> HTMLResponse:
    person = persons.person(asked.db, person_id)
    slug = EVERYWHERE if role.place_id == WHOLE_HUB else known(asked.db).tree.places[role.place_id].slug
    values = {
        "person": person,
        "role": wording.ROLES[role.kind],
        "place": _place_name(asked, role.place_id),
        "address": path("desk", "roles", person.id, role.kind, slug),
    }
    return private(form_page(request, "people/role.html", values, typed))
