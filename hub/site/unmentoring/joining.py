"""What is wrong with a form that joins a round, and what becomes of a good one? From what was typed to a seat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from hub.errors import BadQuestion
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import squeeze, visible
from hub.meet.rounds import actions, queries
from hub.meet.rounds.actions import Joining
from hub.meet.rounds.queries import EnrolmentView, PlanView, RoundView
from hub.meet.rounds.rules import LONGEST_LIKES, LONGEST_NAME, LONGEST_ORGANISATION, Slot, Way, next_opening
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.typed import Typed, too_long, trapped
from hub.site.unmentoring.welcoming import tell_joined

YES = "yes"
CLOSED: Final = say("This round cannot be joined any more. The next one opens soon.")
FOR_ADULTS: Final = say("This round is for people who are 18 or over.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How rounds stand in a place, and where a visitor stands in them."""

    plan: PlanView | None
    open: RoundView | None
    drawn: tuple[RoundView, ...]
    mine: EnrolmentView | None  # what who is signed in said who joined
    is_reminded: bool
    opens_next: datetime  # the next round, by the calendar


def standing(asked: Doing, here: PlaceView) -> Standing:
    """Return how rounds stand in a place."""
    db, me = asked.db, asked.actor.person_id
    found = queries.open_in(db, here.id)
    return Standing(
        plan=queries.plan(db, here.id),
        open=found,
        drawn=tuple(queries.drawn_in(db, here.id)),
        mine=queries.enrolment(db, found.id, me) if found and me else None,
        is_reminded=me is not None and queries.is_reminded(db, here.id, me),
        opens_next=next_opening(asked.now, here.timezone),
    )


def begun(asked: Doing, at: Standing, name: str) -> Typed:
    """Return what stands in the form at first: what somebody said here or in their last round, or their name."""
    me = asked.actor.person_id
    before = at.mine or (queries.last_enrolment(asked.db, me) if me else None)
    if before is None:
        first = next(iter(name.split(maxsplit=1)), "")
        return Typed((("name", first[:LONGEST_NAME]), *(("ways", way.value) for way in Way)))
    said = [("name", before.name), ("likes", before.likes), ("organisation", before.organisation)]
    said += [("rather_three", YES)] * before.rather_three + [("adult", YES)] * bool(at.mine and at.mine.adult)
    said += [("remind", YES)] * at.is_reminded
    return Typed((*said, *(("times", each) for each in before.times), *(("ways", each) for each in before.ways)))


def checked(typed: Typed, found: RoundView) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    wrong: Mapping[str, Saying | None] = {
        "name": _line(typed["name"], LONGEST_NAME, say("Type the name you want to be called by.")),
        "likes": _line(typed["likes"], LONGEST_LIKES, say("Write a few words about what you like.")),
        "times": None if _chosen(typed, "times", Slot) else say("Choose at least one."),
        "ways": None if _chosen(typed, "ways", Way) else say("Choose at least one."),
        "organisation": too_long(typed["organisation"], LONGEST_ORGANISATION),
        "adult": FOR_ADULTS if _is_child(typed, found) else None,
        "website": trapped(typed),
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def payload_of(typed: Typed, found: RoundView) -> Mapping[str, Any]:
    """Return what was typed, checked, as what waits for a code keeps it."""
    return {
        "round": found.id.hex,
        "name": squeeze(typed["name"]),
        "likes": typed["likes"],
        "times": list(_chosen(typed, "times", Slot)),
        "ways": list(_chosen(typed, "ways", Way)),
        "organisation": squeeze(typed["organisation"]),
        "rather_three": typed["rather_three"] == YES,
        "adult": typed["adult"] == YES,
        "remind": typed["remind"] == YES,
    }


def join(doing: Doing, person_id: UUID, payload: Mapping[str, Any]) -> PlaceView:
    """Have somebody join the round a form was about; BadQuestion where it is drawn by now. Return its place."""
    found = queries.a_round(doing.db, UUID(payload["round"]))
    if not found.is_open or is_resting(doing.db, found.place_id):
        raise BadQuestion(CLOSED)
    if found.adults_only and not payload["adult"]:  # it was for everybody when the form was filled in
        raise BadQuestion(FOR_ADULTS)
    said = Joining(
        name=payload["name"],
        likes=payload["likes"],
        times=tuple(payload["times"]),
        ways=tuple(payload["ways"]),
        organisation=payload["organisation"],
        rather_three=payload["rather_three"],
        adult=payload["adult"],
    )
    is_new = actions.join(doing.db, found.id, person_id, said, doing.now)
    actions.remind(doing.db, found.place_id, person_id, doing.now, wanted=payload["remind"])
    if is_new:
        tell_joined(doing, found, person_id)
    return known(doing.db).tree.places[found.place_id]


def is_resting(db: Session, place_id: UUID) -> bool:
    """Say whether the rounds of a place rest."""
    plan = queries.plan(db, place_id)
    return plan is None or plan.is_paused


def can_be_joined(db: Session, place_id: UUID) -> bool:
    """Say whether a place has a round one can join now."""
    return not is_resting(db, place_id) and queries.open_in(db, place_id) is not None


def _is_child(typed: Typed, found: RoundView) -> bool:
    return found.adults_only and typed["adult"] != YES


def _chosen(typed: Typed, name: str, among: type[Slot | Way]) -> tuple[str, ...]:
    said = set(typed.all(name))
    return tuple(each.value for each in among if each.value in said)


def _line(text: str, most: int, missing: Saying) -> Saying:
    if not visible(text).strip():
        return missing
    return too_long(text, most) or NOTHING
