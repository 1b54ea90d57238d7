"""Reads of introductions: who could be introduced to whom in a place, and how the offers made there stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.rules import OWN
from hub.aggregate.items.models import Item, StreamEntry
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.answered import queries as wishes
from hub.communicate.answered.rules import OFFICES
from hub.communicate.introducing.models import Introduction
from hub.communicate.introducing.rules import (
    LATELY,
    MOST_PAIRS,
    THINKING,
    TOPIC,
    Pair,
    Said,
    State,
    Wrote,
    pairs,
)
from hub.communicate.links.models import ItemLink
from hub.communicate.replies.models import Reply
from hub.errors import NotFound
from hub.establish.tags.models import Tag
from hub.kit.saying import say
from hub.people.mail.queries import has_refused
from hub.people.persons.models import Person

_Two = frozenset[UUID]
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Voice:
    """A source that could be introduced, and whether somebody here can be asked."""

    id: UUID
    slug: str
    name: str
    site: str
    can_be_asked: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two who could be introduced, and why."""

    pair: Pair
    one: Voice
    other: Voice
    tag: str

    @property
    def is_one_site(self) -> bool:
        """Whether they are two sources of one site."""
        return bool(self.one.site) and self.one.site == self.other.site

    @property
    def can_be_asked(self) -> bool:
        """Whether both have somebody who can be asked."""
        return self.one.can_be_asked and self.other.can_be_asked


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as it stands; what the two said is for the hub alone to know."""

    id: UUID
    place_id: UUID
    tag: str  # empty: of none that is left
    tag_id: UUID | None
    one_id: UUID
    other_id: UUID
    offered_by: UUID | None
    words: str
    state: State
    asked_at: datetime
    said: Mapping[UUID, Said]  # by source
    by: Mapping[UUID, UUID | None]  # who said it


def candidates(db: Session, place_id: UUID, now: datetime) -> Sequence[Candidate]:
    """Return who could be introduced to whom in a place: first who can be asked, then by the best reason."""
    wrote = _wrote(db, place_id, now - LATELY)
    ids = {each.source_id for each in wrote}
    known, owners = _known(db, ids), owners_of(db, ids)
    busy = _asked_now(db) | {each for each, people in owners.items() if _shy(db, people)}

    def apart(one: UUID, other: UUID) -> bool:
        same_owner = bool(set(owners.get(one, ())) & set(owners.get(other, ())))
        return same_owner or bool({one, other} & busy) or frozenset((one, other)) in known

    found = pairs(wrote, apart)[: MOST_PAIRS * 2]
    voices = _voices(db, {each for pair in found for each in pair.ids}, owners)
    tags = _tags(db, {each.tag_id for each in found})
    named = [Candidate(each, voices[each.one], voices[each.other], tags[each.tag_id]) for each in found]
    strangers = [each for each in named if not each.is_one_site]  # else they are twins nobody speaks for
    return sorted(strangers, key=lambda each: not each.can_be_asked)[:MOST_PAIRS]


def owners_of(db: Session, source_ids: Collection[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """Return who speaks for these sources and has an e-mail address."""
    asked = columns(col(SourceOwner.source_id), col(SourceOwner.person_id)).join(Person).where(col(Person.email) != "")
    found: dict[UUID, list[UUID]] = {}
    rows = asked.where(col(SourceOwner.source_id).in_(source_ids)).order_by(col(SourceOwner.since))
    for source_id, person_id in db.execute(rows):
        found.setdefault(source_id, []).append(person_id)
    return found


def offer(db: Session, introduction_id: UUID) -> Offer:
    """Return an offer; NotFound where there is none."""
    row = db.get(Introduction, introduction_id)
    if row is None:
        raise NotFound(say("There is no such introduction here."))
    return _offers(db, [row])[0]


def side_of(db: Session, introduction_id: UUID, person_id: UUID) -> tuple[Offer, UUID]:
    """Return an offer somebody was asked about, and the source they speak for; NotFound where they were not."""
    found = offer(db, introduction_id)
    sides = owners_of(db, [found.one_id, found.other_id])
    mine = next((each for each in (found.one_id, found.other_id) if person_id in sides.get(each, ())), None)
    if mine is None or found.state is State.OFFERED:
        raise NotFound(say("There is no such introduction here."))
    return found, mine


def of_place(db: Session, place_id: UUID) -> Sequence[Offer]:
    """Return the offers made in a place, the newest first."""
    asked = select(Introduction).where(Introduction.place_id == place_id).order_by(col(Introduction.asked_at).desc())
    return _offers(db, db.exec(asked.limit(MOST_LISTED)).all())


def leaving(db: Session, now: datetime) -> Sequence[Offer]:
    """Return the offers nobody took back in time, whose mails leave now."""
    asked = select(Introduction).where(
        Introduction.state == State.OFFERED, col(Introduction.asked_at) <= now - THINKING
    )
    return _offers(db, db.exec(asked.order_by(col(Introduction.asked_at))).all())


def asked_before(db: Session, moment: datetime) -> Sequence[Offer]:
    """Return the offers about which people were asked at a *moment* or before, and that are still open."""
    asked = select(Introduction).where(Introduction.state == State.ASKED, col(Introduction.asked_at) <= moment)
    return _offers(db, db.exec(asked.order_by(col(Introduction.asked_at))).all())


def names(db: Session, source_ids: Collection[UUID]) -> Mapping[UUID, Voice]:
    """Return what these sources are called, and whether somebody speaks for them who can be asked."""
    return _voices(db, source_ids, owners_of(db, source_ids))


def _wrote(db: Session, place_id: UUID, since: datetime) -> Sequence[Wrote]:
    number = func.count()
    pinned = columns(col(Feed.source_id)).where(col(Feed.reads).in_(OWN))
    asked = (
        columns(col(Item.source_id), col(StreamEntry.tag_id), number)
        .join(Item, col(Item.id) == col(StreamEntry.item_id))
        .join(Source, col(Source.id) == col(Item.source_id))
        .where(
            col(StreamEntry.place_id) == place_id,
            # Tag by tag, so that the index gives the last three months alone.
            col(StreamEntry.tag_id).in_(columns(col(Tag.id)).where(col(Tag.retired).is_(False))),
            col(StreamEntry.sort_at) > since,
            col(StreamEntry.kind).not_in(OFFICES),
            col(Source.retired).is_(False),
            col(Source.id).not_in(pinned),
        )
        .group_by(col(Item.source_id), col(StreamEntry.tag_id))
    )
    return [Wrote(*row) for row in db.execute(asked)]


def _known(db: Session, ids: Collection[UUID]) -> Collection[_Two]:
    """Return which two have to do with each other: one linked or replied to the other, or they were offered before."""
    links = columns(col(Item.source_id), col(ItemLink.source_id)).join(ItemLink, col(ItemLink.item_id) == col(Item.id))
    replies = (
        columns(col(SourceOwner.source_id), col(Item.source_id))
        .join(Reply, col(Reply.person_id) == col(SourceOwner.person_id))
        .join(Item, col(Item.id) == col(Reply.item_id))
        .where(col(SourceOwner.source_id).in_(ids))
    )
    offers = columns(col(Introduction.one_id), col(Introduction.other_id))
    led = db.execute(links.where(col(ItemLink.source_id).in_(ids)).distinct())
    rows = (*led, *db.execute(replies.distinct()), *db.execute(offers))
    return {frozenset((one, other)) for one, other in rows if other}


def _asked_now(db: Session) -> set[UUID]:
    """Return who is asked about somebody else just now: one at a time."""
    open_ones = or_(col(Introduction.state) == State.OFFERED, col(Introduction.state) == State.ASKED)
    asked = db.execute(columns(col(Introduction.one_id), col(Introduction.other_id)).where(open_ones))
    return {each for row in asked for each in row}


def _shy(db: Session, person_ids: Sequence[UUID]) -> bool:
    """Say whether any of those who speak for a source wants to be introduced to nobody."""
    keys = db.scalars(columns(col(Person.email_key)).where(col(Person.id).in_(person_ids))).all()
    return bool(wishes.shy(db, person_ids)) or any(has_refused(db, key, TOPIC) for key in keys if key)


def _voices(db: Session, source_ids: Collection[UUID], owners: Mapping[UUID, Sequence[UUID]]) -> Mapping[UUID, Voice]:
    asked = select(Source).where(col(Source.id).in_(source_ids))
    return {each.id: Voice(each.id, each.slug, each.name, each.site, each.id in owners) for each in db.exec(asked)}


def _tags(db: Session, tag_ids: Collection[UUID | None]) -> Mapping[UUID | None, str]:
    asked = columns(col(Tag.id), col(Tag.name)).where(col(Tag.id).in_([each for each in tag_ids if each]))
    return {row.id: row.name for row in db.execute(asked)}


def _offers(db: Session, rows: Sequence[Introduction]) -> Sequence[Offer]:
    tags = _tags(db, {row.tag_id for row in rows})
    return [
        Offer(
            id=row.id,
            place_id=row.place_id,
            tag=tags.get(row.tag_id, ""),
            tag_id=row.tag_id,
            one_id=row.one_id,
            other_id=row.other_id,
            offered_by=row.offered_by,
            words=row.words,
            state=State(row.state),
            asked_at=row.asked_at,
            said={row.one_id: Said(row.one_said), row.other_id: Said(row.other_said)},
            by={row.one_id: row.one_by, row.other_id: row.other_by},
        )
        for row in rows
    ]
