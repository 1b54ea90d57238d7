"""What may be reported, what may follow, and what is read before it appears? The rules of keeping this a safe place.

Measures go from the least to the most: whoever decides takes the first that helps.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest, digest
from uuid import UUID


class Target(StrEnum):
    """What something is decided about."""

    ITEM = "item"  # its id
    SOURCE = "source"  # its id, in hexadecimal: a slug may change
    PERSON = "person"  # their id, in hexadecimal
    DOMAIN = "domain"  # the registrable one, in lower case
    REPLY = "reply"  # its id, in hexadecimal
    MENTION = "mention"  # its id, in hexadecimal
    EVENT = "meetup"  # its id, in hexadecimal


class Reason(StrEnum):
    """Why something is reported, or decided."""

    PRIVATE = "private"
    THREAT = "threat"
    HATE = "hate"
    CHILD = "child"
    CHEAT = "cheat"
    SPAM = "spam"
    RIGHTS = "rights"
    UNLAWFUL = "unlawful"
    WRONG = "wrong"
    OTHER = "other"


class Measure(StrEnum):
    """What is done about it, the least first."""

    NOTHING = "nothing"
    LABEL = "label"  # a sentence stands above it
    RESTRICT = "restrict"  # what comes from there is read before it appears
    HIDE = "hide"  # taken down, and kept
    REMOVE = "remove"  # taken down, its words deleted


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"  # decided on an appeal: nobody here decides it once more


class Side(StrEnum):
    """Who hears of a decision and may appeal."""

    REPORTER = "reporter"
    AUTHOR = "author"


MEASURES: Mapping[Target, tuple[Measure, ...]] = {
    Target.ITEM: (Measure.NOTHING, Measure.LABEL, Measure.HIDE, Measure.REMOVE),
    Target.SOURCE: (Measure.NOTHING, Measure.LABEL, Measure.RESTRICT, Measure.HIDE),
    Target.PERSON: (Measure.NOTHING, Measure.RESTRICT, Measure.HIDE),
    Target.DOMAIN: (Measure.NOTHING, Measure.HIDE),
    Target.REPLY: (Measure.NOTHING, Measure.LABEL, Measure.HIDE, Measure.REMOVE),
    Target.MENTION: (Measure.NOTHING, Measure.HIDE),
    Target.EVENT: (Measure.NOTHING, Measure.HIDE),
}
TAKEN_DOWN = frozenset({Measure.HIDE, Measure.REMOVE})
UNDECIDED = frozenset({State.OPEN, State.APPEALED})
UNDO = timedelta(days=7)  # what was hidden at once is given back with one button so long
RESTRICTED_FOR = timedelta(days=30)  # a person; a source until somebody puts it back
APPEAL_HOLDS = timedelta(days=180)
MOST_REPORTS, REPORTS_WINDOW = 3, timedelta(days=30)  # of one target by one person or network: more are merged
PROBATION, ENOUGH_APPROVED = timedelta(days=30), 3
LONGEST_WORDS = 4_000  # letters of a report, a reason or an appeal
LONGEST_LABEL = 200
SEAL, ID_AND_SIDE = 18, 17  # bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """How well somebody is known here."""

    confirmed_at: datetime | None  # when they first showed that their address is theirs
    approved: int  # of what they said, how much was read and let through
    is_restricted: bool = False


def needs_reading(somebody: Standing, now: datetime, unseen_domains: Collection[str] = ()) -> bool:
    """Say whether what *somebody* says now is read before it appears: it waits, it is not refused.

    So it is with newcomers until thirty days have passed or three of their posts were let through, with who is
    restricted, and with links to a domain that nobody admitted here has led to yet.
    """
    if somebody.is_restricted:
        return True
    is_new = somebody.confirmed_at is None or now - somebody.confirmed_at < PROBATION
    return (is_new and somebody.approved < ENOUGH_APPROVED) or bool(unseen_domains)


def fits(target: Target, measure: Measure) -> bool:
    """Say whether *measure* can be taken about such a *target*."""
    return measure in MEASURES[target]


def is_merged(earlier: int) -> bool:
    """Say whether a report only adds its words to those before, where somebody has sent *earlier* ones."""
    return earlier >= MOST_REPORTS


def after_decision(state: State) -> State:
    """Say where a case stands once it is decided."""
    return State.CLOSED if state is State.APPEALED else State.DECIDED


def is_undoable(measure: Measure, state: State, since: datetime, now: datetime) -> bool:
    """Say whether a measure that holds by a case since then may still be taken back with one button."""
    return measure is not Measure.REMOVE and state is not State.CLOSED and now - since < UNDO


def replaces(measure: Measure, held: Measure, *, is_decided: bool, decides: bool) -> bool:
    """Say whether a measure taken at once takes the place of the one that holds.

    Only of a weaker one; and of one that a moderator decided only where who takes it *decides* too.
    """
    order = list(Measure)
    return order.index(measure) > order.index(held) and (decides or not is_decided)


def ends_at(target: Target, measure: Measure, now: datetime) -> datetime | None:
    """Return when a measure that is taken now ends by itself; None where it holds until somebody takes it back."""
    return now + RESTRICTED_FOR if (target, measure) == (Target.PERSON, Measure.RESTRICT) else None


def may_appeal(state: State, decided_at: datetime, now: datetime) -> bool:
    """Say whether a decision may still be appealed: once, within half a year."""
    return state is State.DECIDED and now - decided_at < APPEAL_HOLDS


def appeal_token(decision_id: UUID, side: Side, key: bytes) -> str:
    """Return what leads a *side* to its appeal of a decision; nobody without *key* can make one."""
    told = decision_id.bytes + (b"r" if side is Side.REPORTER else b"a")
    return urlsafe_b64encode(told + digest(key, told, "sha256")[:SEAL]).decode().rstrip("=")


def appealed_by(token: str, key: bytes) -> tuple[UUID, Side] | None:
    """Return which decision a *token* is for, and which side holds it; None where we did not make it."""
    try:
        whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    told, seal = whole[:-SEAL], whole[-SEAL:]
    if len(told) != ID_AND_SIDE or not compare_digest(seal, digest(key, told, "sha256")[:SEAL]):
        return None
    return UUID(bytes=told[:-1]), Side.REPORTER if told.endswith(b"r") else Side.AUTHOR
