"""Which proposals and decisions are shown on the pages of a place? And whose words stand in them, for a report."""

from uuid import UUID

from sqlmodel import Session

from hub.errors import NotFound
from hub.establish.deciding import queries
from hub.establish.deciding.queries import DecisionView, ProposalView
from hub.kit.saying import say
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site import aims
from hub.site.aims import Aim
from hub.site.kept.known import known
from hub.site.render import path


def around_here(db: Session, here: PlaceView) -> frozenset[UUID]:
    """Return where a change may count that is shown on the pages of a place."""
    return known(db).around(here) | {WHOLE_HUB}


def address_of(db: Session, place_id: UUID, *parts: object, here: PlaceView | None = None) -> str:
    """Return where something that counts in a place is shown: on the pages of *here*, of that place, or of the first.

    A hub without places shows it nowhere: its front page then.
    """
    tree = known(db).tree
    shown = here or tree.places.get(place_id) or next(iter(tree.tops), None)
    return path(shown.slug, *parts) if shown else path()


def proposal_in(db: Session, here: PlaceView, proposal_id: UUID) -> ProposalView:
    """Return a proposal that is shown on the pages of a place; NotFound for any other."""
    found = queries.proposal(db, proposal_id)
    if found.place_id not in around_here(db, here):
        raise NotFound(say("There is no such proposal here."))
    return found


def decision_in(db: Session, here: PlaceView, number: int) -> DecisionView:
    """Return a decision that is shown on the pages of a place; NotFound for any other."""
    found = queries.decision(db, number)
    if found.place_id not in around_here(db, here):
        raise NotFound(say("There is no such decision here."))
    return found


def of_proposal(db: Session, here: PlaceView, proposal_id: UUID) -> Aim:
    """Return what somebody gave as the reason of a proposal as an aim; NotFound where they have left."""
    found = proposal_in(db, here, proposal_id)
    return _aim(db, here, found.by_id, found.reason)


def of_voice(db: Session, here: PlaceView, proposal_id: UUID, voice_id: UUID) -> Aim:
    """Return what somebody said to a proposal as an aim; NotFound where there is no such thing, or they have left."""
    found = proposal_in(db, here, proposal_id)
    said = next((each for each in found.voices if each.id == voice_id), None)
    return _aim(db, here, said.person_id if said else None, said.words if said else "")


def _aim(db: Session, here: PlaceView, person_id: UUID | None, words: str) -> Aim:
    if person_id is None:
        raise NotFound(say("Nobody’s words stand here any more."))
    return aims.of_words(db, person_id, here.id, words)
