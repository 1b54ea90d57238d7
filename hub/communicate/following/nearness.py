"""Of many people, who is a neighbour where? Asked of those alone who can be one; the rule itself is that of replies."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies.models import Reply
from hub.communicate.replies.neighbours import is_known
from hub.people.persons import queries as persons
from hub.people.persons.models import Role
from hub.places.queries import Tree


def near(
    db: Session, tree: Tree, asked: Mapping[UUID, Collection[UUID]], now: datetime
) -> Mapping[UUID, frozenset[UUID]]:
    """Return in which of the places *asked* about for each of these people they are neighbours."""
    wanted = {person_id: [each for each in ids if each in tree.places] for person_id, ids in asked.items() if ids}
    perhaps = _perhaps(db) if wanted else frozenset()
    return {
        person_id: _where(db, tree, person_id, ids, now) for person_id, ids in wanted.items() if person_id in perhaps
    }


def _where(db: Session, tree: Tree, person_id: UUID, place_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    actor = persons.actor(db, person_id)
    return frozenset(place_id for place_id in place_ids if is_known(db, actor, tree, place_id, now))


def _perhaps(db: Session) -> frozenset[UUID]:
    """Return whoever did anything by which somebody could be known."""
    held = (select(column).distinct() for column in (Role.person_id, SourceOwner.person_id))
    said = (select(column).distinct() for column in (Notice.person_id, Reply.person_id))
    return frozenset(person_id for asked in (*held, *said) for person_id in db.exec(asked) if person_id)
