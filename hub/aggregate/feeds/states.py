"""How a feed is doing, in words a resident, a publisher and a mentor understand. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from hub.aggregate.feeds.rules import MEETUPS, NOTICES, believes_move
from hub.aggregate.reading.document import Flaw, Note
from hub.kit.saying import NOTHING, Saying, say
from hub.net.answers import Failure
from hub.net.words import beside, words, words_for_status

HTTP = "http-"  # a trouble code of an HTTP status: http-404
BUSY = (f"{HTTP}429", f"{HTTP}503")  # no fault of the feed
LONG = timedelta(days=3)  # of being busy, which is then a trouble; and of any trouble, before its people are told
CHALLENGE = "challenge"  # the detail of a website that wants to see a person
GONE = "gone"  # said twice, a day apart: nobody looks there any more

_FLAWS = {
    Flaw.HTML: (
        say("A web page came where the feed should be."),
        say("Open the site, look for its feed (“RSS” or “Atom”), and put that address in place of this one."),
    ),
    Flaw.NOTHING: (
        say("The feed came back with nothing in it."),
        say("Check that whatever writes the feed still runs."),
    ),
    Flaw.NOT_A_FEED: (
        say("What came back is not a feed we can read."),
        say("Open the address in a feed validator and mend it."),
    ),
    Flaw.CALENDAR: (
        say("A calendar came where a feed of posts should be."),
        say("List the address under “calendars” instead."),
    ),
    Flaw.BOMB: (
        say("The feed is built in a way that could harm readers."),
        say("Make it plain: no entities, no deep nesting."),
    ),
    Flaw.TOO_SLOW: (
        say("The feed takes too long to read."),
        say("Make it shorter: the newest thirty posts are enough."),
    ),
    Flaw.NO_EVENTS: (
        say("The page tells programs of no events."),
        say("Give the address of its calendar (iCal), or mark its events up as schema.org or h-event."),
    ),
    Flaw.NO_MEETINGS: (
        say("The page is no list of council meetings we can read."),
        say("Give the address of its calendar page; on most sites it ends in mgCalendarMonthView.aspx."),
    ),
    Flaw.CRASHED: (
        say("The feed could not be read safely."),
        say("Open the address in a feed validator and mend it."),
    ),
}
_GONE = (
    say("The website said twice, a day apart, that this feed is gone for good, so we look no more."),
    say("If there is a new one, give us its address. If it is back, ask for one more look."),
)
_TURNED_AWAY = (
    say("Its website has asked us to come back later, again and again."),
    say("Ask its host to let in visitors whose User-Agent starts with “LocalHub”: we come no more often than it asks."),
)
_NOTES = {
    Note.NOT_WELL_FORMED: say("The document has mistakes in it; we read what could be read."),
    Note.WRONG_ENCODING: say("The document says one encoding and is written in another; we took the one that fits."),
    Note.TOO_MANY: say("The feed lists more than 200 items: the newest 200 are kept."),
    Note.CUT_OFF: say("The document ends in the middle; we read what was there."),
    Note.NO_IDS: say("Items come without ids; we tell them apart by their links."),
    Note.REPEATED_IDS: say("Several items share one id; we tell them apart by their links."),
    Note.NO_DATES: say("Items come without dates; we show when we first saw them."),
    Note.FUTURE_DATES: say("Some items are dated in the future; they stand where we first saw them."),
    Note.NO_LINKS: say("Some items have no link to read on."),
    Note.EMPTY: say("The feed has no items at the moment; what it said before stays."),
    Note.MANY_DATES: say("The calendar has more dates than we keep: the soonest are listed."),
    Note.MANY_EVENTS: say("The calendar has more events than we read: the soonest are listed."),
    Note.OUT_OF_TIME: say("The calendar takes long to read: what we did not come to stays as it was."),
    Note.ENDLESS: say("An event repeats by a rule that never comes to an end: only its first date is listed."),
    Note.ENDS_FIRST: say("Some events end before they start; we took the two for swapped."),
    Note.TOO_LONG: say("Some events last longer than a year; we list when they start, and no end."),
    Note.UNKNOWN_ZONE: say("Events name a time zone that does not exist; we took the clock of the calendar or place."),
    Note.NO_START: say("Some events do not say when they start, or on no day we can read; they are left out."),
    Note.EVENT_IDS: say("Events have no ids, or share one; we tell them apart by what they are and when they start."),
    Note.PRIVATE: say("Events marked as private are not listed."),
}


class Mood(StrEnum):
    """How worried one should be."""

    WELL = "well"
    REMARKED = "remarked"  # read, with something worth knowing about it
    NEW = "new"  # not looked at yet
    PAUSED = "paused"  # its host asked us to stay away until State.since
    TROUBLED = "troubled"
    RESTING = "resting"  # its owner wants it left alone for now
    RETIRED = "retired"


class FeedFacts(Protocol):
    """The columns of a feed its state is told from; a Feed row has them all."""

    trouble: str
    trouble_detail: str
    trouble_since: datetime | None
    looked_at: datetime | None
    notes: str
    retired: bool
    moved_to: str
    moved_since: datetime | None
    moved_looks: int
    due_at: datetime
    reads: str


@dataclass(frozen=True, slots=True)
class State:
    """A feed's state for people: one sentence, how to mend it where it needs mending, and the odd things."""

    mood: Mood
    sentence: Saying
    mend: Saying = NOTHING
    since: datetime | None = None  # of a trouble; of a pause, its end
    notes: tuple[Saying, ...] = ()
    is_over: bool = False  # nobody looks any more


RESTS = State(Mood.RESTING, say("Whoever writes it paused it; what it said stays."))


def trouble_in_words(trouble: str, detail: str = "") -> tuple[Saying, Saying]:
    """Say in two sentences what a trouble code means and how its publisher mends it."""
    if trouble.startswith(HTTP):
        return words_for_status(int(trouble.removeprefix(HTTP)), {"cf-mitigated": detail} if detail else {})
    if trouble == GONE:
        return _GONE
    if trouble not in _FLAWS:
        return words(Failure(trouble), detail)
    sentence, mend = _FLAWS[Flaw(trouble)]
    return beside(sentence, detail), mend


def notes_in_words(notes: str) -> tuple[Saying, ...]:
    """Spell out the notes a feed carries (codes with spaces between)."""
    return tuple(said for note in notes.split() if (said := _note_in_words(*note.split(":"))))


def _note_in_words(code: str, *numbers: str) -> Saying:
    if code == Note.MANY_EVENTS and len(numbers) == 2 and all(each.isdecimal() for each in numbers):  # noqa: PLR2004 -- read, and of how many
        read, total = map(int, numbers)
        return say("We read %(read)s of %(total)s events: the soonest.", read=f"{read:,}", total=f"{total:,}")
    return _NOTES[Note(code)] if code in _NOTES else NOTHING


_OWN = {
    NOTICES: say("Neighbours pin up here what it says."),
    MEETUPS: say("Neighbours type here when they meet."),
}


def state_in_words(feed: FeedFacts) -> State:
    """Say how a feed is doing, from the facts its row keeps."""
    notes = (*_move_in_words(feed), *notes_in_words(feed.notes))
    if feed.reads in _OWN:
        return State(Mood.WELL, _OWN[feed.reads])
    if feed.retired:
        return State(Mood.RETIRED, say("No longer looked at; what it said stays."), notes=notes)
    if feed.trouble:
        return _troubled(feed, notes)
    return _untroubled(feed, notes)


def _untroubled(feed: FeedFacts, notes: tuple[Saying, ...]) -> State:
    if feed.looked_at is None:
        return State(Mood.NEW, say("Waiting for its first look."), notes=notes)
    if notes:
        return State(Mood.REMARKED, say("Read, with remarks."), notes=notes)
    return State(Mood.WELL, say("Doing well."))


def _move_in_words(feed: FeedFacts) -> tuple[Saying, ...]:
    url = feed.moved_to
    if not url:
        return ()
    if believes_move(feed.moved_looks, feed.moved_since, feed.looked_at or feed.due_at):
        return (
            say("It leads to %(url)s for good. A mentor says whether we follow, or that is listed already.", url=url),
        )
    return (say("It has moved to %(url)s; we follow for good once it has stayed there for three days.", url=url),)


def _troubled(feed: FeedFacts, notes: tuple[Saying, ...]) -> State:
    if feed.trouble in BUSY and not _lasts(feed):
        return State(Mood.PAUSED, say("Its website asked us to come back later."), since=feed.due_at, notes=notes)
    sentence, mend = _TURNED_AWAY if feed.trouble in BUSY else trouble_in_words(feed.trouble, feed.trouble_detail)
    return State(Mood.TROUBLED, sentence, mend, feed.trouble_since, notes, is_over=feed.trouble == GONE)


def _lasts(feed: FeedFacts) -> bool:
    return bool(feed.trouble_since and feed.looked_at and feed.looked_at - feed.trouble_since >= LONG)
