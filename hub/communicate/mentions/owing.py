"""Which posts answer somebody who wishes to be told, and which pages are gone that others know of? Reads and writes.

Where a post here leads to another, its author's own blog may tell of that. So the hub does it only where whoever speaks
for the other's site asked for it; what neighbours say here nobody else can tell, and it is told when it is said.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, delete, or_, select

from hub.aggregate.items import withholding
from hub.aggregate.items.models import Item, ItemPlace
from hub.aggregate.items.rules import page_key
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.links.models import ItemLink
from hub.communicate.mentions import sending
from hub.communicate.mentions.models import Sending, TellingWish
from hub.communicate.mentions.sending import Page
from hub.communicate.mentions.telling import GONE
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State

LINKS_TAKE = timedelta(days=2)  # at most, until it is known where a post leads
MOST_AT_ONCE = 200  # posts
_EDIT = "1"  # a post is told of once: what it says may change, and where it leads hardly does
_Answered, _Owner = aliased(Item), aliased(SourceOwner)
_IN_ONE = 500  # ids in one statement
_POST = (col(Item.id), col(Item.source_id), col(Item.link))
_IS_SEEN = and_(col(Reply.state) == State.SHOWN, col(Reply.is_local).is_(False))


class _Post(NamedTuple):
    """A post as far as it is to be known whether it is withheld."""

    id: int
    source_id: UUID
    link: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What others are still to be told: which pages are seen or lead there no more, and which posts answer whom."""

    gone: Collection[str]
    left_out: Collection[tuple[str, str]]  # a page of ours, and where it led
    answers: Mapping[int, Sequence[str]]

    def __bool__(self) -> bool:
        """Whether there is anything to be told."""
        return bool(self.gone or self.left_out or self.answers)


def owed(db: Session, now: datetime) -> Owed:
    """Return which posts answer those of whoever wishes to hear of it, and which pages are shown no more."""
    return Owed(_shown_no_more(db), _leading_there_no_more(db), _answers(db, now - LINKS_TAKE))


def settle_owed(db: Session, base_url: str, now: datetime) -> None:
    """Have told which posts answer those of whoever wishes that, and take back what is shown no more."""
    found = owed(db, now)
    for url in found.gone:
        sending.take_back(db, url, now)
    for url, target in found.left_out:
        sending.leave_out(db, url, target, now)
    for item_id, targets in found.answers.items():
        sending.ask(db, Page(f"{base_url}/items/{item_id}", _EDIT, item_id=item_id), targets, now)


def wish(db: Session, source_id: UUID, now: datetime) -> None:
    """Have the site of a source told from now on when another post here answers one of its."""
    if db.get(TellingWish, source_id) is None:
        db.add(TellingWish(source_id=source_id, since=now))
    db.flush()


def wish_no_more(db: Session, source_id: UUID) -> None:
    """Tell the site of a source of no post any more, of what waits to be told neither."""
    db.execute(delete(TellingWish).where(col(TellingWish.source_id) == source_id))
    theirs = select(Item.link).where(col(Item.source_id) == source_id)
    of_posts = and_(col(Sending.item_id).is_not(None), col(Sending.sent_at).is_(None))
    db.execute(delete(Sending).where(of_posts, col(Sending.target_url).in_(theirs)))
    db.flush()


def wishes(db: Session, source_id: UUID) -> bool:
    """Say whether the site of a source is told when another post here answers one of its."""
    return db.get(TellingWish, source_id) is not None


def _answers(db: Session, since: datetime) -> Mapping[int, Sequence[str]]:
    """Return the posts since then that answer somebody who wishes to be told and was not, with all they answer so."""
    told = select(Sending.id).where(
        col(Sending.item_id) == col(Item.id), col(Sending.target_url) == col(_Answered.link), col(Sending.edit) != GONE
    )
    pairs = (
        select(*_POST, _Answered.link)
        .join(ItemLink, col(ItemLink.item_id) == col(Item.id))
        .join(TellingWish, col(TellingWish.source_id) == col(ItemLink.source_id))
        .join(_Answered, _is_page_of_theirs())
        .where(col(Item.first_seen) >= col(TellingWish.since), col(Item.first_seen) >= since)
        .where(col(Item.source_id) != col(ItemLink.source_id), ~_of_one_owner(), _is_somewhere())
    )
    untold = pairs.where(~told.exists()).with_only_columns(col(Item.id)).distinct().limit(MOST_AT_ONCE)
    new = list(db.execute(untold).scalars())
    found = db.execute(pairs.where(col(Item.id).in_(new))).all() if new else []
    hidden = _withheld(db, [_Post(*post) for *post, _ in found])
    targets = defaultdict[int, list[str]](list)
    for item_id, _, _, link in found:
        if item_id not in hidden:
            targets[item_id].append(link)
    return targets


def _is_page_of_theirs() -> ColumnElement[bool]:
    return and_(col(_Answered.page_key) == col(ItemLink.page_key), col(_Answered.source_id) == col(ItemLink.source_id))


def _is_somewhere() -> ColumnElement[bool]:
    return select(ItemPlace.item_id).where(col(ItemPlace.item_id) == col(Item.id)).exists()


def _of_one_owner() -> ColumnElement[bool]:
    """Say whether somebody speaks for the post and for the site it leads to."""
    theirs = and_(col(_Owner.source_id) == col(ItemLink.source_id), col(_Owner.person_id) == col(SourceOwner.person_id))
    both = select(SourceOwner.person_id).join(_Owner, theirs).where(col(SourceOwner.source_id) == col(Item.source_id))
    return both.exists()


def _shown_no_more(db: Session) -> Collection[str]:
    """Return the pages somebody knows of, or will, that nobody sees any more: of replies, of posts, of what is gone."""
    told = select(Sending.source_url).where(col(Sending.edit) != GONE)
    gone = told.outerjoin(Reply, col(Reply.id) == col(Sending.reply_id)).where(
        col(Sending.item_id).is_(None), or_(col(Reply.id).is_(None), ~_IS_SEEN)
    )
    of_posts = told.join(Item, col(Item.id) == col(Sending.item_id)).add_columns(*_POST)
    posts = {_Post(*post): url for url, *post in db.execute(of_posts)}
    hidden = _withheld(db, list(posts))
    return {*db.exec(gone), *(url for post, url in posts.items() if post.id in hidden)}


def _leading_there_no_more(db: Session) -> Collection[tuple[str, str]]:
    """Return the pages of posts, and who knows of them though an edit took the way there out."""
    told = select(Sending.item_id, Sending.source_url, Sending.target_url).where(
        col(Sending.item_id).is_not(None), col(Sending.edit) != GONE
    )
    rows = db.exec(told).all()
    leading = select(ItemLink.item_id, ItemLink.page_key).where(
        col(ItemLink.item_id).in_(told.with_only_columns(col(Sending.item_id)))
    )
    led = set(db.exec(leading)) if rows else set()
    return [(url, target) for item_id, url, target in rows if (item_id, page_key(target)) not in led]


def _withheld(db: Session, posts: Sequence[_Post]) -> frozenset[int]:
    found = set[int]()
    for start in range(0, len(posts), _IN_ONE):
        part = posts[start : start + _IN_ONE]
        holds = withholding.holds(db, [post.id for post in part])
        found.update(post.id for post in part if holds.keep_out(*post))
    return frozenset(found)
