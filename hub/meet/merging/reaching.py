"""What hangs together with these events? All of it is looked at; of what is more than any meetup has dates, enough.

Whether more hangs together than may be looked at does not hang on where one begins: so everybody who begins somewhere
in it finds that out, and decides by what is certain alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.db.bulk import batches
from hub.meet.merging import crowds, days, signs, window
from hub.meet.merging.crowds import Beside
from hub.meet.merging.gathering import Decided
from hub.meet.merging.knots import Knot, Pair, knots
from hub.meet.merging.models import EventLikeness
from hub.meet.merging.rules import Because, Likeness, Telling, judge, may_be, ordered

MOST_REACHED = 1500  # events of what hangs together: three calendars that tell four hundred dates one by one, and more
IN_ALL = 3  # so many times that number are looked at in one transaction, before the rest has to wait


@dataclass(slots=True)
class Found:
    """What was looked at on the way, and what of it is alike."""

    today: date
    news: frozenset[UUID]  # about which something is new
    seen: set[UUID] = field(default_factory=set)  # those that were held against all that is near them
    due: set[UUID] = field(default_factory=set)  # which were told with one of these, or like one: perhaps no more
    before: set[Pair] = field(default_factory=set)  # what was alike when it was looked at last
    tellings: dict[UUID, Telling] = field(default_factory=dict)
    beside: dict[UUID, Beside] = field(default_factory=dict)  # of each event that was looked at
    likenesses: dict[Pair, Likeness] = field(default_factory=dict)
    decided: Decided = field(default_factory=Decided)

    @property
    def lost(self) -> frozenset[Pair]:
        """Pairs that were alike when they were looked at last, and are no more."""
        return frozenset(self.before - self.likenesses.keys())

    @property
    def certain(self) -> frozenset[Pair]:
        """Pairs that are one by a shared id, or because a mentor said so."""
        by_id = {pair for pair, each in self.likenesses.items() if each.sure and each.because is Because.UID}
        return frozenset(by_id) | self.decided.together

    def knots(self) -> Sequence[Knot]:
        """Return what hangs together, as far as it was looked at."""
        alike = {pair for pair, each in self.likenesses.items() if each.sure}
        return knots(self.seen, alike | self.decided.together, MOST_REACHED)


def look_around(db: Session, event_ids: frozenset[UUID], today: date) -> Found:
    """Hold events against what is near them, and go on with what is surely like them until nothing is new."""
    found = Found(today, event_ids)
    sharing = frozenset[UUID]().union(*signs.sharing(db, event_ids).values())
    todo = window.mates(db, event_ids | sharing)
    while todo:
        found.seen |= todo
        found.before |= _liked(db, todo)
        _compare(db, todo, found)
        decided = window.decided(db, todo)
        found.decided = Decided(found.decided.together | decided.together, found.decided.apart | decided.apart)
        crowd = frozenset[UUID]().union(*(found.beside[each].crowd for each in todo))
        lost = {each for pair in found.lost for each in pair}
        lost |= {each for pair in _liked(db, crowd, (Because.ALIKE, Because.MANY)) for each in pair}
        found.due |= lost | window.mates(db, todo)
        todo = _next(found)
    return found


def left_open(found: Found) -> Sequence[Knot]:
    """Return what was not looked at as far as it has to be."""
    certain = found.certain
    return [each for each in found.knots() if _wanted(each, certain, found)]


def _next(found: Found) -> frozenset[UUID]:
    """Return what is looked at next: of everything, or, where that is much, of one after the other."""
    certain = found.certain
    wanted = {knot: more for knot in found.knots() if (more := _wanted(knot, certain, found))}
    if len(found.seen) <= MOST_REACHED:
        return frozenset(found.due - found.seen).union(*wanted.values())
    ours = [knot for knot in found.knots() if not knot.seen.isdisjoint(found.news)]
    still = [knot for knot in ours if knot in wanted]
    # At least one of those with news comes to its end, however much there is.
    if not still or (len(found.seen) > IN_ALL * MOST_REACHED and len(still) < len(ours)):
        return frozenset()
    return wanted[min(still, key=lambda knot: min(found.tellings[each].key for each in knot.seen))]


def _wanted(knot: Knot, certain: Collection[Pair], found: Found) -> frozenset[UUID]:
    """Return what is to be looked at yet of what hangs together; where that is too much, what is certain."""
    if not knot.is_big:
        more = sorted(knot.beyond, key=lambda each: found.tellings[each].key)
        return frozenset(more[: MOST_REACHED + 1 - len(knot.seen)])
    pairs = (pair for pair in certain if not knot.seen.isdisjoint(pair))
    return frozenset(each for pair in pairs for each in pair if each in knot.beyond)


def _compare(db: Session, event_ids: frozenset[UUID], found: Found) -> None:
    pairs, companies = window.sharing(db, event_ids), days.companies(db, event_ids)
    beside = {each for some in (*pairs, *companies) for each in some}
    found.tellings |= window.tellings(db, (event_ids | beside) - found.tellings.keys())
    found.beside |= crowds.beside(event_ids, companies, found.tellings)
    worth = {pair for pair in pairs if may_be(found.tellings[pair[0]], found.tellings[pair[1]])}
    worth |= {ordered(each, other) for each in event_ids for other in found.beside[each].near}
    _with_dates(db, event_ids.union(*worth), found)
    for one, other in worth:
        if likeness := judge(found.tellings[one], found.tellings[other], found.today):
            found.likenesses[one, other] = likeness
    found.likenesses = {pair: each for pair, each in found.likenesses.items() if _counts(each, found.beside)}


def _with_dates(db: Session, event_ids: Collection[UUID], found: Found) -> None:
    for each, dates in window.dates(db, {each for each in event_ids if not found.tellings[each].dates}).items():
        found.tellings[each] = replace(found.tellings[each], dates=dates)


def _counts(likeness: Likeness, beside: Mapping[UUID, Beside]) -> bool:
    """Say whether neither of two that look alike is one of a crowd to the other, as far as that is known."""
    if likeness.because is not Because.ALIKE:
        return True
    sides = ((likeness.one, likeness.other), (likeness.other, likeness.one))
    return all(one not in beside or other in beside[one].near for one, other in sides)


def _liked(db: Session, event_ids: Iterable[UUID], reasons: Collection[Because] = tuple(Because)) -> frozenset[Pair]:
    """Return the pairs that were surely alike when they were looked at last."""
    found = set[Pair]()
    liked = select(EventLikeness.one_id, EventLikeness.other_id).where(col(EventLikeness.because).in_(reasons))
    for batch in batches(list(event_ids)):
        either = or_(col(EventLikeness.one_id).in_(batch), col(EventLikeness.other_id).in_(batch))
        was_sure = or_(col(EventLikeness.sure), EventLikeness.because == Because.MANY.value)
        found |= {(one, other) for one, other in db.execute(liked.where(either, was_sure))}
    return frozenset(found)
