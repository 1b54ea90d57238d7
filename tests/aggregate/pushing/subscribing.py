"""A subscription on its way: wished for, asked for, agreed to, and relied on."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import DAY
from hub.aggregate.pushing import actions, queries
from hub.aggregate.pushing.actions import Call
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import Brought, Wish
from tests.town import NOON

HUB, TOPIC = "https://hub.example/", "https://ben.example/self"
SOON = timedelta(minutes=1)
NEWS, NOTHING = Brought(added=1), Brought()


def held(db: Session, wish: Wish = Wish.SUBSCRIBE) -> Subscription:
    return db.exec(select(Subscription).where(Subscription.wish == wish)).one()


def wish(db: Session, now: datetime = NOON) -> Subscription:
    for wanted in queries.unasked(db, 10):
        actions.want(db, wanted, now)
    return held(db)


def asked(db: Session, now: datetime) -> Sequence[actions.Asking]:
    return [each for row in queries.due(db, now, 10) if (each := actions.ask(db, row, now))]


def subscribed(db: Session, now: datetime = NOON, lease: str = "864000") -> Subscription:
    """Have a hub agree to tell us of the feed."""
    ours = wish(db, now)
    asked(db, now)
    assert actions.confirm(db, ours.token, Call("subscribe", TOPIC, lease), now)
    return ours


def relied_on(db: Session, feed: Feed) -> Subscription:
    """Have a hub tell us of something, which we then find."""
    ours = subscribed(db)
    actions.hear(db, ours.id, "sha256", NOON)
    look(db, feed, NEWS, NOON + SOON)
    return ours


def is_relied_on(feed: Feed) -> bool:
    """Say whether the feed is looked at but to make sure."""
    return feed.pushed_until is not None


def look(db: Session, feed: Feed, brought: Brought, now: datetime) -> None:
    """Look at the feed, wherever it is due; note what that has brought."""
    (state,) = looks.claim_all(db, now, [feed.url])
    looks.note(db, feed.id, {"looked_at": now, "due_at": now + DAY})
    db.expire_all()
    actions.note_look(db, state, brought, now)
    db.expire_all()
