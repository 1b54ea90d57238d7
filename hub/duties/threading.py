"""Who answers whom is thought over, item by item as news of them come: first where they lead, then their threads."""

from datetime import datetime
from time import monotonic

from sqlmodel import Session

from hub.aggregate.items import news
from hub.communicate.links import actions as links
from hub.communicate.links import walking
from hub.communicate.threads.around import places_of
from hub.communicate.threads.settling import think_over
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.merging import about

AT_ONCE = 10  # items that are thought over together
WRITING = 0.5  # seconds of the one transaction of a round that does: nobody waits for longer
STEP = 100  # items whose links are read in one transaction, of those that are there already
PATIENCE = 3.0  # seconds for those; what is left has the next round


def think(tools: Tools) -> int:
    """See to what is new of items, and to some of those that were there before; return how many there were."""
    return _settle_news(tools) + _read_old(tools)


def think_all(tools: Tools) -> int:
    """See to all there is, at once; for who waits for it."""
    seen = 0
    while found := think(tools):
        seen += found
    return seen


def settle_links(db: Session) -> None:
    """Write where the items lead that came or changed in this very transaction."""
    told = news.told(db)
    links.derive(db, told, now())
    news.note_read(db, told)


def _settle_news(tools: Tools) -> int:
    """Think over what is new in one transaction, so that the pages of a place are made anew once in a round."""
    # A transaction that writes keeps others waiting: none is opened for nothing.
    with reading(tools.engine) as db:
        if tools.stop.is_set() or not news.waiting(db, 1):
            return 0
    seen, until = 0, monotonic() + WRITING
    with writing(tools.engine) as db:
        while found := _some_news(db, now()):
            seen += found
            tools.pulse(db)
            if tools.stop.is_set() or monotonic() > until:
                break
    return seen


def _some_news(db: Session, moment: datetime) -> int:
    waiting = news.waiting(db, AT_ONCE)
    item_ids = sorted({each.item_id for each in waiting})
    # Read as they were stored, unless anything else was told of them: a shortener answered, words were taken out.
    links.derive(db, {each.item_id for each in waiting if not each.is_read}, moment)
    for place_id, there in places_of(db, item_ids).items():
        think_over(db, place_id, there, moment)
    about.derive_of_items(db, item_ids)
    news.done(db, [each.number for each in waiting])
    return len(item_ids)


def _read_old(tools: Tools) -> int:
    """Read the links of posts that were there before, in small transactions, until the time is up."""
    seen, until = 0, monotonic() + PATIENCE
    while not tools.stop.is_set() and monotonic() < until:
        with reading(tools.engine) as db:
            if walking.is_over(db):
                break
        with writing(tools.engine) as db:
            seen += len(walking.step(db, STEP, now()))
            tools.pulse(db)
    return seen
