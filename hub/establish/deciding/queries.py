"""What was proposed, what do people say to it, and what was decided? Reads of agreement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.establish.deciding import grounds, rows, wording
from hub.establish.deciding.ground import apply
from hub.establish.deciding.grounds import tag_ids
from hub.establish.deciding.images import Image, Key, Row, SlugRow, TagRow
from hub.establish.deciding.images import from_json as images_from
from hub.establish.deciding.models import Decision, DecisionTag, Proposal, Voice
from hub.establish.deciding.rules import Dates, Level, Origin, Refused, Rehearsed, Spoken, Stance, Stands, State, stands
from hub.establish.deciding.script import Operation, Script, slugs_in
from hub.establish.deciding.script import from_json as script_from
from hub.establish.deciding.whereabouts import place_of as _place_of
from hub.establish.deciding.wording import Names
from hub.kit import said_later
from hub.kit.saying import Saying, say
from hub.places.models import Place

_IMAGES = cast("QueryableAttribute[list[Any]]", Decision.images)  # of a loaded file they may be thousands


@dataclass(frozen=True, slots=True)
class Asked:
    """A change somebody wants, where it counts, and why."""

    script: Script
    place_id: UUID  # WHOLE_HUB: everywhere; nothing of the script may count outside
    by_id: UUID | None
    reason: str
    reach: int = 0  # items it touches
    is_common: bool = False  # a word of it is in very many texts


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What somebody said to a proposal."""

    id: UUID
    person_id: UUID | None  # None: has left
    stance: Stance | None  # None: words alone
    seals: bool
    words: str
    said_at: datetime
    is_current: bool  # nothing they said later changes where they stand


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as pages show it."""

    id: UUID
    place_id: UUID
    by_id: UUID | None
    script: Script
    reason: str
    reach: int
    level: Level
    state: State
    opened_at: datetime
    closes_at: datetime
    warned_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    ended_by: UUID | None
    ending: str  # why it was declined, in the words of who did
    faults: tuple[Saying, ...]  # why it could not be carried out
    decision_id: int | None
    stands: Stands
    sealed_by: frozenset[UUID] = frozenset()
    voices: tuple[VoiceView, ...] = ()  # the oldest first; empty where many proposals are listed
    changed: tuple[Saying, ...] = ()  # since it was opened, of what it would change; empty in lists

    @property
    def dates(self) -> Dates:
        """When it was opened, closes, and is given up."""
        return Dates(self.opened_at, self.closes_at, self.expires_at)


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as pages show it."""

    id: int
    at: datetime
    by_id: UUID | None  # None: see origin
    origin: Origin
    place_id: UUID
    proposal_id: UUID | None
    script: Script  # empty where a file was loaded or a decision taken back
    images: tuple[Image, ...]  # in lists, those of a loaded file are left out: they may be thousands
    reason: str
    reach: int
    undoes: int | None
    undone_by: int | None


def place_of(db: Session, script: Script) -> UUID:
    """Return the narrowest place in which all of a script counts; WHOLE_HUB where that is everywhere."""
    ground = grounds.of_script(db, script)
    found = apply(ground, script)
    return _place_of(ground, script, () if isinstance(found, Refused) else found.images)


def rehearse(db: Session, script: Script) -> Rehearsed | Refused:
    """Say what a script would do to the registry as it stands."""
    return apply(grounds.of_script(db, script), script)


def proposal(db: Session, proposal_id: UUID) -> ProposalView:
    """Return a proposal with all that was said to it; NotFound when there is none."""
    row = db.get(Proposal, proposal_id)
    if row is None:
        raise NotFound(say("There is no such proposal here."))
    view = _proposal(row, _voices(db, [row.id]).get(row.id, ()))
    return replace(view, changed=_changed(db, row)) if view.state is State.OPEN else view


def proposals(
    db: Session, place_ids: Collection[UUID] | None, states: Collection[State], most: int
) -> Sequence[ProposalView]:
    """Return the proposals of these places (None: of all), open ones first, those that close soonest before others."""
    asked = select(Proposal).where(col(Proposal.state).in_(list(states)))
    if place_ids is not None:
        asked = asked.where(col(Proposal.place_id).in_(place_ids))
    is_over = col(Proposal.state) != State.OPEN
    order = (is_over, col(Proposal.ended_at).desc(), col(Proposal.closes_at), col(Proposal.id))
    found = db.exec(asked.order_by(*order).limit(most)).all()
    voices = _voices(db, [row.id for row in found])
    return [replace(_proposal(row, voices.get(row.id, ())), voices=()) for row in found]


def decision(db: Session, decision_id: int) -> DecisionView:
    """Return a decision with all it changed; NotFound when there is none."""
    row = db.get(Decision, decision_id)
    if row is None:
        raise NotFound(say("There is no such decision here."))
    return _decision(row, row.images, _undone(db, [decision_id]))


def decisions(
    db: Session, place_ids: Collection[UUID] | None, before_id: int | None, most: int
) -> Sequence[DecisionView]:
    """Return what was decided for these places (None: for all) before another decision, the newest first."""
    where = [] if place_ids is None else [col(Decision.place_id).in_(place_ids)]
    return _decisions(db, where, before_id, most)


def decisions_of(db: Session, tag_id: UUID, most: int) -> Sequence[DecisionView]:
    """Return what was decided about a tag, the newest first."""
    about = select(DecisionTag.decision_id).where(DecisionTag.tag_id == tag_id)
    return _decisions(db, [col(Decision.id).in_(about)], None, most)


def told(db: Session, changes: Script | Sequence[Image]) -> Sequence[Saying]:
    """Say in sentences what a script would do, or what was changed."""
    names = names_for(db, changes)
    rows = [each for each in changes if isinstance(each, Image)]
    operations = [each for each in changes if not isinstance(each, Image)]
    return [*wording.told(operations, names), *wording.happened(rows, names)]


def told_of(db: Session, view: DecisionView) -> Sequence[Saying]:
    """Say in sentences what a decision did."""
    return wording.decided(view.script, view.images, names_for(db, view.script or view.images))


def names_for(db: Session, changes: Sequence[Operation | Image]) -> Names:
    """Return the names to tell changes with."""
    slugs = {slug for each in changes if not isinstance(each, Image) for slug in slugs_in(each)}
    ids = {tag_id for each in changes if isinstance(each, Image) for tag_id in _spoken_of(each.row)}
    found = [*rows.read(db, TagRow, "slug", slugs), *rows.read(db, TagRow, "id", ids)]
    former = {row.slug: row.tag_id for row in rows.read(db, SlugRow, "slug", slugs)}
    by_id = {row.id: row.name for row in [*found, *rows.read(db, TagRow, "id", former.values())]}
    called = {slug: by_id[tag_id] for slug, tag_id in former.items()}
    called |= {row.slug: row.name for row in found} | {tag_id.hex: name for tag_id, name in by_id.items()}
    return called | {place_id.hex: name for place_id, name in db.execute(select(Place.id, Place.name))}


def changed_since(db: Session, ground: Sequence[Image], now: Rehearsed | Refused) -> Sequence[Image]:
    """Return what happened to the rows ``grounds.kept`` told, between a rehearsal and another one *now*."""
    if isinstance(now, Refused):
        return ()
    was = {each.before.key: each.before for each in ground if each.before}
    tags = rows.read(db, TagRow, "id", [row.id for row in was.values() if isinstance(row, TagRow)])
    stands: dict[Key, Row] = {row.key: row for row in tags}
    stands |= {each.before.key: each.before for each in now.images if each.before}
    return [Image(was.get(key), stands.get(key)) for key in {**was, **stands} if was.get(key) != stands.get(key)]


def _changed(db: Session, row: Proposal) -> tuple[Saying, ...]:
    today = rehearse(db, script_from(row.script))
    if isinstance(today, Refused):
        return today.faults
    return tuple(told(db, changed_since(db, images_from(row.ground), today)))


def _spoken_of(row: Row) -> tuple[UUID, ...]:
    heir = (row.heir_id,) if isinstance(row, TagRow) and row.heir_id else ()
    return (*tag_ids(row), *heir)


def _decisions(
    db: Session, where: Sequence[ColumnElement[bool]], before_id: int | None, most: int
) -> Sequence[DecisionView]:
    asked = select(Decision).where(*where).options(defer(_IMAGES)).order_by(col(Decision.id).desc()).limit(most)
    if before_id is not None:
        asked = asked.where(col(Decision.id) < before_id)
    found = db.exec(asked).all()
    small = [row.id for row in found if row.origin != Origin.FILE]
    kept = dict(db.execute(select(Decision.id, Decision.images).where(col(Decision.id).in_(small))).all())
    undone = _undone(db, [_id(row) for row in found])
    return [_decision(row, kept.get(_id(row), []), undone) for row in found]


def _undone(db: Session, ids: Collection[int]) -> Mapping[int, int]:
    asked = select(Decision.undoes, Decision.id).where(col(Decision.undoes).in_(ids))
    return {undone: by for undone, by in db.execute(asked) if undone is not None}


def _voices(db: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[VoiceView, ...]]:
    found: dict[UUID, list[Voice]] = {}
    order = (col(Voice.said_at), col(Voice.id))
    for row in db.exec(select(Voice).where(col(Voice.proposal_id).in_(ids)).order_by(*order)):
        found.setdefault(row.proposal_id, []).append(row)
    return {proposal_id: _heard(said) for proposal_id, said in found.items()}


def _heard(said: Sequence[Voice]) -> tuple[VoiceView, ...]:
    last = {row.person_id or row.id: row.id for row in said if row.stance}
    return tuple([
        VoiceView(
            id=row.id,
            person_id=row.person_id,
            stance=Stance(row.stance) if row.stance else None,
            seals=row.seals,
            words=row.words,
            said_at=row.said_at,
            is_current=row.id in last.values(),
        )
        for row in said
    ])  # fmt: skip


def _proposal(row: Proposal, voices: tuple[VoiceView, ...]) -> ProposalView:
    current = [each for each in voices if each.is_current]
    return ProposalView(
        id=row.id,
        place_id=row.place_id,
        by_id=row.by_id,
        script=script_from(row.script),
        reason=row.reason,
        reach=row.reach,
        level=Level(row.level),
        state=State(row.state),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        warned_at=row.warned_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ending=row.ending,
        faults=tuple(map(said_later.from_json, row.faults)),
        decision_id=row.decision_id,
        stands=stands(Spoken(each.stance, each.seals) for each in current),
        sealed_by=frozenset(each.person_id for each in current if each.seals and each.person_id),
        voices=voices,
    )


def _decision(row: Decision, images: Sequence[Mapping[str, Any]], undone: Mapping[int, int]) -> DecisionView:
    return DecisionView(
        id=_id(row),
        at=row.at,
        by_id=row.by_id,
        origin=Origin(row.origin),
        place_id=row.place_id,
        proposal_id=row.proposal_id,
        script=script_from(row.script),
        images=images_from(images),
        reason=row.reason,
        reach=row.reach,
        undoes=row.undoes,
        undone_by=undone.get(_id(row)),
    )


def _id(row: Decision) -> int:
    assert row.id is not None  # noqa: S101 -- it was read
    return row.id
