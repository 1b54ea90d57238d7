"""How does somebody follow something by mail? What they typed becomes what they follow, and that has a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.communicate.following.actions import Wish
from hub.communicate.following.rules import USUAL_HOUR, USUAL_WEEKDAY, Followed, Kind, Rhythm, When
from hub.communicate.threads import queries as threads
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.kit.zones import USUAL_ZONE
from hub.places.queries import PlaceView
from hub.site import limits
from hub.site.conversing.titles import titles
from hub.site.deeds import with_email
from hub.site.deps import Doing
from hub.site.filtered import Narrowing, narrowing, reread
from hub.site.kept.known import called, known, named
from hub.site.render import path
from hub.site.typed import Typed, trapped
from hub.site.words import gettext, said

OF_PERSON = RateLimitItemPerDay(60, namespace="follows-person")
AT_ONCE = "at-once"
OFTEN: Mapping[str, Saying] = {
    Rhythm.DAILY: say("every day"),
    Rhythm.WEEKLY: say("every week"),
    AT_ONCE: say("at once, for this alone"),
}
HOURS = tuple((str(hour), f"{hour:02}:00") for hour in range(24))
WEEKDAYS: Sequence[tuple[str, Saying]] = tuple(
    (str(number), day)
    for number, day in enumerate(
        (
            *(say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday")),
            *(say("Saturday"), say("Sunday")),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be followed in a place: how it is written in the form, and what it is called."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something somebody follows or has muted: what it is called, and where it is; an empty address: nowhere."""

    kind: Saying
    name: str
    address: str


_DIGITS = 18  # of a number the database can hold
NAMES = {
    Kind.PLACE: say("Place"),
    Kind.TAG: say("Tag"),
    Kind.THREAD: say("Conversation"),
    Kind.SOURCE: say("Source"),
    Kind.MEETUPS: say("Meetups"),
}


def begun(db: Session, here: PlaceView, asked: Sequence[tuple[str, str]]) -> Typed:
    """Return what stands in the form at first: what its address names by its kind, the first of them, and that it does.

    What it names and is not there is said to be gone.
    """
    value = next((f"{kind}:{name}" for kind, name in asked if name), "place")
    is_there = meant(db, here, value) is not None
    what = value if is_there else "place"
    named = (("named", "yes" if is_there else "gone"),) if value != "place" else ()
    often = Rhythm.WEEKLY if what.startswith(Kind.MEETUPS) else Rhythm.DAILY  # what is on is planned week by week
    usual = (("often", str(often)), ("hour", str(USUAL_HOUR)), ("weekday", str(USUAL_WEEKDAY)))
    return Typed((("what", what), *named, *usual))


def more_choice(db: Session, here: PlaceView, value: str, listed: Sequence[str]) -> Choice | None:
    """Return what is chosen in the form where it is not among those that are listed anyway."""
    what = None if value in {"", "place", "meetups:", *listed} else meant(db, here, value)
    return Choice(value, thing(db, what).name) if what else None


def calendar_of(here: PlaceView, value: str) -> str:
    """Return the address of the meetups of a place as a calendar: those a value of the form means, or else all."""
    kind, _, name = value.partition(":")
    return path(here.slug, "meetups.ics", **(reread(parse_qsl(name)).query() if kind == Kind.MEETUPS else {}))


def fixed(db: Session, here: PlaceView, typed: Typed) -> str:
    """Return what the one thing is called the form is about; empty where one chooses from the list."""
    what = meant(db, here, typed["what"]) if typed["named"] == "yes" else None
    return thing(db, what).name.removesuffix(f", {here.name}") if what else ""


def meant(db: Session, here: PlaceView, value: str) -> Followed | None:
    """Return what a value of the form means in a place; None where there is no such thing there."""
    kind, _, name = value.partition(":")
    return next(_meant(db, here, kind, name), None)


def _meant(db: Session, here: PlaceView, kind: str, name: str) -> Iterator[Followed]:
    match kind:
        case Kind.PLACE:
            yield Followed(Kind.PLACE, here.id)
        case Kind.TAG if tag := known(db).tags_by_slug.get(name):
            yield Followed(Kind.TAG, here.id, tag.id.hex)
        case Kind.SOURCE:
            yield from (Followed(Kind.SOURCE, here.id, source_id.hex) for source_id in called(db, [name]))
        case Kind.MEETUPS:
            yield Followed(Kind.MEETUPS, here.id, urlencode(reread(parse_qsl(name)).query()))
        case Kind.THREAD if _is_number(name) and threads.place_of(db, int(name)) == here.id:
            yield Followed(Kind.THREAD, here.id, str(int(name)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def checked(doing: Doing, here: PlaceView, typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it."""
    if meant(doing.db, here, typed["what"]) is None:
        typed = typed.but(what=say("This cannot be followed here. Choose something from the list."))
    if typed["often"] not in OFTEN:
        typed = typed.but(often=say("Choose how often you want to be told."))
    elif typed["often"] == AT_ONCE and typed["what"].startswith(Kind.MEETUPS):
        typed = typed.but(often=say("What is on comes every day or every week: choose one of these."))
    if trap := trapped(typed):
        typed = typed.but(website=trap)
    typed = with_right_time(typed)
    return typed if doing.actor.is_member else with_email(typed)


def with_right_time(typed: Typed) -> Typed:
    """Return what was typed with what is wrong with its hour and its day."""
    if typed["hour"] not in dict(HOURS):
        typed = typed.but(hour=say("Choose an hour from the list."))
    return typed if typed["weekday"] in dict(WEEKDAYS) else typed.but(weekday=say("Choose a day from the list."))


def count(doing: Doing) -> None:
    """Count what a member follows; who is not signed in is counted by the codes they ask for."""
    if doing.actor.person_id:
        too_many = say("Sixty changes a day are enough for everybody.")
        limits.tally(doing).must(OF_PERSON, doing.actor.person_id.hex, too_many)


def payload_of(here: PlaceView, typed: Typed) -> Mapping[str, Any]:
    """Return what was typed, all of it right, as it waits for a code."""
    names = ("what", "often", "hour", "weekday")
    return {"place": here.slug, **{name: typed[name] for name in names}}


def wish(db: Session, payload: Mapping[str, Any]) -> Wish | None:
    """Return what somebody wants to follow; None where it went meanwhile."""
    here = known(db).place(payload["place"])
    what, often = meant(db, here, payload["what"]), payload["often"]
    if what is None:
        return None
    rhythm = Rhythm.DAILY if often == AT_ONCE else Rhythm(often)
    when = When(rhythm, int(payload["hour"]), int(payload["weekday"]), here.timezone)
    return Wish(what, when, at_once=often == AT_ONCE)


def written(what: Followed) -> str:
    """Write what is followed as a form keeps it.

    >>> written(Followed(Kind.THREAD, UUID(int=7), "12"))
    'thread-00000000000000000000000000000007-12'
    """
    return f"{what.kind}-{what.place_id.hex}-{what.target_id}"


def read(text: str) -> Followed | None:
    """Read what ``written`` wrote; None for anything else.

    >>> read("thread-00000000000000000000000000000007-12").target_id, read("thread"), read("street-1-2"), read("")
    ('12', None, None, None)
    """
    kind, _, rest = text.partition("-")
    place, dash, target = rest.partition("-")
    place_id = as_id(place)
    return Followed(Kind(kind), place_id, target) if dash and place_id and kind in set(Kind) else None


def zone_of(db: Session, place_id: UUID) -> str:
    """Return by which clock a place lives; the usual one where it is gone."""
    here = known(db).tree.places.get(place_id)
    return here.timezone if here else USUAL_ZONE


def is_there(db: Session, what: Followed) -> bool:
    """Say whether something is there to be followed."""
    here = known(db).tree.places.get(what.place_id)
    return here is not None and any(True for _ in _found(db, here, what))


def thing(db: Session, what: Followed) -> Thing:
    """Return what something that is followed is called, and where it is."""
    here = known(db).tree.places.get(what.place_id)
    if here is None:
        return Thing(NAMES[what.kind], "…", "")
    name, address = next(_found(db, here, what), ("…", path(here.slug)))
    return Thing(NAMES[what.kind], name if what.kind is Kind.PLACE else f"{name}, {here.name}", address)


def _found(db: Session, here: PlaceView, what: Followed) -> Iterator[tuple[str, str]]:
    match what.kind:
        case Kind.PLACE:
            yield here.name, path(here.slug)
        case Kind.TAG:
            tags = (tag for tag in known(db).tags if tag.id.hex == what.target_id)
            yield from ((tag.name, path(here.slug, "tags", tag.slug)) for tag in tags)
        case Kind.SOURCE:
            source_id = as_id(what.target_id)
            voices = named(db, [source_id] if source_id else []).values()
            yield from ((voice.name, path(here.slug, "sources", voice.slug)) for voice in voices)
        case Kind.MEETUPS:
            filters = reread(parse_qsl(what.target_id))
            yield _meetups_called(narrowing(db, here, filters)), path(here.slug, "meetups", **filters.query())
        case Kind.THREAD if title := thread_title(db, what.target_id):
            yield title, path(here.slug, "conversations", what.target_id)


def _meetups_called(found: Narrowing) -> str:
    chips = ", ".join(said(chip.words) for chip in found.chips)
    return gettext("Meetups (%(filters)s)") % {"filters": chips} if chips else gettext("Meetups")


def thread_title(db: Session, number: str) -> str:
    """Return what the thread of a *number*, or the one it went on in, is called; empty where it is gone."""
    if not _is_number(number) or (place_id := threads.place_of(db, int(number))) is None:
        return ""
    today = threads.heir(db, place_id, int(number)) or int(number)
    return titles(db, [today]).get(today, "")
