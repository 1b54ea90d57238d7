"""What may the mentors of a place know of somebody? What they have to do with the place, and no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.notices import queries as notices
from hub.aggregate.notices.queries import NoticeView
from hub.aggregate.registering import queries as registering
from hub.aggregate.registering.queries import RegistrationView
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.helping import queries as helping
from hub.people.helping.queries import Asked
from hub.people.persons import consents, roles
from hub.people.persons import queries as persons
from hub.people.persons.consents import BEHALF, Agreed
from hub.people.persons.queries import PersonView
from hub.people.persons.roles import Holding
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB

Places = Sequence[PlaceView]


@dataclass(frozen=True, slots=True)
class Consented:
    """That somebody may be acted for by the mentors of a place, in the words that were written down."""

    place_id: UUID
    words: str
    given_at: datetime
    heard_by: str  # what to call the mentor


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody, as the mentors of some places see them."""

    id: UUID
    name: str  # never their address
    reach: str  # only where they may be acted for
    since: datetime
    consented: tuple[Consented, ...]
    roles: tuple[Holding, ...]
    registrations: tuple[RegistrationView, ...]
    notices: tuple[NoticeView, ...]
    questions: tuple[Asked, ...]


def residents(db: Session, place_ids: Collection[UUID] | None, tended: Places) -> Sequence[PersonView]:
    """Return who may be acted for by the mentors of these places, by name."""
    reached = [place.id for place in tended] if place_ids is None else place_ids
    agreeing = consents.agreeing(db, BEHALF, [str(each) for each in reached])
    return sorted(persons.people(db, agreeing).values(), key=lambda each: each.name.casefold())


def acquaintance(db: Session, person_id: UUID, place_ids: Collection[UUID] | None) -> Acquaintance:
    """Return somebody who has to do with these places (None: with any); NotFound for everybody else."""
    person, agreed = persons.person(db, person_id), consents.given(db, person_id, BEHALF)

    def near(place_id: UUID | None) -> bool:
        return place_ids is None or place_id in place_ids

    consented = _consented(db, [each for each in agreed if near(UUID(each.subject))])
    found = Acquaintance(
        id=person_id,
        name=person.name,
        reach=person.reach if consented else "",
        since=person.joined_at,
        consented=consented,
        roles=tuple(each for each in roles.of_person(db, person_id) if near(each.place_id)),
        registrations=tuple(each for each in registering.registered_by(db, person_id) if near(each.place_id)),
        notices=tuple(each for each in notices.of_person(db, person_id) if near(each.place_id)),
        questions=tuple(each for each in helping.of_person(db, person_id) if near(each.place_id)),
    )
    if place_ids is not None and not _has_to_do(found):
        raise NotFound(say("There is no such person here."))
    return found


def may_be_opened(db: Session, ids: Collection[UUID], place_ids: Collection[UUID] | None) -> frozenset[UUID]:
    """Return who of these people has a page for the mentors of some places (None: of all)."""
    if place_ids is None or not place_ids:
        return frozenset(ids) if place_ids is None else frozenset()
    near = {each.person_id for each in roles.everywhere(db) if each.place_id in place_ids}
    near |= set(consents.agreeing(db, BEHALF, [str(each) for each in place_ids]))
    # Most are near by what they do; for the few others it takes a look at all they sent.
    return frozenset(each for each in ids if each in near or _is_near(db, each, place_ids))


def _is_near(db: Session, person_id: UUID, place_ids: Collection[UUID]) -> bool:
    try:
        acquaintance(db, person_id, place_ids)
    except NotFound:
        return False
    return True


def _has_to_do(found: Acquaintance) -> bool:
    return any((found.consented, found.roles, found.registrations, found.notices, found.questions))


def _consented(db: Session, agreed: Sequence[Agreed]) -> tuple[Consented, ...]:
    names = persons.called(db, [each.recorded_by for each in agreed if each.recorded_by])
    return tuple(
        Consented(UUID(each.subject), each.words, each.given_at, names.get(each.recorded_by or WHOLE_HUB, ""))
        for each in agreed
    )
