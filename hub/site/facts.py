"""What are the fields and values called that tables and the log keep? A table of words, for people who read them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from hub.kit.saying import Saying, say
from hub.kit.zones import USUAL_ZONE, wall
from hub.people.cases import wording as cases
from hub.site.desk import wording as desk

_Value = TypeVar("_Value", bound=StrEnum)
_ZONE: Final = ZoneInfo(USUAL_ZONE)
YES_NO: Final = {True: say("yes"), False: say("no")}
NAMES: Final[Mapping[str, Saying]] = {
    "about": say("What it is about"),
    "approved": say("How often something was let through"),
    "asked_at": say("Asked"),
    "at": say("When"),
    "before": say("Before"),
    "after": say("After"),
    "brought_at": say("Brought"),
    "case": say("Case"),
    "confirmed_at": say("Address shown to be theirs"),
    "created_at": say("Written"),
    "decided_at": say("Decided"),
    "deed": say("What was done"),
    "device": say("Device"),
    "done": say("Done"),
    "due_at": say("Answer due"),
    "email": say("E-mail address"),
    "ends_at": say("Ends"),
    "ends_on": say("Until"),
    "entered": say("Entered"),
    "given_at": say("Agreed"),
    "is_own": say("Their own site"),
    "joined_at": say("Here since"),
    "kind": say("What it is"),
    "label": say("Label"),
    "language": say("Language"),
    "measure": say("Decision"),
    "name": say("Name"),
    "note": say("Note"),
    "did": say("What was done"),
    "paused": say("Paused"),
    "place_id": say("Number of the place"),
    "posts": say("Posts"),
    "proved_by": say("Proved by"),
    "reach": say("How else to reach them"),
    "reason": say("Reason"),
    "role": say("Role"),
    "sent_at": say("Sent"),
    "shows": say("What may be shown"),
    "since": say("Since"),
    "site": say("Site"),
    "source": say("Number of the source"),
    "state": say("How it stands"),
    "subject": say("Subject"),
    "taken": say("Sources made"),
    "target_id": say("Number of what it is about"),
    "target_kind": say("What it is about"),
    "title": say("Title"),
    "url": say("Address"),
    "week": say("Week"),
    "why": say("Why"),
    "withdrawn_at": say("Taken back"),
    "words": say("Words"),
    "written_at": say("Written"),
    "parent_id": say("Number of what it answers"),
    "item_id": say("Number of the item"),
    "thread_id": say("Number of the conversation"),
    "door": say("By which way"),
    "html": say("As it is shown"),
    "read_at": say("Read until"),
    "is_local": say("For neighbours alone"),
    "edited_at": say("Changed"),
    "said_at": say("Said"),
    "at_once": say("A mail for each answer"),
    "introduce": say("May be asked to meet somebody"),
    "seen_at": say("Seen until"),
    "told_at": say("Mailed"),
    "answer": say("Which answer"),
    "tag_id": say("Number of the tag"),
    "side": say("As what"),
    "times": say("When they can"),
    "online": say("Online"),
    "in_person": say("In person"),
    "made_at": say("Written"),
    "trained": say("Training and checks"),
    "trained_until": say("Holds until"),
    "mentor_name": say("Name"),
    "mentee_name": say("Name"),
    "mentor_agreed_at": say("Agreed"),
    "mentee_agreed_at": say("Agreed"),
    "starts_on": say("From"),
    "met_on": say("Met last"),
    "over_at": say("Over since"),
    "held_words": say("Words"),
    "held_at": say("Said"),
    "held_on": say("Day"),
    "minutes": say("Minutes"),
    "moment": say("Asked when"),
    "answers": say("Answers"),
    "answered_at": say("Answered"),
    "added_at": say("Written"),
    "reached_at": say("Reached"),
    "position": say("Place in the order"),
    "links": say("Links"),
    "homework": say("Homework"),
    "homework_done_at": say("Homework done"),
    "quiz": say("Quiz"),
    "answered": say("Answer chosen"),
    "done_at": say("Done"),
    "shared": say("Shared with other pairs"),
    "one_said": say("Answer"),
    "one_at": say("Answered"),
    "other_said": say("Answer"),
    "other_at": say("Answered"),
    "event_id": say("Number of the meetup"),
    "labels": say("Tags"),
    "day": say("Day"),
    "clock": say("Begins at"),
    "until_day": say("Last day"),
    "until_clock": say("Ends at"),
    "rule": say("How it repeats"),
    "timezone": say("By the clock of"),
    "location": say("Where"),
    "online_url": say("Where, online"),
    "price": say("What it costs"),
    "free": say("Free"),
    "children": say("Fit for children"),
    "step_free": say("Step-free"),
    "rsvp": say("People say here that they come"),
    "capacity": say("Seats"),
    "guests_allowed": say("May bring others"),
    "guests": say("Brings so many others"),
    "cancelled": say("Cancelled"),
    "changed_at": say("Changed"),
    "is_shown": say("Name seen by others"),
    "queue": say("Place in the queue"),
    "reached": say("People it was sent to"),
    "told_title": say("Title, as mailed"),
    "told_starts_at": say("Begins, as mailed"),
    "told_location": say("Where, as mailed"),
    "reminded_for": say("Reminded of"),
    "likes": say("What they like to talk about"),
    "ways": say("How they can meet"),
    "organisation": say("Organisation"),
    "rather_three": say("Rather with two others"),
    "adult": say("Aged 18 or over"),
    "sat_out": say("Nobody was found"),
    "said": say("What they call them"),
    "shares": say("Shares their e-mail address"),
    "met": say("Whether they met"),
    "outcome": say("Decision"),
    "review": say("What was found"),
    "reviewed_at": say("Decided"),
    "suggested_at": say("Suggested"),
}
_STATES: Final[Mapping[str, Saying]] = {
    "waiting": say("Waits for a decision"),
    "admitted": say("Let in"),
    "refused": say("Refused"),
    "withdrawn": say("Taken back"),
    "left": say("Left the hub"),
    "shown": say("Seen"),
    "offered": say("Offered, and nobody was asked yet"),
    "asked": say("Both were asked"),
    "met": say("Both said yes"),
    "over": say("It did not come about"),
    "hidden": say("Taken down"),
    "removed": say("Taken down, its words deleted"),
}
_SHOWS: Final[Mapping[str, Saying]] = {
    "link": say("Only the title, with a link to the site"),
    "excerpt": say("The title and the first few lines, with a link to the site"),
    "full": say("The whole text, with a link to the site"),
}
_KINDS: Final[Mapping[str, Saying]] = {
    "behalf": say("That a mentor may act for them"),
    "duty-name": say("That their name is shown in their weeks"),
    "show": say("What of a source may be shown"),
    "told": say("How they told a mentor to do something"),
    "help": say("A question"),
    "correction": say("A correction"),
    "complaint": say("A complaint"),
}


def _words_of(values: Mapping[_Value, Saying]) -> dict[str, Saying]:
    return {str(value): words for value, words in values.items()}


VALUES: Final[Mapping[str, Mapping[str, Saying]]] = {
    "role": _words_of(desk.ROLES),
    "kind": {**_words_of(desk.ROLES), **_KINDS},
    "deed": _words_of(desk.DEEDS),
    "measure": _words_of(cases.MEASURES),
    "reason": _words_of(cases.REASONS),
    "state": {**_words_of(cases.STATES), **_STATES},
    "shows": _SHOWS,
    "target_kind": _words_of(desk.THINGS),
}


def name_of(field: str) -> Saying | str:
    """Return what a field is called; one that nobody has given words to is called as the table writes it.

    >>> str(name_of("measure")), name_of("some_field")
    ('Decision', 'some field')
    """
    return NAMES.get(field, field.replace("_", " "))


def value_of(field: str, value: object) -> Saying | str:
    """Return what a value of a field is called; facts in it are said one after the other.

    >>> str(value_of("measure", "hide")), str(value_of("after", {"role": "mentor"})), str(value_of("done", True))
    ('Take it down', 'Role: Mentor', 'yes')
    """
    said: Saying | str = VALUES.get(field, {}).get(str(value), str(value))
    match value:
        case bool():
            said = YES_NO[value]
        case datetime():
            said = wall(value, _ZONE).replace(tzinfo=None).isoformat(" ", "minutes")
        case dict():
            said = facts(value)
        case list() | tuple():
            said = one_after_another([value_of(field, each) for each in value])
    return said


def facts(told: Mapping[str, object]) -> Saying | str:
    """Return facts as names and values, one after the other; what is not known is left out."""
    known = {name: value for name, value in told.items() if value is not None}
    return one_after_another(
        [say("%(name)s: %(value)s", name=name_of(name), value=value_of(name, value)) for name, value in known.items()]
    )


def one_after_another(words: list[Saying | str]) -> Saying | str:
    """Return words with commas between them; empty for none."""
    if not words:
        return ""
    first, *rest = words
    for each in rest:
        first = say("%(some)s, %(next)s", some=first, next=each)
    return first
