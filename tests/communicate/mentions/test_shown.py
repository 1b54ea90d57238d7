"""Which mentions stand beside a page: the newest of each page however loud another is, and of known sites at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.communicate.mentions import queries
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.rules import State, Target
from hub.db.engine import writing
from hub.people.cases import rules as cases
from hub.people.cases.models import Withholding
from hub.places.filing import DESK
from tests import town
from tests.town import NOON


@pytest.fixture
def db(many: Engine) -> Iterator[Session]:
    with writing(many) as opened:
        yield opened


def mention(db: Session, item: int, number: int) -> None:
    """Have a page mention a post, so many minutes after noon."""
    db.add(
        Mention(
            source_url=f"https://ben.example/{item}/{number}",
            source_host="ben.example",
            target_url=f"https://hub.example/items/{item}",
            target_kind=Target.ITEM,
            target_id=str(item),
            state=State.SHOWN,
            words=f"{item}/{number}",
            asked_at=NOON + timedelta(minutes=number),
        )
    )


def shown(db: Session) -> dict[str, list[str]]:
    db.flush()
    found = queries.shown_of(db, Target.ITEM, ["1", "2"])
    return {target: [each.words for each in several] for target, several in found.items()}


def test_a_page_everybody_mentions_hides_no_mention_of_another(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_SHOWN", 3)
    for number in range(5):
        mention(db, 1, number)
    mention(db, 2, 7)
    assert shown(db) == {"1": ["1/2", "1/3", "1/4"], "2": ["2/7"]}


def test_of_very_many_the_newest_stay(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_TOGETHER", 3)
    for number in range(3):
        mention(db, 1, number)
        mention(db, 2, number)
    assert shown(db) == {"1": ["1/1", "1/2"], "2": ["2/2"]} or shown(db) == {"1": ["1/2"], "2": ["2/1", "2/2"]}


def test_the_site_of_a_source_is_known_unless_its_feed_only_says_that_it_is_its_own(db: Session) -> None:
    here = town.place(db, "Alderford")
    ben, eve, ned = (town.source(db, name, here, origin=DESK) for name in ("Ben", "Eve", "Ned"))
    town.feed(db, ben)
    town.feed(db, eve, "https://elsewhere.example/feed.xml")
    town.feed(db, ned)
    db.add(
        Withholding(target_kind=cases.Target.SOURCE, target_id=ned.id.hex, measure=cases.Measure.RESTRICT, since=NOON)
    )
    pages = ("https://ben.example/bins", "https://eve.example/bins", "https://ned.example/bins", "https://far.example/")
    db.flush()
    assert [queries.site_of(db, [each], here.id).is_known for each in pages] == [True, False, False, False]
