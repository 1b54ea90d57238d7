"""Why is the next look when it is, and what came of the last ones? In sentences. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from hub.aggregate.feeds.history import Outcome, runs
from hub.aggregate.feeds.rules import Because
from hub.aggregate.feeds.states import trouble_in_words
from hub.aggregate.reading.kinds import FEED, OF_EVENTS
from hub.kit.saying import NOTHING, Saying, say, say_count

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WORDS: Mapping[str, Saying] = {
    Because.PUSHED: say("Its news is pushed to us; this look makes sure that none was left out."),
    Because.SLEEPS: say("It asks us to leave out the hours or days before that."),
    Because.DAILY: say("It has failed for a while, so we try once a day."),
    Because.WEEKLY: say("It has failed for two weeks and more, so we try once a week; we never give up."),
    Because.LATER: say("Its website asked us to wait until then."),
    Because.TOO_OFTEN: say("Its website asks us to come less often, so we leave all of it in peace until then."),
    Because.BEING_MENDED: say("Its website is busy or being mended, so we leave all of it in peace until then."),
    Because.RETRY: say("It turned us away, so we ask once more under a plainer name."),
    Because.OURS: say("This hub could not reach the internet, so we try again soon."),
    Because.GONE: say("It is gone for good, so we look no more."),
}


class Looked(Protocol):
    """The columns of a feed that say when it is looked at; a Feed row has them all."""

    due_at: datetime
    due_because: str
    looked_at: datetime | None
    post_gap: int


@dataclass(frozen=True, slots=True)
class LookTold:
    """Looks one after the other with the same outcome: from when to when, how many, and what came of them."""

    first: datetime
    last: datetime
    looks: Saying
    sentence: Saying


def why_then(feed: Looked) -> Saying:
    """Say why the next look at *feed* is when it is; nothing where that is not known."""
    if feed.looked_at is None or not feed.due_because:
        return NOTHING
    if known := _WORDS.get(feed.due_because):
        return known
    return _by_pace(feed.due_because, length(feed.due_at - feed.looked_at), length(timedelta(seconds=feed.post_gap)))


def looks_told(history: str, reads: str = FEED.reads) -> Sequence[LookTold]:
    """Say what came of the last looks at a feed that *reads* such documents, the newest first."""
    return [
        LookTold(
            each.first,
            each.last,
            say_count("%(count)s look", "%(count)s looks", each.looks),
            _outcome(each.outcome, each.posts, reads),
        )
        for each in runs(history)
    ]


def length(time: timedelta) -> Saying:
    """Say how long a time is, in the unit that fits it.

    >>> str(length(timedelta(minutes=16))), str(length(timedelta(hours=1))), str(length(timedelta(days=2)))
    ('15 minutes', 'hour', '2 days')
    """
    seconds = time.total_seconds()
    if seconds < 50 * _MINUTE:
        return say_count("minute", "%(count)s minutes", max(5 * round(seconds / _MINUTE / 5), 1))
    if seconds < 36 * _HOUR:
        return say_count("hour", "%(count)s hours", round(seconds / _HOUR))
    if seconds < 14 * _DAY:
        return say_count("day", "%(count)s days", round(seconds / _DAY))
    return say_count("week", "%(count)s weeks", round(seconds / _DAY / 7))


def _by_pace(because: str, wait: Saying, gap: Saying) -> Saying:
    by_gap = say("It posts about every %(gap)s, so we look about every %(wait)s.", gap=gap, wait=wait)
    told: Mapping[str, Saying] = {
        Because.PACE: by_gap,
        Because.SLEEPY: by_gap,
        Because.LIVELY: say("It posts often, so we look about every %(wait)s, as often as we ever do.", wait=wait),
        Because.SILENT: say("It has said nothing for a while, so we look about every %(wait)s.", wait=wait),
        Because.ASKED: say("It asks us to come no more often than about every %(wait)s.", wait=wait),
        Because.BACK_OFF: say(
            "The last look failed; we wait longer each time: we look about every %(wait)s now.", wait=wait
        ),
    }
    few = say("We know too few of its posts to tell how often it speaks, so we look about every %(wait)s.", wait=wait)
    return told.get(because, few)


def _outcome(outcome: str, posts: int, reads: str) -> Saying:
    if outcome == Outcome.NEWS and reads in OF_EVENTS:
        return say_count("One meetup was new or changed.", "%(count)s meetups were new or changed.", posts)
    if outcome == Outcome.NEWS:
        return say_count("One post was new or edited.", "%(count)s posts were new or edited.", posts)
    return say("Nothing new.") if outcome == Outcome.SAME else trouble_in_words(outcome)[0]
