"""A feed that leads elsewhere, or has had enough of us: whose word counts for which addresses."""

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds import looks, moving
from hub.aggregate.feeds.models import Feed, FeedAlias
from hub.db.beats import REGISTRY, last_beat
from hub.net.answers import Reply
from tests import town
from tests.aggregate.fetching.blog import HOUR, Ben
from tests.town import NOON

MOVED = "https://ben.example/new"
ELSEWHERE = "https://elsewhere.test/feed"


def test_a_feed_that_moved_for_good_is_followed_and_its_old_address_kept(ben: Ben) -> None:
    old = ben.feed.url
    ben.moves(MOVED)
    assert (ben.state.url, ben.state.moved_to) == (MOVED, "")
    assert ben.db.exec(select(FeedAlias)).one().url == old


def test_a_feed_never_moves_onto_another_feeds_address(ben: Ben, db: Session) -> None:
    for url in (MOVED, ELSEWHERE):
        town.feed(db, town.source(db, url, ben.city), url=url, retired=True)
        before = ben.feed.url
        ben.moves(url)
        assert (ben.state.url, moving.proposed(db, [ben.feed.id])) == (before, {})


def test_a_feed_that_moves_to_another_owner_waits_for_a_mentor_who_follows_it(ben: Ben, db: Session) -> None:
    before = ben.feed.url
    ben.moves(ELSEWHERE)
    ben.moves(ELSEWHERE)
    assert ben.state.url == before
    assert moving.proposed(db, [ben.feed.id])[ben.feed.id].url == ELSEWHERE
    assert moving.follow(db, ben.feed.id, ELSEWHERE, NOON + HOUR)
    db.expire_all()
    assert (ben.feed.url, ben.feed.etag, ben.feed.due_at) == (ELSEWHERE, "", NOON + HOUR)
    assert last_beat(db, REGISTRY) == NOON + HOUR
    assert db.exec(select(FeedAlias)).one().url == before
    assert not moving.follow(db, ben.feed.id, ELSEWHERE, NOON)


def test_a_feed_a_mentor_left_where_it_is_is_not_proposed_again(ben: Ben, db: Session) -> None:
    ben.moves(ELSEWHERE)
    assert moving.leave(db, ben.feed.id, ELSEWHERE, NOON)
    assert not moving.leave(db, ben.feed.id, ELSEWHERE, NOON)
    ben.moves(ELSEWHERE)
    assert moving.proposed(db, [ben.feed.id]) == {}


def test_a_feed_is_not_followed_to_where_another_lives_by_now(ben: Ben, db: Session) -> None:
    ben.moves(ELSEWHERE)
    town.feed(db, town.source(db, "Other", ben.city), url=ELSEWHERE)
    assert not moving.follow(db, ben.feed.id, ELSEWHERE, NOON)


def test_only_what_a_mentor_saw_is_followed_or_left(ben: Ben, db: Session) -> None:
    for hours, url in enumerate((MOVED, ELSEWHERE)):
        moving.propose(db, ben.feed.id, url, moving.FOUND, NOON + hours * HOUR)
    before = ben.feed.url
    assert not moving.follow(db, ben.feed.id, "https://third.test/", NOON)
    assert moving.leave(db, ben.feed.id, MOVED, NOON)
    assert not moving.follow(db, ben.feed.id, MOVED, NOON)
    assert ben.state.url == before
    assert moving.proposed(db, [ben.feed.id])[ben.feed.id].url == ELSEWHERE


def test_the_next_blog_of_a_platform_is_another_owner(ben: Ben, db: Session) -> None:
    ben.feed.url = "https://eve.github.io/feed.xml"
    db.flush()
    ben.moves("https://ben.github.io/feed.xml")
    assert ben.state.url == "https://eve.github.io/feed.xml"
    assert moving.proposed(db, [ben.feed.id])[ben.feed.id].url == "https://ben.github.io/feed.xml"


@pytest.mark.parametrize("start", [MOVED, ELSEWHERE])
def test_an_address_too_long_to_be_kept_is_none_to_move_to(ben: Ben, start: str) -> None:
    before = ben.feed.url
    ben.moves(f"{start}?{'ß' * 999}")
    assert (ben.state.url, moving.proposed(ben.db, [ben.feed.id])) == (before, {})


def test_one_blog_that_has_had_enough_quiets_no_platform_and_nobody_for_longer_than_a_day(
    ben: Ben, db: Session
) -> None:
    ben.feed.url = "https://eve.workers.dev/feed"
    db.flush()
    ben.answers(Reply(429, "https://mirror.test/feed", {"retry-after": "604800"}))
    assert set(looks.paused_hosts(db, NOON)) == {"eve.workers.dev", "mirror.test"}
    assert looks.paused_hosts(db, NOON + 24 * HOUR) == {}
    assert ben.db.get_one(Feed, ben.feed.id).due_at == NOON + 7 * 24 * HOUR
