"""What stands beside a meetup, and where is it named? Who else tells of it, posts, conversations; both ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.communicate.threads import queries as threads
from hub.communicate.threads.joined import all_numbers
from hub.kit.saying import NOTHING, Saying, say
from hub.meet.events import queries as meetups
from hub.meet.events.values import AlsoTold, EventView, Meetup
from hub.meet.hosting import begun
from hub.meet.merging import queries as merging
from hub.meet.merging.rules import About
from hub.meet.merging.values import Named
from hub.places.queries import PlaceView
from hub.site.conversing.titles import titles
from hub.site.render import path
from hub.site.talking import Talk

ENOUGH_VOICES = 3  # of a conversation, before it is proposed to meet


@dataclass(frozen=True, slots=True)
class Began:
    """The conversation a meetup began in."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a meetup on its page."""

    also: Sequence[AlsoTold]  # other calendars that tell of it
    posts: Sequence[Card]  # newest first
    began: Began | None

    @property
    def lead(self) -> AlsoTold | None:
        """Whose page is the one to send people to; None where that is this one."""
        return next((each for each in self.also if each.leads), None)


@dataclass(frozen=True, slots=True)
class Meets:
    """A meetup, named elsewhere than on its page."""

    address: str
    title: str
    next: Meetup | None  # its next date; None where none is ahead
    why: Saying = NOTHING


def beside(db: Session, here: PlaceView, event: EventView) -> Beside:
    """Return what stands beside a meetup on its page in *here*."""
    return Beside(
        merging.also_told(db, here.id, event.id),
        listed(db, merging.posts_about(db, here.id, event.id)),
        _began(db, here, event.id),
    )


def meetups_of_item(db: Session, home: PlaceView, item_id: int, now: datetime) -> Sequence[Meets]:
    """Return the meetups a post is about, with their next dates, soonest first; those that are over stand last."""
    return _meets(db, home, {each.event_id: why(each) for each in merging.meetups_of(db, item_id)}, now)


def meetups_of_talk(db: Session, here: PlaceView, thread_id: int, now: datetime) -> Sequence[Meets]:
    """Return the meetups that began in a conversation, or in one that was put together with it."""
    return _meets(db, here, dict.fromkeys(begun.events_of(db, all_numbers(db, here.id, thread_id)), NOTHING), now)


def why(named: Named) -> Saying:
    """Say how we know that a post is about a meetup."""
    match About(named.because):
        case About.PAGE:
            return say("It leads to the page of this meetup.")
        case About.HERE:
            return say("It leads to what this hub says of this meetup.")
        case About.DAY:
            return say("It says “%(title)s” and names the day.", title=named.evidence)
        case About.SOON:
            return say("It says “%(title)s” and was published close to the day.", title=named.evidence)


def may_meet(talk: Talk) -> bool:
    """Say whether enough people speak in a conversation to propose that they meet."""
    return not talk.state.closed_at and talk.state.voices >= ENOUGH_VOICES


def _meets(db: Session, home: PlaceView, found: Mapping[UUID, Saying], now: datetime) -> Sequence[Meets]:
    told = {event_id: event for event_id in found if (event := meetups.event(db, event_id)) and event.places}
    dates = {each.event_id: each for each in meetups.next_dates(db, list(told), now, len(told) or 1)}
    made = [
        Meets(_address(home, event), event.title, dates.get(event_id), found[event_id])
        for event_id, event in told.items()
    ]
    return sorted(made, key=lambda each: (each.next is None, each.next.starts_at if each.next else now, each.title))


def _address(home: PlaceView, event: EventView) -> str:
    """Return the page of an event: in *home*, where it is listed there, else in the first place it is in."""
    slugs = [place.slug for place in event.places]
    return path(home.slug if home.slug in slugs else slugs[0], "meetups", event.id)


def _began(db: Session, here: PlaceView, event_id: UUID) -> Began | None:
    thread_id = begun.thread_of(db, event_id)
    if thread_id is None:
        return None
    today = threads.heir(db, here.id, thread_id) or thread_id
    title = titles(db, [today]).get(today)
    return Began(path(here.slug, "conversations", today), title) if title else None
