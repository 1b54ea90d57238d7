"""Who is coming to a meetup, and what is wrong with a wish to come? For its page, its form, and what is confirmed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.mentions.queries import MentionView
from hub.errors import NotFound
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.kit.text import squeeze, visible
from hub.meet.events.rules import when_in_words
from hub.meet.events.values import EventView
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.dates import dates_of
from hub.meet.rsvps.rules import MOST_GUESTS, most_guests
from hub.meet.rsvps.values import DateNow, Room
from hub.people.persons import queries as people
from hub.site import words
from hub.site.deps import Doing
from hub.site.typed import Typed, too_long, trapped

LONGEST_NAME = 40
MOST_DATES = 12  # one can choose from
_LIKE_AN_ADDRESS = re.compile(r"[:/@<>\d]|www\.|\.[^\W\d_]{2}", re.IGNORECASE)
NOTHING_TYPED = Typed()
TOO_OFTEN = say("This was sent very often today. Keep it, and send it later.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A date one could come to, and how full it is."""

    meeting: DateNow
    room: Room


@dataclass(frozen=True, slots=True)
class Coming:
    """What the page of a meetup says of who comes; of one that is told elsewhere, where one says so."""

    event_id: UUID
    choices: Sequence[Choice] = ()  # dates one can come to, soonest first
    guests_allowed: bool = False
    capacity: int | None = None
    elsewhere: int = 0  # sites that say their people come
    sign_up: str = ""  # its organiser's own page, where this hub takes nobody's word
    typed: Typed = NOTHING_TYPED  # what stands in the form

    @property
    def guests(self) -> Sequence[tuple[int, Saying | str]]:
        """How many people one can bring: the number, and its words."""
        return guests_up_to(most_guests(self.capacity))

    @property
    def first(self) -> Choice:
        """The date that is chosen beforehand: the first with a seat, or else the first."""
        return next((each for each in self.choices if not each.room.is_full), self.choices[0])


def guests_up_to(most: int) -> Sequence[tuple[int, Saying | str]]:
    """Return how many people one can bring, at most so many: each number, and its words."""
    return [(0, say("Nobody, I come alone")), *((each, str(each)) for each in range(1, most + 1))]


def bringing(guests: int) -> Saying:
    """Say whom somebody brings; nothing where they come alone."""
    if not guests:
        return NOTHING
    return say_count("You bring %(count)s person along.", "You bring %(count)s people along.", guests)


def coming(db: Session, event: EventView, mentions: Sequence[MentionView], now: datetime) -> Coming | None:
    """Return what the page of *event* says of who comes; None where there is nothing to say.

    What other sites say beside it is counted, and not told again: their names stand below.
    """
    elsewhere = sum(each.rsvp == "yes" for each in mentions)
    agreed = queries.agreed(db, event.id)
    if agreed is None:
        is_told_elsewhere = bool(event.url) and not event.cancelled and not queries.is_typed_here(db, event.id)
        return Coming(event.id, elsewhere=elsewhere, sign_up=event.url) if is_told_elsewhere else None
    open_to_all = [each for each in dates_of(db, event.id) if each.takes_people(now)][:MOST_DATES]
    rooms = queries.rooms(db, event.id, {each.slot for each in open_to_all}, agreed)
    choices = [Choice(each, rooms[each.slot]) for each in open_to_all]
    allowed = agreed.guests_allowed and agreed.capacity != 1
    return Coming(event.id, choices, allowed, agreed.capacity, elsewhere) if choices else None


def must_take(found: Coming | None) -> Coming:
    """Return what was found, where one can say here that one comes; NotFound where one cannot."""
    if found is None or found.sign_up:
        raise NotFound(say("Nobody can say here that they come to this."))
    return found


def checked(doing: Doing, found: Coming, typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    wish = wish_of(found, typed)
    slots = {each.meeting.slot for each in found.choices}
    choose = None if wish.slot in slots else say("Choose a date that is still to come.")
    wrong = {
        "date": choose,
        "guests": None if choose else actions.fault(doing.db, wish, doing.now),
        "name": _name_fault(typed),
        "website": trapped(typed),
    }
    return typed.but(**{name: each for name, each in wrong.items() if each and name not in typed.wrong})


def wish_of(found: Coming, typed: Typed) -> Wish:
    """Return what was typed as a wish; a number nobody can read is more than anybody may bring."""
    number = typed["guests"] or "0"
    guests = int(number) if number.isascii() and number.isdigit() and len(number) <= 2 else MOST_GUESTS + 1  # noqa: PLR2004 -- digits
    return Wish(found.event_id, typed["date"], guests, squeeze(typed["name"]), is_shown=typed["shown"] == "yes")


def payload_of(found: Coming, wish: Wish, title: str) -> Mapping[str, object]:
    """Return a checked wish as what waits for a code keeps it."""
    choice = next(each for each in found.choices if each.meeting.slot == wish.slot)
    why = choice.room.why_wait(1 + wish.guests)
    return {
        "event": wish.event_id.hex,
        "slot": wish.slot,
        "guests": wish.guests,
        "name": wish.name,
        "shown": wish.is_shown,
        "title": title,
        "when": words.said(when_in_words(choice.meeting, choice.meeting.zone)),
        "bring": words.said(bringing(wish.guests)),
        "wait": words.said(say("%(why)s You would wait in turn.", why=why)) if why else "",
    }


def wish_in(payload: Mapping[str, object]) -> Wish:
    """Return the wish that waited for a code."""
    return Wish(
        UUID(str(payload["event"])),
        str(payload["slot"]),
        int(str(payload["guests"])),
        str(payload["name"]),
        is_shown=payload["shown"] is True,
    )


def named(doing: Doing, typed: Typed) -> Typed:
    """Return what was typed; who ticked that their name is shown and gave none is named as they are known here."""
    if typed["shown"] != "yes" or typed["name"] or not doing.actor.person_id:
        return typed
    name = people.person(doing.db, doing.actor.person_id).name
    rest = tuple(pair for pair in typed.fields if pair[0] != "name")
    return Typed((*rest, ("name", name)), typed.wrong)


def _name_fault(typed: Typed) -> Saying | None:
    name = typed["name"]
    if typed["shown"] == "yes" and not name:
        return say("Type the name that others may read, or leave it unshown.")
    if visible(name) != name or "\n" in name:
        return say("This has signs in it that nobody sees. Take them out.")
    # It stands on a public page before anybody has read it.
    if _LIKE_AN_ADDRESS.search(name):
        return say("A name has letters in it: no address, no number and no sign like < or @.")
    return too_long(name, LONGEST_NAME)
