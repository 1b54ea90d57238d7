"""A post in a small place, and who speaks about it there."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.communicate.replies import actions, neighbours, queries
from hub.communicate.replies.actions import Said
from hub.communicate.replies.rules import Known, State
from hub.communicate.threads.actions import for_item
from hub.people.persons import actions as persons
from hub.people.persons.queries import actor
from hub.places.models import Place
from tests import town
from tests.town import NOON


@dataclass
class Heath:
    """A place in a town, with a post that Ben and Ada speak about."""

    db: Session
    town: Place
    place: Place
    item_id: int
    thread_id: int
    ben: UUID
    ada: UUID

    def say(self, words: str, who: UUID | None = None, **more: object) -> UUID:
        """Have somebody say something at the post."""
        state = more.pop("state", State.SHOWN)
        at = more.pop("at", NOON)
        said = Said(**{"thread_id": self.thread_id, "words": words, "name": "Ben", "item_id": self.item_id} | more)  # type: ignore[arg-type]  # its fields
        return actions.say(self.db, who or self.ben, said, at, state=state)  # type: ignore[arg-type]  # taken out above

    def known(self, who: UUID) -> Known:
        """Return by what somebody is known in the place."""
        line = [self.place.id, self.town.id]
        return neighbours.known_in(self.db, actor(self.db, who), line, {self.place.id}, NOON)

    def words(self) -> list[str]:
        """Return what everybody reads, a quiet line as a dash."""
        return ["-" if each.is_quiet else each.words for each in queries.public_of_thread(self.db, self.thread_id)]


@pytest.fixture
def heath(db: Session) -> Heath:
    """A post in a small place."""
    around = town.place(db, "Town")
    place = town.place(db, "Heath", around)
    item = town.item(db, town.feed(db, town.source(db, "Council", place)), "Bins", [place])
    assert item.id is not None
    ben, ada = (persons.welcome(db, f"{name}@hub.example", NOON) for name in ("ben", "ada"))
    return Heath(db, around, place, item.id, for_item(db, place.id, item.id, NOON), ben, ada)


def source_of(db: Session) -> UUID:
    """Return the one source there is."""
    return db.exec(select(Source.id)).one()
