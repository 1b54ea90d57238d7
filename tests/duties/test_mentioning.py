"""A page says that it mentions ours: it is asked through the guarded door, and only what is true appears."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select, update

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.rules import page_key
from hub.communicate.mentions import actions, queries
from hub.communicate.mentions.actions import Told
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.queries import MentionView
from hub.communicate.mentions.rules import Kind, State, Target, Trouble
from hub.db.engine import reading, writing
from hub.duties import mentioning
from hub.duties.mentioning import look_at_mentions
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.people.cases.models import Withholding
from hub.places import queries as places
from hub.places.models import Place
from hub.sandbox import Sandbox
from tests import town
from tests.duties.publisher import Publisher, publishing

HUB = "https://hub.example"
TARGET = f"{HUB}/items/7"
LINK = f'<p>They are late, says <a href="{TARGET}">the council</a>.</p>'
HTML: dict[str, Any] = {"Content_Type": "text/html; charset=utf-8"}


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(many: Engine, ben: Publisher, children: Sandbox) -> Tools:
    return Tools(many, Door(allow_private_networks=(ben.host,), host_pause=0), children, Stop())


@pytest.fixture
def here(many: Engine) -> Place:
    with writing(many) as db:
        return town.place(db, "Benton")


def sent(hub: Tools, url: str, here: Place, item: str = "7") -> UUID:
    """Have somebody say that the page at *url* mentions an item of ours."""
    with writing(hub.engine) as db:
        return actions.receive(db, Told(url, f"{HUB}/items/{item}", Target.ITEM, item, here.id), now())


def looked(hub: Tools, *mentions: UUID) -> list[MentionView]:
    """Have a round look at what waits, as if nobody had lately; return these mentions."""
    with writing(hub.engine) as db:
        db.execute(update(Mention).where(col(Mention.due_at).is_not(None)).values(due_at=now()))
        db.execute(update(Mention).values(looked_at=None))
    look_at_mentions(hub, HUB)
    with reading(hub.engine) as db:
        return [queries.mention(db, each) for each in mentions]


def registered(hub: Tools, ben: Publisher, here: Place) -> Source:
    with writing(hub.engine) as db:
        return town.source(db, "Ben’s blog", here, site=f"http://{ben.host}/")


def shown(hub: Tools, item: str = "7") -> list[MentionView]:
    with reading(hub.engine) as db:
        return list(queries.shown_at(db, Target.ITEM, item))


def version(hub: Tools, here: Place) -> int:
    with reading(hub.engine) as db:
        return places.version_of(db, here.id)


def test_what_a_registered_blogger_says_appears_at_once_and_its_page_is_made_anew(
    hub: Tools, ben: Publisher, here: Place
) -> None:
    registered(hub, ben, here)
    before = version(hub, here)
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK, **HTML), here))
    assert (found.state, found.kind, found.words) == (State.SHOWN, Kind.MENTION, "They are late, says the council .")
    assert shown(hub) == [found]
    assert version(hub, here) == before + 1
    assert found.due_at is not None
    assert timedelta(hours=23) < found.due_at - now() <= timedelta(days=1)


def test_what_a_stranger_says_waits_for_somebody(hub: Tools, ben: Publisher, here: Place) -> None:
    before = version(hub, here)
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK, **HTML), here))
    assert (found.state, found.trouble) == (State.HELD, Trouble.STRANGER)
    assert shown(hub) == []
    assert version(hub, here) == before


def test_somebody_who_only_says_so_is_told_that_there_is_no_link(hub: Tools, ben: Publisher, here: Place) -> None:
    (found,) = looked(hub, sent(hub, ben.says("/post", body="<p>Nothing", **HTML), here))
    assert (found.state, found.trouble, found.due_at) == (State.FAILED, Trouble.NO_LINK, None)


def test_words_change_with_the_page(hub: Tools, ben: Publisher, here: Place) -> None:
    registered(hub, ben, here)
    url = ben.says("/post", body=LINK, **HTML)
    looked(hub, sent(hub, url, here))
    ben.says("/post", body=f'<p>On time, says <a href="{TARGET}">the council</a>', **HTML)
    (found,) = looked(hub, sent(hub, url, here))
    assert found.words == "On time, says the council"
    assert len(shown(hub)) == 1


@pytest.mark.parametrize(("status", "body", "trouble"), [(410, "", Trouble.GONE), (200, "<p>Nothing", Trouble.NO_LINK)])
def test_who_deletes_the_page_or_the_link_takes_the_mention_away(
    hub: Tools, ben: Publisher, here: Place, status: int, body: str, trouble: Trouble
) -> None:
    registered(hub, ben, here)
    url = ben.says("/post", body=LINK, **HTML)
    looked(hub, sent(hub, url, here))
    before = version(hub, here)
    ben.says("/post", status, body, **HTML)
    (found,) = looked(hub, sent(hub, url, here))
    assert (found.state, found.trouble, found.words) == (State.GONE, trouble, "")
    assert shown(hub) == []
    assert version(hub, here) == before + 1


def test_a_page_that_is_not_found_goes_after_some_tries(hub: Tools, ben: Publisher, here: Place) -> None:
    registered(hub, ben, here)
    url = ben.says("/post", body=LINK, **HTML)
    mention = sent(hub, url, here)
    looked(hub, mention)
    sent(hub, url, here)
    ben.says("/post", 404)
    states = [looked(hub, mention)[0].state for _ in range(5)]
    assert states == [State.SHOWN] * 4 + [State.GONE]
    ben.says("/post", body=LINK, **HTML)
    assert looked(hub, sent(hub, url, here))[0].state is State.SHOWN


@pytest.mark.parametrize("status", [403, 429, 500, 599, 204])
def test_an_answer_that_is_no_page_is_tried_again(hub: Tools, ben: Publisher, here: Place, status: int) -> None:
    (found,) = looked(hub, sent(hub, ben.says("/post", status), here))
    assert (found.state, found.trouble) == (State.WAITING, Trouble.NO_ANSWER)


def test_a_page_that_says_it_is_a_picture_is_not_read(hub: Tools, ben: Publisher, here: Place) -> None:
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK, Content_Type="image/png"), here))
    assert found.trouble is Trouble.UNREADABLE


def test_a_child_that_dies_leaves_the_mention_to_be_tried_again(hub: Tools, ben: Publisher, here: Place) -> None:
    deep = '<div class="h-entry">' * 200 + f'<a href="{TARGET}">x</a>' * 30_000
    (found,) = looked(hub, sent(hub, ben.says("/post", body=deep, **HTML), here))
    assert found.state in {State.WAITING, State.HELD, State.FAILED}


def test_whatever_one_page_does_the_others_are_looked_at(
    hub: Tools, ben: Publisher, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mention = sent(hub, ben.says("/post", body=LINK, **HTML), here)

    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(mentioning, "_read", stumble)
    (found,) = looked(hub, mention)
    assert (found.state, found.trouble) == (State.WAITING, Trouble.UNREADABLE)


def test_a_page_larger_than_a_megabyte_is_not_read_on(hub: Tools, ben: Publisher, here: Place) -> None:
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK + "x" * 1_100_000, **HTML), here))
    assert (found.state, found.trouble) == (State.WAITING, Trouble.TOO_BIG)


def test_a_page_that_redirects_inward_reaches_nothing(hub: Tools, ben: Publisher, here: Place) -> None:
    with publishing() as inside:
        secret = inside.says("/secret", body=LINK, **HTML)
        (found,) = looked(hub, sent(hub, ben.says("/post", 302, Location=secret), here))
        assert inside.asked == []
    assert (found.state, found.trouble) == (State.FAILED, Trouble.NOT_PUBLIC)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/latest", "http://0/"])
def test_a_source_inside_is_refused_by_the_guard(hub: Tools, here: Place, url: str) -> None:
    (found,) = looked(hub, sent(hub, url, here))
    assert (found.state, found.trouble) == (State.FAILED, Trouble.NOT_PUBLIC)


def test_endless_redirects_end(hub: Tools, ben: Publisher, here: Place) -> None:
    url = ben.says("/post", 302, Location="/post")
    (found,) = looked(hub, sent(hub, url, here))
    assert found.trouble is Trouble.NO_ANSWER
    assert len(ben.asked) == 6


def test_a_page_that_drips_is_left_after_its_seconds(
    hub: Tools, ben: Publisher, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentioning, "PATIENCE", 0.05)
    held = Event()

    def drip(_path: str) -> None:
        held.wait(0.3)

    ben.first = drip
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK, **HTML), here))
    assert found.trouble is Trouble.NO_ANSWER


def test_a_page_of_ours_under_another_name_is_known_by_the_endpoint_it_names(
    hub: Tools, ben: Publisher, here: Place
) -> None:
    ours = ben.says("/items/8", body=LINK, Link=f'<{HUB}/webmention>; rel="webmention"', **HTML)
    (found,) = looked(hub, sent(hub, ours, here))
    assert (found.state, found.trouble) == (State.FAILED, Trouble.OURS)


def test_an_open_redirect_of_a_known_site_vouches_for_nobody(hub: Tools, ben: Publisher, here: Place) -> None:
    registered(hub, ben, here)
    with publishing() as eve:
        door = replace(hub.door, allow_private_networks=(ben.host, eve.host))
        with writing(hub.engine) as db:
            db.execute(update(Source).values(site=f"http://{ben.host}/blog/"))
        led = ben.says("/blog/out", 302, Location=eve.says("/spam", body=LINK, **HTML))
        (found,) = looked(replace(hub, door=door), sent(hub, led, here))
    assert (found.state, found.trouble) == (State.HELD, Trouble.STRANGER)


def test_of_one_domain_one_page_a_round_is_asked_and_one_a_minute(hub: Tools, ben: Publisher, here: Place) -> None:
    for number in range(5):
        sent(hub, ben.says(f"/{number}", body=LINK, **HTML), here)
    assert [look_at_mentions(hub, HUB) for _ in range(3)] == [1, 0, 0]
    assert len(ben.asked) == 1


def test_a_flood_of_words_about_one_page_asks_it_once(hub: Tools, ben: Publisher, here: Place) -> None:
    url = ben.says("/post", body=LINK, **HTML)
    told = {sent(hub, f"{url}#{number}", here) for number in range(50)}
    assert len(told) == 1
    assert look_at_mentions(hub, HUB) == 1
    for number in range(50):
        sent(hub, f"{url}#{number}", here)
    assert look_at_mentions(hub, HUB) == 0
    assert ben.asked == ["/post"]


def test_one_page_that_mentions_many_of_ours_is_read_first(hub: Tools, ben: Publisher, here: Place) -> None:
    registered(hub, ben, here)
    links = "".join(f'<a href="{HUB}/items/{number}">x</a>' for number in range(12))
    url = ben.says("/all", body=links, **HTML)
    told = [sent(hub, url, here, str(number)) for number in range(12)]
    troubles = [each.trouble for each in looked(hub, *told) if each.state is State.HELD]
    assert troubles == [Trouble.MANY_TARGETS]


def test_a_post_we_have_anyway_is_known_as_that(hub: Tools, ben: Publisher, here: Place) -> None:
    source = registered(hub, ben, here)
    url = ben.says("/post", body=LINK, **HTML)
    with writing(hub.engine) as db:
        feed = db.exec(select(Feed).where(Feed.source_id == source.id)).first() or town.feed(db, source)
        item = town.item(db, feed, "On bins", [here], link=url, page_key=page_key(url))
        item_id = item.id
    (found,) = looked(hub, sent(hub, url, here))
    assert found.item_id == item_id
    assert item_id is not None
    assert queries.not_told_otherwise([found], [item_id]) == []
    assert queries.not_told_otherwise([found], [item_id + 1]) == [found]


def test_a_restricted_source_vouches_for_nothing(hub: Tools, ben: Publisher, here: Place) -> None:
    source = registered(hub, ben, here)
    with writing(hub.engine) as db:
        db.add(Withholding(target_kind="source", target_id=source.id.hex, measure="restrict", since=now()))
    (found,) = looked(hub, sent(hub, ben.says("/post", body=LINK, **HTML), here))
    assert found.state is State.HELD


def test_who_is_told_to_stop_gives_back_what_nobody_came_to(hub: Tools, ben: Publisher, here: Place) -> None:
    mention = sent(hub, ben.says("/post", body=LINK, **HTML), here)
    hub.stop.set()
    assert look_at_mentions(hub, HUB) == 0
    with reading(hub.engine) as db:
        assert db.get_one(Mention, mention).claimed_until is None
    hub.stop.clear()
    assert looked(hub, mention)[0].state is State.HELD
