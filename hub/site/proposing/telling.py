"""How is a proposal or a decision told? In sentences, with names, for pages, feeds and letters alike."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.tagging.reaching import MOST
from hub.establish.deciding import queries, wording
from hub.establish.deciding.behind import behind
from hub.establish.deciding.queries import DecisionView, ProposalView, VoiceView
from hub.establish.deciding.rules import UNDO_FOR, Level, Origin, Stance, State
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.kit.zones import wall
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.proposing import backing
from hub.site.proposing.backing import Authors, Backed, authors_of
from hub.site.proposing.levels import OBJECTED, WAITS

DAY_SECONDS = 86_400
STATES: Mapping[State, Saying] = {
    State.OPEN: say("Open"),
    State.PASSED: say("Agreed, and carried out"),
    State.DECLINED: say("Declined"),
    State.WITHDRAWN: say("Taken back by who proposed it"),
    State.EXPIRED: say("Nobody settled it in time"),
    State.OVERTAKEN: say("Overtaken: something had changed before it could be carried out"),
}
STANCES: Mapping[Stance, Saying] = {
    Stance.YES: say("Yes"),
    Stance.NO: say("No"),
    Stance.NEUTRAL: say("Neither yes nor no"),
}
JUST_WORDS = say("Just says")
UNCOUNTED = say("It may touch more than %(most)s items.", most=MOST)
_UNCOUNTED_THEN = say("It may have touched more than %(most)s items.", most=MOST)


@dataclass(frozen=True, slots=True)
class ProposalTold:
    """A proposal as pages show it."""

    id: UUID
    sentences: Sequence[Saying]
    by: Saying | str
    where: Saying
    reason: Saying | str
    touches: Saying
    opened_at: datetime
    state: Saying
    next: Saying
    is_open: bool
    stands: Sequence[Saying]
    changed: Sequence[Saying]
    ending: Saying | str
    faults: Sequence[Saying]
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class VoiceTold:
    """What somebody said, as pages show it."""

    id: UUID
    by: Saying | str
    stance: Saying
    words: str
    at: datetime
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision as pages show it."""

    id: int
    sentences: Sequence[Saying]
    who: Saying
    voices: Sequence[Saying]  # who carried it out, and who said no
    where: Saying
    at: datetime
    reason: Saying | str
    touches: Saying
    proposal_id: UUID | None
    undoes: int | None
    undone_by: int | None
    undo_until: date | None  # the last day on which it may be taken back; none: that is over


def proposals(db: Session, found: Sequence[ProposalView], now: datetime) -> Sequence[ProposalTold]:
    """Tell proposals, with the names of who made them."""
    authors = authors_of(db, [person for each in found for person in (each.by_id, each.ended_by)])
    called = queries.names_for(db, [operation for each in found for operation in each.script])
    return [_proposal(db, each, wording.told(each.script, called), authors, now) for each in found]


def voices(db: Session, said: Collection[VoiceView]) -> Sequence[VoiceTold]:
    """Tell what people said, in order; the words of who was taken down are not told."""
    authors = authors_of(db, [each.person_id for each in said])
    return [
        VoiceTold(
            id=each.id,
            by=authors.name(each.person_id),
            stance=_stance(each),
            words=each.words,
            at=each.said_at,
            is_hidden=authors.are_hidden(each.person_id),
        )
        for each in said
    ]


def decisions(db: Session, found: Sequence[DecisionView], here: PlaceView, now: datetime) -> Sequence[DecisionTold]:
    """Tell decisions, with the names of who made them."""
    people = behind(db, [each.proposal_id for each in found if each.proposal_id])
    authors = authors_of(db, [each.by_id for each in found] + backing.ids_of(people.values()))
    called = queries.names_for(db, [change for each in found for change in (*each.script, *each.images)])
    backed = [(each, people.get(each.proposal_id) if each.proposal_id else None) for each in found]
    return [
        _decision(db, each, _happened(each, called), Backed(authors, by), _until(each, here, now))
        for each, by in backed
    ]


def where(db: Session, place_id: UUID) -> Saying:
    """Say where something counts."""
    place = known(db).tree.places.get(place_id)
    return say("It counts in %(place)s.", place=place.name) if place else say("It counts in every place of this hub.")


def touches(reach: int, *, is_over: bool) -> Saying:
    """Say how many items a change touches, or touched; more than can be looked at nobody has counted."""
    if reach > MOST:
        return _UNCOUNTED_THEN if is_over else UNCOUNTED
    if is_over:
        return say_count("It touched one item.", "It touched %(count)s items.", reach)
    return say_count("It would touch one item.", "It would touch %(count)s items.", reach)


def _proposal(
    db: Session, view: ProposalView, sentences: Sequence[Saying], authors: Authors, now: datetime
) -> ProposalTold:
    is_open = view.state is State.OPEN
    return ProposalTold(
        id=view.id,
        sentences=sentences,
        by=authors.name(view.by_id),
        where=where(db, view.place_id),
        reason=authors.words(view.by_id, view.reason),
        touches=touches(view.reach, is_over=False),
        opened_at=view.opened_at,
        state=_open(view, now) if is_open else STATES[view.state],
        next=_next(view) if is_open else NOTHING,
        is_open=is_open,
        stands=_stands(view),
        changed=view.changed if is_open else (),
        ending=authors.words(view.ended_by, view.ending) if view.ending else "",
        faults=view.faults,
        decision_id=view.decision_id,
    )


def _decision(
    db: Session, view: DecisionView, sentences: Sequence[Saying], backed: Backed, until: date | None
) -> DecisionTold:
    return DecisionTold(
        id=view.id,
        sentences=sentences,
        who=backed.who(view),
        voices=backed.voices,
        where=where(db, view.place_id),
        at=view.at,
        reason=backed.authors.words(view.by_id, view.reason),
        touches=NOTHING if view.origin is Origin.FILE else touches(view.reach, is_over=True),
        proposal_id=view.proposal_id,
        undoes=view.undoes,
        undone_by=view.undone_by,
        undo_until=until,
    )


def _happened(view: DecisionView, called: Mapping[str, str]) -> Sequence[Saying]:
    """Say what a decision did; of a whole file that was loaded, in a list, only that."""
    said = wording.decided(view.script, view.images, called)
    return said or [say("The town’s tag file was loaded.") if view.origin is Origin.FILE else say("Nothing changed.")]


def _until(view: DecisionView, here: PlaceView, now: datetime) -> date | None:
    last = wall(view.at + UNDO_FOR, ZoneInfo(here.timezone)).date()
    return last if may_be_undone(view, now) else None


def may_be_undone(view: DecisionView, now: datetime) -> bool:
    """Say whether a decision may still be taken back: within a week, once, and what a file says in the file alone."""
    return view.undone_by is None and view.origin is not Origin.FILE and now < view.at + UNDO_FOR


def _open(view: ProposalView, now: datetime) -> Saying:
    left = ceil((view.closes_at - now).total_seconds() / DAY_SECONDS)
    if left > 0:
        return say_count("Open for one more day.", "Open for %(count)s more days.", left)
    given = max(0, ceil((view.expires_at - now).total_seconds() / DAY_SECONDS))
    return say_count(
        "Waits for somebody who looks after the place; given up in a day.",
        "Waits for somebody who looks after the place; given up in %(count)s days.",
        given,
    )


def _next(view: ProposalView) -> Saying:
    """Say what an open proposal waits for."""
    if view.level is Level.TWO:
        return WAITS[view.level]
    if view.stands.seals:
        return say("It is carried out once its day is over.")
    return OBJECTED if view.stands.no else WAITS[view.level]


def _stance(voice: VoiceView) -> Saying:
    if voice.seals and voice.stance is None:
        return say("Wants it taken back, as who looks after the place; a second one has to want it too")
    if voice.seals:
        return say("Wants it carried out, as who looks after the place")
    return STANCES[voice.stance] if voice.stance else JUST_WORDS


def _stands(view: ProposalView) -> Sequence[Saying]:
    told = view.stands
    return [
        say("Yes: %(count)s", count=told.yes),
        say("No: %(count)s", count=told.no),
        say("Neither: %(count)s", count=told.neutral),
        *([say("Carries it out: %(count)s", count=told.seals)] if told.seals else []),
    ]
