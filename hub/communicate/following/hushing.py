"""What do mutes hush today? A tag or a conversation may have become another one since, and its mute goes with it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from hub.communicate.following import queries
from hub.communicate.following.news import heir_of
from hub.communicate.following.rules import Hushed
from hub.communicate.threads import joined

_CHANGE = {Hushed.TAG, Hushed.THREAD}


def hushed_today(mutes: Iterable[tuple[str, str]], became: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Return mutes, each a kind and a target, as what they hush is called now.

    >>> hushed_today([("thread", "1"), ("source", "1")], {"1": "2"}) == {("thread", "2"), ("source", "1")}
    True
    """
    return frozenset((kind, heir_of(target, became) if kind in _CHANGE else target) for kind, target in mutes)


def is_thread_hushed(db: Session, person_id: UUID, thread_id: int) -> bool:
    """Say whether somebody has muted a thread, or one that was put together with it."""
    muted = [each.target_id for each in queries.mutes(db, person_id) if each.kind is Hushed.THREAD]
    numbers = {thread_id, *(int(each) for each in muted if each.isdecimal())}
    became = {str(before): str(after) for before, after in joined.today(db, numbers).items()}
    hushed = hushed_today([(Hushed.THREAD, each) for each in muted], became)
    return (Hushed.THREAD, became[str(thread_id)]) in hushed
