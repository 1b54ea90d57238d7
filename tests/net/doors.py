"""What makes the hub go out: every door, each gone through with whatever addresses a stranger may give."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from sqlalchemy import update
from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.rules import State
from hub.aggregate.items.models import Enclosure
from hub.aggregate.pushing.models import PublishedTo, Subscription
from hub.cli import finding, importing
from hub.communicate.links.models import ShortLink
from hub.communicate.mentions import actions as mentions
from hub.communicate.mentions import budget
from hub.communicate.mentions.models import Mention, Sending
from hub.communicate.mentions.telling import OF_DOMAIN, SendState
from hub.db.engine import writing
from hub.duties import (
    checking,
    discovering,
    lists,
    mentioning,
    picturing,
    proving,
    pushing,
    readers,
    rediscovering,
    sampling,
    sending,
    unshortening,
)
from hub.duties.fetching import fetch_round
from hub.errors import HubError
from hub.kit.clock import now
from hub.kit.text import storable
from hub.net.door import Door
from hub.site.looking import Looker
from tests import town
from tests.duties.at_once import AtOnce
from tests.net.inside import ADDRESSES
from tests.net.worlds import House

A_FEW = ADDRESSES[::12]
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
OWN = Door(host_pause=0, deadline=5.0)


def _voice(db: Session, number: int = 0, **more: object) -> Feed:
    voice = town.source(db, f"Voice {number}", site=more.pop("site", f"https://voice{number}.example/"))
    return town.feed(db, voice, **more)  # type: ignore[arg-type]  # what a feed has


def everything(db: Session, at: object) -> list[FeedState]:
    return looks.claim_all(db, at)  # type: ignore[arg-type]  # a moment, as the round gives it


def _storable(urls: Sequence[str]) -> Sequence[str]:
    """Leave out what no database holds: whoever writes it down has refused it before."""
    return [url for url in urls if storable(url) == url]


def look_at_feeds(house: House, urls: Sequence[str]) -> None:
    """Look at feeds of every kind there is."""
    kinds = list(readers.READERS)
    with writing(house.tools.engine) as db:
        voice = town.source(db, "Voice")
        for number, url in enumerate(_storable(urls)):
            town.feed(db, voice, url or "http:", reads=kinds[number % len(kinds)])
    fetch_round(house.tools, everything)


def type_sites(house: House, urls: Sequence[str]) -> None:
    """Register: somebody types the address of a site."""
    for url in urls:
        discovering.discover(house.eyes, url, now())


def name_feeds(house: House, urls: Sequence[str]) -> None:
    """Register: the page of a site names feeds."""
    for start in range(0, len(urls), 10):
        links = "".join(f'<link rel=alternate type="application/rss+xml" href="{url}">' for url in urls[start:][:10])
        discovering.discover(house.eyes, house.world.shows(f"<title>Ben</title>{links}"), now())


def prove_ownership(house: House, urls: Sequence[str]) -> None:
    """Look at sites and their feeds again, to see whose they are."""
    told = [SimpleNamespace(site=url, urls=[url]) for url in urls]
    house.monkeypatch.setattr(proving, "unproved", lambda *_: told)
    proving.prove_all(house.tools, lambda *_: False)


def look_for_strays(house: House, urls: Sequence[str]) -> None:
    """Ask the sites of feeds that are gone where they went."""
    house.monkeypatch.setattr("hub.aggregate.feeds.strays.MOST_SOUGHT", len(urls))
    with writing(house.tools.engine) as db:
        for number, url in enumerate(_storable(urls)):
            _voice(db, number, site=url, trouble="http-404", trouble_since=town.NOON)
    rediscovering.rediscover(house.tools)


def sample_tag_feeds(house: House, urls: Sequence[str]) -> None:
    """Look at the feed of a tag, before anybody adopts it."""
    for url in urls:
        sampling.sample(house.eyes, url, now())


def wait_for_the_web(house: House, urls: Sequence[str]) -> None:
    """Look while a visitor waits: every way of the web to the same eyes."""
    looker = Looker(house.settings)
    looker._door, looker._sandbox = house.tools.door, house.tools.sandbox
    for number, url in enumerate(urls):
        looker.discover(str(number), url, now())
        looker.look_again(str(number), url, [url], now())
        looker.sample(str(number), url, now())
        looker.list_at(str(number), url)


def ask_on_the_command_line(house: House, urls: Sequence[str]) -> None:
    """Run `hub find`, as Ada types it."""
    house.monkeypatch.setenv("HUB_DATABASE_URL", house.settings.database_url)
    house.monkeypatch.setattr(finding, "configure", lambda *_, **__: None)
    house.monkeypatch.setattr(finding, "Sandbox", lambda **_: nullcontext(AtOnce()))
    for url in urls:
        with pytest.raises(typer.Exit):
            finding.find(url, as_json=True)


def check_feeds(house: House, urls: Sequence[str]) -> None:
    """Examine a feed without registering it."""
    for url in urls:
        if "://" in url:
            checking.look_up(url, house.tools.door)


def subscribe_to_hubs(house: House, urls: Sequence[str]) -> None:
    """Ask the hubs that feeds name, and then those to which these lead on."""
    settings = house.settings.model_copy(update={"base_url": "https://our.example", "websub": True})
    house.monkeypatch.setattr(pushing, "MOST_ASKS", len(urls))
    with writing(house.tools.engine) as db:
        for number, url in enumerate(_storable(urls)):
            _voice(db, number, hub=url or "http:", topic=f"https://voice{number}.example/self")
    for _ in range(3):
        pushing.subscribe(house.tools, settings)
        with writing(house.tools.engine) as db:
            db.execute(update(Subscription).values(due_at=town.NOON))


def publish_to_a_hub(house: House, urls: Sequence[str]) -> None:
    """Tell the hub of our own feeds, whichever was chosen."""
    with writing(house.tools.engine) as db:
        spoken = _voice(db)
        item = town.item(db, spoken, "Bins", [town.place(db, "Benton")], at=town.NOON)
        before = (item.id or 0) - 1
        for url in _storable(urls):
            db.add(PublishedTo(hub=url, item_id=before))
    for url in _storable(urls):
        pushing.publish(house.tools, house.settings.model_copy(update={"websub_hub": url}))


def bring_lists(house: House, urls: Sequence[str]) -> None:
    """Ask for lists of feeds by their address."""
    for url in urls:
        lists.list_at(house.eyes, url)


def import_on_the_command_line(house: House, urls: Sequence[str]) -> None:
    """Run `hub import`, as Ada types it."""
    for url in urls:
        if url.startswith(("http://", "https://")):  # else it is a file of hers
            with pytest.raises(HubError):
                importing._read(house.tools, url)


def look_through_a_list(house: House, urls: Sequence[str]) -> None:
    """Look at every line of a list of feeds, and at the other address a line may have."""
    with writing(house.tools.engine) as db:
        brought = FeedList(place_id=town.place(db, "Benton").id, name="Feeds", brought_at=now())
        db.add(brought)
        db.flush()
        for position, url in enumerate(_storable(urls)):
            first, other = (house.world.opens(NOT_FOUND), url) if position % 2 else (url, "")
            line = ListedFeed(list_id=brought.id, position=position, written=url, state=State.WAITING)
            line.url, line.other = first, other
            db.add(line)
    lists.look_through(house.tools)


def copy_pictures(house: House, urls: Sequence[str]) -> None:
    """Make small copies of the pictures that items show."""
    house.monkeypatch.setattr("hub.aggregate.pictures.queries.MOST_AT_ONCE", len(urls))
    house.monkeypatch.setattr("hub.aggregate.pictures.queries.LOOKED_AT", len(urls))
    with writing(house.tools.engine) as db:
        voice = town.source(db, "Camera Club", town.place(db, "Benton"), kind="photos", shows="full")
        item = town.item(db, town.feed(db, voice), "The mill", at=now())
        for position, url in enumerate(_storable(urls)):
            db.add(Enclosure(item_id=item.id or 0, position=position, url=url, media_type="image/jpeg"))
    picturing.keep_pictures(house.tools, 10)


def tell_other_sites(house: House, urls: Sequence[str]) -> None:
    """Ask pages that are mentioned where they want to be told, and tell them there, wherever that is."""
    later = iter(range(1_000_000))
    house.monkeypatch.setattr(sending, "now", lambda: town.NOON + later.__next__() * OF_DOMAIN)
    named = [house.world.shows(f'<link rel="webmention" href="{url}">') for url in _storable(urls)[::4]]
    with writing(house.tools.engine) as db:
        for number, url in enumerate([*_storable(urls), *named]):
            ours = f"https://our.example/{number}"
            row = Sending(source_url=ours, target_url=url, target_host=url, state=SendState.WAITING, written_at=now())
            row.asks, row.due_at = url, town.NOON
            db.add(row)
    while sending.send(house.tools):
        pass


def ask_shorteners(house: House, urls: Sequence[str]) -> None:
    """Ask what short addresses in posts stand for, as if everybody shortened some."""
    house.monkeypatch.setattr(unshortening, "is_short", lambda _: True)
    house.monkeypatch.setattr(unshortening, "MOST_ASKS", len(urls))
    with writing(house.tools.engine) as db:
        db.add_all([ShortLink(url=url, due_at=town.NOON) for url in dict.fromkeys(_storable(urls))])
    unshortening.unshorten(house.tools)


def look_at_pages_that_mention_us(house: House, urls: Sequence[str]) -> None:
    """Have each page looked at that is said to mention one of ours."""
    wanted = _storable(urls)
    house.monkeypatch.setattr(mentions, "AT_ONCE", len(wanted))
    house.monkeypatch.setattr(budget, "begin", lambda _db, _purpose, wanted, _now: wanted)
    ours: dict[str, Any] = {"target_url": "https://hub.example/items/1", "target_kind": "item", "state": "waiting"}
    with writing(house.tools.engine) as db:
        for number, url in enumerate(wanted):
            aim = ours | {"target_id": str(number)}
            db.add(Mention(source_url=url, source_host=url, asked_at=now(), due_at=now(), **aim))
    mentioning.look_at_mentions(house.tools, "https://hub.example")


@dataclass(frozen=True)
class Row:
    """A door: what makes the hub go out, the modules that do it, and how many addresses are enough."""

    through: Callable[[House, Sequence[str]], None]
    modules: tuple[str, ...]
    tried: Sequence[str] = ADDRESSES


DOORS: Mapping[str, Row] = {
    "feeds, calendars and readers of other kinds": Row(look_at_feeds, ("hub.duties.looking",)),
    "a site somebody types": Row(type_sites, ("hub.duties.eyes", "hub.duties.discovering", "hub.duties.quest")),
    "feeds a page names": Row(name_feeds, ()),
    "proof of ownership": Row(prove_ownership, ("hub.duties.proving",), ADDRESSES[::3]),
    "feeds that went elsewhere": Row(look_for_strays, ("hub.duties.rediscovering",), ADDRESSES[::3]),
    "a sample of a tag’s feed": Row(sample_tag_feeds, ()),
    "whoever waits at the web": Row(wait_for_the_web, ("hub.site.looking",), A_FEW),
    "hub find": Row(ask_on_the_command_line, ("hub.cli.finding",), A_FEW[::2]),
    "hub check": Row(check_feeds, ("hub.duties.checking",)),
    "hubs that feeds name": Row(subscribe_to_hubs, ("hub.duties.pushing",), ADDRESSES[::3]),
    "the hub of our own feeds": Row(publish_to_a_hub, (), ADDRESSES[::3]),
    "a list of feeds by its address": Row(bring_lists, ("hub.duties.lists",)),
    "hub import": Row(import_on_the_command_line, ("hub.cli.importing",)),
    "the lines of a list of feeds": Row(look_through_a_list, ()),
    "pages that are told of mentions": Row(tell_other_sites, ("hub.duties.sending",), ADDRESSES[::3]),
    "short addresses in posts": Row(ask_shorteners, ("hub.duties.unshortening",), ADDRESSES[::3]),
    "pages that mention ours": Row(look_at_pages_that_mention_us, ("hub.duties.mentioning",)),
    "copies of pictures": Row(copy_pictures, ("hub.duties.picturing",)),
}
