"""Who is named beside a proposal or a decision? Its authors, who carried it out, and who said no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.establish.deciding.behind import Behind
from hub.establish.deciding.queries import DecisionView
from hub.establish.deciding.rules import Origin
from hub.kit.saying import Saying, say
from hub.people.cases import queries as cases
from hub.people.persons import roles

TAKEN = say("A moderator took these words down.")


@dataclass(frozen=True, slots=True)
class Authors:
    """What to call people, and whose words were taken down."""

    names: Mapping[UUID, str]
    hidden: frozenset[UUID | None] = frozenset()

    def name(self, person_id: UUID | None) -> Saying | str:
        """Name somebody as they want to be seen by others."""
        if person_id is None:
            return say("somebody who has left")
        return self.names.get(person_id) or say("somebody")

    def are_hidden(self, person_id: UUID | None) -> bool:
        """Say whether their words were taken down."""
        return person_id in self.hidden

    def words(self, person_id: UUID | None, words: str) -> Saying | str:
        """Return what somebody wrote, unless it was taken down."""
        return TAKEN if self.are_hidden(person_id) else words


@dataclass(frozen=True, slots=True)
class Backed:
    """Who stood behind a decision; without a proposal nobody but who made it."""

    authors: Authors
    behind: Behind | None = None

    def who(self, view: DecisionView) -> Saying:
        """Say who stands behind it."""
        by = self.authors.name(view.by_id)
        proposed = self.authors.name(self.behind.by_id if self.behind else None)
        told = {
            Origin.FILE: say("The town’s tag file"),
            Origin.MENTOR: say("%(who)s decided it", who=by),
            Origin.AGREED: say("%(who)s proposed it, and it was agreed", who=proposed),
            Origin.ALONE: say("%(who)s proposed it, and its time passed: there was nobody else to ask", who=proposed),
        }
        return told[view.origin]

    @property
    def voices(self) -> Sequence[Saying]:
        """Say who carried out what was proposed, and who said no, and why."""
        if self.behind is None:
            return ()
        name, words = self.authors.name, self.authors.words
        carried = [say("%(who)s carried it out.", who=name(each)) for each in self.behind.sealed_by]
        noes = [(name(each.person_id), words(each.person_id, each.words)) for each in self.behind.noes]
        return (*carried, *(say("%(who)s said no: “%(words)s”", who=who, words=why) for who, why in noes))


def authors_of(db: Session, ids: Iterable[UUID | None]) -> Authors:
    """Return what to call these people."""
    found = {each for each in ids if each}
    return Authors(roles.named(db, found), cases.silenced(db, found))


def ids_of(people: Iterable[Behind]) -> list[UUID | None]:
    """Return everybody who stood behind decisions."""
    return [each for one in people for each in (one.by_id, *one.sealed_by, *(no.person_id for no in one.noes))]
