"""Where may a feed have gone? Once a week its site is asked; what it names is proposed to a mentor, never followed."""

from collections.abc import Sequence
from time import monotonic

import structlog

from hub.aggregate.feeds import looks, moving
from hub.aggregate.feeds.registry import address_key
from hub.aggregate.feeds.strays import Stray, strays
from hub.aggregate.registering.found import FoundFeed, FoundSite, What
from hub.db.engine import writing
from hub.duties.discovering import discover
from hub.duties.eyes import Eyes
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.pacing import tenant

log = structlog.get_logger()
PATIENCE = 120.0  # seconds for one site: nobody waits, so its pauses are kept
_ITS_KIND = (What.POSTS, What.CALENDAR)  # a feed of comments or of one topic takes nobody's place


def rediscover(tools: Tools) -> int:
    """Ask the sites of feeds that have been gone for a week; return for how many of them an address is proposed."""
    with writing(tools.engine) as db:
        gone, resting = strays(db, now()), looks.paused_hosts(db, now())
    proposed = 0
    for stray in (each for each in gone if tenant(each.site) not in resting):
        if tools.stop.is_set():
            break
        try:
            proposed += _seek(tools, stray)
        except Exception:  # whatever one site does, the others are asked
            log.exception("could not be sought", feed=stray.url)
    return proposed


def _seek(tools: Tools, stray: Stray) -> bool:
    eyes = Eyes(tools.door, tools.sandbox, monotonic() + PATIENCE, tools.door.host_pause)
    found = discover(eyes, stray.site, now())
    if not isinstance(found, FoundSite):
        return False
    with writing(tools.engine) as db:
        named = {address_key(url) for feed in found.feeds for url in (feed.url, *feed.also)}
        if address_key(stray.url) in named:
            return not looks.look_soon(db, stray.feed_id, now())  # it is back: the next look will see
        likely = next(iter(_likely(found.feeds, stray)), None)
        proposed = likely is not None and moving.propose(db, stray.feed_id, likely.url, moving.FOUND, now())
    if proposed and likely:
        log.info("found elsewhere", feed=stray.url, perhaps=likely.url)
    return proposed


def _likely(feeds: Sequence[FoundFeed], stray: Stray) -> Sequence[FoundFeed]:
    return [feed for feed in feeds if feed.what in _ITS_KIND and feed.entries and feed.reads == stray.reads]
