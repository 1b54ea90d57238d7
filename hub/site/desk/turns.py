"""Whose week is it to look after a place? Weeks as the desk lists them, and what everybody may know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.kit.zones import wall
from hub.people import rules
from hub.people.helping import handing, taking_turns
from hub.people.persons import consents, roles
from hub.people.persons import queries as persons
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.deps import Doing, line
from hub.site.desk.reach import places
from hub.site.kept.known import known
from hub.site.sheets.weeks import Week, week_of

AHEAD = 8  # weeks that can be taken
MOST_PLACES = 50  # looked through for one’s own weeks


@dataclass(frozen=True, slots=True)
class Turn:
    """A week of a place, and who has it."""

    week: Week
    person_id: UUID | None
    name: str  # as mentors call each other


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A week somebody has taken."""

    place: PlaceView
    week: Week
    is_now: bool


@dataclass(frozen=True, slots=True)
class Tended:
    """What everybody may know of who looks after a place."""

    mentors: int
    this_week: str  # a name, where its bearer agreed; else empty


def weeks_of(here: PlaceView, now: datetime, number: int = AHEAD) -> Sequence[Week]:
    """Return this week, as it is in *here*, and those after it."""
    weeks = [week_of(wall(now, ZoneInfo(here.timezone)).date())]
    while len(weeks) < number:
        weeks.append(weeks[-1].after)
    return weeks


def turns(db: Session, here: PlaceView, now: datetime) -> Sequence[Turn]:
    """Return the coming weeks of a place, with who has each."""
    weeks = weeks_of(here, now)
    taken = handing.turns(db, here.id, [week.monday for week in weeks])
    names = persons.called(db, set(taken.values()))
    return [Turn(week, taken.get(week.monday), names.get(taken.get(week.monday, here.id), "")) for week in weeks]


def mentors(db: Session, here: PlaceView) -> dict[UUID, str]:
    """Return the mentors of a place with what to call them, those there longest first."""
    ids = roles.mentors(db, [*line(db, here.id), WHOLE_HUB])
    names = persons.called(db, ids)
    return {each: names[each] for each in ids if each in names}


def my_weeks(asked: Doing) -> Sequence[MyWeek]:
    """Return the coming weeks that are somebody’s own, the next first."""
    found = [
        MyWeek(here, turn.week, is_now=index == 0)
        for here in places(asked.db, asked.actor, rules.may_tend)[:MOST_PLACES]
        for index, turn in enumerate(turns(asked.db, here, asked.now))
        if turn.person_id == asked.actor.person_id
    ]
    return sorted(found, key=lambda each: (each.week, each.place.name))


def let_go(doing: Doing, person_id: UUID) -> None:
    """Have the coming weeks of who no longer looks after their places free again."""
    left = persons.actor(doing.db, person_id)
    gone = [each for each in known(doing.db).tree.places if not rules.may_tend(left, line(doing.db, each))]
    taking_turns.leave_rota(doing.db, person_id, gone, week_of(doing.now.date()).monday)


def tended(db: Session, here: PlaceView, now: datetime) -> Tended:
    """Return how many look after a place, and whose week it is where they let everybody know."""
    monday: date = weeks_of(here, now, 1)[0].monday
    ids = roles.mentors(db, [*line(db, here.id), WHOLE_HUB])
    on_duty = handing.turns(db, here.id, [monday]).get(monday)
    agreed = consents.agreeing(db, consents.DUTY_NAME, [str(here.id)])
    shown = on_duty if on_duty in ids and on_duty in agreed else None
    return Tended(len(ids), roles.named(db, [shown]).get(shown, "") if shown else "")
