"""What went wrong with pingbacks, previews and the authors of posts elsewhere cannot go wrong with mentions here.

Each test is named after what was learnt; its docstring says where.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, update

from hub.communicate.mentions import actions, queries
from hub.communicate.mentions.actions import Told
from hub.communicate.mentions.budget import MOST_OF_ONE
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.queries import MentionView
from hub.communicate.mentions.rules import State, Target, Trouble, host_of
from hub.db.engine import reading, writing
from hub.duties.mentioning import look_at_mentions
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.net.client import Client
from hub.net.door import Door
from hub.net.guard import is_public
from hub.net.pacing import registrable
from hub.places.models import Place
from hub.sandbox import Sandbox
from tests import town
from tests.duties.publisher import Publisher, publishing
from tests.net.servers import reply, saying, serving
from tests.net.test_dial import World
from tests.town import NOON

HUB = "https://hub.example"
TARGET = f"{HUB}/items/7"
LINK = f'<a href="{TARGET}">this</a>'
HTML: dict[str, Any] = {"Content_Type": "text/html; charset=utf-8"}


@pytest.fixture
def stranger() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def here(many: Engine) -> Place:
    with writing(many) as db:
        place = town.place(db, "Benton")
        town.source(db, "Benton Council", place, site="https://council.example/")
        return place


@pytest.fixture
def hub(many: Engine, stranger: Publisher, children: Sandbox) -> Tools:
    return Tools(many, Door(allow_private_networks=(stranger.host,), host_pause=0), children, Stop())


def sent(db: Session, url: str, here: Place) -> UUID:
    return actions.receive(db, Told(url, TARGET, Target.ITEM, "7", here.id), now())


def looked(hub: Tools, url: str, here: Place) -> MentionView:
    """Have the page at *url* looked at that is said to mention ours; return what became of it."""
    with writing(hub.engine) as db:
        mention_id = sent(db, url, here)
    look_at_mentions(hub, HUB)
    with reading(hub.engine) as db:
        return queries.mention(db, mention_id)


def test_nobody_makes_a_flood_of_us_by_saying_that_somebodys_pages_mention_ours(many: Engine, here: Place) -> None:
    """CVE-2013-0235: 162,000 blogs asked one victim for ``?random`` pages, each because a stranger said so."""
    asked: Counter[str] = Counter()
    with writing(many) as db:
        for number in range(300):
            told = Told(f"https://victim.example/?{number}", TARGET, Target.ITEM, str(number), here.id)
            actions.receive(db, told, NOON)
            crowd = f"https://crowd{number}.example/"
            actions.receive(db, Told(crowd, TARGET, Target.ITEM, str(number), here.id), NOON)
        for each in range(120):
            looks = actions.claim(db, NOON + each * timedelta(seconds=30))
            asked.update(registrable(look.source_url) for look in looks)
    assert 0 < asked["victim.example"] <= 60
    assert asked.total() <= MOST_OF_ONE


def test_pages_of_many_domains_cannot_all_lead_us_to_one(
    many: Engine, hub: Tools, stranger: Publisher, here: Place
) -> None:
    """CVE-2013-0235 by way of redirects: each page is another’s, and each leads to one who wants no look at all."""
    port = stranger.host.rpartition(":")[2]
    stranger.says("/post", body=LINK, **HTML)
    with publishing() as eve:
        door = replace(hub.door, allow_private_networks=(eve.host, f"localhost:{port}"))
        urls = [eve.says(f"/{number}", 302, Location=f"http://localhost:{port}/post") for number in range(2)]
        found = []
        for url in urls:
            found.append(looked(replace(hub, door=door), url, here))
            with writing(many) as db:
                db.execute(update(Mention).values(looked_at=None))
    assert [each.state for each in found] == [State.HELD, State.WAITING]
    assert stranger.asked == ["/post"]


def test_a_name_that_turns_inwards_between_check_and_look_is_not_dialled(
    hub: Tools, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CVE-2022-3590: the host of a pingback was resolved once to be checked, and once more to be asked."""
    dice = random.Random(7)  # noqa: S311 -- a replayable game
    page = reply(LINK.encode(), Content_Type="text/html")
    with serving(saying(page)) as port:
        world = World(lambda _: [dice.choice(["93.184.215.14", "127.0.0.1", "10.0.0.1", "fd00::1"])], port)
        monkeypatch.setattr("hub.net.crowd.Client", lambda door: Client(door, guard=world.guard))
        found = [looked(hub, f"http://rebind{number}.example/", here) for number in range(12)]
    assert {each.trouble for each in found} >= {Trouble.NOT_PUBLIC}
    assert world.dialled
    assert all(is_public(ip_address(number)) for number in world.dialled)


def test_markup_a_page_brings_for_its_preview_is_never_shown(hub: Tools, here: Place, stranger: Publisher) -> None:
    """CVE-2023-36459: HTML a site offered for its preview (oEmbed) was placed in the page."""
    said = '<iframe srcdoc="&lt;script&gt;a()&lt;/script&gt;"></iframe><b onclick=a()>Well</b> &lt;script&gt;a()'
    offered = '<link rel="alternate" type="application/json+oembed" href="/oembed.json">'
    page = f'{offered}<article class="h-entry"><div class="e-content">{said} {LINK}</div></article>'
    found = looked(hub, stranger.says("/post", body=page, **HTML), here)
    assert found.state is State.HELD
    assert "<b" not in found.words
    assert "iframe" not in found.words
    assert stranger.asked == ["/post"]  # what it offers is not even asked for


def test_the_name_of_an_author_is_as_little_trusted_as_the_words(hub: Tools, here: Place, stranger: Publisher) -> None:
    """CVE-2017-12980: every field of a feed was cleaned but its author."""
    author = '<a class="p-author h-card" href="javascript:a()">&lt;script&gt;a()&lt;/script&gt;\u202eneB</a>'
    page = f'<article class="h-entry">{author}<p class="e-content">Well, {LINK}.</p></article>'
    found = looked(hub, stranger.says("/post", body=page, **HTML), here)
    assert found.author_url == ""
    assert "\u202e" not in found.author_name
    assert len(found.author_name) <= 80


def test_who_says_to_be_somebody_is_known_by_where_the_page_lies_alone(
    hub: Tools, here: Place, stranger: Publisher
) -> None:
    """CVE-2024-23832: a post was taken for whoever it named as its author, wherever it came from."""
    council = "https://council.example/"
    page = (
        f'<link rel="canonical" href="{council}post"><article class="h-entry"><a class="u-url" href="{council}"></a>'
        f'<a class="p-author h-card" href="{council}">Benton Council</a><p class="e-content">Yes, {LINK}.</p></article>'
    )
    found = looked(hub, stranger.says("/post", body=page, **HTML), here)
    assert (found.state, found.trouble) == (State.HELD, Trouble.STRANGER)
    assert found.host == host_of(f"http://{stranger.host}/")
    assert found.item_id is None


def test_the_host_is_told_whole_beside_whatever_a_link_is_called() -> None:
    """CVE-2023-36462: the text of a link hid the part of its address that mattered."""
    assert host_of("https://council.example@evil.example/") == "evil.example"
    assert host_of("https://council.example.evil.example/a") == "council.example.evil.example"
    assert host_of("https://xn--cuncil-wxa.example/").startswith("xn--")
