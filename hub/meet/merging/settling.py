"""Which events get another group? Those about which something is new are held against what is near them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, insert, or_, select, update

from hub.db.bulk import batches
from hub.meet.events import news
from hub.meet.events.models import Event, EventPlace
from hub.meet.events.relisting import relist
from hub.meet.merging import signs, window
from hub.meet.merging.gathering import Group, gather
from hub.meet.merging.models import EventLikeness
from hub.meet.merging.reaching import Found, left_open, look_around
from hub.meet.merging.rules import Because, Likeness
from hub.places.actions import bump


def settle(db: Session, event_ids: Collection[UUID], today: date) -> Sequence[UUID]:
    """Put these events together with what tells of the same meetup, and apart from what no longer does.

    Return those that got another group. All that hangs together with one of them is thought over anew, so that it is
    the same in whichever order events came; where that is more than any meetup has dates, ids and mentors alone decide.
    What there is no time for is news again.
    """
    there = frozenset(window.groups_of(db, event_ids))
    signs.derive(db, there)
    found = look_around(db, there, today)
    undone = frozenset[UUID]().union(*(each.seen for each in left_open(found)))
    whole = frozenset(found.seen) - undone
    counted = [each for each in _as_they_count(found) if not whole.isdisjoint((each.one, each.other))]
    _note(db, whole, counted)
    known = {each: found.tellings[each] for each in sorted(whole)}
    inside = [each for each in counted if {each.one, each.other} <= whole]
    before = window.groups_of(db, window.mates(db, whole))
    changed = _regroup(db, whole, gather(known, inside, found.decided))
    left = {before[each] for each in changed}
    mates = {each for each, group in before.items() if group and group in left}
    lost = {each for pair in found.lost if not whole.isdisjoint(pair) for each in pair}
    news.tell(db, ((mates | lost) - whole) | (found.news & undone) | _thought_over_before(db, found))
    return changed


def _as_they_count(found: Found) -> Sequence[Likeness]:
    """Return what is alike; where more hangs together than any meetup has dates, ids alone are sure."""
    big = frozenset[UUID]().union(*(each.seen for each in found.knots() if each.is_big))
    return [
        replace(each, sure=False, because=Because.MANY)
        if each.sure and each.because is not Because.UID and not big.isdisjoint((each.one, each.other))
        else each
        for each in found.likenesses.values()
    ]


def _thought_over_before(db: Session, found: Found) -> frozenset[UUID]:
    """Return what was surely alike when it was looked at last, and hangs together with too much by now."""
    beyond = frozenset[UUID]().union(*(each.beyond for each in found.knots() if each.is_big))
    told = set[UUID]()
    rows = select(EventLikeness.one_id, EventLikeness.other_id).where(col(EventLikeness.sure))
    for batch in batches(beyond):
        looks = rows.where(_of(batch), EventLikeness.because != Because.UID.value)
        told |= {each for pair in db.execute(looks) for each in pair}
    return beyond & told


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
