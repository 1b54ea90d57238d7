"""Writes of venues: who tends a place says where people meet, and what calendars mean by it; nothing here commits."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult
from sqlmodel import Session, col, delete, select, update

from hub.aggregate.feeds.models import Feed
from hub.db.once import insert_once
from hub.errors import NotFound
from hub.kit.postcodes import postcode_in
from hub.kit.saying import say
from hub.kit.text import label_key, numbered, slugify
from hub.meet.venues.models import FeedVenue, Venue, VenueAlias, VenueSaid, VenueWork
from hub.meet.venues.rules import Strategy, tidy
from hub.places import queries as places
from hub.places.actions import bump_around

RESERVED = frozenset({"new", "locations", "calendars"})  # pages of the desk beside those of venues


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said of a venue."""

    name: str
    place_id: UUID
    address: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    url: str = ""
    access_notes: str = ""
    step_free: bool | None = None
    is_public: bool = False
    source_id: UUID | None = None


def add(db: Session, draft: Draft) -> UUID:
    """Add a venue and return its id; its slug is made from its name."""
    slug = _free_slug(db, draft.name)
    made = Venue(slug=slug, **_facts(draft))
    db.add(made)
    db.flush()
    _changed(db, [made.place_id])
    return made.id


def change(db: Session, venue_id: UUID, draft: Draft) -> None:
    """Say anew what a venue is; what it was called until now goes on being understood."""
    row = _row(db, venue_id)
    before, old_name = row.place_id, row.name
    for name, value in _facts(draft).items():
        setattr(row, name, value)
    db.flush()
    if label_key(old_name) != label_key(row.name):
        alias(db, venue_id, old_name)
    _changed(db, [before, row.place_id])


def alias(db: Session, venue_id: UUID, label: str) -> bool:
    """Have calendars understood that write *label* for a venue; False where they were already."""
    row, key = _row(db, venue_id), label_key(tidy(label))
    if not key or key == label_key(row.name) or db.get(VenueAlias, (venue_id, key)) is not None:
        return False
    db.add(VenueAlias(venue_id=venue_id, key=key, label=tidy(label)))
    db.flush()
    _changed(db, [row.place_id])
    return True


def set_aliases(db: Session, venue_id: UUID, labels: Iterable[str]) -> None:
    """Make the other spellings of a venue these, and no others."""
    wanted = {label_key(tidy(label)): tidy(label) for label in labels}
    held = set(db.exec(select(VenueAlias.key).where(VenueAlias.venue_id == venue_id)))
    if gone := held - wanted.keys():
        db.execute(delete(VenueAlias).where(col(VenueAlias.venue_id) == venue_id, col(VenueAlias.key).in_(gone)))
        db.expire_all()
        _changed(db, [_row(db, venue_id).place_id])
    for key in sorted(wanted.keys() - held):
        alias(db, venue_id, wanted[key])


def merge(db: Session, venue_id: UUID, heir_id: UUID) -> bool:
    """Say that one venue is another, which goes on; False where it is, or where that would go round in a circle."""
    row, heir = _row(db, venue_id), _row(db, heir_id)
    if row.heir_id is not None or heir.heir_id is not None or row.id == heir.id:
        return False
    row.heir_id = heir.id
    db.flush()
    _changed(db, [row.place_id, heir.place_id])
    return True


def part(db: Session, venue_id: UUID) -> bool:
    """Take back that a venue is another; False where nobody said so."""
    row = _row(db, venue_id)
    if row.heir_id is None:
        return False
    heir, row.heir_id = _row(db, row.heir_id), None
    db.flush()
    _changed(db, [row.place_id, heir.place_id])
    return True


def retire(db: Session, venue_id: UUID) -> None:
    """Say that nobody meets there any more; its page stays, and says so."""
    _set_retired(db, venue_id, to=True)


def reopen(db: Session, venue_id: UUID) -> None:
    """Say that people meet there again."""
    _set_retired(db, venue_id, to=False)


def agree(db: Session, venue_id: UUID, who: str, now: datetime) -> None:
    """Note that a venue agreed to list what others organise there: *who* said so, and how we know."""
    row = _row(db, venue_id)
    row.lists_others, row.agreed_words, row.agreed_at = True, who, now
    db.flush()
    bump_around(db, [row.place_id])


def disagree(db: Session, venue_id: UUID) -> None:
    """Note that a venue lists its own meetups alone; who agreed before is forgotten."""
    row = _row(db, venue_id)
    row.lists_others, row.agreed_words, row.agreed_at = False, "", None
    db.flush()
    bump_around(db, [row.place_id])


def mean(db: Session, place_id: UUID, location: str, venue_id: UUID | None, now: datetime) -> bool:
    """Say what a location means in a place: a venue, or (None) no place at all; False where its words are none."""
    key = label_key(tidy(location))
    if not key:
        return False
    row = db.get(VenueSaid, (place_id, key)) or VenueSaid(place_id=place_id, key=key, label="", said_at=now)
    row.label, row.venue_id, row.said_at = tidy(location), venue_id, now
    db.add(row)
    db.flush()
    ask_anew(db, place_id)
    return True


def unsay(db: Session, place_id: UUID, key: str) -> bool:
    """Take back what was said of a location; False where nothing was."""
    row = db.get(VenueSaid, (place_id, key))
    if row is None:
        return False
    db.delete(row)
    db.flush()
    ask_anew(db, place_id)
    return True


def settle_calendar(db: Session, feed_id: UUID, place_id: UUID, strategy: Strategy, venue_id: UUID | None) -> None:
    """Say where what a calendar tells takes place; without a venue each event says it itself."""
    row = db.get(FeedVenue, feed_id)
    if strategy is Strategy.EVENT or venue_id is None:
        if row is not None:
            db.delete(row)
    elif row is None:
        db.add(FeedVenue(feed_id=feed_id, strategy=strategy, venue_id=venue_id))
    else:
        row.strategy, row.venue_id = strategy, venue_id
    db.flush()
    ask_anew(db, place_id)


def ask_anew(db: Session, place_id: UUID) -> None:
    """Have all events of a place, and of what lies around it, asked anew where they are."""
    tree = places.tree(db)
    above = tree.above(place_id) if place_id in tree.places else ()
    top = above[0].id if above else place_id
    # Written though it may say so already: who works on it at this moment has begun before what was just decided.
    again = db.execute(update(VenueWork).where(col(VenueWork.place_id) == top).values(after_id=None))
    if not cast("CursorResult[Any]", again).rowcount:
        insert_once(db, VenueWork(place_id=top))


def forget_source(db: Session, source_id: UUID) -> None:
    """Forget where the calendars of a source are, and that it speaks for a venue."""
    theirs = select(Feed.id).where(Feed.source_id == source_id)
    db.execute(delete(FeedVenue).where(col(FeedVenue.feed_id).in_(theirs)))
    db.execute(update(Venue).where(col(Venue.source_id) == source_id).values(source_id=None))


def _set_retired(db: Session, venue_id: UUID, *, to: bool) -> None:
    row = _row(db, venue_id)
    row.retired = to
    db.flush()
    _changed(db, [row.place_id])


def _changed(db: Session, place_ids: Iterable[UUID]) -> None:
    for place_id in dict.fromkeys(place_ids):
        ask_anew(db, place_id)
        bump_around(db, [place_id])


def _facts(draft: Draft) -> dict[str, Any]:
    return asdict(draft) | {"postcode": postcode_in(draft.postcode) or postcode_in(draft.address)}


def _row(db: Session, venue_id: UUID) -> Venue:
    row = db.get(Venue, venue_id)
    if row is None:
        raise NotFound(say("There is no such venue here."))
    return row


def _free_slug(db: Session, name: str) -> str:
    wanted = slugify(name) or "venue"
    wanted = f"{wanted}-venue" if wanted in RESERVED else wanted
    taken = set(db.exec(select(Venue.slug).where(col(Venue.slug).startswith(wanted, autoescape=True))))
    return next(slug for slug in numbered(wanted) if slug not in taken)
