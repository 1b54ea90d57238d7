"""How is the log read? Its filters, its lines with names, and its cells for a spreadsheet."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from hub.errors import BadQuestion
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.kit.zones import midnight
from hub.people import rules
from hub.people.audit.queries import Asked, Logged
from hub.people.persons import queries as persons
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.conversing.titles import titles
from hub.site.deps import Doing
from hub.site.desk import acquaintances, wording
from hub.site.desk.reach import NO_PLACE_ZONE, places_of
from hub.site.kept.known import known
from hub.site.render import iso, path

# What a spreadsheet would reckon with: such a cell gets an apostrophe in front, which it shows to nobody.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("id", "at", "by", "for", "place", "deed", "thing", "thing_id", "before", "after", "why")
LONGEST_NUMBER = 18  # digits any database holds
_YEARS = range(1971, 2200)  # what every zone and database can reckon with


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the log, as it stands in an address."""

    place: str = ""
    deed: str = ""
    by: str = ""
    first: str = ""  # day
    last: str = ""
    before: str = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What of it is part of an address."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log with names in place of ids."""

    logged: Logged
    by: Saying | str
    on_behalf: Saying | str
    place: PlaceView | None
    did: Saying
    thing: Saying | str
    thing_name: str  # where it has one
    address: str  # of the thing, where it has a page


def asked_for(asked: Doing, narrowed: Filters) -> Asked:
    """Return which lines somebody wants who may read them; NotAllowed or BadQuestion where they may not or cannot."""
    place = known(asked.db).place(narrowed.place) if narrowed.place else None
    zone = place.timezone if place else NO_PLACE_ZONE
    if place:
        asked.must(rules.may_read_log, place.id)
    first, last = _day(narrowed.first), _day(narrowed.last)
    return Asked(
        place_ids=_within(asked, place),
        deed=_deed(narrowed.deed),
        actor_id=_id(narrowed.by),
        since=midnight(first, zone) if first else None,
        until=midnight(last + timedelta(days=1), zone) if last else None,
        before=_number(narrowed.before),
    )


def lines(asked: Doing, found: Sequence[Logged]) -> Sequence[Line]:
    """Return lines of the log with names; who has left is said to be somebody who has left.

    A name leads to its page only where who asks may open that.
    """
    db = asked.db
    things = {as_id(each.target_id) for each in found if each.target_kind is Thing.PERSON} - {None}
    ids = {each.actor_id for each in found} | {each.for_id for each in found} | things
    names, tree = persons.called(db, [each for each in ids if each]), known(db).tree
    talks = _talks(asked, found)
    reached = places_of(db, asked.actor, rules.may_act_for)
    open_to = acquaintances.may_be_opened(db, [each for each in things if each and each in names], reached)
    return [
        Line(
            logged=each,
            by=_by(each, names),
            on_behalf=_name(names, each.for_id) if each.for_id else "",
            place=tree.places.get(each.place_id or WHOLE_HUB),
            did=wording.done(each.deed, each.after),
            thing=wording.THINGS[each.target_kind],
            thing_name=talks.get(each.target_id, "") if each.target_kind is Thing.TALK else _thing_name(each, names),
            address=_address(each, open_to) or _address_of_talk(each, talks, tree.places),
        )
        for each in found
    ]


def facts(line: Line) -> Mapping[str, object]:
    """Return a line for programs: what happened, with ids and names."""
    logged = line.logged
    return {
        "id": logged.id,
        "at": iso(logged.at),
        "by": str(line.by),
        "for": str(line.on_behalf),
        "place": line.place.slug if line.place else "",
        "deed": logged.deed.value,
        "thing": logged.target_kind,
        "thing_id": logged.target_id,
        "before": dict(logged.before),
        "after": dict(logged.after),
        "why": logged.why,
    }


def table(found: Sequence[Line]) -> str:
    """Return lines as CSV (RFC 4180) with a head; no cell is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in found:
        told = facts(line)
        writer.writerow([cell(told[name]) for name in COLUMNS])
    return written.getvalue()


def cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula.

    >>> cell("=1+1"), cell("bins"), cell({"role": "mentor"})
    ("'=1+1", 'bins', '{"role": "mentor"}')
    """
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text


def _within(asked: Doing, place: PlaceView | None) -> frozenset[UUID] | None:
    reached = places_of(asked.db, asked.actor, rules.may_read_log)
    if reached is not None and not reached:
        asked.must(rules.may_read_log, None)
    if place:
        return frozenset({place.id, *(each.id for each in known(asked.db).tree.within(place.id))})
    return None if reached is None else frozenset(reached)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise BadQuestion(say("This is not a day: write one like 2026-11-21.")) from None
    if day and day.year not in _YEARS:
        raise BadQuestion(say("This is not a day: write one like 2026-11-21."))
    return day


def _deed(text: str) -> Deed | None:
    if text and text not in set(Deed):
        raise BadQuestion(say("The log knows no such deed."))
    return Deed(text) if text else None


def _id(text: str) -> UUID | None:
    found = as_id(text)
    if text and found is None:
        raise BadQuestion(say("There is no such person here."))
    return found


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise BadQuestion(say("This address asks in a way we do not understand."))
    return int(text) if text else None


def _by(logged: Logged, names: Mapping[UUID, str]) -> Saying | str:
    if logged.actor_id:
        return _name(names, logged.actor_id)
    return say("the site itself") if "proved_by" in logged.after else say("the operator")


def _name(names: Mapping[UUID, str], person_id: UUID) -> Saying | str:
    return names.get(person_id) or say("somebody who has left")


def _thing_name(logged: Logged, names: Mapping[UUID, str]) -> str:
    if logged.target_kind is Thing.PERSON:
        return names.get(as_id(logged.target_id) or WHOLE_HUB, "")
    return logged.target_id if logged.target_kind in {Thing.LABEL, Thing.WEEK, Thing.DOMAIN} else ""


def _talks(asked: Doing, found: Sequence[Logged]) -> Mapping[str, str]:
    """Return what the conversations are called that lines tell of, by number; those that went are left out."""
    ids = {int(each.target_id) for each in found if each.target_kind is Thing.TALK and each.target_id.isdigit()}
    return {str(thread_id): title for thread_id, title in titles(asked.db, ids).items()}


def _address_of_talk(logged: Logged, talks: Mapping[str, str], places: Mapping[UUID, PlaceView]) -> str:
    place = places.get(logged.place_id or WHOLE_HUB)
    is_there = place and logged.target_kind is Thing.TALK and logged.target_id in talks
    return path("desk", "conversations", place.slug, logged.target_id) if place and is_there else ""


def _address(logged: Logged, open_to: Collection[UUID]) -> str:
    if logged.target_kind is Thing.ITEM and logged.target_id.isdigit():
        return path("items", logged.target_id)
    if logged.target_kind is Thing.PERSON and (as_id(logged.target_id) or WHOLE_HUB) in open_to:
        return path("desk", "people", logged.target_id)
    return path("desk", "cases", str(logged.after["case"])) if "case" in logged.after else ""
