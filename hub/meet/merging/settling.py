"""Which events get another group? Those about which something is new are held against what is near them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, insert, or_, select, update

from hub.db.bulk import batches
from hub.meet.events.models import Event, EventPlace
from hub.meet.events.relisting import relist
from hub.meet.merging import crowds, days, signs, window
from hub.meet.merging.crowds import Beside
from hub.meet.merging.gathering import Decided, Group, Pair, gather
from hub.meet.merging.models import EventLikeness
from hub.meet.merging.rules import Because, Likeness, Telling, judge, may_be, ordered
from hub.places.actions import bump

MOST_REACHED = 1500  # events of what hangs together: three calendars that tell four hundred dates one by one, and more


@dataclass(slots=True)
class _Found:
    """What was looked at on the way, and what of it is alike."""

    today: date
    tellings: dict[UUID, Telling] = field(default_factory=dict)
    beside: dict[UUID, Beside] = field(default_factory=dict)  # of each event that was looked at
    likenesses: dict[Pair, Likeness] = field(default_factory=dict)
    decided: Decided = field(default_factory=Decided)


def settle(db: Session, event_ids: Collection[UUID], today: date) -> Sequence[UUID]:
    """Put these events together with what tells of the same meetup, and apart from what no longer does.

    Return those that got another group. All that hangs together with one of them is thought over anew, so that it is
    the same in whichever order events came.
    """
    there = frozenset(window.groups_of(db, event_ids))
    signs.derive(db, there)
    found = _Found(today)
    whole = _look_around(db, _with_mates(db, there), found)
    _note(db, whole, found.likenesses.values())
    known = {each: found.tellings[each] for each in whole}
    inside = [each for pair, each in found.likenesses.items() if known.keys() >= set(pair)]
    return _regroup(db, whole, gather(known, inside, found.decided))


def _with_mates(db: Session, event_ids: frozenset[UUID]) -> frozenset[UUID]:
    """Add whose likeness may hang on these events: what is in their groups, what shares a sign, what was like them."""
    sharing = frozenset[UUID]().union(*signs.sharing(db, event_ids).values())
    return window.mates(db, event_ids | sharing | _liked(db, event_ids))


def _look_around(db: Session, event_ids: frozenset[UUID], found: _Found) -> frozenset[UUID]:
    """Hold events against what is near them, and go on with what is surely like them until nothing is new.

    Where more hangs together than any meetup has dates, the rest stays as it is: others wait to write meanwhile.
    """
    seen, todo = frozenset[UUID](), event_ids
    while todo:
        seen |= todo
        _compare(db, todo, found)
        decided = window.decided(db, todo)
        found.decided = Decided(found.decided.together | decided.together, found.decided.apart | decided.apart)
        alike = {pair for pair, each in found.likenesses.items() if each.sure} | found.decided.together
        reached = frozenset(each for pair in alike if not seen.isdisjoint(pair) for each in pair)
        reached |= _once_alike(db, frozenset().union(*(found.beside[each].crowd for each in todo)))
        new = sorted(window.mates(db, reached - seen) - seen)
        todo = frozenset(new[: max(0, MOST_REACHED - len(seen))])
    return seen


def _compare(db: Session, event_ids: frozenset[UUID], found: _Found) -> None:
    pairs, companies = window.sharing(db, event_ids), days.companies(db, event_ids)
    beside = {each for some in (*pairs, *companies) for each in some}
    found.tellings |= window.tellings(db, (event_ids | beside) - found.tellings.keys())
    found.beside |= crowds.beside(event_ids, companies, found.tellings)
    worth = {pair for pair in pairs if may_be(found.tellings[pair[0]], found.tellings[pair[1]])}
    worth |= {ordered(each, other) for each in event_ids for other in found.beside[each].near}
    wanted = event_ids | {each for pair in worth for each in pair}
    for each, dates in window.dates(db, {each for each in wanted if not found.tellings[each].dates}).items():
        found.tellings[each] = replace(found.tellings[each], dates=dates)
    for one, other in worth:
        if likeness := judge(found.tellings[one], found.tellings[other], found.today):
            found.likenesses[one, other] = likeness
    found.likenesses = {pair: each for pair, each in found.likenesses.items() if _counts(each, found.beside)}


def _counts(likeness: Likeness, beside: Mapping[UUID, Beside]) -> bool:
    """Say whether neither of two that look alike is one of a crowd to the other, as far as that is known."""
    if likeness.because is not Because.ALIKE:
        return True
    sides = ((likeness.one, likeness.other), (likeness.other, likeness.one))
    return all(one not in beside or other in beside[one].near for one, other in sides)


def _liked(db: Session, event_ids: Collection[UUID], reasons: Collection[Because] = tuple(Because)) -> frozenset[UUID]:
    found = set[UUID]()
    liked = select(EventLikeness.one_id, EventLikeness.other_id).where(col(EventLikeness.because).in_(reasons))
    for batch in batches(event_ids):
        found |= {each for pair in db.execute(liked.where(_of(batch))) for each in pair}
    return frozenset(found)


def _once_alike(db: Session, event_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return what was put together by its looks with one of a crowd, before it was one."""
    return _liked(db, event_ids, (Because.ALIKE,))


def _note(db: Session, event_ids: frozenset[UUID], likenesses: Iterable[Likeness]) -> None:
    for batch in batches(event_ids):
        db.execute(delete(EventLikeness).where(_of(batch)))
    rows = [
        {"one_id": each.one, "other_id": each.other, "sure": each.sure, "because": each.because.value}
        | {"evidence": each.evidence}
        for each in likenesses
    ]
    if rows:
        db.execute(insert(EventLikeness), rows)


def _regroup(db: Session, event_ids: frozenset[UUID], groups: Sequence[Group]) -> Sequence[UUID]:
    held = window.groups_of(db, event_ids)
    wanted: Mapping[UUID, UUID] = {each: group.lead for group in groups for each in group.members}
    changed = sorted(each for each in held if held[each] != wanted.get(each))
    if not changed:
        return ()
    db.execute(update(Event), [{"id": each, "group_id": wanted.get(each)} for each in changed])
    relist(db, changed)
    for batch in batches(changed):
        bump(db, db.exec(select(EventPlace.place_id).where(col(EventPlace.event_id).in_(batch)).distinct()))
    return changed


def _of(event_ids: Sequence[UUID]) -> ColumnElement[bool]:
    return or_(col(EventLikeness.one_id).in_(event_ids), col(EventLikeness.other_id).in_(event_ids))
