"""Why may nobody, or not this person yet, say something? A mentor closed the conversation, or slowed it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from hub.communicate.replies import queries
from hub.communicate.replies.queries import ReplyView, Told
from hub.communicate.replies.rules import waits_for
from hub.kit.saying import Saying, say, say_count
from hub.site.deps import Doing

MINUTE = timedelta(minutes=1)


def refusal(doing: Doing, threads: Sequence[Told]) -> Saying | None:
    """Say why nobody, or not who acts yet, says anything that stands in any of these threads."""
    person_id = doing.actor.person_id
    last = queries.last_said(doing.db, [each.id for each in threads], person_id) if person_id else None
    return closing(threads) or _too_soon(doing, threads, last)


def closing(threads: Sequence[Told]) -> Saying | None:
    """Say why nobody says anything any more that stands in any of these threads; None where they may."""
    closed = next((each for each in threads if each.closed_at), None)
    if closed is None:
        return None
    return say("This conversation is closed. %(why)s", why=closed.closed_words or say("A mentor closed it."))


def refusal_of_edit(doing: Doing, found: ReplyView) -> Saying | None:
    """Say why somebody does not change what they said, or not again yet: what is closed for words is so for edits."""
    threads = queries.around(doing.db, found.thread_id, found.item_id)
    return closing(threads) or _too_soon(doing, threads, found.edited_at)


def _too_soon(doing: Doing, threads: Sequence[Told], last: datetime | None) -> Saying | None:
    slow = [each.id for each in threads if each.slow_since]
    reports = max((queries.reports_lately(doing.db, each, doing.now) for each in slow), default=0)
    left = waits_for(last, reports, doing.now) if slow else None
    return _wait(ceil(left / MINUTE)) if left else None


def _wait(minutes: int) -> Saying:
    return say_count(
        "This conversation is slow, so that everybody can think: you may speak again in %(count)s minute.",
        "This conversation is slow, so that everybody can think: you may speak again in %(count)s minutes.",
        minutes,
    )
