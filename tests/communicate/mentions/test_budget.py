"""All that mentions make us ask of others has one limit for any hour, and neither half of it starves the other."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.communicate.mentions import budget
from hub.communicate.mentions.budget import MOST, MOST_OF_ONE, Purpose
from hub.db.engine import writing
from hub.net.client import MOST_REDIRECTS
from tests.town import NOON

HOUR, ROUND = timedelta(hours=1), timedelta(seconds=30)
LOOK, TELL = Purpose


def asked(db: Session, purpose: Purpose, wanted: int, at: datetime, hops: int = 0) -> int:
    """Ask as many as may be asked, each led on so often; return how many requests that made."""
    asks = budget.begin(db, purpose, wanted, at)
    budget.end(db, purpose, [hops] * asks, at)
    return asks * (1 + hops)


def hours_of(db: Session, hops: Callable[[int], int], *purposes: Purpose) -> list[tuple[datetime, Purpose, int]]:
    """Ask as much as is allowed for three hours."""
    rounds = [(number, NOON + number * ROUND) for number in range(360)]
    return [(at, each, asked(db, each, 10, at, hops(number))) for number, at in rounds for each in purposes]


def busiest(made: list[tuple[datetime, Purpose, int]], *purposes: Purpose) -> int:
    """Return the most requests of any hour."""
    rows = [(at, count) for at, each, count in made if each in purposes]
    return max(sum(count for at, count in rows if end - HOUR < at <= end) for end, _ in rows)


@pytest.mark.parametrize("hops", [0, 1, MOST_REDIRECTS])
def test_no_hour_has_more_requests_than_the_limit_redirects_included(many: Engine, hops: int) -> None:
    with writing(many) as db:
        made = hours_of(db, lambda number: hops if number % 2 else 0, LOOK, TELL)
    assert MOST - 60 <= busiest(made, LOOK, TELL) <= MOST


def test_neither_starves_the_other(many: Engine) -> None:
    with writing(many) as db:
        flood = hours_of(db, lambda _: 0, LOOK)
        assert MOST_OF_ONE - 60 <= busiest(flood, LOOK) <= MOST_OF_ONE
        after = flood[-1][0]
        told = sum(asked(db, TELL, 1, after) for _ in range(MOST))
        assert told >= MOST - MOST_OF_ONE - MOST_REDIRECTS
        assert not budget.is_left(db, LOOK, after)
        assert not budget.is_left(db, TELL, after)
        assert budget.is_left(db, TELL, after + HOUR + 2 * ROUND)


def test_a_flood_is_spread_and_leaves_some_for_who_comes_later(many: Engine) -> None:
    with writing(many) as db:
        first_ten_minutes = sum(asked(db, LOOK, 10, NOON + number * ROUND) for number in range(20))
        assert first_ten_minutes < MOST_OF_ONE * 3 / 4
        assert budget.is_left(db, LOOK, NOON + 20 * ROUND)


def test_what_a_round_that_died_began_counts_as_asked(many: Engine) -> None:
    with writing(many) as db:
        assert budget.begin(db, LOOK, 4, NOON) == 4
    with writing(many) as db:  # nobody gave anything back
        begun = sum(budget.begin(db, LOOK, 10, NOON) for _ in range(40))
    assert begun == MOST_OF_ONE // (1 + MOST_REDIRECTS) - 4
