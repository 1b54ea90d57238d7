"""Meetups that several calendars tell are put together, and posts about them found, as news of events come."""

from datetime import datetime
from time import monotonic

from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.events import news
from hub.meet.merging import about
from hub.meet.merging.settling import settle

AT_ONCE = 50  # events that are thought over in one transaction, some tenths of a second among thousands
FEWEST = 10
LONG = 0.5  # seconds others wait to write; after one that took longer the next takes half as many
PATIENCE = 3.0  # seconds of a round; what is left has the next one


def merge(tools: Tools) -> int:
    """See to what is new of events, in small transactions; return how many there were."""
    seen, at_once, until = 0, AT_ONCE, monotonic() + PATIENCE
    while not tools.stop.is_set() and monotonic() < until:
        # A transaction that writes keeps others waiting: none is opened for nothing.
        with reading(tools.engine) as db:
            if not news.waiting(db, 1):
                break
        with writing(tools.engine) as db:
            began = monotonic()
            seen += settle_news(db, now(), at_once)
            at_once = how_many_next(at_once, monotonic() - began)
            tools.pulse(db)
    return seen


def how_many_next(at_once: int, seconds: float) -> int:
    """Return how many events the next transaction takes, after one of so many that took so long.

    >>> how_many_next(50, 0.1), how_many_next(50, 0.9), how_many_next(12, 0.9), how_many_next(12, 0.1)
    (50, 25, 10, 24)
    """
    return max(FEWEST, at_once // 2) if seconds > LONG else min(AT_ONCE, at_once * 2)


def settle_news(db: Session, moment: datetime, at_most: int = AT_ONCE) -> int:
    """Think over the first of what is new of events; return how many there were."""
    waiting = news.waiting(db, at_most)
    event_ids = {each.event_id for each in waiting}
    regrouped = settle(db, event_ids, moment.date())
    about.derive_of_events(db, event_ids.union(regrouped))
    news.done(db, [each.number for each in waiting])
    return len(event_ids)
