"""What a push does, and for how long a hub that pushes is relied on."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.feeds import documents, looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import DAY, HOUR
from hub.aggregate.pushing import actions
from hub.aggregate.pushing.actions import Call
from hub.aggregate.pushing.rules import SECOND_LOOK, WITH_PATIENCE, Brought, Wish
from tests.aggregate.pushing.subscribing import NEWS, NOTHING, SOON, TOPIC, held, is_relied_on, look, relied_on
from tests.town import NOON


def test_a_push_has_the_feed_looked_at_at_once(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    assert feed.due_at > NOON + HOUR
    actions.hear(db, ours.id, "sha256", NOON + HOUR)
    assert feed.due_at == NOON + HOUR


def test_many_pushes_are_one_look_a_minute(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    for second in range(1, 40):
        actions.hear(db, ours.id, "sha256", NOON + SOON + timedelta(seconds=second))
    assert feed.due_at == NOON + 2 * SOON


def test_a_push_does_not_shorten_the_patience_a_feed_asked_for_by_much(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    feed.asked_wait = 86_400
    actions.hear(db, ours.id, "sha256", NOON + 2 * SOON)
    assert feed.due_at == NOON + SOON + WITH_PATIENCE


def test_a_hub_has_nobody_elses_host_looked_at(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    before = feed.due_at
    documents.keep(db, feed.id, b"<rss/>", "", "https://victim.example/feed", NOON)
    actions.hear(db, ours.id, "sha256", NOON + HOUR)
    assert feed.due_at == before


def test_a_push_that_comes_while_somebody_looks_asks_for_another_look(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    now = NOON + HOUR
    (state,) = looks.claim_all(db, now, [feed.url])
    db.expire_all()
    actions.hear(db, ours.id, "sha256", now)
    looks.note(db, feed.id, {"looked_at": now, "due_at": now + DAY})
    actions.note_look(db, state, NOTHING, now + timedelta(seconds=5))
    db.expire_all()
    assert feed.due_at == now + timedelta(seconds=5)
    look(db, feed, NEWS, now + SOON)
    assert is_relied_on(feed)


def test_a_look_that_finds_nothing_after_a_push_is_made_once_more(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    now = NOON + HOUR
    actions.hear(db, ours.id, "sha256", now)
    look(db, feed, NOTHING, now)
    assert feed.due_at == now + SECOND_LOOK
    look(db, feed, NOTHING, now + SECOND_LOOK)
    assert feed.due_at == now + SECOND_LOOK + DAY
    assert is_relied_on(feed)


def test_an_edit_is_news_too(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    actions.hear(db, ours.id, "sha256", NOON + HOUR)
    look(db, feed, Brought(changed=1), NOON + HOUR)
    assert (ours.owed, feed.due_at) == (0, NOON + HOUR + DAY)


def test_what_a_look_finds_and_nobody_told_us_ends_the_reliance(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    look(db, feed, NOTHING, NOON + DAY)
    look(db, feed, Brought(changed=3), NOON + 2 * DAY)
    assert is_relied_on(feed), "hubs need not tell of edits"
    look(db, feed, NEWS, NOON + 3 * DAY)
    assert not is_relied_on(feed)
    assert feed.due_at < NOON + 3 * DAY + 7 * HOUR
    assert ours.misses == 1


def test_a_push_that_was_only_late_is_forgiven(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    for turn in range(1, 9):
        now = NOON + turn * DAY
        look(db, feed, NEWS, now)
        assert not is_relied_on(feed)
        actions.hear(db, ours.id, "sha256", now + SOON)
        assert is_relied_on(feed), turn
        look(db, feed, NOTHING, now + 2 * SOON)
        look(db, feed, NOTHING, now + 3 * SOON)


def test_a_hub_that_leaves_out_much_gets_its_next_chance_with_the_next_lease(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    for turn in range(1, 4):
        now = NOON + turn * DAY
        look(db, feed, NEWS, now)
        actions.hear(db, ours.id, "sha256", now + 2 * HOUR)
        look(db, feed, NEWS, now + 3 * HOUR)
    assert not is_relied_on(feed)
    assert actions.confirm(db, ours.token, Call("subscribe", TOPIC, "864000"), NOON + 8 * DAY)
    assert not is_relied_on(feed), "to be earned by a push"
    actions.hear(db, ours.id, "sha256", NOON + 9 * DAY)
    assert feed.pushed_until == ours.lease_until


def test_a_look_after_the_lease_has_ended_says_nothing_of_the_hub(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    look(db, feed, NEWS, NOON + 11 * DAY)
    assert ours.misses == 0


def test_a_look_at_a_feed_whose_subscription_is_over_says_nothing(db: Session, feed: Feed) -> None:
    relied_on(db, feed)
    (state,) = looks.claim_all(db, NOON + HOUR, [feed.url])
    actions.want_no_more(db, held(db), NOON + HOUR)
    actions.note_look(db, state, NEWS, NOON + HOUR)
    assert held(db, Wish.UNSUBSCRIBE).misses == 0
