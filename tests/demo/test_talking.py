"""What the town's people do on the hub, once what was said in town is heard there; and that they do it once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.answered.queries import answers_of
from hub.communicate.answered.rules import By
from hub.communicate.following.models import DigestPlan
from hub.communicate.introducing.models import Introduction
from hub.communicate.mentions.models import Mention
from hub.communicate.reads.models import ItemReads
from hub.communicate.replies import actions as replies
from hub.communicate.replies.models import Reply
from hub.communicate.replies.neighbours import known_in
from hub.communicate.replies.rules import is_neighbour
from hub.db.engine import writing
from hub.demo import doing
from hub.demo.content import wherrybridge
from hub.demo.lines import due, talk
from hub.demo.living import healthy
from hub.demo.people import BLOG, NEIGHBOURS, settle
from hub.demo.talking import heard_posts, speak
from hub.demo.timeline import Post, latest
from hub.people.persons import queries as people
from hub.people.persons.queries import by_email
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
URL, HUB = "http://127.0.0.1:8701", "http://127.0.0.1:8000"
TOWN = wherrybridge()


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    """Lend a hub that has heard the posts people talk about, and knows the people."""
    with writing(engine) as opened:
        here = town.place(opened, "Wherrybridge")
        feeds = {slug: town.feed(opened, town.source(opened, slug, here)) for slug in (BLOG, "podcast")}
        for post in _talked_about():
            link = URL + post.path
            more: Any = {"link": link, "guid": link, "page_key": page_key(link)}
            town.item(opened, feeds[BLOG], post.writing.title, at=post.at, **more)
        settle(opened, NOW)
        yield opened


def _talked_about() -> list[Post]:
    at = [*(line.at for line in talk().lines), *(guest.at for guest in talk().guests)]
    slugs = {slug for several in at for slug in several}
    return [latest(TOWN, TOWN.by_slug[slug], NOW) for slug in sorted(slugs)]


def test_neighbours_say_what_is_due_once(db: Session) -> None:
    told = [line for line, *_ in due(TOWN, NOW)]
    assert speak(db, URL, NOW) == len(told) > 30
    assert speak(db, URL, NOW) == 0
    said = db.exec(select(Reply)).all()
    assert {reply.words for reply in said} == {line.words for line in told}
    assert {reply.words for reply in said if reply.is_local} == {line.words for line in told if line.local}
    assert [reply.state for reply in said].count("waiting") == 1
    assert all(reply.said_at <= NOW for reply in said)
    assert len([reply for reply in said if reply.parent_id]) == len([line for line in told if line.to])


def test_everybody_one_may_be_in_town_reads_what_is_for_neighbours(db: Session) -> None:
    speak(db, URL, NOW)
    here = db.exec(select(Place)).one().id
    actors = [people.actor(db, view.id) for each in NEIGHBOURS if (view := by_email(db, each.email))]
    assert len(actors) == len(NEIGHBOURS)
    assert all(is_neighbour(known_in(db, actor, {here, WHOLE_HUB}, {here}, NOW)) for actor in actors)


def test_ben_was_answered_by_posts_and_by_neighbours(db: Session) -> None:
    speak(db, URL, NOW)
    ben = by_email(db, "ben@wherrybridge.example")
    assert ben
    at_his = {line.words for line, post, _ in due(TOWN, NOW) if post.writing.slug.startswith("kiln-")}
    answers = {each.words for each in answers_of(db, ben.id, NOW) if each.by is By.REPLY}
    assert len(at_his - answers) <= 1  # his own
    assert len(answers) > 3


def test_what_somebody_took_back_is_not_said_again(db: Session) -> None:
    speak(db, URL, NOW)
    dilys = by_email(db, "dilys@wherrybridge.example")
    assert dilys
    for reply_id in db.exec(select(Reply.id).where(Reply.person_id == dilys.id)).all():
        replies.withdraw(db, reply_id)
    assert speak(db, URL, NOW) == 0


def test_nothing_is_said_at_what_nobody_heard_yet(db: Session) -> None:
    elsewhere = "http://127.0.0.1:8702"
    assert heard_posts(db, elsewhere, _talked_about()) == {}
    assert speak(db, elsewhere, NOW) == doing.answer_from_elsewhere(db, elsewhere, HUB, NOW) == 0


def test_of_two_who_answer_elsewhere_one_is_shown_and_one_waits(db: Session) -> None:
    assert doing.answer_from_elsewhere(db, URL, HUB, NOW) == 2
    assert doing.answer_from_elsewhere(db, URL, HUB, NOW) == 0
    found = db.exec(select(Mention)).all()
    assert {mention.state for mention in found} == {"shown", "held"}
    assert all(mention.source_url.endswith(f"/items/{mention.target_id}") for mention in found)


def test_ada_and_ben_follow_once_there_is_talk_and_stop_when_they_like(db: Session) -> None:
    assert doing.subscribe(db, NOW) == 0
    speak(db, URL, NOW)
    assert doing.subscribe(db, NOW) == 2
    plans = db.exec(select(DigestPlan)).all()
    assert {plan.rhythm for plan in plans} == {"daily", "weekly"}
    assert all(plan.due_at and plan.due_at <= NOW for plan in plans)
    assert doing.subscribe(db, NOW) == 0


def test_posts_are_read_in_the_days_after_they_came(db: Session) -> None:
    assert doing.read(db, URL, NOW) == len(_talked_about())
    assert doing.read(db, URL, NOW) == 0
    counted = db.exec(select(ItemReads)).all()
    came = {item.id: item.sort_at.date() for item in db.exec(select(Item))}
    assert {row.item_id for row in counted} == came.keys()
    assert all(timedelta() <= row.day - came[row.item_id] <= timedelta(days=6) for row in counted)


def test_ada_introduces_two_who_never_met(db: Session) -> None:
    speak(db, URL, NOW)
    assert doing.introduce(db, NOW) == 0
    assert {owner.source_id for owner in db.exec(select(SourceOwner))} == set(db.exec(select(Source.id)))
    here, about = db.exec(select(Place)).one(), town.tag(db, "Elections")
    for source in db.exec(select(Source)).all():
        spoken = db.exec(select(Feed).where(Feed.source_id == source.id)).one()
        for number in range(2):
            town.item(db, spoken, f"{source.name} {number}", [here], [about], at=NOW)
    assert doing.introduce(db, NOW) == 1
    assert doing.introduce(db, NOW) == 0
    assert db.exec(select(Introduction.words)).one() == talk().introduction


def test_a_feed_in_trouble_is_not_asked_each_minute(db: Session) -> None:
    feed, troubled = db.exec(select(Feed)).all()
    troubled.failures = 1
    db.add(troubled)
    db.flush()
    assert healthy(db, [feed.url, troubled.url, "https://nobody.example/"]) == [feed.url]
