"""Writes of notices: pinned up, let through or refused, taken down by their authors or by the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import xxhash
from sqlalchemy import and_
from sqlalchemy import cast as as_type
from sqlalchemy.types import String
from sqlmodel import Session, col, or_, select, update

from hub.aggregate.feeds import neighbours
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import NOTICES
from hub.aggregate.items import actions as items
from hub.aggregate.items.actions import Origin
from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import OPEN, OVER, State, has_ended, html_of
from hub.aggregate.reading.cleaning import all_words
from hub.aggregate.reading.document import Entry
from hub.aggregate.reading.languages import language_of
from hub.aggregate.stories import actions as stories
from hub.aggregate.tagging.kept import kept_registry
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Speaker, meaning_of_entry
from hub.establish.meaning.rules import Meaning
from hub.kit.markup import plain
from hub.kit.sentences import opening
from hub.kit.text import storable
from hub.people.cases.models import Withholding
from hub.people.cases.rules import TAKEN_DOWN, Measure, Target
from hub.places.models import Place

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Written:
    """A notice as somebody wrote it, checked."""

    place_id: UUID
    title: str
    words: str
    labels: tuple[str, ...]
    ends_on: date
    name: str = ""  # of whoever pins it up, where they want one beside it


def foreseen(db: Session, written: Written, now: datetime) -> Meaning:
    """Return what a notice would be filed under if it were shown *now*."""
    known = kept_registry(db)
    found = neighbours.source_of(db, written.place_id)
    new = Speaker(neighbours.KIND, frozenset({written.place_id}), only_when_mentioned=False)
    speaker = known.speakers.get(found, new) if found else new
    return meaning_of_entry(known.vocabulary, speaker, _entry("", _storable(written), now))


def write(db: Session, person_id: UUID, written: Written, now: datetime, *, entered_by: UUID | None = None) -> UUID:
    """Keep what somebody wrote, seen by nobody before ``show``; return its id."""
    written = _storable(written)
    made = Notice(
        place_id=written.place_id,
        person_id=person_id,
        entered_by=entered_by,
        name=written.name,
        title=written.title,
        words=written.words,
        labels=", ".join(written.labels),
        ends_on=written.ends_on,
        state=State.WAITING,
        written_at=now,
    )
    db.add(made)
    db.flush()
    return made.id


def show(db: Session, notice_id: UUID, now: datetime) -> int | None:
    """Put a notice that waits into the stream and return its item; None where somebody was faster."""
    if not _turn(db, notice_id, [State.WAITING], State.SHOWN):
        return None
    made = db.get_one(Notice, notice_id, populate_existing=True)
    origin = _origin(db, db.get_one(Place, made.place_id), now)
    entry = _entry(made.id.urn, _written(made), now)
    known = registry(db)
    meant = meaning_of_entry(known.vocabulary, known.speakers[origin.source_id], entry)
    (made.item_id,) = items.add(db, origin, [(entry, meant)], now)
    db.execute(update(Feed).where(col(Feed.id) == origin.feed_id).values(last_post_at=now, heard_at=now))
    db.flush()
    return made.item_id


def refuse(db: Session, notice_id: UUID) -> bool:
    """Leave a notice that waits out of the stream; False where somebody was faster."""
    return _turn(db, notice_id, [State.WAITING], State.REFUSED)


def withdraw(db: Session, notice_id: UUID, now: datetime) -> bool:
    """Take a notice down by its author's word, and forget what the stream had of it; False where it was over."""
    if not _turn(db, notice_id, list(OPEN), State.WITHDRAWN):
        return False
    gone = db.get_one(Notice, notice_id, populate_existing=True)
    if gone.item_id:
        _keep_out(db, [gone.item_id], now)
        stories.forget_words(db, [gone.item_id])
        items.empty(db, gone.item_id)
    return True


def end(db: Session, now: datetime) -> int:
    """End every notice whose last day is over where it is pinned up, and return how many; repeatable at any moment."""
    near = (
        select(Notice, Place.timezone)
        .join(Place)
        .where(col(Notice.state).in_(OPEN), col(Notice.ends_on) <= (now + _DAY).date())
    )
    over = [row.id for row, zone in db.execute(near).all() if has_ended(row.ends_on, now, zone)]
    if over:
        db.execute(update(Notice).where(col(Notice.id).in_(over)).values(state=State.ENDED))
    _keep_out(db, _still_shown(db), now)
    return len(over)


def _turn(db: Session, notice_id: UUID, before: Sequence[State], after: State) -> bool:
    """Move a notice on, unless somebody else did: of two who press a button at once, one wins."""
    turned = update(Notice).where(col(Notice.id) == notice_id, col(Notice.state).in_(before))
    return db.exec(turned.values(state=after)).rowcount == 1


def _still_shown(db: Session) -> Sequence[int]:
    """Return the items of notices that are over and that nothing keeps out, or no longer, by some decision."""
    own = and_(
        col(Withholding.target_kind) == Target.ITEM, col(Withholding.target_id) == as_type(col(Notice.item_id), String)
    )
    let_in = or_(col(Withholding.measure).is_(None), col(Withholding.measure).not_in(TAKEN_DOWN))
    over = (
        select(Notice.item_id)
        .outerjoin(Withholding, own)
        .where(col(Notice.state).in_(OVER), col(Notice.item_id).is_not(None), let_in)
    )
    return [item_id for item_id in db.exec(over) if item_id is not None]


def _keep_out(db: Session, item_ids: Sequence[int], now: datetime) -> None:
    """Take items down so that no change of the registry brings them back."""
    for item_id in item_ids:
        key = (Target.ITEM, str(item_id))
        row = db.get(Withholding, key) or Withholding(target_kind=key[0], target_id=key[1], measure="", since=now)
        if row.measure not in TAKEN_DOWN:
            row.measure, row.since = Measure.HIDE, now
        db.add(row)
    db.flush()
    if item_ids:
        items.take_down(db, item_ids)


def _origin(db: Session, place: Place, now: datetime) -> Origin:
    """Return what the neighbours of a place are as a source; made when the first of them pins something up."""
    found = neighbours.feed_of(db, place, NOTICES, now)
    return Origin(found.id, found.source_id, neighbours.KIND)


def _storable(written: Written) -> Written:
    title, words, name = storable(written.title), storable(written.words), storable(written.name)
    return replace(written, title=title, words=words, name=name)


def _written(row: Notice) -> Written:
    labels = tuple(label.strip() for label in row.labels.split(",") if label.strip())
    return Written(row.place_id, row.title, row.words, labels, row.ends_on, row.name)


def _entry(guid: str, written: Written, now: datetime) -> Entry:
    html = html_of(written.words)
    said = plain(html)
    summary = opening(said)
    labels = ", ".join(written.labels)
    return Entry(
        guid=guid,
        title=written.title,
        link="",
        author=written.name,
        published_at=now,
        summary=summary,
        html=html,
        text=all_words(said, summary),
        language=language_of(f"{written.title} {said}"),
        labels=written.labels,
        digest=xxhash.xxh3_64_digest(f"{written.title}\x1f{written.name}\x1f{html}\x1f{labels}".encode()),
    )
