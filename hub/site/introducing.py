"""What does a mentor see of who could meet whom, and what do the two see who are asked? Offers, in words for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.communicate.introducing import actions, queries
from hub.communicate.introducing.actions import Offering
from hub.communicate.introducing.links import PURPOSE, whose_door
from hub.communicate.introducing.queries import Candidate, Offer, Voice
from hub.communicate.introducing.rules import HOLDS, LONGEST_WORDS, Said, State
from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import IN_FULL, Dated, Saying, say, say_count
from hub.kit.zones import wall
from hub.people.audit.actions import Entry, note
from hub.people.persons import queries as persons
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.secret import key_for
from hub.site.deps import Doing, chosen
from hub.site.introduction_letters import tell_who_it_is
from hub.site.kept.known import known
from hub.site.typed import Typed, too_long

_STANDS: Mapping[State, Saying] = {
    State.OFFERED: say("The mails leave in about ten minutes. Until then you can take it back."),
    State.ASKED: say("Both were asked."),
    State.MET: say("Both said yes, and know of each other now."),
    State.OVER: say("It did not come about."),
}
DONE: Final = {
    "offered": say("Both are asked in about ten minutes. Until then you can take it back, below."),
    "back": say("It is taken back. Nobody was asked."),
    "late": say("It cannot be taken back any more: both were asked."),
    "yes": say("Thank you. If the other one says yes too, we mail both of you."),
    "no": say("Thank you. Nobody hears that you said no."),
}
_GONE: Final = say("There is no such introduction here.")


@dataclass(frozen=True, slots=True)
class Line:
    """An offer as a mentor sees it."""

    offer: Offer
    one: str
    other: str
    stands: Saying
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An offer as one of the two sees it: nothing in it says who the other is."""

    offer: Offer
    mine: Voice
    person_id: UUID
    place: str
    mentor: str
    holds_until: Dated
    said: Said
    is_open: bool
    has_met: bool


def reasons(found: Candidate) -> tuple[Saying, ...]:
    """Say why two could meet."""
    pair = found.pair
    one = say_count("%(name)s once", "%(name)s %(count)s times", pair.one_number, name=found.one.name)
    other = say_count("%(name)s once", "%(name)s %(count)s times", pair.other_number, name=found.other.name)
    why = say(
        "Both wrote about %(tag)s in the last three months: %(one)s, %(other)s.", tag=found.tag, one=one, other=other
    )
    also = say_count("They share %(count)s more tag.", "They share %(count)s more tags.", pair.also)
    never = say("Neither has linked or replied to the other.")
    return (why, never, also) if pair.also else (why, never)


def lines(db: Session, here: PlaceView) -> Sequence[Line]:
    """Return the offers made in a place, as its mentors see them."""
    found = queries.of_place(db, here.id)
    voices = queries.names(db, {each for made in found for each in (made.one_id, made.other_id)})
    return [
        Line(
            made,
            voices[made.one_id].name,
            voices[made.other_id].name,
            _STANDS[made.state],
            made.state is State.OFFERED,
        )
        for made in found
    ]


def chosen_of(db: Session, here: PlaceView, typed: Typed, now: datetime) -> Candidate | None:
    """Return the two a form names, where they could still be introduced and both can be asked; else None."""
    ids = (as_id(typed["one"]), as_id(typed["other"]))
    found = (each for each in queries.candidates(db, here.id, now) if each.pair.ids == ids and each.can_be_asked)
    return next(found, None)


def checked(found: Candidate | None, typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it."""
    if long := too_long(typed["words"], LONGEST_WORDS):
        typed = typed.but(words=long)
    return typed if found else typed.but(pairs=say("These two cannot be introduced any more. Choose others."))


def offer(doing: Doing, here: PlaceView, found: Candidate, words: str) -> UUID:
    """Have both be asked a while later, and write that down."""
    offering = Offering(here.id, found.pair, words, doing.actor.person_id)
    made = actions.offer(doing.db, offering, doing.now)
    note(doing.db, doing.actor, Entry(Deed.INTRODUCE, Thing.INTRODUCTION, made, here.id), doing.now)
    return made


def take_back(doing: Doing, here: PlaceView, introduction_id: UUID) -> bool:
    """Take an offer back before anybody was asked; False where it is too late, NotFound where it is another place's."""
    if queries.offer(doing.db, introduction_id).place_id != here.id:
        raise NotFound(_GONE)
    done = actions.take_back(doing.db, introduction_id)
    if done:
        entry = Entry(Deed.TAKE_OFFER_BACK, Thing.INTRODUCTION, introduction_id, here.id)
        note(doing.db, doing.actor, entry, doing.now)
    return done


def person_at(db: Session, introduction_id: UUID, token: str) -> UUID:
    """Return who a link in a mail was made for; NotFound where we did not make it."""
    person_id = whose_door(introduction_id, token, key_for(chosen(db), PURPOSE))
    if person_id is None:
        raise NotFound(_GONE)
    return person_id


def question(db: Session, introduction_id: UUID, person_id: UUID) -> Question:
    """Return an offer as somebody sees it who was asked; NotFound for everybody else."""
    made, source_id = queries.side_of(db, introduction_id, person_id)
    place = known(db).tree.places.get(made.place_id)
    mentor = persons.called(db, [made.offered_by]).get(made.offered_by, "") if made.offered_by else ""
    zone = ZoneInfo(place.timezone) if place else ZoneInfo("UTC")
    return Question(
        offer=made,
        mine=queries.names(db, [source_id])[source_id],
        person_id=person_id,
        place=place.name if place else "",
        mentor=mentor,
        holds_until=Dated(wall(made.asked_at + HOLDS, zone).date(), IN_FULL),
        said=made.said[source_id],
        is_open=made.state is State.ASKED,
        has_met=made.state is State.MET,
    )


def said_in(typed: Typed) -> Said | None:
    """Return what a form answers; None where it says neither yes nor no."""
    if typed["say"] == "yes":
        return Said.OPEN if typed["may_write"] == "yes" else Said.YES
    return Said.NO if typed["say"] == "no" else None


def answer(doing: Doing, asked: Question, said: Said) -> None:
    """Keep what somebody answers; once both said yes, each is told who the other is."""
    side = (asked.mine.id, asked.person_id)
    if actions.answer(doing.db, asked.offer.id, side, said, doing.now) is not State.MET or not asked.is_open:
        return
    tell_who_it_is(doing.db, queries.offer(doing.db, asked.offer.id), doing.now)
    actions.forget_said(doing.db, asked.offer.id)
