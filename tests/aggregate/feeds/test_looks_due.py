"""What is due is claimed in good order: the longest waiting first, and nothing that is to be left alone."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import SourcePause
from tests import town
from tests.town import NOON

HOUR = timedelta(hours=1)


def test_the_longest_waiting_are_claimed_first_past_those_that_rest_or_are_left_alone(db: Session) -> None:
    ben, resting = town.source(db, "Ben"), town.source(db, "Resting")
    db.add(SourcePause(source_id=resting.id, since=NOON))
    town.feed(db, resting, "https://rest.example/", due_at=NOON - 900 * HOUR)
    town.feed(db, ben, "https://ben.example/old", due_at=NOON - 900 * HOUR, retired=True)
    town.feed(db, ben, "https://ben.example/later", due_at=NOON + HOUR)
    for hours in range(looks.AT_ONCE + 1):
        town.feed(db, ben, f"https://ben.example/{hours}", due_at=NOON - hours * HOUR)
    first, then, last = ([feed.url for feed in looks.claim_due(db, NOON)] for _ in range(3))
    assert first == [f"https://ben.example/{hours}" for hours in range(looks.AT_ONCE, 0, -1)]
    assert (then, last) == (["https://ben.example/0"], [])
