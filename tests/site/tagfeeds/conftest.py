"""Services with feeds of tags on loopback, and a hub that may ask them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, update

from hub.aggregate.adopting import services
from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.duties.fetching import fetch_round
from hub.duties.tools import Tools
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.net.door import Door
from hub.settings import Settings
from hub.site.looking import Looker
from tests import town
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing
from tests.neighbours import Neighbour, Page
from tests.site.conftest import ADDRESS, SECRET, Alderford
from tests.site.tagfeeds import services as shapes

TAGS = "/tags/Alderford.rss"


@dataclass(frozen=True)
class Elsewhere:
    """The services, and what a mentor does with one of them again and again."""

    publisher: Publisher
    tools: Tools
    moment: datetime  # of the newest post

    def says(self, *posts: tuple[str, str]) -> str:
        """Have accounts on the server of Mastodon write this under #Alderford; return the address."""
        return self.publisher.says(TAGS, body=shapes.mastodon(self.moment, *posts))

    def adopted(self, ada: Neighbour, cap: str = "10") -> Page:
        """Have Ada adopt #Alderford on that server; return its page."""
        feed = f"http://{self.publisher.host}{TAGS}"
        return ada.post("/desk/tags/feeds/alderford/alderford", feed=feed, cap=cap, follow=True)

    def looks(self) -> None:
        """Have every feed of theirs looked at, as if it were time for it."""
        with writing(self.tools.engine) as db:
            theirs = col(Feed.url).contains(self.publisher.host)
            db.execute(update(Feed).where(~theirs).values(due_at=now() + timedelta(days=1)))
            db.execute(update(Feed).where(theirs).values(due_at=now()))
        fetch_round(self.tools, looks.claim_due)


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with publishing() as made:
        at = f"http://{made.host}"
        monkeypatch.setattr(services, "SITES", dict.fromkeys(services.SITES, at))
        yield made


@pytest.fixture
def settings(database_url: str, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(Looker, "_child", lambda _: AtOnce())
    return Settings(
        database_url=database_url,
        base_url=ADDRESS,
        secret_key=SECRET,
        contact="ada@hub.example",
        allow_private_networks=(publisher.host,),
        host_pause=0,
        one_moderator=True,
        mastodon_servers=(f"http://{publisher.host}",),
    )


@pytest.fixture
def elsewhere(many: Engine, publisher: Publisher, name_of_the_place: Tag) -> Elsewhere:
    door = Door(allow_private_networks=(publisher.host,), host_pause=0)
    tools = Tools(many, door, AtOnce())  # type: ignore[arg-type] # stands in
    return Elsewhere(publisher, tools, now())


@pytest.fixture
def name_of_the_place(many: Engine, alderford: Alderford) -> Tag:
    """The agreed tag that is the name of the place."""
    with writing(many) as db:
        return town.tag(db, "Alderford", place_id=alderford.place.id)
