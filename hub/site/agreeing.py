"""What becomes of a change somebody wants of the tags? Decided at once, opened for others, spoken to, taken back."""

from dataclasses import dataclass
from uuid import UUID

from limits import RateLimitItemPerDay

from hub.aggregate.tagging import source_rules
from hub.aggregate.tagging.carrying import carry
from hub.duties.agreeing import today
from hub.errors import NotAllowed, SignInFirst
from hub.establish.deciding import actions, queries
from hub.establish.deciding.actions import Said
from hub.establish.deciding.queries import Asked, DecisionView, ProposalView
from hub.establish.deciding.rules import Level, Origin, Refused, Stance, State, level
from hub.establish.deciding.undoing import made_by, wants_back
from hub.kit.saying import Saying, say
from hub.people.audit.actions import Entry, note
from hub.people.cases import queries as cases
from hub.people.persons import tending
from hub.people.rules import Deed, Thing
from hub.places.actions import bump_around
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site import limits
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.proposing import letters
from hub.site.proposing.shown import address_of
from hub.site.render import path

OF_PERSON = RateLimitItemPerDay(30, namespace="proposals-person")  # proposals and words said to them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change somebody asked for, and where that is shown; nowhere where it was refused."""

    address: str = ""
    decision_id: int | None = None
    proposal_id: UUID | None = None
    refused: Refused | None = None


def act_or_propose(doing: Doing, asked: Asked, here: PlaceView | None = None, *, asks_others: bool = False) -> Outcome:
    """Decide a change at once where it touches little and who acts may; else open a proposal.

    *here* is the place whose pages show it; *asks_others* opens a proposal where one could have acted.
    """
    may_speak(doing)
    needed = level(asked.script, asked.reach, is_common=asked.is_common)
    if needed is Level.AT_ONCE and not asks_others and may_decide(doing, asked.place_id):
        return _decide(doing, asked, here)
    return _propose(doing, asked, needed, here)


def may_decide(doing: Doing, place_id: UUID) -> bool:
    """Say whether who acts decides changes of the tags that count in a place (WHOLE_HUB: in all of them)."""
    return doing.actor.is_member and tending.may_decide(doing.actor, known(doing.db).tree, place_id)


def must_decide(doing: Doing, place_id: UUID) -> None:
    """Go on if who acts decides changes of the tags that count there, else NotAllowed."""
    doing.must(lambda _actor, _line: may_decide(doing, place_id), None)


def may_speak(doing: Doing) -> UUID:
    """Return who acts, if they may propose and say something; SignInFirst or NotAllowed where they may not."""
    person_id = doing.actor.person_id
    if person_id is None:
        raise SignInFirst(say("Sign in to do this."))
    if cases.is_restricted(doing.db, person_id, doing.now):
        raise NotAllowed(say("A moderator decided that you cannot propose or say anything here for a while."))
    return person_id


def count(doing: Doing) -> None:
    """Count what a member proposes or says to proposals; TooOften where that is more than anybody needs."""
    too_many = say("You have proposed or said a lot today. Let others have a turn.")
    limits.tally(doing).must(OF_PERSON, may_speak(doing).hex, too_many)


def speak(doing: Doing, found: ProposalView, stance: Stance | None, words: str) -> Refused | None:
    """Say something to a proposal; without a stance, in words alone."""
    count(doing)
    said = Said(may_speak(doing), stance, words)
    _shows_anew(doing, found.place_id)
    return actions.speak(doing.db, found.id, said, doing.now)


def withdraw(doing: Doing, found: ProposalView) -> Refused | None:
    """Take one's own proposal back."""
    _shows_anew(doing, found.place_id)
    return actions.withdraw(doing.db, found.id, doing.must_be_member().person_id, doing.now)


def carry_out(doing: Doing, found: ProposalView) -> Outcome:
    """Seal a proposal as who may decide it, and have it carried out where nothing is missing any more.

    What was refused may have been sealed all the same, and waits for its day or for somebody else.
    """
    must_decide(doing, found.place_id)
    _shows_anew(doing, found.place_id)
    if found.state is State.OPEN:
        sealed = Entry(Deed.SEAL, Thing.PROPOSAL, found.id, _noted(found.place_id))
        note(doing.db, doing.actor, sealed, doing.now)
    made = actions.carry_out(doing.db, found.id, may_speak(doing), today(doing.db), doing.now)
    if not isinstance(made, Refused):
        return _carried(doing, found, made)
    after = queries.proposal(doing.db, found.id)
    if after.state is not found.state:
        letters.ended(doing.db, after, doing.now)
    return Outcome(address_of(doing.db, found.place_id, "proposals", found.id), proposal_id=found.id, refused=made)


def decline(doing: Doing, found: ProposalView, words: str) -> Refused | None:
    """Say no to a proposal as who may decide it, and tell who made it why."""
    must_decide(doing, found.place_id)
    _shows_anew(doing, found.place_id)
    refused = actions.decline(doing.db, found.id, may_speak(doing), words, doing.now)
    if refused is None:
        declined = Entry(Deed.DECLINE, Thing.PROPOSAL, found.id, _noted(found.place_id), why=words)
        note(doing.db, doing.actor, declined, doing.now)
        letters.ended(doing.db, queries.proposal(doing.db, found.id), doing.now)
    return refused


def undo(doing: Doing, found: DecisionView, reason: str, here: PlaceView) -> Outcome:
    """Take a decision back, as who may decide such things; refused where something has changed since.

    Of what takes two, the first is led to where it stands that they want it back.
    """
    must_decide(doing, found.place_id)
    if stays := _why_it_stays(doing, found):
        return Outcome(refused=Refused((stays,)))
    if waits := wants_back(
        doing.db, found.id, Said(may_speak(doing), words=reason, seals=True), today(doing.db), doing.now
    ):
        return _waits(doing, found, waits)
    made = actions.undo(doing.db, found.id, may_speak(doing), reason, doing.now)
    if isinstance(made, Refused):
        return Outcome(refused=made)
    taken_back = Entry(Deed.TAKE_BACK, Thing.CHANGE, found.id, _noted(found.place_id), after={"by": made}, why=reason)
    note(doing.db, doing.actor, taken_back, doing.now)
    carry(doing.db, made, doing.now)
    return Outcome(path(here.slug, "decisions", made), decision_id=made)


def _why_it_stays(doing: Doing, found: DecisionView) -> Saying | None:
    if found.origin is Origin.FILE:
        return say("What a file says is changed in the file.")
    if source_rules.speak_of(doing.db, made_by(found)):
        return say("The posts of a source get a tag it made. Change that first.")
    return None


def _waits(doing: Doing, found: DecisionView, waits: UUID | Refused) -> Outcome:
    if isinstance(waits, Refused):
        return Outcome(refused=waits)
    _shows_anew(doing, found.place_id)
    note(doing.db, doing.actor, Entry(Deed.SEAL, Thing.CHANGE, found.id, _noted(found.place_id)), doing.now)
    return Outcome(address_of(doing.db, found.place_id, "proposals", waits), proposal_id=waits)


def _decide(doing: Doing, asked: Asked, here: PlaceView | None) -> Outcome:
    must_decide(doing, asked.place_id)
    made = actions.decide(doing.db, asked, Origin.MENTOR, doing.now)
    if isinstance(made, Refused):
        return Outcome(refused=made)
    agreed = Entry(Deed.AGREE, Thing.CHANGE, made, _noted(asked.place_id), why=asked.reason)
    note(doing.db, doing.actor, agreed, doing.now)
    carry(doing.db, made, doing.now)
    return Outcome(address_of(doing.db, asked.place_id, "decisions", made, here=here), decision_id=made)


def _propose(doing: Doing, asked: Asked, needed: Level, here: PlaceView | None) -> Outcome:
    count(doing)
    made = actions.propose(doing.db, asked, needed, doing.now)
    if isinstance(made, Refused):
        return Outcome(refused=made)
    _shows_anew(doing, asked.place_id)
    address = address_of(doing.db, asked.place_id, "proposals", made, here=here)
    letters.opened(doing.db, queries.proposal(doing.db, made), address, doing.now)
    return Outcome(address, proposal_id=made)


def _carried(doing: Doing, found: ProposalView, made: int) -> Outcome:
    """Have what was agreed follow, write it down, and tell who proposed it."""
    agreed = Entry(Deed.AGREE, Thing.CHANGE, made, _noted(found.place_id), after={"proposal": found.id.hex})
    note(doing.db, doing.actor, agreed, doing.now)
    carry(doing.db, made, doing.now)
    letters.ended(doing.db, queries.proposal(doing.db, found.id), doing.now)
    return Outcome(address_of(doing.db, found.place_id, "decisions", made), made, found.id)


def _shows_anew(doing: Doing, place_id: UUID) -> None:
    """Have no kept page outlive what is proposed and said: of every place where it is shown."""
    tops = [top.id for top in known(doing.db).tree.tops]
    bump_around(doing.db, tops if place_id == WHOLE_HUB else [place_id])


def _noted(place_id: UUID) -> UUID | None:
    """Return a place as the log of deeds keeps it, which has none for the whole hub."""
    return None if place_id == WHOLE_HUB else place_id
