"""Nobody is kept from guessing by hope: counts are, by address, by network and over all."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from hub.db.windows import RateWindow
from hub.errors import TooOften
from hub.people.signin import actions, often
from hub.people.signin.actions import Ask, Proof
from hub.people.signin.often import Caller
from hub.people.signin.rules import Purpose
from tests.town import NOON

KEY = b"k" * 32
HOUR = timedelta(hours=1)
HOME = Caller("203.0.113.0/24", KEY)


def _networks(count: int) -> list[Caller]:
    return [Caller(f"10.{number // 256}.{number % 256}.0/24", KEY) for number in range(count)]


def test_one_address_gets_five_codes_an_hour_from_one_network(db: Session) -> None:
    for _ in range(5):
        often.count_code(db, "ben@example.org", HOME, NOON)
    with pytest.raises(TooOften) as refused:
        often.count_code(db, "BEN@example.org", HOME, NOON + timedelta(minutes=20))
    assert refused.value.seconds == 40 * 60
    often.count_code(db, "ben@example.org", HOME, NOON + HOUR)


def test_a_stranger_elsewhere_locks_nobody_out(db: Session) -> None:
    for _ in range(40):
        try:
            often.count_code(db, "ben@example.org", HOME, NOON)
        except TooOften:
            continue
    often.count_code(db, "ben@example.org", Caller("198.51.100.0/24", KEY), NOON)


def test_one_address_gets_thirty_codes_an_hour_from_wherever(db: Session) -> None:
    for caller in _networks(30):
        often.count_code(db, "ben@example.org", caller, NOON)
    with pytest.raises(TooOften):
        often.count_code(db, "ben@example.org", HOME, NOON)


def test_all_together_get_three_hundred_an_hour(db: Session) -> None:
    for number, caller in enumerate(_networks(300)):
        often.count_code(db, f"{number}@example.org", caller, NOON)
    with pytest.raises(TooOften):
        often.count_code(db, "ben@example.org", HOME, NOON)
    often.count_code(db, "ada@example.org", HOME, NOON + HOUR)


def test_who_is_refused_for_their_own_asking_takes_nothing_from_the_rest(db: Session) -> None:
    refused = 0
    for _ in range(400):
        try:
            often.count_code(db, "ben@example.org", HOME, NOON)
        except TooOften:
            refused += 1
    assert refused == 395
    often.count_code(db, "ada@example.org", Caller("198.51.100.0/24", KEY), NOON)


def test_the_counts_tell_nobody_who_asked(db: Session) -> None:
    often.count_code(db, "ben@example.org", HOME, NOON)
    kept = " ".join(db.exec(select(RateWindow.key)))
    assert "ben" not in kept
    assert "203" not in kept


def test_guesses_from_a_thousand_networks_find_nothing(db: Session) -> None:
    """Each code takes five guesses, whoever makes them: of 32⁸ there could be, that is nothing."""
    tried = found = 0
    for hour in range(2):
        moment = NOON + hour * HOUR
        callers = iter(_networks(1_000))
        for _ in range(5):
            sent = actions.ask_code(db, Ask("ben@example.org", Purpose.SIGN_IN), KEY, moment)
            for caller in (next(callers) for _ in range(20)):
                often.refuse_guessing(db, caller, moment)
                answer = actions.use_code(db, sent.code_id, f"AAAA{tried:04}", KEY, moment)
                often.count_wrong(db, caller, moment)
                tried, found = tried + 1, found + isinstance(answer, Proof)
    assert (tried, found) == (200, 0)


def test_thirty_wrong_codes_an_hour_end_the_guessing_of_a_network(db: Session) -> None:
    for _ in range(30):
        often.refuse_guessing(db, HOME, NOON)
        often.count_wrong(db, HOME, NOON)
    with pytest.raises(TooOften):
        often.refuse_guessing(db, HOME, NOON)
    often.refuse_guessing(db, Caller("198.51.100.0/24", KEY), NOON)
    often.refuse_guessing(db, HOME, NOON + HOUR)
