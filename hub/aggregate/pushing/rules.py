"""When is a hub asked, what is it believed, and what is it told? Data and time in, data out.

The words are those of the W3C Recommendation WebSub (https://www.w3.org/TR/websub/).
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from uuid import UUID

from hub.aggregate.feeds.rules import DAY, HOUR, WEEK, jitter
from hub.kit import urls
from hub.net.answers import Answer, NoReply
from hub.net.guard import Rules, is_public, number_of

CALLBACK = "/websub/"  # hubs that were asked know the rest of the address; see site.porch.crossing
SECRET_BYTES = 32  # as letters 43; the Recommendation wants less than 200 bytes
LEASE_ASKED = 10 * DAY
LONGEST_LEASE = 30 * DAY
LEASE_UNSAID = DAY  # of hubs older than the Recommendation, which say nothing
RENEWED_AFTER = 0.8  # of a lease, give or take the jitter of its feed
VERIFIED_WITHIN = DAY  # so long a hub may take to come back to us
ASKED_AGAIN = (HOUR, 4 * HOUR, 12 * HOUR, DAY, 3 * DAY, WEEK)
DENIED_FOR = 30 * DAY
UNSUBSCRIBED_AFTER = 5  # asks: a hub that does not answer them forgets us when the lease ends
LOOKS_OWED = 2  # the second one finds what a cache in front of the publisher hid from the first
SECOND_LOOK = timedelta(minutes=5)
BETWEEN_LOOKS = timedelta(minutes=1)  # at one feed, however often its hub calls
WITH_PATIENCE = timedelta(minutes=30)  # at one in trouble, or that asks for it: with second looks four an hour at most
LATE = HOUR  # a push that comes so much later than our own look is slow, not lost
MOST_MISSES = 3  # then it is believed again only with the next lease
MOST_LEADS = 2  # from hub to hub, without waiting in between
MOST_PINGS = 10  # at once: some twenty a minute
PING_KEPT = DAY  # of what a hub that does not answer was to be told
SETTLED = timedelta(seconds=15)  # longer than any transaction: no item with a smaller number comes after it
QUIET = (timedelta(minutes=2), timedelta(minutes=10), HOUR, 4 * HOUR)
OUTLETS = ("atom", "rss", "json")
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_LOCAL = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid")
_LEADS_ON = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
_MOST_DIGITS = 9


class Wish(StrEnum):
    """What we want of a hub."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    NOTHING = ""  # over; kept for a day, so that a feed that changes hubs at every look asks few of them


class Snag(StrEnum):
    """Why there is no subscription."""

    NONE = ""
    DENIED = "denied"
    REFUSED = "refused"  # it answered our ask with an error
    NO_ANSWER = "no-answer"
    UNVERIFIED = "unverified"  # it took the ask, and never came back to us


class Brought(NamedTuple):
    """How many posts were new at a look, and how many were edited."""

    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Reliance:
    """How far a hub is relied on: what its last push asks for still, and what it left out."""

    pushed_at: datetime | None = None  # when it last told us something
    owed: int = 0  # looks that this asks for still
    look_at: datetime | None = None  # when to look, told while somebody looked already
    missed_at: datetime | None = None  # when a look found what nobody had told us
    misses: int = 0

    @property
    def is_trusted(self) -> bool:
        """Whether it left nothing out that is not forgiven."""
        return self.missed_at is None


def reached_from_outside(base_url: str, rules: Rules) -> bool:
    """Say whether a hub can call us at *base_url*: a public name or number, or one the operator exempted.

    >>> reached_from_outside("https://hub.example", Rules()), reached_from_outside("http://127.0.0.1:8000", Rules())
    (True, False)
    """
    parts = urlsplit(base_url)
    host = (parts.hostname or "").rstrip(".")
    if rules.is_own(host, parts.port or {"http": 80}.get(parts.scheme, 443)):
        return True
    if number := number_of(host):
        return is_public(number)
    return "." in host and not host.endswith(_LOCAL)


def lease(told: str) -> timedelta:
    """Return how long a hub says a subscription holds, within reason.

    >>> lease("864000").days, lease("never").days, lease("99999999999").days
    (10, 1, 30)
    """
    if not (told.isascii() and told.isdecimal()):
        return LEASE_UNSAID
    return LONGEST_LEASE if len(told) > _MOST_DIGITS else min(timedelta(seconds=int(told)), LONGEST_LEASE)


def renewal(held_for: timedelta, feed_id: UUID, now: datetime) -> datetime:
    """Return when a lease is asked for again: well before it ends, each feed at its own time, never within the hour."""
    return now + max(HOUR, held_for * RENEWED_AFTER * jitter(feed_id))


def asked_again(failures: int, now: datetime) -> datetime:
    """Return when to ask a hub again that was asked *failures* times in a row and gave nothing."""
    return now + ASKED_AGAIN[min(failures, len(ASKED_AGAIN)) - 1]


def is_awaited(asked_at: datetime | None, lease_until: datetime | None, wish: Wish, now: datetime) -> bool:
    """Say whether a hub may ask for our intent: it was asked lately, or makes sure of what holds."""
    if asked_at is not None and now - asked_at < VERIFIED_WITHIN:
        return True
    return wish is Wish.SUBSCRIBE and lease_until is not None and now < lease_until


def method_of(header: str) -> str:
    """Return the algorithm an ``X-Hub-Signature`` names; empty when it is none of the four that are recognized.

    >>> method_of("sha256=00ff"), method_of("md5=00ff"), method_of("")
    ('sha256', '', '')
    """
    method, _, signature = header.strip().partition("=")
    return method.lower() if method.lower() in _METHODS and signature else ""


def is_signed(header: str, secret: str, body: bytes) -> bool:
    """Say whether *header* signs *body* with our *secret*; in the same time, whatever it says.

    SHA-1 is taken too, for most hubs use nothing else: as an HMAC nobody has broken it, and all that a good signature
    gets is a look at the feed itself.
    """
    method = method_of(header)
    if not method:
        return False
    told = header.strip().partition("=")[2].strip().lower()
    ours = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(told.encode("latin-1", "replace"), ours.encode())


def heard(relied: Reliance, now: datetime) -> Reliance:
    """Return how far a hub is relied on that tells us something *now*; one that was only late is believed again."""
    told = replace(relied, pushed_at=now, owed=LOOKS_OWED)
    if relied.missed_at is None:
        return told
    misses = relied.misses - (now - relied.missed_at < LATE)
    return replace(told, misses=misses, missed_at=None if misses < MOST_MISSES else relied.missed_at)


def looked(relied: Reliance, brought: Brought, now: datetime) -> tuple[Reliance, datetime | None]:
    """Return how far a hub is relied on after a look that *brought* so much, and when to look again because of it.

    What is new though nobody told us is a miss. A look that began before the push says nothing of it.
    """
    if relied.look_at is not None:
        return replace(relied, look_at=None), max(now, relied.look_at)
    if not relied.owed:
        missed = replace(relied, missed_at=now, misses=relied.misses + 1)
        return missed if brought.added else relied, None
    owed = 0 if any(brought) else relied.owed - 1
    return replace(relied, owed=owed), now + SECOND_LOOK if owed else None


def held_anew(relied: Reliance) -> Reliance:
    """Return how far a hub is relied on with its next lease: another chance, to be earned by a push."""
    return relied if relied.is_trusted else replace(relied, missed_at=None, misses=0, pushed_at=None)


def look_after(looked_at: datetime | None, now: datetime, *, needs_patience: bool) -> datetime:
    """Return when to look at a feed whose hub calls: now, unless somebody looked a moment ago."""
    between = WITH_PATIENCE if needs_patience else BETWEEN_LOOKS
    return now if looked_at is None else max(now, looked_at + between)


def quiet_until(failures: int, now: datetime) -> datetime:
    """Return how long the hub of our own feeds is left alone after its *failures*-th failure in a row."""
    return now + QUIET[min(failures, len(QUIET)) - 1]


def topics(base_url: str, place: str, tag: str = "") -> Iterator[str]:
    """Yield the addresses of our feeds of a place, or of a tag in it: those that name a hub.

    >>> next(topics("https://hub.example", "alderford", "bins"))
    'https://hub.example/alderford/tags/bins.atom'
    """
    where = "/".join(quote(part, safe="") for part in ((place, "tags", tag) if tag else (place,)))
    return (f"{base_url}/{where}.{outlet}" for outlet in OUTLETS)


def asking(wish: Wish, topic: str, callback: str, secret: str) -> tuple[tuple[str, str], ...]:
    """Return the form a hub is sent."""
    asked = (("hub.mode", wish.value), ("hub.topic", topic), ("hub.callback", callback))
    if wish is Wish.UNSUBSCRIBE:
        return asked
    return (*asked, ("hub.lease_seconds", str(int(LEASE_ASKED.total_seconds()))), ("hub.secret", secret))


def verdict(hub: str, answer: Answer) -> tuple[Snag, str]:
    """Say what a *hub* that was asked answered, and to which other hub it leads on; empty for none.

    Only the redirects that keep what was sent count, and never one from https to http: a secret is in it.
    """
    if isinstance(answer, NoReply):
        return Snag.NO_ANSWER, ""
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Snag.NONE, ""
    if answer.status not in _LEADS_ON:
        return Snag.REFUSED, ""
    led_to = urls.absolute(hub, answer.headers.get("location", ""))
    is_as_safe = led_to.startswith("https:") or hub.startswith("http:")
    return Snag.REFUSED, led_to if is_as_safe else ""


def telling(topic: str) -> tuple[tuple[str, str], ...]:
    """Return the form that tells the hub of our own feeds that one of them has something new."""
    return (("hub.mode", "publish"), ("hub.url", topic))
