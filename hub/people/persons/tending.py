"""Who decides about the words of a place? Who looks after it; of the whole hub, who looks after every part of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.people import rules
from hub.people.persons import queries as persons
from hub.people.persons import roles
from hub.people.rules import Actor, Held, Kind
from hub.places.queries import Tree
from hub.places.rules import WHOLE_HUB


def may_decide(actor: Actor, places: Tree, place_id: UUID) -> bool:
    """Say whether *actor* decides about the words that count in a place (WHOLE_HUB: in all of them)."""
    parts = [top.id for top in places.tops] if place_id == WHOLE_HUB else [place_id]
    return rules.may_tend_all(actor, [_line(places, each) for each in parts])


@dataclass(frozen=True, slots=True)
class Deciders:
    """Everybody who came here and holds a role, to be asked who of them decides."""

    actors: Collection[Actor]
    places: Tree

    def of(self, place_id: UUID) -> frozenset[UUID]:
        """Return who decides about the words that count in a place."""
        return _ids(actor for actor in self.actors if may_decide(actor, self.places, place_id))

    def mentors_of(self, place_id: UUID) -> frozenset[UUID]:
        """Return who of them does so as a mentor; where nobody does, everybody who decides."""
        mentors = (Actor(each.person_id, _as_mentor(each)) for each in self.actors)
        return _ids(each for each in mentors if may_decide(each, self.places, place_id)) or self.of(place_id)


def deciders(db: Session, places: Tree) -> Deciders:
    """Read who holds which role today; who was invited and never signed in decides nothing yet."""
    held = defaultdict[UUID, set[Held]](set)
    for each in roles.everywhere(db):
        held[each.person_id].add(Held(each.kind, each.place_id))
    came = {person_id for person_id, each in persons.people(db, held).items() if each.confirmed_at}
    return Deciders([Actor(person_id, frozenset(held[person_id])) for person_id in came], places)


def _line(places: Tree, place_id: UUID) -> Collection[UUID]:
    above = places.above(place_id) if place_id in places.places else ()
    return (place_id, *(each.id for each in above))


def _as_mentor(actor: Actor) -> frozenset[Held]:
    return frozenset(each for each in actor.roles if each.kind is Kind.MENTOR)


def _ids(actors: Iterable[Actor]) -> frozenset[UUID]:
    return frozenset(actor.person_id for actor in actors if actor.person_id)
