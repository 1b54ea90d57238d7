"""What is wrong with a notice, and what becomes of a good one? From what was typed to the stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.aggregate.items import withholding
from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.actions import Written
from hub.aggregate.notices.rules import (
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_LABELS,
    USUAL_STAY,
    may_end,
)
from hub.errors import NotFound
from hub.kit.days import day_typed, today
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import labels_of, squeeze, visible
from hub.net.leads import leads
from hub.net.pacing import registrable
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.cases import queries as cases
from hub.people.cases.rules import Standing, needs_reading
from hub.people.persons import actions as persons
from hub.people.persons import consents
from hub.people.persons import queries as people
from hub.people.persons.actions import Agreement
from hub.people.persons.queries import PersonView
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.listing.beside import LATELY
from hub.site.typed import Typed, too_long, trapped

MOST_SUGGESTED = 12  # tags


@dataclass(frozen=True, slots=True)
class Corkboard:
    """Where a notice may be pinned up from a page: its place and those inside, as of a moment."""

    here: PlaceView
    places: Sequence[PlaceView]
    tags: Sequence[str]  # those of the place used most lately
    now: datetime

    def place(self, slug: str) -> PlaceView | None:
        """Return the place of this *slug*, if one may pin up something there from here."""
        return next((place for place in self.places if place.slug == slug), None)

    @property
    def first_day(self) -> date:
        """The day it is here."""
        return today(self.now, self.here.timezone)

    @property
    def usual_day(self) -> date:
        """The last day of a notice whose author has no other wish."""
        return self.first_day + USUAL_STAY


def corkboard(db: Session, here: PlaceView, now: datetime) -> Corkboard:
    """Return what one may choose from who pins up something in *here*."""
    registry, counts = known(db), items.tag_counts(db, here.id, now - LATELY)
    agreed = [tag for tag in registry.tags_near(here) if tag.place_id is None]
    used_most = sorted(agreed, key=lambda tag: -counts.get(tag.id, 0))[:MOST_SUGGESTED]
    return Corkboard(here, (here, *registry.tree.within(here.id)), [tag.name for tag in used_most], now)


def checked(typed: Typed, board: Corkboard) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    wrong = {
        "title": _line_fault(typed["title"], LONGEST_TITLE, say("Give it a title.")),
        "words": _words_fault(typed["words"], LONGEST_WORDS, say("Write what you want to say.")),
        "where": NOTHING if board.place(typed["where"]) else say("Choose a place."),
        "labels": _labels_fault(_labels(typed)),
        "ends": _day_fault(typed["ends"], board),
        "name": _line_fault(typed["name"], LONGEST_NAME),
        "website": trapped(typed) or NOTHING,
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def tags_of(db: Session, typed: Typed, board: Corkboard) -> Sequence[str]:
    """Return the names of the tags that a notice, as it was typed, would be filed under."""
    place = board.place(typed["where"]) or board.here
    notice = Written(place.id, squeeze(typed["title"]), typed["words"], tuple(_labels(typed)), board.usual_day)
    found = actions.foreseen(db, notice, board.now)
    names = {tag.id: tag.name for tag in known(db).tags}
    return [names[tag.id] for tag in found.tags if tag.id in names]


def payload_of(typed: Typed) -> Mapping[str, object]:
    """Return what was typed, checked, as what waits for a code keeps it."""
    ends = day_typed(typed["ends"])
    return {
        "where": typed["where"],
        "title": squeeze(typed["title"]),
        "words": typed["words"],
        "labels": list(_labels(typed)),
        "ends": ends.isoformat() if ends else "",
        "name": squeeze(typed["name"]),
    }


def written(db: Session, payload: Mapping[str, object]) -> Written:
    """Return the notice that waited for its code; NotFound where its place is gone."""
    labels = payload["labels"]
    return Written(
        place_id=known(db).place(str(payload["where"])).id,
        title=str(payload["title"]),
        words=str(payload["words"]),
        labels=tuple(map(str, labels)) if isinstance(labels, list) else (),
        ends_on=date.fromisoformat(str(payload["ends"])),
        name=str(payload["name"]),
    )


def pin_up(doing: Doing, person_id: UUID, notice: Written) -> int | None:
    """Pin up what somebody wrote; return its item, or None where a mentor reads it first."""
    author = people.person(doing.db, person_id)
    if notice.name and not author.name:
        persons.describe(doing.db, person_id, notice.name, author.language)
    notice_id = actions.write(doing.db, person_id, notice, doing.now)
    restricted = cases.is_restricted(doing.db, person_id, doing.now)
    known_well = Standing(author.confirmed_at, author.approved, is_restricted=restricted)
    tends = rules.may_tend(doing.actor, line(doing.db, notice.place_id))
    if not tends and needs_reading(known_well, doing.now, unseen(doing.db, notice.words)):
        return None
    return actions.show(doing.db, notice_id, doing.now)


def resident(doing: Doing, here: PlaceView, person_id: UUID) -> PersonView:
    """Return somebody who agreed that a mentor like who acts may act for them; NotFound for everybody else."""
    doing.must(rules.may_act_for, here.id)
    agreed = consents.given(doing.db, person_id, consents.BEHALF)
    heard = (as_id(each.subject) for each in agreed)
    if not any(rules.may_act_for(doing.actor, line(doing.db, place_id)) for place_id in heard if place_id):
        raise NotFound(say("There is no such person here."))
    return people.person(doing.db, person_id)


def pin_up_for(doing: Doing, person_id: UUID, notice: Written, said: str) -> int | None:
    """Pin up what a mentor wrote for somebody who told them to, in the words of *said*; return its item."""
    by = doing.actor.person_id
    named = replace(notice, name=people.person(doing.db, person_id).name)
    notice_id = actions.write(doing.db, person_id, named, doing.now, entered_by=by)
    persons.agree(doing.db, person_id, Agreement("notice", said, str(notice_id), by), doing.now)
    entry = Entry(Deed.ACT_FOR, Thing.NOTICE, notice_id, notice.place_id, for_id=person_id)
    note(doing.db, doing.actor, entry, doing.now)
    return actions.show(doing.db, notice_id, doing.now)


def unseen(db: Session, words: str) -> Sequence[str]:
    """Return the domains that *words* lead to, and that nobody admitted here has led to yet."""
    domains = {registrable(address) for address in leads(words)}
    new = domains - withholding.known_domains(db) if domains else set()
    return sorted(domain for domain in new if not queries.was_led_to(db, domain))


def _labels(typed: Typed) -> Sequence[str]:
    return labels_of([*typed.all("tag"), typed["labels"]])


def _labels_fault(labels: Sequence[str]) -> Saying:
    if len(labels) > MOST_LABELS:
        return say("These are too many: at most %(most)s tags.", most=MOST_LABELS)
    too_long = any(len(label) > LONGEST_LABEL for label in labels)
    return say("A tag is a word or two. Put commas between several.") if too_long else NOTHING


def _line_fault(text: str, most: int, missing: Saying = NOTHING) -> Saying:
    """Say what is wrong with what stands in the sentences of others: nothing in it may turn them round."""
    if visible(text) != text:
        return say("This has signs in it that nobody sees. Take them out.")
    return _words_fault(text, most, missing)


def _words_fault(text: str, most: int, missing: Saying = NOTHING) -> Saying:
    if not text:
        return missing
    return too_long(text, most) or NOTHING


def _day_fault(text: str, board: Corkboard) -> Saying:
    ends = day_typed(text)
    if ends is None:
        return say("Type the last day, like 24/12/2026.")
    if not may_end(ends, board.now, board.here.timezone):
        return say("Choose a day from today on, within the next 90 days.")
    return NOTHING
