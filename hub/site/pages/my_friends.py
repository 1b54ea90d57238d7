"""What do two Digital Friends have together? A private page for the two: what is next, steps, homework, sessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import NOTHING, Saying, say
from hub.meet.partnerships import curriculum, inviting, queries
from hub.meet.partnerships import offering as offers
from hub.meet.partnerships.rules import State
from hub.meet.partnerships.values import StepView
from hub.people.persons import queries as people
from hub.site import limits
from hub.site.deps import Act, Doing, Look
from hub.site.friends import asking, offering, steps, working
from hub.site.friends.offering import SIDES
from hub.site.friends.showing import shown
from hub.site.friends.together import GONE, Together
from hub.site.kept.known import known
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(5, namespace="friends-asked")
Told = Annotated[str, Query(max_length=20, description="What somebody has just done.")]
TOLD: Mapping[str, Saying] = {
    "offered": say("Thank you. Whoever brings two together here has it now, and we mail you when there is somebody."),
    "withdrawn": say("It is taken back."),
    "asked": say("We have asked them by mail. If they say yes, it begins, and we mail you."),
    "declined": say("It is gone from your page. Nobody is told that you said no."),
    "gone": GONE,
    "unsafe": say(
        "Thank you for saying so. Everything between you two has stopped, and whoever looks after safety here "
        "will read it. The other one is not told what you said."
    ),
}


@router.get("/you/friends")
def show_my_friends(request: Request, asked: Look, told: Told = "") -> Response:
    """Show somebody their Digital Friends, what they offered, and who asks them."""
    return _list_page(request, asked, Typed(), TOLD.get(told, NOTHING))


@router.post("/you/friends")
def post_invitation(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Ask somebody one knows, by their e-mail address, to be Digital Friends."""
    person_id = doing.must_be_member().person_id
    here = next((each for each in known(doing.db).tree.places.values() if each.slug == typed["place"]), None)
    checked = offering.invitation_checked(typed if here else typed.but(place=say("Choose a place.")))
    if checked.wrong or here is None:
        return _list_page(request, doing, checked, NOTHING)
    too_many = say("Five such mails a day are enough for everybody.")
    limits.tally(doing).must(OF_PERSON, person_id.hex, too_many)
    asking.ask(doing, person_id, offering.invitation(here, checked), here.name)
    return see(path("you", "friends", told="asked"))


@router.post("/you/friends/offers/{offer}")
def post_offer_withdrawn(offer: UUID, doing: Act) -> Response:
    """Take back what one offered, or wished."""
    if not offers.withdraw_offer(doing.db, offer, doing.must_be_member().person_id):
        raise NotFound(GONE)
    return see(path("you", "friends", told="withdrawn"))


@router.post("/you/friends/invited/{invitation}")
def post_invited(request: Request, invitation: UUID, doing: Act, typed: FormTyped) -> Response:
    """Say yes or no to who asks by mail, or take one's own question back."""
    person_id = doing.must_be_member().person_id
    known_ones = (*inviting.to(doing.db, person_id, doing.now), *inviting.by(doing.db, person_id, doing.now))
    asked = next((each for each in known_ones if each.id == invitation), None)
    if asked is None:
        raise NotFound(GONE)
    if asked.person_id == person_id:
        inviting.take_back(doing.db, invitation, doing.now)
        return see(path("you", "friends", told="withdrawn"))
    if typed["say"] != "yes":
        inviting.answer(doing.db, invitation, doing.now)
        return see(path("you", "friends", told="declined"))
    checked = asking.answer_checked(typed)
    if checked.wrong:
        return _list_page(request, doing, checked, NOTHING)
    made = asking.begin(doing, person_id, asked, typed)
    return see(path("you", "friends", made) if made else path("you", "friends", told="gone"))


@router.get("/you/friends/{friends}")
def show_friends(request: Request, friends: UUID, asked: Look, told: Told = "") -> Response:
    """Show two what they have together, or ask one of them whether it is to begin."""
    return _page(request, asked, friends, Typed(), TOLD.get(told, NOTHING))


@router.get("/you/friends/{friends}/steps/{step}")
def show_step(request: Request, friends: UUID, step: str, asked: Look) -> Response:
    """Show the form of a step: of a new one, or as it stands."""
    return _step_page(request, asked, friends, step, None)


@router.post("/you/friends/{friends}/steps/{step}")
def post_step(request: Request, friends: UUID, step: str, doing: Act, typed: FormTyped) -> Response:
    """Write a step."""
    at = _at(doing, friends, typed)
    at.must_go_on()
    checked = steps.checked(typed)
    if checked.wrong:
        return _step_page(request, doing, friends, step, checked)
    if step == "new":
        curriculum.add_step(doing.db, friends, steps.written(checked))
    elif not curriculum.change_step(doing.db, friends, _step(doing, friends, step).id, steps.written(checked)):
        raise NotFound(GONE)
    return see(path("you", "friends", friends) + "#steps")


@router.post("/you/friends/{friends}/{deed}")
def post_deed(request: Request, friends: UUID, deed: str, doing: Act, typed: FormTyped) -> Response:
    """Do what a button on the page of two says."""
    checked = working.do(_at(doing, friends, typed), deed)
    if checked.wrong:
        return _page(request, doing, friends, checked, NOTHING)
    if deed in {"decline", "unsafe"}:
        return see(path("you", "friends", told="declined" if deed == "decline" else "unsafe"))
    return see(path("you", "friends", friends) + (f"#{typed['back']}" if typed["back"] in _BACK else ""))


_BACK = frozenset({"goals", "steps", "sessions", "checks", "more"})


def my_friends(db: Session, person_id: UUID, moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return how many Digital Friends somebody has, for their own page."""
    found = queries.of_person(db, person_id)
    open_ones = [each for each in found if each.state is State.ASKED and each.side(person_id) not in each.agreed]
    asked = [*open_ones, *inviting.to(db, person_id, moment)]
    begun = [each for each in found if each.starts_on and each.over_at is None]
    return "people/you_friends.html", {"friends": begun, "friends_asked": asked}


SECTIONS.append(my_friends)


def _at(doing: Doing, friends: UUID, typed: Typed) -> Together:
    person_id = doing.must_be_member().person_id
    found, side = queries.mine(doing.db, friends, person_id)
    return Together(doing, found, side, person_id, typed)


def _page(request: Request, asked: Doing, friends: UUID, typed: Typed, done: Saying) -> Response:
    assert asked.actor.person_id is not None  # noqa: S101 -- nobody else is let in
    values = shown(asked, friends, asked.actor.person_id)
    return private(form_page(request, "meet/friends.html", {**values, "done": done}, typed))


def _list_page(request: Request, asked: Doing, typed: Typed, done: Saying) -> Response:
    person_id = asked.actor.person_id
    assert person_id is not None  # noqa: S101 -- nobody else is let in
    tree = known(asked.db).tree
    offered, friends = queries.offers_of(asked.db, person_id), queries.of_person(asked.db, person_id)
    homes = [each.place_id for each in friends] + [each.place_id for each in offered]
    home = next((tree.places[each] for each in homes if each in tree.places), None)
    values = {
        "offers": [(each, tree.places.get(each.place_id)) for each in offered],
        "all_friends": [(each, each.side(person_id)) for each in friends],
        "asked_by": inviting.to(asked.db, person_id, asked.now),
        "asked": inviting.by(asked.db, person_id, asked.now),
        "home": home.slug if home else "",
        "places": [(each.slug, each.name) for each in sorted(tree.places.values(), key=lambda each: each.name)],
        "sides": list(SIDES.items()),
        "adult": [("yes", offering.ADULT)],
        "name": people.person(asked.db, person_id).name,
        "done": done,
    }
    return private(form_page(request, "meet/my_friends.html", values, typed))


def _step_page(request: Request, asked: Doing, friends: UUID, step: str, typed: Typed | None) -> Response:
    assert asked.actor.person_id is not None  # noqa: S101 -- nobody else is let in
    found, side = queries.mine(asked.db, friends, asked.actor.person_id)
    is_new = step == "new"
    begun = typed or (Typed() if is_new else steps.begun(_step(asked, friends, step)))
    values = {
        "found": found,
        "other": found.name_of(side.other),
        "is_new": is_new,
        "action": path("you", "friends", friends, "steps", step),
        "labels": steps.LABELS,
        "answers": steps.ANSWERS,
    }
    return private(form_page(request, "meet/step.html", values, begun))


def _step(asked: Doing, friends: UUID, step: str) -> StepView:
    work = queries.work(asked.db, friends)
    found = next((each for each in work.steps if str(each.id) == step), None)
    if found is None:
        raise NotFound(GONE)
    return found
