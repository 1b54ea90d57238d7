"""Which dates of an own meetup are ahead, what is odd of each, and what is wrong with moving one? By its rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hub.kit.days import day_typed
from hub.kit.saying import Saying, say
from hub.kit.text import squeeze, visible
from hub.meet.hosting.repeating import days_of
from hub.meet.hosting.rules import AHEAD, LONGEST_NOTE, clock_typed
from hub.meet.hosting.values import HostedView, OddDate, when_of
from hub.site.typed import Typed, too_long

MOST = 60  # dates on one page
CANCEL, BACK, MOVE = "cancel", "back", "move"
GONE = say("It has no such date ahead any more.")


@dataclass(frozen=True, slots=True)
class OwnDate:
    """One date of a meetup, as its organiser sees it."""

    slot: date  # the day its rule gives it
    day: date  # on which it takes place
    clock: str
    odd: OddDate

    @property
    def is_moved(self) -> bool:
        """Whether it is elsewhere than the rule puts it."""
        return bool(self.odd.day or self.odd.clock)


def ahead(held: HostedView, today: date) -> Sequence[OwnDate]:
    """Return the dates of a meetup that are not over, in the order of its rule."""
    when = when_of(held.written)
    found = (_own(held, slot) for slot in days_of(when.repeat, when.day))
    length = when.last_day - when.day
    return [each for each in found if each.day + length >= today][:MOST]


def date_of(held: HostedView, today: date, typed: str) -> OwnDate | None:
    """Return the date ahead whose slot a form names; None for none."""
    return next((each for each in ahead(held, today) if each.slot.isoformat() == typed), None)


def odd_again(found: OwnDate, typed: Typed) -> OddDate:
    """Return what is odd of a date once a form was heard, checked."""
    if typed["deed"] == CANCEL:
        return replace(found.odd, cancelled=True, note=squeeze(typed["note"]) or found.odd.note)
    if typed["deed"] == BACK:
        return OddDate(found.slot)
    day, at = day_typed(typed["day"]), clock_typed(typed["clock"])
    return OddDate(
        found.slot,
        day=None if day == found.slot else day,
        clock=at.isoformat("minutes") if at and found.clock else "",
        note=squeeze(typed["note"]),
    )


def faults(held: HostedView, found: OwnDate, typed: Typed, today: date) -> Mapping[str, Saying]:
    """Return what is wrong with a change of one date, by field."""
    note = say("This has signs in it that nobody sees. Take them out.")
    wrong = {"note": note if visible(typed["note"]) != typed["note"] else too_long(typed["note"], LONGEST_NOTE)}
    if typed["deed"] == MOVE:
        wrong |= {"day": _day_fault(held, found, typed, today), "clock": _clock_fault(found, typed)}
    elif typed["deed"] not in {CANCEL, BACK}:
        wrong["deed"] = say("Choose what becomes of it.")
    return {name: fault for name, fault in wrong.items() if fault}


def _own(held: HostedView, slot: date) -> OwnDate:
    odd = held.dates.get(slot, OddDate(slot))
    return OwnDate(slot, odd.day or slot, odd.clock or held.written.clock, odd)


def _day_fault(held: HostedView, found: OwnDate, typed: Typed, today: date) -> Saying | None:
    day = day_typed(typed["day"])
    if day is None:
        return say("There is no such day. Type it like 24/12/2026.")
    if not today <= day <= today + AHEAD:
        return say("Choose a day from today on, within the next year.")
    others = (each for each in ahead(held, today) if each.slot != found.slot)
    return say("There is another date on this day already.") if day in {each.day for each in others} else None


def _clock_fault(found: OwnDate, typed: Typed) -> Saying | None:
    if not found.clock or clock_typed(typed["clock"]):
        return None
    return say("There is no such time. Type it like 19:00 or 7.30pm.")
