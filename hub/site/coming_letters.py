"""How does somebody hear by mail of the meetups they come to? Their seat, a day ahead, and whatever changes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.duties.reminding import Letters
from hub.kit.saying import Saying, say
from hub.kit.zones import wall, zone_or_usual
from hub.meet.events import queries as meetups
from hub.meet.events.rules import when_in_words
from hub.meet.events.values import EventView
from hub.meet.rsvps.dates import date_now, known
from hub.meet.rsvps.queries import why_waiting
from hub.meet.rsvps.rules import Facts, Standing, State
from hub.meet.rsvps.telling import stands
from hub.meet.rsvps.values import DateNow, Due, RsvpView
from hub.people.mail.actions import post
from hub.people.mail.rules import stop_token
from hub.people.persons import queries as people
from hub.secret import key_for
from hub.settings import Settings
from hub.site.coming import bringing
from hub.site.letters import TOPICS, Office, letter, writing_from
from hub.site.meeting_places import where_is
from hub.site.render import path

KEY = "coming"  # the purpose of the key that seals the links by which somebody withdraws
REMINDERS = "reminders"
TOPICS[REMINDERS] = say("meetups of the next day that you said you come to")

_AGAIN = {
    Standing.CANCELLED: [say("It was called off, and takes place now after all.")],
    Standing.GONE: [
        say("We wrote to you that this hub does not show it any more."),
        say("It is shown here again, and whoever organises it says that it takes place."),
    ],
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A date as it was told, for the words that say when it is."""

    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool


@dataclass(frozen=True, slots=True)
class Writer(Letters):
    """Writes to people who come, from one hub."""

    settings: Settings

    def office(self) -> AbstractContextManager[None]:
        """Write every letter inside the block from this hub."""
        return writing_from(Office.of(self.settings))

    def confirm(self, db: Session, told: RsvpView, now: datetime) -> None:
        """Tell somebody that they have a seat, or wait for one."""
        found = date_now(db, *told.key)
        if found is None:
            return
        if told.state is State.COMING:
            title = say("You are coming: %(title)s", title=found.title)
            lines = [*_about(db, found, now), *_guests(told), *self._calendar(db, told)]
        else:
            title = say("You wait for a seat: %(title)s", title=found.title)
            later = say("As soon as there is a seat for you, we write to you: come only then.")
            lines = [*filter(None, [why_waiting(db, told)]), later, *_about(db, found, now), *_guests(told)]
        self._post(db, told, title, [*lines, *self._way_out(told)], now)

    def changed(self, db: Session, due: Due, now: datetime) -> None:
        """Tell somebody in one mail all that has changed since they were written to."""
        facts, told = stands(due), due.rsvp
        lines: list[Saying | str] = _changes(told.told, facts, now)
        if told.has_moved_up and facts.standing is Standing.ON:
            lines.insert(0, say("There is a seat for you now."))
        if due.date and facts.standing is Standing.ON:
            lines += [*_about(db, due.date, now), *_guests(told), *self._calendar(db, told), *self._way_out(told)]
        self._post(db, told, _headline(told.told, facts), lines, now)

    def remind(self, db: Session, due: Due, now: datetime) -> None:
        """Remind somebody of what they come to."""
        if due.date:
            title = say("Soon: %(title)s", title=due.date.title)
            lines = [*_about(db, due.date, now), *_guests(due.rsvp), *self._way_out(due.rsvp)]
            self._post(db, due.rsvp, title, lines, now, topic=REMINDERS)

    def pass_on(self, db: Session, told: RsvpView, text: str, now: datetime) -> None:
        """Give somebody what the organiser wrote to those who come."""
        waits = [say("You wait for a seat.")] if told.state is State.WAITING else []
        lines: list[Saying | str] = [
            say("When: %(when)s", when=when_told(told.told, now)),
            *waits,
            say("Whoever organises it writes to all who come:"),
            text,
            say("Answers to this mail reach nobody. We gave your address to nobody."),
            *self._way_out(told),
        ]
        self._post(db, told, say("About “%(title)s”", title=told.told.title), lines, now)

    def _post(  # noqa: PLR0913 -- to whom, what, when, and what of it they may stop
        self,
        db: Session,
        told: RsvpView,
        title: Saying,
        lines: Sequence[Saying | str],
        now: datetime,
        *,
        topic: str = "",
    ) -> None:
        person = people.people(db, [told.person_id]).get(told.person_id)
        if person is None or not person.email:
            return
        link = page_of(db, told)
        action = say("The page of the meetup:") if link else ""
        values = {"title": title, "paragraphs": list(lines), "link": link, "action": action}
        post(db, letter("notice", person.email, person.language, topic, **values), now)

    def _way_out(self, told: RsvpView) -> Sequence[Saying]:
        """Say how they give their place back: of what does not take place there is none to give."""
        if not stands_open(told):
            return ()
        token = stop_token(told.id, key_for(self.settings, KEY))
        address = self.settings.base_url + path("mail", "coming", token)
        return [say("If you cannot come after all, give your place back with one press: %(url)s", url=address)]

    def _calendar(self, db: Session, told: RsvpView) -> Sequence[Saying]:
        address = calendar_of(db, told)
        return [say("Into your own calendar: %(url)s", url=self.settings.base_url + address)] if address else ()


def stands_open(told: RsvpView) -> bool:
    """Say whether there is something left to withdraw from."""
    return told.state is not State.WITHDRAWN


def _about(db: Session, known: DateNow, now: datetime) -> Sequence[Saying]:
    today = wall(now, ZoneInfo(known.zone)).date()
    when = say("When: %(when)s", when=when_in_words(known, known.zone, today))
    event = meetups.event(db, known.event_id)
    where = _where(db, known, event)
    return [when, *([say("Where: %(where)s", where=where)] if where else []), *_online(event)]


def _where(db: Session, known: DateNow, event: EventView | None) -> str:
    """Return where a date is, with the address of its venue; of a date that is somewhere else, what was typed."""
    if event is None or known.location != event.location:
        return known.location
    return where_is(db, event).in_full


def _online(event: EventView | None) -> Sequence[Saying]:
    """Say how one takes part from afar, and whose clocks are meant: perhaps they go otherwise where one is."""
    if event is None or not event.online_url:
        return ()
    city = zone_or_usual(event.timezone).rpartition("/")[2].replace("_", " ")
    return [
        say("To take part online: %(url)s", url=event.online_url),
        say("Its times are those of the clocks in %(city)s.", city=city),
    ]


def _guests(told: RsvpView) -> Sequence[Saying]:
    return [bringing(told.guests)] if told.guests else ()


def _headline(before: Facts, facts: Facts) -> Saying:
    """Say the most important of what has changed."""
    title = facts.title
    ways = (
        (facts.standing is Standing.GONE, say("No longer shown here: %(title)s", title=title)),
        (facts.standing is Standing.CANCELLED, say("Cancelled: %(title)s", title=title)),
        (before.standing is Standing.GONE, say("Shown here again: %(title)s", title=title)),
        (before.standing is Standing.CANCELLED, say("It takes place after all: %(title)s", title=title)),
        (facts.starts_at != before.starts_at, say("Moved: %(title)s", title=title)),
        (facts.location != before.location, say("Somewhere else: %(title)s", title=title)),
    )
    return next((words for is_so, words in ways if is_so), say("You have a seat: %(title)s", title=title))


def _changes(before: Facts, facts: Facts, now: datetime) -> list[Saying | str]:
    """Say what has changed, each in one sentence."""
    when = when_told(before, now)
    if facts.standing is Standing.GONE:
        gone = say("This hub does not show it any more, so nobody here can tell you whether it takes place.")
        return [say("You wanted to come on %(when)s.", when=when), gone]
    if facts.standing is Standing.CANCELLED:
        return [say("It does not take place on %(when)s.", when=when)]
    found: list[Saying | str] = list(_AGAIN.get(before.standing, ()))
    if facts.starts_at != before.starts_at:
        found.append(say("It was to begin on %(when)s, and was moved.", when=when))
    if facts.location != before.location:
        where = say("It was to be here: %(where)s. It is somewhere else now.", where=before.location)
        found.append(where if before.location else say("Where it is was not known, and is now."))
    return found


def when_told(facts: Facts, now: datetime) -> Saying:
    """Say when a date was to begin, as somebody was told."""
    zone = ZoneInfo(facts.zone)
    local = wall(facts.starts_at, zone)
    told = _Told(facts.starts_at, None, local.date(), facts.all_day)
    return when_in_words(told, facts.zone, wall(now, zone).date())


def calendar_of(db: Session, told: RsvpView) -> str:
    """Return the address of a date somebody comes to as a calendar; empty where it is shown no longer."""
    page, asked = page_of(db, told), f"?{urlencode({'date': told.slot})}" if told.slot else ""
    return f"{page}/coming.ics{asked}" if page else ""


def page_of(db: Session, told: RsvpView) -> str:
    """Return the address of the page of what somebody comes to; empty where it is shown no longer."""
    event = meetups.event(db, told.event_id) if known(db, [told.event_id]) else None
    return path(event.places[0].slug, "meetups", event.id) if event and event.places else ""
