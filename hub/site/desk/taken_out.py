"""What did people say who did not feel safe, in places that were taken out of the registry? For safeguarding alone.

A role counts there as it did before: held in such a place, in one it lay in, or in the whole hub.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.partnerships import safety
from hub.meet.partnerships.safety import ReportView
from hub.meet.rounds import queries as rounds
from hub.meet.rounds.queries import Report
from hub.people import rules
from hub.people.rules import Actor
from hub.places.queries import PlaceView, retired
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bin, offers_beyond
from hub.site.render import path

NONE_SUCH = say("There is no such report here.")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What waits, or was read, of places that have no desk any more."""

    rounds: Sequence[tuple[PlaceView, Report]]
    friends: Sequence[tuple[PlaceView, ReportView]]


def taken_out(asked: Doing) -> TakenOut:
    """Return what was said in such places, as far as who asks looks after them; NotAllowed for who does in none."""
    places = _reached(asked.db, asked.actor)
    if not places:
        asked.must(rules.may_safeguard, None)
    told, waiting = rounds.reports(asked.db, list(places)), safety.waiting(asked.db, list(places))
    return TakenOut(
        rounds=[(places[each.place_id], each) for each in told],
        friends=[(places[each.place_id], each) for each in waiting],
    )


def of_round(asked: Doing, report_id: UUID) -> PlaceView:
    """Return the place of what somebody said of a round; NotFound for whom it is not."""
    found = next((here for here, each in taken_out(asked).rounds if each.id == report_id), None)
    if found is None:
        raise NotFound(NONE_SUCH)
    return found


def of_friends(asked: Doing, report_id: UUID) -> ReportView:
    """Return what one of two Digital Friends said, and nobody has read; NotFound for whom it is not."""
    found = next((each for _, each in taken_out(asked).friends if each.id == report_id), None)
    if found is None:
        raise NotFound(NONE_SUCH)
    return found


@offers_beyond
def taken_out_bin(db: Session, actor: Actor) -> Sequence[Bin]:
    """Offer what was said in places that have no desk any more, and nobody has read."""
    reached = list(_reached(db, actor))
    since = [each.at for each in rounds.reports(db, reached) if each.reviewed_at is None]
    since += [each.said_at for each in safety.waiting(db, reached)]
    title = say("Did not feel safe, in places that are no longer here")
    return [Bin("unsafe-elsewhere", title, len(since), min(since), path("desk", "safeguarding"))] if since else []


def _reached(db: Session, actor: Actor) -> Mapping[UUID, PlaceView]:
    gone = retired(db)
    return {each: gone[each] for each in gone if rules.may_safeguard(actor, line(db, each, gone))}
