"""Ben sees who answered his posts and how often they were read, on a page and in a feed nobody else can read."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.deriving import underive
from hub.communicate.answered import queries
from hub.communicate.answered.models import AnswerWish
from hub.communicate.following.models import PrivateFeed
from hub.communicate.mentions import queries as mentions
from hub.communicate.mentions.models import Mention
from hub.communicate.reads.actions import add
from hub.db.engine import reading, writing
from hub.errors import NotFound
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from tests.neighbours import Neighbour
from tests.site.answering_ben import DAY, a_post, linked, mentioned, owns, person, replied
from tests.site.conftest import Alderford

HERE = "/you/answers"


@pytest.fixture
def diary(many: Engine, alderford: Alderford, ben: Neighbour) -> int:
    """A post of Ben's, who speaks for the diary of Mill End."""
    with writing(many) as db:
        owns(db, "Ben", alderford.diary)
    return a_post(many, alderford.diary)


def test_ben_sees_who_linked_replied_and_mentioned(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    post = linked(many, alderford.council)
    reply = replied(many, alderford.place, diary, "Ada", "It *is* muddy.")
    mentioned(many, diary)
    page = ben.visit(HERE)
    assert page.links[f"/items/{post}"] == "Alderford Council linked to it"
    assert page.links[f"/replies/{reply.id.hex}"] == "Ada replied here"
    assert page.links["https://far.example/bridges"] == "far.example mentions it on another site"
    assert "3 answers are new to you." in page.text
    assert "3 new answers" in ben.visit("/you").text
    assert page.headers["cache-control"] == "no-store"


def test_what_ben_has_seen_is_new_no_more(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    linked(many, alderford.council)
    page = ben.fill(ben.visit(HERE), until=ben.visit(HERE).all("//input[@name='until']")[0].get("value") or "")
    assert "All of it counts as seen now." in page.text
    assert "new to you" not in page.text
    replied(many, alderford.place, diary, "Ada", said_at=now())
    assert "1 answer is new to you." in ben.visit(HERE).text


@pytest.mark.parametrize("until", ["", "soon", "2031-01-01", "2999-01-01T00:00:00+00:00"])
def test_nobody_has_seen_what_is_to_come(ben: Neighbour, many: Engine, diary: int, until: str) -> None:
    assert ben.post(f"{HERE}/seen", until=until).status == 303
    with reading(many) as db:
        seen_at = db.exec(select(AnswerWish.seen_at)).one()
    assert seen_at
    assert seen_at <= now()


def test_only_what_all_may_see_is_an_answer(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    replied(many, alderford.place, diary, "Ada", state="waiting")
    replied(many, alderford.place, diary, "Ada", is_local=True)
    replied(many, alderford.place, diary, "Ben")
    mentioned(many, diary, state="held")
    linked(many, alderford.diary, "I wrote of it before")  # his own
    hidden = linked(many, alderford.council)
    with writing(many) as db:
        underive(db, [hidden])
    assert "Nobody has answered yet." in ben.visit(HERE).text


def test_ben_sees_how_often_his_posts_were_opened(ben: Neighbour, many: Engine, diary: int) -> None:
    with writing(many) as db:
        add(db, {diary: 3}, now().date())
        add(db, {diary: 4}, now().date())
        add(db, {diary: 5}, (now() - 10 * DAY).date())
    assert "opened here: 7 in seven days, 12 in thirty" in ben.visit(HERE).text


def test_who_has_no_site_learns_how_to_bring_one(ben: Neighbour, alderford: Alderford) -> None:
    assert "/register" in ben.visit(HERE).links
    assert "Who answered you" not in ben.visit("/you").text


def test_a_visitor_is_asked_to_sign_in(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit(HERE).status == 401 or "/sign-in" in cem.visit(HERE).headers.get("location", "")


def test_ben_reads_it_in_his_feed_reader(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    linked(many, alderford.council)
    address = feed_of(ben)
    told = cem.visit(address)
    assert told.headers["cache-control"] == "no-store"
    assert told.headers["x-robots-tag"] == "noindex"
    assert "Alderford Council linked to “The new bridge”" in told.source
    assert "key=" not in told.source
    assert "access-control-allow-origin" not in told.headers


def test_a_new_address_ends_the_old_one(ben: Neighbour, cem: Neighbour, many: Engine, diary: int) -> None:
    first = feed_of(ben)
    second = feed_of(ben)
    assert (cem.visit(first).status, cem.visit(second).status) == (404, 200)
    ben.post(f"{HERE}/feed", do="end")
    assert cem.visit(second).status == 404
    assert cem.visit(f"{HERE}.atom").status == 404


def test_the_hub_keeps_no_key_of_a_feed(ben: Neighbour, many: Engine, diary: int) -> None:
    key = feed_of(ben).partition("key=")[2]
    with reading(many) as db:
        kept = db.exec(select(PrivateFeed.key_hash)).one()
    assert key
    assert key not in kept


def test_the_key_of_a_feed_stands_in_no_address_but_its_own(ben: Neighbour, diary: int) -> None:
    told = ben.post(f"{HERE}/feed", do="make")
    assert (told.status, told.headers["cache-control"]) == (200, "no-store")
    assert len(told.all("//input[@id='address']")) == 1


def test_who_comes_back_to_the_address_of_a_feed_is_not_shown_it_again(ben: Neighbour, diary: int) -> None:
    key = feed_of(ben).partition("key=")[2]
    for asked in ("", f"?key={key}"):
        page = ben.visit(f"{HERE}/feed{asked}")
        assert "opens nothing" in page.text
        assert page.all("//input[@id='address']") == []


def test_ben_says_how_he_wants_to_hear(ben: Neighbour, many: Engine, diary: int) -> None:
    page = ben.fill(ben.visit(HERE), often="at-once", introduce=[])
    assert "It is kept." in page.text
    assert [box.get("value") for box in page.all("//input[@checked]")] == ["at-once"]
    ben.fill(page, often="never", introduce="yes")
    assert [box.get("value") for box in ben.visit(HERE).all("//input[@checked]")] == ["never", "yes"]
    with reading(many) as db:
        assert db.exec(select(AnswerWish.introduce)).one() is True
        assert person(db, "Ben").email


def test_a_wish_nobody_can_have_is_asked_again(ben: Neighbour, diary: int) -> None:
    answer = ben.post(f"{HERE}/wish", often="hourly")
    assert answer.status == 422
    assert "Choose how we tell you." in answer.text


def feed_of(ben: Neighbour) -> str:
    page = ben.post(f"{HERE}/feed", do="make", follow=True)
    address = str(page.all("//input[@id='address']")[0].get("value"))
    assert re.fullmatch(r"https://hub\.example/you/answers\.atom\?key=[\w-]{43}", address)
    return address.removeprefix("https://hub.example")


def test_a_mention_that_was_taken_down_is_no_answer_any_more(
    ben: Neighbour, mo: Neighbour, cem: Neighbour, many: Engine, diary: int
) -> None:
    mentioned(many, diary)
    feed = feed_of(ben)
    with reading(many) as db:
        mention_id = db.exec(select(Mention.id)).one()
    with writing(many) as db:
        db.add(Withholding(target_kind=Target.MENTION, target_id=mention_id.hex, measure=Measure.HIDE, since=now()))
        assert queries.untold(db, now()) == {}
        with pytest.raises(NotFound):
            mentions.shown(db, mention_id)
    assert "far.example" not in ben.visit(HERE).text
    assert "far.example" not in cem.visit(feed).source
