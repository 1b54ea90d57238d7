"""How does a meetup somebody types become one that is kept, and that again a form? With what it would look like."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import neighbours
from hub.aggregate.tagging.kept import kept_registry
from hub.aggregate.tagging.rules import Speaker, meaning
from hub.kit.saying import Saying
from hub.kit.text import labels_of, squeeze, words
from hub.meet.events.repeats import repeats_in_words
from hub.meet.events.rules import text_of
from hub.meet.hosting.expanding import calendar_of
from hub.meet.hosting.repeating import repeat_of, rule_of
from hub.meet.hosting.rules import MOST_TOLD, State, last_of, next_day
from hub.meet.hosting.values import HostedView, Written, when_of
from hub.meet.reading.values import Date
from hub.places.queries import PlaceView
from hub.site.asking.asked import thread_number
from hub.site.hosting import reading
from hub.site.kept.known import known
from hub.site.typed import Typed

_CHECKED = {"free", "children", "rsvp", "guests_allowed"}
_DAYS = ("day", "until_day")
_YES_OR_NO = {reading.YES: True, reading.NO: False}


@dataclass(frozen=True, slots=True)
class Preview:
    """How a meetup would look: its next dates, how often in words, and the tags it would be found under."""

    written: Written
    dates: Sequence[Date]
    often: Saying
    tags: Sequence[str]


def written(typed: Typed, here: PlaceView) -> Written:
    """Return a checked form as a meetup in *here*, at the clock of that place."""
    when = reading.when(typed)
    assert when is not None  # noqa: S101 -- the form was checked
    return Written(
        place_id=here.id,
        title=squeeze(typed["title"]),
        words=typed["words"],
        timezone=here.timezone,
        day=when.day,
        clock=when.clock.isoformat("minutes") if when.clock else "",
        until_day=when.until_day,
        until_clock=when.until_clock.isoformat("minutes") if when.until_clock else "",
        rule=rule_of(when.repeat, when.day),
        labels=", ".join(reading.labels(typed)),
        name=squeeze(typed["name"]),
        location=squeeze(typed["location"]),
        online_url=reading.address(typed["online_url"]),
        url=reading.address(typed["url"]),
        price=squeeze(typed["price"]),
        free=True if typed["free"] else False if typed["price"] else None,
        children=True if typed["children"] else None,
        step_free=_YES_OR_NO.get(typed["step_free"]),
        rsvp=bool(typed["rsvp"]),
        capacity=reading.seats(typed["capacity"]),
        guests_allowed=bool(typed["guests_allowed"]),
        thread_id=thread_number(typed["about"]) if typed["about"] else None,
    )


def typed_of(meetup: Written) -> Typed:
    """Return a kept meetup as the form it was typed into."""
    repeat = repeat_of(meetup.rule)
    fields = {
        **{name: each for name, each in asdict(meetup).items() if isinstance(each, str)},
        **{name: reading.YES for name in _CHECKED if getattr(meetup, name)},
        **{name: each.isoformat() for name in _DAYS if (each := getattr(meetup, name))},
        "all_day": "" if meetup.clock else reading.YES,
        "often": repeat.often.value,
        "until": repeat.until.isoformat() if repeat.until else "",
        "times": str(repeat.times or ""),
        "step_free": next((said for said, each in _YES_OR_NO.items() if each is meetup.step_free), ""),
        "capacity": str(meetup.capacity or ""),
        "about": str(meetup.thread_id or ""),
    }
    return Typed(tuple(fields.items()))


def once_more(meetup: Written, today: date) -> Written:
    """Return a meetup as it would be held once more: on its next day, as often as it was."""
    when = when_of(meetup)
    first = next_day(when, today)
    length = when.last_day - when.day
    ahead = last_of(when) - when.day  # a series goes on as long again
    repeat = replace(when.repeat, until=first + ahead) if when.repeat.until else when.repeat
    until_day = first + length if length else None
    return replace(meetup, day=first, until_day=until_day, rule=rule_of(repeat, first), thread_id=None)


def payload_of(meetup: Written) -> Mapping[str, object]:
    """Return a checked meetup as what waits for a code keeps it."""
    return {name: _plain(each) for name, each in asdict(meetup).items()}


def written_again(payload: Mapping[str, object]) -> Written:
    """Return the meetup that waited for its code."""
    days = {name: date.fromisoformat(str(payload[name])) for name in _DAYS if payload[name]}
    return Written(**{**payload, "place_id": UUID(str(payload["place_id"])), **days})  # type: ignore[arg-type] # as payload_of made it


def preview(db: Session, meetup: Written, now: datetime) -> Preview:
    """Return how a meetup would look if it appeared now."""
    dates = calendar_of(_held(meetup, now), now).events[0].dates[:MOST_TOLD]
    return Preview(meetup, dates, repeats_in_words(meetup.rule), _tags(db, meetup))


def _tags(db: Session, meetup: Written) -> Sequence[str]:
    registry, source_id = kept_registry(db), neighbours.source_of(db, meetup.place_id)
    new = Speaker(neighbours.KIND, frozenset({meetup.place_id}), only_when_mentioned=False)
    found = meaning(
        registry.vocabulary,
        registry.speakers.get(source_id, new) if source_id else new,
        labels=labels_of([meetup.labels]),
        title=meetup.title,
        text=words(text_of(meetup.words, meetup.location)),
        link=meetup.url,
    )
    names = {tag.id: tag.name for tag in known(db).tags}
    return [names[tag.id] for tag in found.tags if tag.id in names]


def _held(meetup: Written, now: datetime) -> HostedView:
    return HostedView(
        id=UUID(int=0),
        person_id=None,
        event_id=None,
        state=State.WAITING,
        written=meetup,
        cancelled=False,
        unread=False,
        sequence=0,
        written_at=now,
        changed_at=now,
        ends_on=last_of(when_of(meetup)),
        dates={},
    )


def _plain(each: object) -> object:
    if isinstance(each, UUID):
        return each.hex
    return each.isoformat() if isinstance(each, date) else each
