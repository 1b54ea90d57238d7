"""What happens between the sample town and its hub all day? The hub listens, and people talk about what came."""

from sqlmodel import Session, col, select

from hub.aggregate.feeds.looks import claim_all
from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.demo import coming, doing, friends, inviting, meeting, talking, venues
from hub.demo.registry import registry
from hub.duties.fetching import fetch_round
from hub.duties.tools import Tools
from hub.kit.clock import now


def live(tools: Tools, url: str, hub: str) -> None:
    """Have the people of the town at *url* do on the *hub*, at its address, what is due at what was heard by now."""
    with writing(tools.engine) as db:
        venues.keep(db, now())
        inviting.invite(db, now())
        talking.speak(db, url, now())
        doing.answer_from_elsewhere(db, url, hub, now())
        doing.read(db, url, now())
        doing.subscribe(db, now())
        doing.introduce(db, now())
        coming.attend(db, now())
        friends.befriend(db, now())
        meeting.settle(db, now())


def listen(tools: Tools, url: str) -> None:
    """Look at those feeds of the town that answer: one in trouble rests as any other, so a minute counts for no day."""
    _, sources, _ = registry(url)
    urls = [each for source in sources for each in (*source.get("feeds", ()), *source.get("calendars", ()))]
    fetch_round(tools, lambda db, moment: claim_all(db, moment, there) if (there := healthy(db, urls)) else [])


def healthy(db: Session, urls: list[str]) -> list[str]:
    """Return which of the feeds at these addresses answered when they were last looked at."""
    return list(db.exec(select(Feed.url).where(col(Feed.url).in_(urls), Feed.failures == 0)))
