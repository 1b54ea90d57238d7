"""What the benches prove at length holds in small: rhythms spread, claims find what is due, bad servers harm nobody."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bench import due, rhythm
from bench.badservers import misbehaving, still_open
from bench.misbehaving import GOOD, MANNERS, address, manner
from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.db.engine import connect, reading, writing
from hub.net.answers import Ask, Reply
from hub.net.crowd import ask_all
from hub.net.door import Door
from tests.town import NOON

DEADLINE = 2.0  # seconds: good servers answer at once, on a busy machine too


def test_a_week_of_looks_has_no_busy_hour() -> None:
    week = rhythm.passed(rhythm.feeds(300), days=2)
    assert week.peak < 1.6  # of so few feeds
    assert week.mean_late < 1
    assert len(week.by_hour) == 48
    assert rhythm.drawn(week).count("<rect") == 48


def test_every_kind_of_bad_server_is_among_them() -> None:
    kinds = [manner(number) for number in range(200)]
    assert kinds.count(GOOD) == 140
    assert set(kinds) == {GOOD, *MANNERS}


def test_bad_servers_take_nothing_from_good_ones() -> None:
    feeds = 40
    before, crowds = still_open(), _crowds()
    with misbehaving(feeds) as port:
        door = Door(
            allow_private_networks=("127.1.0.0/16",),
            host_pause=0,
            in_flight=40,
            connect_timeout=DEADLINE,
            deadline=DEADLINE,
        )
        asks = {address(number, port): manner(number) for number in range(feeds)}
        answers = {ask.url: answer for ask, answer in ask_all(map(Ask, asks), door)}
        good = {url for url, answer in answers.items() if isinstance(answer, Reply) and answer.body}
    assert good == {url for url, kind in asks.items() if kind == GOOD}
    assert answers.keys() == asks.keys()
    sockets, _, tasks = still_open()
    assert (sockets <= before[0], tasks <= before[2]) == (True, True)
    assert _crowds() <= crowds


def _crowds() -> set[threading.Thread]:
    """Return the threads that ask; others of this process come and go as they like."""
    return {each for each in threading.enumerate() if each.name == "crowd"}


def test_what_waits_longest_is_claimed_first_and_nobody_claims_it_twice(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'due.db'}")
    due.fill(engine, 500, NOON)
    with writing(engine) as db:
        taken = looks.claim_due(db, NOON + timedelta(minutes=30))
    with writing(engine) as db:
        more = looks.claim_due(db, NOON + timedelta(minutes=30))
    with reading(engine) as db:
        due_at = dict(db.execute(select(Feed.id, Feed.due_at)).all())
    engine.dispose()
    assert len(taken) == looks.AT_ONCE
    assert not {each.id for each in taken} & {each.id for each in more}
    assert max(due_at[each.id] for each in taken) <= min(due_at[each.id] for each in more)


def test_the_time_of_claims_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    due.main(["--feeds", "200", "--claims", "3", "--database", f"sqlite:///{tmp_path / 'due.db'}"])
    assert "200 feeds, 3 claims" in capsys.readouterr().out
