"""What becomes of a subscription: asked for, agreed to, renewed and ended."""

from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.rules import DAY, HOUR
from hub.aggregate.pushing import actions, queries
from hub.aggregate.pushing.actions import Call
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import UNSUBSCRIBED_AFTER, Snag, Wish
from hub.aggregate.registering.leaving import depart
from tests import town
from tests.aggregate.pushing.subscribing import HUB, SOON, TOPIC, asked, relied_on, subscribed, wish
from tests.town import NOON


def test_a_feed_that_names_a_hub_is_wished_for_once_with_what_nobody_can_guess(db: Session, feed: Feed) -> None:
    ours = wish(db)
    assert (ours.hub, ours.topic, ours.feed_id) == (HUB, TOPIC, feed.id)
    assert len(ours.token) >= 43
    assert 40 <= len(ours.secret.encode()) < 200
    assert ours.token != ours.secret
    assert not queries.unasked(db, 10)
    assert not queries.unwanted(db, is_open=True)


def test_feeds_without_a_hub_and_those_nobody_looks_at_are_not_wished_for(db: Session) -> None:
    home = town.source(db, "Ben", town.place(db, "Alderford"))
    town.feed(db, home, url="https://ben.example/1")
    town.feed(db, home, url="https://ben.example/2", hub=HUB, topic=TOPIC, retired=True)
    assert not queries.unasked(db, 10)


def test_nothing_is_believed_before_a_hub_told_us_of_something(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    assert ours.lease_until == NOON + 10 * DAY
    assert feed.pushed_until is None
    actions.hear(db, ours.id, "sha1", NOON + SOON)
    assert feed.pushed_until == ours.lease_until
    assert (ours.signed_with, feed.due_at) == ("sha1", NOON)  # it was due already


def test_what_was_not_asked_for_is_not_agreed_to(db: Session, feed: Feed) -> None:
    ours = wish(db)
    agreed = Call("subscribe", TOPIC, "864000")
    assert not actions.confirm(db, ours.token, agreed, NOON), "not asked yet"
    asked(db, NOON)
    assert not actions.confirm(db, "x" * 43, agreed, NOON), "nobody's address"
    assert not actions.confirm(db, ours.token, Call("subscribe", f"{TOPIC}?", "1"), NOON), "another topic"
    assert not actions.confirm(db, ours.token, Call("unsubscribe", TOPIC), NOON), "another mode"
    assert not actions.confirm(db, ours.token, Call("", TOPIC), NOON)
    assert not actions.confirm(db, ours.token, agreed, NOON + DAY), "a day late"
    assert ours.lease_until is None
    assert actions.confirm(db, ours.token, agreed, NOON + HOUR), "late, but wanted"


def test_a_hub_that_makes_sure_of_what_holds_is_told_yes(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    assert actions.confirm(db, ours.token, Call("subscribe", TOPIC, "86400"), NOON + 5 * DAY)
    assert ours.lease_until == NOON + 6 * DAY
    assert not actions.confirm(db, ours.token, Call("subscribe", TOPIC, "86400"), NOON + 6 * DAY)


def test_a_lease_is_renewed_before_it_ends_at_the_same_address(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    token, ends = ours.token, NOON + 10 * DAY
    assert ours.lease_until == ends
    assert not asked(db, NOON + 7 * DAY - SOON)
    (again,) = asked(db, ends - DAY)
    assert (again.wish, again.token, again.hub) == (Wish.SUBSCRIBE, token, HUB)
    assert queries.keyed(db, token, ends - DAY), "it goes on meanwhile"
    assert actions.confirm(db, token, Call("subscribe", TOPIC, "864000"), ends - DAY)
    assert ours.lease_until == feed.pushed_until == ends + 9 * DAY


def test_after_a_lease_has_ended_nobody_is_listened_to(db: Session, feed: Feed) -> None:
    ours = subscribed(db, lease="86400")
    assert queries.keyed(db, ours.token, NOON + DAY - SOON)
    assert queries.keyed(db, ours.token, NOON + DAY) is None


def test_a_hub_that_never_comes_back_is_asked_again_later_each_time(db: Session, feed: Feed) -> None:
    ours = wish(db)
    (first,) = asked(db, NOON)
    actions.note_answer(db, first, Snag.NONE)
    assert not asked(db, NOON + HOUR - SOON)
    (second,) = asked(db, NOON + HOUR)
    assert ours.trouble == Snag.UNVERIFIED
    actions.note_answer(db, second, Snag.NO_ANSWER)
    assert not asked(db, NOON + 5 * HOUR - SOON)
    assert asked(db, NOON + 5 * HOUR)
    assert ours.failures == 3


def test_an_answer_that_comes_after_the_hub_came_back_changes_nothing(db: Session, feed: Feed) -> None:
    ours = wish(db)
    (first,) = asked(db, NOON)
    assert actions.confirm(db, ours.token, Call("subscribe", TOPIC, "864000"), NOON)
    actions.note_answer(db, first, Snag.NO_ANSWER)
    assert (ours.trouble, ours.failures) == ("", 0)
    db.delete(ours)
    db.flush()
    actions.note_answer(db, first, Snag.NO_ANSWER)


def test_a_hub_that_leads_on_is_followed_but_not_for_ever(db: Session, feed: Feed) -> None:
    ours = wish(db)
    for step in range(2):
        (now_asked,) = asked(db, NOON)
        actions.note_answer(db, now_asked, Snag.REFUSED, f"https://hub.example/{step}")
    assert not queries.unwanted(db, is_open=True), "the feed still names the first one"
    (third,) = asked(db, NOON)
    assert third.hub == "https://hub.example/1"
    actions.note_answer(db, third, Snag.REFUSED, HUB)
    assert not asked(db, NOON + HOUR)
    assert ours.trouble == Snag.REFUSED


def test_a_hub_that_denies_is_left_alone_for_a_month_and_the_feed_is_looked_at_again(db: Session, feed: Feed) -> None:
    ours = relied_on(db, feed)
    assert not actions.deny(db, ours.token, f"{TOPIC}?", NOON + HOUR)
    assert not actions.deny(db, "x" * 43, TOPIC, NOON + HOUR)
    assert actions.deny(db, ours.token, TOPIC, NOON + HOUR)
    assert (feed.pushed_until, feed.due_at) == (None, NOON + HOUR)
    assert queries.keyed(db, ours.token, NOON + HOUR) is None
    assert not asked(db, NOON + 29 * DAY)
    assert asked(db, NOON + 31 * DAY)


def test_a_feed_that_is_retired_is_taken_back_and_forgotten_once_the_hub_agreed(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    feed.retired = True
    db.flush()
    (gone,) = queries.unwanted(db, is_open=True)
    actions.want_no_more(db, gone, NOON + HOUR)
    (leaving,) = asked(db, NOON + HOUR)
    assert leaving.wish is Wish.UNSUBSCRIBE
    assert queries.keyed(db, ours.token, NOON + HOUR) is None
    assert not actions.confirm(db, ours.token, Call("subscribe", TOPIC, "1"), NOON + HOUR)
    assert actions.confirm(db, ours.token, Call("unsubscribe", TOPIC), NOON + HOUR)
    assert not asked(db, NOON + 2 * DAY)
    assert not db.exec(select(Subscription)).all()


def test_a_hub_that_does_not_let_us_go_is_not_asked_for_ever(db: Session, feed: Feed) -> None:
    actions.want_no_more(db, subscribed(db), NOON)
    feed.hub = ""
    db.flush()
    told = sum(len(asked(db, NOON + days * DAY)) for days in range(60))
    assert told == UNSUBSCRIBED_AFTER
    assert not db.exec(select(Subscription)).all()


def test_what_nobody_agreed_to_needs_no_taking_back(db: Session, feed: Feed) -> None:
    ours = wish(db)
    actions.want_no_more(db, ours, NOON)
    assert ours.wish == Wish.NOTHING
    assert not asked(db, NOON)


def test_a_hub_may_deny_even_that_we_leave(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    actions.want_no_more(db, ours, NOON)
    assert actions.deny(db, ours.token, TOPIC, NOON)
    assert ours.wish == Wish.NOTHING
    assert not actions.deny(db, ours.token, TOPIC, NOON)


def test_a_feed_that_names_another_hub_at_every_look_asks_two_a_day(db: Session, feed: Feed) -> None:
    hubs = set()
    for look_at in range(48):
        feed.hub = f"https://hub{look_at}.example/"
        db.flush()
        now = NOON + look_at * HOUR / 2
        for each in queries.unwanted(db, is_open=True):
            actions.want_no_more(db, each, now)
        for wanted in queries.unasked(db, 10):
            actions.want(db, wanted, now)
        hubs |= {each.hub for each in asked(db, now)}
    assert len(hubs) == 2


def test_somebody_who_leaves_the_hub_is_not_pushed_any_more(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    depart(db, db.get_one(Source, feed.source_id).id, NOON)
    db.expire_all()
    assert ours.feed_id is None
    assert queries.unwanted(db, is_open=True) == [ours]
    actions.hear(db, ours.id, "sha256", NOON)
    assert ours.pushed_at is None
    assert actions.confirm(db, ours.token, Call("subscribe", TOPIC, "60"), NOON)


def test_where_nobody_can_call_everything_is_taken_back(db: Session, feed: Feed) -> None:
    ours = subscribed(db)
    assert queries.unwanted(db, is_open=False) == [ours]


def test_numbers_tell_how_many_feeds_are_pushed(db: Session, feed: Feed) -> None:
    home = db.get_one(Source, feed.source_id)
    town.feed(db, home, url="https://ben.example/2", hub=HUB, topic="https://ben.example/2")
    town.feed(db, home, url="https://ben.example/3")
    feed.pushed_until = NOON + DAY
    db.flush()
    assert queries.numbers(db, NOON) == queries.Numbers(named=2, pushed=1)
