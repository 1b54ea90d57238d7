"""What of the tags waits at a desk? Words nobody agreed on, ambiguous ones, and what was proposed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.tagging.open_words import Waiting, ambiguous_words, waiting
from hub.establish.deciding import queries as deciding
from hub.establish.deciding.queries import ProposalView
from hub.establish.deciding.rules import BOTH, Standing, State, standing
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.deps import line
from hub.site.desk.bins import Bin, offers
from hub.site.desk.reach import tops
from hub.site.proposing.shown import address_of
from hub.site.render import path

MOST_COUNTED = 1_000  # words of a place: nobody needs to know how many more
MOST_UNCLEAR = 20
MOST_PROPOSED = 500
MOST_PLACES = 20  # counted for a desk that reaches many


@offers(rules.may_tend)
def words(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:
    """Offer the words that mean nothing yet, and those that mean too much."""
    del now
    here = tops(db, place_ids)[:MOST_PLACES]
    lines = [(place, line(db, place.id)) for place in here]
    is_open = [(place, waiting(db, place.id, around, MOST_COUNTED)) for place, around in lines]
    unclear = [(place, _unclear(db, place.id, around)) for place, around in lines]
    return [
        _bin("words", say("Words nobody agreed on yet"), is_open, ("desk", "words")),
        _bin("ambiguous", say("Words that mean different things"), unclear, ("desk", "words", "ambiguous")),
    ]


@offers(rules.may_tend)
def proposals(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:
    """Offer what was proposed and waits for somebody who may decide it."""
    scopes = None if place_ids is None else [*place_ids, WHOLE_HUB]
    waiting = [each for each in deciding.proposals(db, scopes, [State.OPEN], MOST_PROPOSED) if _wants_seal(each, now)]
    if not (here := tops(db, place_ids)):
        return []
    first = next((each.place_id for each in waiting if each.place_id != WHOLE_HUB), here[0].id)
    oldest = min((each.opened_at for each in waiting), default=None)
    title = say("Proposals about tags that wait for you")
    return [Bin("proposals", title, len(waiting), oldest, address_of(db, first, "proposals"))]


def _wants_seal(proposal: ProposalView, now: datetime) -> bool:
    """Say whether a proposal waits for who may decide it, whoever else is there."""
    return standing(proposal.level, proposal.stands, proposal.dates, BOTH, now) is Standing.WANTS_SEAL


def _unclear(db: Session, place_id: UUID, around: Collection[UUID]) -> Waiting:
    found = ambiguous_words(db, place_id, around, MOST_UNCLEAR)
    return Waiting(len(found), min((each.first_at for each in found), default=None))


def _bin(name: str, title: Saying, counted: Sequence[tuple[PlaceView, Waiting]], parts: Sequence[str]) -> Bin:
    """Return a bin of words, opened at the place where most of them wait."""
    oldest = min((each.oldest for _, each in counted if each.oldest), default=None)
    fullest = max(counted, key=lambda each: each[1].count)[0].slug if counted else ""
    return Bin(name, title, sum(each.count for _, each in counted), oldest, path(*parts, place=fullest))
