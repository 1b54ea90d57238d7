"""Reads of who answered somebody's posts: what leads to them, was said at them, or mentions them elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, String, cast, exists, literal, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source, SourcePlace
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, ItemTwin, StreamEntry
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.answered.models import AnswerTold, AnswerWish
from hub.communicate.answered.rules import LATELY, SHOWN, TOO_OLD, Answer, By, is_due, newest_first
from hub.communicate.following.models import Mute
from hub.communicate.following.rules import Hushed
from hub.communicate.links.models import ItemLink
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.queries import is_seen
from hub.communicate.mentions.rules import Target
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State as Reading
from hub.db.hexed import Hexed
from hub.kit.markup import plain
from hub.places.models import Place

MOST = 400  # answers on a page
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_Theirs: Any = aliased(Item)  # the post that was answered
_Voice: Any = aliased(Source)
_Heard: Any = aliased(Reply)  # by which somebody named whom they muted


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to hear of answers, and since when what came is new to them."""

    at_once: bool = False
    introduce: bool = True
    seen_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Since:
    """Which answers are asked for: to whose posts, how new both must be, and whether what was there before counts."""

    posts: datetime
    answers: datetime
    person_id: UUID | None = None  # None: of everybody
    news_only: bool = False


def wish(db: Session, person_id: UUID) -> Wish:
    """Return how somebody wants to hear of answers; the usual where they never said."""
    row = db.get(AnswerWish, person_id)
    return Wish(row.at_once, row.introduce, row.seen_at, row.told_at) if row else Wish()


def shy(db: Session, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return who of these people wants to be introduced to nobody."""
    asked = select(AnswerWish.person_id).where(col(AnswerWish.introduce).is_(False))
    return frozenset(db.exec(asked.where(col(AnswerWish.person_id).in_(person_ids)))) if person_ids else frozenset()


def answers_of(db: Session, person_id: UUID, now: datetime) -> Sequence[Answer]:
    """Return who answered what somebody's sources said, in the last year, the newest first."""
    since = _Since(_EVER, now - SHOWN, person_id)
    return newest_first(answer for _, answer in _answers(db, since))[:MOST]


def untold(db: Session, now: datetime) -> Mapping[UUID, Sequence[Answer]]:
    """Return of which answers people are to be mailed now, by person, the newest first."""
    found = defaultdict[UUID, list[Answer]](list)
    for person_id, answer in _answers(db, _Since(now - TOO_OLD, now - LATELY, news_only=True)):
        found[person_id].append(answer)
    wishes = {person_id: wish(db, person_id) for person_id in found}
    return {
        each: newest_first(found[each])
        for each, kept in wishes.items()
        if is_due(kept.told_at, now, at_once=kept.at_once)
    }


def _answers(db: Session, since: _Since) -> Sequence[tuple[UUID, Answer]]:
    return [*_posts(db, since), *_replies(db, since), *_mentions(db, since)]


def _posts(db: Session, since: _Since) -> Sequence[tuple[UUID, Answer]]:
    of = (col(Item.id), col(Item.sort_at), col(Item.title), col(_Voice.name))
    asked = (
        _theirs(since, col(Item.sort_at), *of)
        .join(ItemLink, col(ItemLink.page_key) == _Theirs.page_key)
        .join(Item, col(Item.id) == col(ItemLink.item_id))
        .join(_Voice, _Voice.id == col(Item.source_id))
        .where(
            col(Item.source_id).not_in(_own(col(SourceOwner.person_id))),
            exists().where(col(ItemPlace.item_id) == col(Item.id)),  # it stands in a stream: nobody took it down
            ~exists().where(col(ItemTwin.item_id) == col(Item.id)),
            ~_muted(Hushed.SOURCE, Hexed(col(Item.source_id))),
        )
    )
    if since.news_only:
        asked = asked.where(col(Item.is_archive).is_(False), col(Item.id).in_(_lately(since.answers)))
        asked = asked.where(_is_untold(By.POST, cast(col(Item.id), String)))
    return [
        (owner, Answer(theirs_id, By.POST, str(item_id), at, name, title))
        for owner, theirs_id, item_id, at, title, name in db.execute(asked.limit(MOST * 10))
    ]


def _lately(since: datetime) -> Select[Any]:
    """Return the question for the posts since then: from them a database begins, and not from all links there are."""
    # By the index every stream is read from, place by place.
    stands = (col(StreamEntry.place_id).in_(columns(col(Place.id))), col(StreamEntry.tag_id) == EVERYTHING)
    lately: Select[Any] = columns(col(StreamEntry.item_id)).where(*stands, col(StreamEntry.sort_at) > since)
    return lately


def _replies(db: Session, since: _Since) -> Sequence[tuple[UUID, Answer]]:
    of = (col(Reply.id), col(Reply.said_at), col(Reply.name), col(Reply.html))
    asked = (
        _theirs(since, col(Reply.said_at), *of)
        .join(Reply, col(Reply.item_id) == _Theirs.id)
        .where(
            col(Reply.state) == Reading.SHOWN,
            col(Reply.is_local).is_(False),
            or_(col(Reply.person_id).is_(None), col(Reply.person_id) != col(SourceOwner.person_id)),
            ~_is_hushed(),
        )
    )
    if since.news_only:
        asked = asked.where(_is_untold(By.REPLY, Hexed(col(Reply.id))))
    return [
        (owner, Answer(theirs_id, By.REPLY, reply_id.hex, at, name, words=plain(html)))
        for owner, theirs_id, reply_id, at, name, html in db.execute(asked.limit(MOST * 10))
    ]


def _mentions(db: Session, since: _Since) -> Sequence[tuple[UUID, Answer]]:
    """Return what mentions them elsewhere; what is an item here anyway is told as that."""
    said = (col(Mention.author_name), col(Mention.title), col(Mention.words))
    of = (col(Mention.id), col(Mention.asked_at), *said, col(Mention.source_url), col(Mention.source_host))
    asked = (
        _theirs(since, col(Mention.asked_at), *of)
        .join(Mention, col(Mention.target_id) == cast(_Theirs.id, String))
        .where(col(Mention.target_kind) == Target.ITEM, is_seen(), col(Mention.item_id).is_(None))
    )
    if since.news_only:
        asked = asked.where(_is_untold(By.MENTION, Hexed(col(Mention.id))))
    return [
        (owner, Answer(theirs_id, By.MENTION, mention_id.hex, at, name or host, title, words, url))
        for owner, theirs_id, mention_id, at, name, title, words, url, host in db.execute(asked.limit(MOST * 10))
    ]


def _theirs(since: _Since, at: Mapped[datetime], *of: Any) -> Select[Any]:  # noqa: ANN401 -- mapped columns
    """Return the question for the posts of whoever speaks for their source, and more *of* what answered them *at*."""
    asked: Select[Any] = (
        columns(col(SourceOwner.person_id), _Theirs.id, *of)
        .select_from(SourceOwner)
        .join(_Theirs, _Theirs.source_id == col(SourceOwner.source_id))
        .where(_Theirs.sort_at > since.posts, at > since.answers)
        .order_by(at.desc())
    )
    if since.news_only:
        asked = asked.where(at > col(SourceOwner.since))
    return asked.where(col(SourceOwner.person_id) == since.person_id) if since.person_id else asked


def _own(person_id: Mapped[UUID]) -> Select[Any]:
    theirs: Any = aliased(SourceOwner)
    mine: Select[Any] = columns(theirs.source_id).where(theirs.person_id == person_id)
    return mine


def _is_untold(by: By, answer: ColumnElement[str]) -> ColumnElement[bool]:
    """Be true of what somebody was not mailed of: asked before the limit, which what they know would fill for ever."""
    whose = (col(AnswerTold.person_id) == col(SourceOwner.person_id), col(AnswerTold.item_id) == _Theirs.id)
    return ~exists().where(*whose, col(AnswerTold.answer) == literal(f"{by}:") + answer)


def _is_hushed() -> ColumnElement[bool]:
    """Be true of a reply by whom somebody wants to hear nothing of: the mute names any one they said."""
    theirs = _Heard.person_id == col(Reply.person_id)
    return _muted(Hushed.PERSON, Hexed(_Heard.id)).where(theirs)


def _muted(kind: Hushed, target: ColumnElement[str]) -> Exists:
    """Be true of what somebody wants to hear nothing of."""
    whose = col(Mute.person_id) == col(SourceOwner.person_id)
    return exists().where(whose, col(Mute.kind) == kind, col(Mute.target_id) == target)


def newest_of(db: Session, person_id: UUID, limit: int) -> Sequence[int]:
    """Return the ids of the newest posts of all sources somebody speaks for."""
    asked = columns(col(Item.id)).join(SourceOwner, col(SourceOwner.source_id) == col(Item.source_id))
    mine = asked.where(col(SourceOwner.person_id) == person_id).distinct().order_by(col(Item.id).desc())
    return list(db.scalars(mine.limit(limit)))


def homes_of(db: Session, person_id: UUID) -> Sequence[UUID]:
    """Return the places somebody's sources speak for, in one order."""
    asked = columns(col(SourcePlace.place_id)).join(
        SourceOwner, col(SourceOwner.source_id) == col(SourcePlace.source_id)
    )
    return list(
        db.scalars(asked.where(col(SourceOwner.person_id) == person_id).distinct().order_by(col(SourcePlace.place_id)))
    )
