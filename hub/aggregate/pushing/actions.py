"""Writes around hubs: what we want of them, what they answer, and what they tell us; the caller commits."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, FeedDocument
from hub.aggregate.feeds.rules import DAY, FeedState, next_look
from hub.aggregate.feeds.troubles import homes_of
from hub.aggregate.pushing import queries
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.queries import Wanted
from hub.aggregate.pushing.rules import (
    DENIED_FOR,
    MOST_LEADS,
    SECRET_BYTES,
    UNSUBSCRIBED_AFTER,
    Brought,
    Reliance,
    Snag,
    Wish,
    asked_again,
    heard,
    held_anew,
    is_awaited,
    lease,
    look_after,
    looked,
    renewal,
)
from hub.net.pacing import tenant
from hub.places.actions import bump_around


class Asking(NamedTuple):
    """What a hub is asked, free of the session it was read in."""

    id: UUID
    wish: Wish
    hub: str
    topic: str
    token: str
    secret: str
    asked_at: datetime


class Call(NamedTuple):
    """What a hub asks at one of our addresses before it does what we want."""

    mode: str
    topic: str
    lease_seconds: str = ""


def want(db: Session, wanted: Wanted, now: datetime) -> None:
    """Wish to be told of the news of a feed; its hub is asked with the next round."""
    token, secret = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(2))
    db.add(
        Subscription(
            feed_id=wanted.feed_id,
            hub=wanted.hub,
            topic=wanted.topic,
            token=token,
            secret=secret,
            wish=Wish.SUBSCRIBE,
            made_at=now,
            due_at=now,
        )
    )
    db.flush()


def want_no_more(db: Session, held: Subscription, now: datetime) -> None:
    """Wish to be told no more: its hub is asked where it may believe otherwise."""
    _distrust(db, held, now)
    held.asked_at, held.failures, held.trouble = None, 0, Snag.NONE
    held.wish, held.due_at = Wish.UNSUBSCRIBE, now
    if held.lease_until is None or held.lease_until <= now:
        _let_go(held)
    db.flush()


def ask(db: Session, held: Subscription, now: datetime) -> Asking | None:
    """Note that a hub is asked now, before it is: some come back to us before they answer. None: not any more.

    The ask counts as one that led to nothing until the hub has come back.
    """
    if held.wish == Wish.NOTHING:
        db.delete(held)
        return None
    is_unanswered = held.asked_at is not None
    if held.wish == Wish.UNSUBSCRIBE and held.failures >= UNSUBSCRIBED_AFTER:
        _let_go(held)
        return None
    if is_unanswered and not held.trouble:
        held.trouble = Snag.UNVERIFIED
    held.failures += 1
    held.asked_at, held.due_at = now, asked_again(held.failures, now)
    db.flush()
    return Asking(held.id, Wish(held.wish), held.led_to or held.hub, held.topic, held.token, held.secret, now)


def note_answer(db: Session, asked: Asking, snag: Snag, led_to: str = "") -> None:
    """Note how a hub answered; where it leads on to another one, that is asked, at once unless it goes on and on."""
    held = db.get(Subscription, asked.id)
    if held is None or held.asked_at != asked.asked_at:  # it came back to us meanwhile
        return
    held.trouble = snag
    if led_to:
        held.led_to = led_to
        held.due_at = asked.asked_at if held.failures <= MOST_LEADS else held.due_at
    if snag:
        held.asked_at = None
    db.flush()


def confirm(db: Session, token: str, call: Call, now: datetime) -> bool:
    """Agree to what a hub is about to do if it is what we want of it; False where it is not."""
    held = queries.of_token(db, token)
    if held is None or not held.wish or (held.wish, held.topic) != (call.mode, call.topic):
        return False
    if not is_awaited(held.asked_at, held.lease_until, Wish(held.wish), now):
        return False
    held.asked_at, held.failures, held.trouble = None, 0, Snag.NONE
    if held.wish == Wish.UNSUBSCRIBE:
        _let_go(held)
    else:
        _hold(db, held, call.lease_seconds, now)
    db.flush()
    return True


def deny(db: Session, token: str, topic: str, now: datetime) -> bool:
    """Take a hub's word that it will not tell us; False where it speaks of nothing we asked it for."""
    held = queries.of_token(db, token)
    if held is None or not held.wish or held.topic != topic:
        return False
    _distrust(db, held, now)
    held.asked_at = held.lease_until = None
    held.trouble, held.due_at = Snag.DENIED, now + DENIED_FOR
    if held.wish == Wish.UNSUBSCRIBE:
        _let_go(held)
    db.flush()
    return True


def hear(db: Session, subscription_id: UUID, method: str, now: datetime) -> None:
    """Have a feed looked at because its hub says that it has news; *method* is how that was signed.

    Nothing comes of it where the feed leads to somebody else's host, who would be asked as often as a hub likes.
    """
    held = db.get(Subscription, subscription_id)
    feed = db.get(Feed, held.feed_id) if held and held.feed_id else None
    if held is None or feed is None or held.wish != Wish.SUBSCRIBE or _leads_away(db, feed):
        return
    _note(held, heard(_reliance(held), now))
    held.signed_with = method
    _trust(db, held, feed)
    soon = look_after(feed.looked_at, now, needs_patience=bool(feed.trouble or feed.asked_wait))
    if feed.claimed_until > now:
        held.look_at = soon  # whoever looks right now may have asked before the news was there
    elif soon < feed.due_at and not feed.retired:
        feed.due_at = soon
    db.flush()


def note_look(db: Session, feed: FeedState, brought: Brought, now: datetime) -> None:
    """Note what a look at *feed*, whose hub tells us of its news, has *brought*.

    What is new though nobody told us shows that its hub cannot be relied on.
    """
    held = queries.of_feed(db, feed.id)
    if held is None or held.lease_until is None or held.lease_until <= now:
        return
    before = _reliance(held)
    after, again = looked(before, brought, now)
    if again is not None:
        looks.note(db, feed.id, {"due_at": again})
    if after.misses > before.misses:
        _rely_no_more(db, feed, now)
    _note(held, after)
    db.flush()


def _leads_away(db: Session, feed: Feed) -> bool:
    came_from = db.exec(select(FeedDocument.url).where(FeedDocument.feed_id == feed.id)).first()
    return came_from is not None and tenant(came_from) != tenant(feed.url)


def _hold(db: Session, held: Subscription, lease_seconds: str, now: datetime) -> None:
    held_for = lease(lease_seconds)
    _note(held, held_anew(_reliance(held)))
    held.verified_at, held.lease_until = now, now + held_for
    held.due_at = renewal(held_for, held.feed_id or held.id, now)
    feed = db.get(Feed, held.feed_id) if held.feed_id else None
    if feed is not None and held.pushed_at is not None:
        _trust(db, held, feed)


def _trust(db: Session, held: Subscription, feed: Feed) -> None:
    """Look at *feed* but to make sure, unless its hub was found to leave things out."""
    if not _reliance(held).is_trusted:
        return
    if feed.pushed_until is None:
        bump_around(db, homes_of(db, feed.id))
    feed.pushed_until = held.lease_until


def _distrust(db: Session, held: Subscription, now: datetime) -> None:
    feed = db.get(Feed, held.feed_id) if held.feed_id else None
    if feed is not None and feed.pushed_until is not None:
        feed.pushed_until = None
        feed.due_at = min(feed.due_at, now)
        bump_around(db, homes_of(db, feed.id))


def _rely_no_more(db: Session, feed: FeedState, now: datetime) -> None:
    """Look at *feed* as often as at any other again."""
    due_at, because = next_look(replace(feed.rhythm, pushed_until=None), now, feed.id)
    looks.note(db, feed.id, {"pushed_until": None, "due_at": due_at, "due_because": because})
    looks.tell(db, feed)


def _reliance(held: Subscription) -> Reliance:
    return Reliance(held.pushed_at, held.owed, held.look_at, held.missed_at, held.misses)


def _note(held: Subscription, relied: Reliance) -> None:
    held.pushed_at, held.owed, held.look_at = relied.pushed_at, relied.owed, relied.look_at
    held.missed_at, held.misses = relied.missed_at, relied.misses


def _let_go(held: Subscription) -> None:
    held.wish, held.lease_until, held.asked_at = Wish.NOTHING, None, None
    held.due_at = held.made_at + DAY
