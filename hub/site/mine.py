"""Which source may somebody change, as its owner or for them? And what of it stands in the log."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.feeds.registry import SHOWS
from hub.aggregate.feeds.rules import OWN
from hub.aggregate.registering.owners import owners
from hub.aggregate.registering.rules import OF_SUGGESTED
from hub.errors import NotAllowed, NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, Facts, note
from hub.people.persons.actions import Agreement, agree
from hub.people.persons.consents import BEHALF, TOLD, given
from hub.people.rules import Actor, Deed, Thing
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.typed import Typed

LONGEST_TOLD = 300  # letters of how a mentor was told
_NO_SOURCE: Final = say("There is no source of yours of this name here.")


@dataclass(frozen=True, slots=True)
class Mine:
    """A source, whose it is, whether a mentor acts for them, and whether who looks may take it out."""

    source: SourceView
    owner: UUID | None
    home: UUID | None
    for_another: bool
    may_leave: bool

    @property
    def shows(self) -> Sequence[str]:
        """How much of it may be allowed to be shown: of what is nobody's, no more than of what readers suggest."""
        return SHOWS if self.owner else OF_SUGGESTED


@dataclass(frozen=True, slots=True)
class Did:
    """What was done to a source, as the log keeps it."""

    what: str
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)


def source_of(db: Session, actor: Actor, slug: str) -> Mine:
    """Return a source of this person's, or of somebody they look after; for anybody else there is none.

    Nor is there one for what neighbours pin up: that is theirs notice by notice, and nobody's as a whole.
    """
    found = feeds.source(db, slug)
    if any(feed.reads in OWN for feed in found.feeds):
        raise NotFound(_NO_SOURCE)
    owned_by = owners(db, found.id)
    tree = known(db).tree
    homes = sorted(each for each in found.place_ids if each in tree.places)
    home = homes[0] if homes else None
    if rules.may_change_own(actor, owned_by):
        return Mine(found, actor.person_id, home, for_another=False, may_leave=True)
    if not any(rules.may_act_for(actor, line(db, each)) for each in homes):
        raise NotFound(_NO_SOURCE)
    tends_all = all(rules.may_act_for(actor, line(db, each)) for each in homes)
    agreed = [each for each in owned_by if _lets(db, actor, each)]
    owner = next(iter(agreed or owned_by), None)
    return Mine(found, owner, home, for_another=True, may_leave=tends_all and bool(agreed))


def _lets(db: Session, actor: Actor, owner: UUID) -> bool:
    """Say whether somebody agreed that a mentor like this one acts for them."""
    heard = (as_id(each.subject) for each in given(db, owner, BEHALF))
    return any(rules.may_act_for(actor, line(db, place_id)) for place_id in heard if place_id)


def source_to_leave(db: Session, actor: Actor, slug: str) -> Mine:
    """Return a source this person may take out: it never comes back by anybody's word but its owner's."""
    found = source_of(db, actor, slug)
    if not found.may_leave:
        raise NotAllowed(say("Only its owner takes a source out of the hub. You may pause it."))
    return found


def told_fault(held: Mine, typed: Typed) -> Saying | None:
    """Say what is wrong with how a mentor says they were told to; None where nothing is, or nobody need say it."""
    if len(typed["told"]) > LONGEST_TOLD:
        return say("This is too long: at most %(most)s letters.", most=LONGEST_TOLD)
    if typed["told"] or not held.for_another:
        return None
    return say("Note how its owner told you that they want this.") if held.owner else say("Note why you do this.")


def keep_note(doing: Doing, held: Mine, typed: Typed, did: Did) -> None:
    """Keep in the log what a mentor did; how somebody told them to is kept with that person, and goes with them."""
    if not held.for_another:
        return
    why, after, source = typed["told"], {"did": did.what, **did.after}, held.source.id
    if held.owner:
        told = Agreement(TOLD, why, held.source.id.hex, doing.actor.person_id)
        agree(doing.db, held.owner, told, doing.now)
        why = ""
    entry = Entry(Deed.ACT_FOR, Thing.SOURCE, source, held.home, did.before, after, why=why, for_id=held.owner)
    note(doing.db, doing.actor, entry, doing.now)
