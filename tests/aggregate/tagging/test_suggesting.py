"""What may be worth a tag, from data alone: phrases on the rise, and labels beside a tag."""

from collections.abc import Sequence
from datetime import timedelta
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.items.models import ItemLabel
from hub.aggregate.tagging import suggesting
from hub.aggregate.tagging.phrases import Said, phrases_of, rising
from hub.db.engine import reading, writing
from hub.establish.tags.models import Ruling
from hub.kit.text import words
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON

NEITHER = frozenset[str]()


def said(*texts: str) -> list[Said]:
    """Two sources in turn say these texts."""
    return [Said(at, at % 2, (text,)) for at, text in enumerate(texts)]


def written(this: Sequence[Said], before: Sequence[Said] = (), known: frozenset[str] = NEITHER) -> list[str]:
    return [each.written for each in rising(this, before, known, 5)]


STRIKE = [f"Day {n}: the Bin Strike goes on, says somebody {n}" for n in range(8)]
QUIET = [f"Nothing happened in street {n} yesterday" for n in range(20)]


def test_a_phrase_many_say_now_and_few_said_before_is_suggested_in_words() -> None:
    (found,) = [
        each for each in rising(said(*STRIKE, *QUIET), said(STRIKE[0], *QUIET), NEITHER, 9) if "Bin" in each.written
    ]
    assert (found.written, found.items, found.before, found.voices) == ("Bin Strike goes", 8, 1, 2)
    assert found.example_ids == (7, 6, 5)
    assert str(found.why) == "on 8 items this month, on 1 the month before"


def test_what_was_always_said_is_not_new() -> None:
    assert written(said(*STRIKE, *QUIET), said(*STRIKE, *QUIET)) == []


def test_a_word_that_stands_everywhere_begins_no_phrase() -> None:
    usual = [f"Cyngor {n} diwrnod" for n in range(100)]
    found = rising(said(*usual, *[f"Cyngor tref newydd {n}" for n in range(9)]), said(*usual), NEITHER, 9)
    assert [each.written for each in found] == ["tref newydd"]


def test_what_one_source_alone_repeats_is_its_own_way_to_speak() -> None:
    assert written([Said(each.item_id, "one", each.texts) for each in said(*STRIKE)]) == []


def test_what_is_agreed_or_decided_already_is_left_out() -> None:
    assert "Bin Strike goes" not in written(said(*STRIKE), known=frozenset({"binstrikegoes"}))


def test_no_phrase_begins_or_ends_with_a_small_word_or_goes_past_a_sign() -> None:
    for each in rising(said(*STRIKE), (), NEITHER, 50):
        assert "," not in each.written
        assert {"the", "on", "day"}.isdisjoint({words(each.written).split()[0], words(each.written).split()[-1]})


def test_of_two_phrases_that_lie_in_each_other_one_is_told() -> None:
    told = [f"Kings Heath market is moved {n}" for n in range(5)] + [f"Heath market news {n}" for n in range(9)]
    found = written(said(*told, *QUIET * 5), said(*QUIET * 5))
    assert sum("heath market" in each.casefold() for each in found) == 1


@given(st.lists(st.text(alphabet="ab -,'東é", max_size=30), max_size=8))
def test_every_phrase_is_said_where_it_says(texts: list[str]) -> None:
    for text in texts:
        for phrase, (start, end) in phrases_of(text):
            assert 2 <= len(phrase) <= 4
            assert words(text[start:end]).split() == list(phrase)
    assert all(each.items >= 4 for each in rising(said(*texts), (), NEITHER, 5))


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Heath")


def test_the_month_in_a_place_is_compared_with_the_month_before(db: Session, heath: Place) -> None:
    feeds = [town.feed(db, town.source(db, name, heath)) for name in ("Ben", "Mo")]
    for at in range(6):
        town.item(db, feeds[at % 2], f"Splash park {at}", at=NOON - timedelta(days=at))
        town.item(db, feeds[at % 2], f"Winter market {at}", at=NOON - timedelta(days=at), summary="Other words")
        town.item(db, feeds[at % 2], f"The winter market {at}", at=NOON - timedelta(days=31 + at))
    (found,) = [each for each in suggesting.phrases(db, heath.id, NOON, 9) if "park" in each.written]
    assert (found.written, found.items, found.before) == ("Splash park", 6, 0)
    assert "Winter market" not in [each.written for each in suggesting.phrases(db, heath.id, NOON, 9)]
    town.tag(db, "Splash park")
    assert "Splash park" not in [each.written for each in suggesting.phrases(db, heath.id, NOON, 9)]


def test_what_came_with_a_new_feed_makes_no_phrase_rise(db: Session, heath: Place) -> None:
    feeds = [town.feed(db, town.source(db, name, heath)) for name in ("Ben", "Mo")]
    for at in range(6):
        town.item(db, feeds[at % 2], f"Splash park {at}", at=NOON - timedelta(days=at), is_archive=True)
    assert suggesting.phrases(db, heath.id, NOON, 9) == []


def test_labels_beside_a_tag_that_mean_nothing_are_told_with_how_often(db: Session, heath: Place) -> None:
    bins = town.tag(db, "Bins")
    feed = town.feed(db, town.source(db, "Ben", heath))
    for at in range(3):
        item = town.item(db, feed, f"Post {at}", tags=[bins])
        for label in ("wheelies", "bins", "heath", "news"):
            db.add(ItemLabel(item_id=item.id or 0, key=label, label=label))
    db.add(Ruling(scope_id=WHOLE_HUB, key="news", label="news", stand="left-alone"))
    db.flush()
    (found,) = suggesting.beside(db, heath.id, bins.id, 5)
    assert (found.label, found.together, found.of) == ("wheelies", 3, 3)
    assert suggesting.beside(db, heath.id, town.tag(db, "Unused").id, 5) == []


def test_the_phrases_of_a_quiet_place_are_worked_out_once_an_hour_too(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as db:
        quiet = town.place(db, "Quiet").id
    worked_out = Mock(return_value=())
    monkeypatch.setattr(suggesting, "rising", worked_out)
    for moment in (NOON, NOON + timedelta(minutes=59), NOON + timedelta(hours=1)):
        with reading(engine) as db:
            assert suggesting.phrases(db, quiet, moment, 9) == []
    assert worked_out.call_count == 2


def test_a_date_and_a_name_of_a_person_are_no_hint() -> None:
    texts = [
        f"{start} {name} spoke on 21 November about fly tipping" for start in "pqrstuvw" for name in ("Joan Weir",)
    ]
    written = [each.written for each in rising(said(*texts, *QUIET), said(*QUIET), NEITHER, 50)]
    assert "fly tipping" in " ".join(written)
    assert not {"Joan Weir", "21 November"} & set(written)
