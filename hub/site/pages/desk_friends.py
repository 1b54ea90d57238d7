"""Who could be Digital Friends? A mentor brings two together; safeguarding notes training and reads what went wrong."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.meet.partnerships import actions, offering, queries, safety
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.rules import LONGEST_WORDS, Side, State
from hub.meet.partnerships.values import OfferView, PartnershipView
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bin, offers
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.friends import letters
from hub.site.friends.apart import are_free, may_meet
from hub.site.friends.reviewing import reporters, review, review_fault
from hub.site.friends.together import GONE
from hub.site.kept.known import known
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from
Done = Annotated[str, Query(max_length=20)]
DONE: Mapping[str, Saying] = {
    "asked": say("Both are asked by mail. What each of them answers is shown to nobody."),
    "noted": say("It is noted."),
    "released": say("It is noted. Where nothing else waits, the two go on."),
    "ended": say("It is noted, and over between the two."),
}


@router.get("/desk/digital-friends")
def show_offers(request: Request, asked: Looking, place: str = "", done: Done = "") -> HTMLResponse:
    """Show who offers and who asks in a place, and the pairs there."""
    return _page(request, asked, tended(asked, place, rules.may_bring_together), Typed(), done)


@router.post("/desk/digital-friends/{place}")
def post_two(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Ask two whether they want to be Digital Friends."""
    here = tended(act, place)
    mentor, mentee = _chosen(act, here, Side.MENTOR, typed), _chosen(act, here, Side.MENTEE, typed)
    checked = _checked(act.db, typed, mentor, mentee)
    if act.me in {each.person_id for each in (mentor, mentee) if each}:
        # Who is asked and hears of nothing would know by it that they are excluded.
        checked = checked.but(mentor=say("Let somebody else who looks after the place suggest you."))
    if checked.wrong or mentor is None or mentee is None:
        return _page(request, act, here, checked)
    two = Two(here.id, mentor.person_id, mentee.person_id, mentor.name, mentee.name, typed["why"])
    # Whom somebody excluded is not asked; that nobody may learn of it here, it looks as if they were.
    in_silence = not may_meet(act.db, two.mentor_id, two.mentee_id, act.now)
    made = actions.ask(act.db, two, act.now, by=act.actor.person_id, in_silence=in_silence)
    if not in_silence:
        letters.ask(act.db, queries.partnership(act.db, made), here.name, act.now)
    note(act.db, act.actor, Entry(Deed.SUGGEST_FRIENDS, Thing.PARTNERSHIP, made, here.id), act.now)
    return see(path("desk", "digital-friends", place=here.slug, done="asked"))


@router.post("/desk/digital-friends/{place}/training/{offer}")
def post_training(request: Request, place: str, offer: UUID, act: Acting, typed: FormTyped) -> Response:
    """Note what safeguarding knows of a mentor's training and checks."""
    here = tended(act, place, rules.may_safeguard)
    found = queries.offer(act.db, offer)
    if found.place_id != here.id:
        raise NotFound(GONE)
    until, long = _day(typed["until"]), too_long(typed["trained"], LONGEST_WORDS)
    if long or (typed["until"] and until is None):
        wrong = {"trained": long} if long else {"until": say("Give a day like 2027-03-31.")}
        return _page(request, act, here, typed.but(**wrong))
    offering.note_training(act.db, offer, typed["trained"], until)
    note(act.db, act.actor, Entry(Deed.NOTE_TRAINING, Thing.PERSON, found.person_id, here.id), act.now)
    return see(path("desk", "digital-friends", place=here.slug, done="noted"))


@router.post("/desk/digital-friends/{place}/reports/{report}")
def post_review(request: Request, place: str, report: UUID, act: Acting, typed: FormTyped) -> Response:
    """Keep what is decided where somebody did not feel safe: the two may go on, or it is over."""
    here = tended(act, place, rules.may_safeguard)
    found = next((each for each in safety.waiting(act.db, [here.id]) if each.id == report), None)
    if found is None:
        raise NotFound(GONE)
    if fault := review_fault(typed):
        return _page(request, act, here, typed.but(review=fault))
    may_go_on = review(act, found, typed)
    return see(path("desk", "digital-friends", place=here.slug, done="released" if may_go_on else "ended"))


@offers(rules.may_tend)
def waiting(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Bin]:
    """Return who waits for a Digital Friend where somebody tends."""
    since = [(each.place_id, each.made_at) for each in queries.wishes(db, place_ids)]
    return _bins(db, "friends", say("People who would like a Digital Friend"), since)


@offers(rules.may_safeguard)
def unsafe(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Bin]:
    """Return what people said who did not feel safe, and nobody has read."""
    since = [(each.place_id, each.said_at) for each in safety.waiting(db, place_ids)]
    return _bins(db, "friends-unsafe", say("Digital Friends who did not feel safe"), since)


def _bins(db: Session, name: str, title: Saying, since: Sequence[tuple[UUID, datetime]]) -> Sequence[Bin]:
    """Return a bin for each place in which something waits; where nothing does, one that says so."""
    tree, found = known(db).tree.places, []
    for place_id in dict.fromkeys(place_id for place_id, _ in since if place_id in tree):
        here, theirs = tree[place_id], [at for each, at in since if each == place_id]
        address = path("desk", "digital-friends", place=here.slug)
        found.append(
            Bin(name, say("%(what)s: %(place)s", what=title, place=here.name), len(theirs), min(theirs), address)
        )
    return found or [Bin(name, title, 0, None, path("desk", "digital-friends"))]


def _checked(db: Session, typed: Typed, mentor: OfferView | None, mentee: OfferView | None) -> Typed:
    wrong: dict[str, Saying] = {}
    if mentor is None:
        wrong["mentor"] = say("Choose one who offers.")
    if mentee is None:
        wrong["mentee"] = say("Choose one who would like somebody.")
    if long := too_long(typed["why"], LONGEST_WORDS):
        wrong["why"] = long
    if mentor and mentee and not are_free(db, mentor.person_id, mentee.person_id):
        wrong["mentee"] = say("These two have been asked already, or know each other from here. Choose others.")
    return typed.but(**wrong)


def _chosen(act: Doing, here: PlaceView, side: Side, typed: Typed) -> OfferView | None:
    chosen = as_id(typed[side])
    return next((each for each in queries.offers_in(act.db, here.id, side) if each.id == chosen), None)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _page(request: Request, asked: Doing, here: PlaceView, typed: Typed, done: str = "") -> HTMLResponse:
    place_line = line(asked.db, here.id)
    may_safeguard = rules.may_safeguard(asked.actor, place_line)
    pairs = queries.of_place(asked.db, here.id)
    reports = safety.waiting(asked.db, [here.id]) if may_safeguard else []
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_bring_together)[:MOST_PLACES],
        "mentors": queries.offers_in(asked.db, here.id, Side.MENTOR),
        "mentees": queries.offers_in(asked.db, here.id, Side.MENTEE),
        "number": _numbers(pairs),
        "reports": reports,
        "reporters": reporters(asked.db, reports),
        "may_tend": rules.may_tend(asked.actor, place_line),
        "may_safeguard": may_safeguard,
        "zone": here.timezone,
        "done": DONE.get(done),
    }
    return private(form_page(request, "meet/desk_friends.html", values, typed))


def _numbers(pairs: Sequence[PartnershipView]) -> Mapping[str, int]:
    numbers = {state.value: sum(each.state is state for each in pairs) for state in State}
    # One that stands still counts as before: nobody is to read from a number that somebody did not feel safe.
    still = [each for each in pairs if each.state is State.HELD]
    numbers[State.RUNNING] += sum(each.starts_on is not None for each in still)
    numbers[State.ASKED] += sum(each.starts_on is None for each in still)
    return numbers
