"""Whose pictures have a copy: of items that are shown, of sources that show all, while there is room."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Enclosure, Item
from hub.aggregate.pictures import actions, queries
from hub.aggregate.pictures.rules import MOST_AT_ONCE, MOST_OF_HOST, MOST_TRIES, WINDOW, Kept, Small, Which, name_of
from hub.errors import NotFound, TakenDown
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from tests import town
from tests.town import NOON

KEY = b"key"
SMALL = Small(b"RIFF....WEBP", 64, 48)
URL = "https://camera.example/mill.jpg"


@pytest.fixture
def club(db: Session) -> Feed:
    """A camera club that lets its pictures be shown."""
    return town.feed(db, town.source(db, "Camera Club", town.place(db, "Alderford"), kind="photos", shows="full"))


def shown(db: Session, feed: Feed, title: str = "The mill", url: str = URL, **more: Any) -> Which:
    """Have *feed* show a picture."""
    item = town.item(db, feed, title, **more)
    assert item.id is not None
    db.add(Enclosure(item_id=item.id, position=0, url=url, media_type="image/jpeg"))
    db.flush()
    return Which(item.id, 0, url)


def body(db: Session, which: Which) -> bytes:
    return queries.body_of(db, which.item_id, which.position, name_of(which, KEY), KEY)


def hide(db: Session, item_id: int, measure: Measure = Measure.HIDE) -> None:
    db.add(Withholding(target_kind=Target.ITEM, target_id=str(item_id), measure=measure, since=NOON))
    db.flush()


def test_a_picture_that_was_kept_is_given(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    assert queries.wanted(db, NOON) == [mill]
    actions.keep(db, mill, SMALL)
    assert queries.wanted(db, NOON) == []
    assert queries.copies_of(db, mill.item_id, KEY) == {0: queries.Copy(name_of(mill, KEY), 64, 48)}
    assert body(db, mill) == SMALL.body


def test_the_newest_come_first_and_not_all_at_once(db: Session, club: Feed) -> None:
    urls = [f"https://club{number}.example/mill.jpg" for number in range(MOST_AT_ONCE + 2)]
    every = [shown(db, club, f"Picture {number}", url) for number, url in enumerate(urls)]
    assert queries.wanted(db, NOON) == every[:1:-1]


def test_nobodys_pictures_keep_those_of_others_waiting(db: Session, club: Feed) -> None:
    other = shown(db, club, "The weir", "https://weir.example/weir.jpg")
    every = [shown(db, club, f"Picture {number}") for number in range(MOST_OF_HOST + 2)]
    assert queries.wanted(db, NOON) == [*every[:1:-1], other]


def test_however_much_is_withheld_what_is_not_is_fetched(
    db: Session, club: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOOKED_AT", 2)
    first = shown(db, club)
    for number in range(4):
        hide(db, shown(db, club, f"Picture {number}").item_id)
    assert queries.wanted(db, NOON) == [first]


@pytest.mark.parametrize("shows", ["link", "excerpt"])
def test_who_does_not_let_all_be_shown_has_no_copies(db: Session, club: Feed, shows: str) -> None:
    mill = shown(db, club)
    actions.keep(db, mill, SMALL)
    db.get_one(Source, club.source_id).shows = shows
    db.flush()
    assert queries.copies_of(db, mill.item_id, KEY) == {}
    with pytest.raises(NotFound):
        body(db, mill)
    actions.forget(db, NOON)
    assert queries.newest_first(db) == []
    assert queries.wanted(db, NOON) == []


@pytest.mark.parametrize(
    ("media_type", "url", "is_one"),
    [
        ("image/png", "https://a.example/1", True),
        ("image", "https://a.example/1", True),
        ("", "https://a.example/1.JPG", True),
        ("", "https://a.example/1.jpg?width=600", True),
        ("IMAGE/PNG", "https://a.example/1", True),
        ("imagery", "https://a.example/1.png", False),
        ("", "https://a.example/1.mp3", False),
        ("audio/mpeg", "https://a.example/1.jpg", False),
    ],
)
def test_only_pictures_are_asked_for(db: Session, club: Feed, media_type: str, url: str, *, is_one: bool) -> None:
    mill = shown(db, club, url=url)
    db.get_one(Enclosure, (mill.item_id, 0)).media_type = media_type
    db.flush()
    assert bool(queries.wanted(db, NOON)) is is_one


def test_old_pictures_have_no_copy(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    actions.keep(db, mill, SMALL)
    later = NOON + WINDOW + timedelta(days=1)
    assert actions.forget(db, later) == 1
    assert queries.wanted(db, later) == []


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.RESTRICT, Measure.REMOVE])
def test_what_is_taken_down_is_neither_fetched_nor_given(db: Session, club: Feed, measure: Measure) -> None:
    mill, weir = shown(db, club), shown(db, club, "The weir")
    actions.keep(db, mill, SMALL)
    hide(db, mill.item_id, measure)
    hide(db, weir.item_id, measure)
    assert queries.wanted(db, NOON) == []
    with pytest.raises((TakenDown, NotFound)):
        body(db, mill)


def test_another_picture_in_its_place_is_not_shown_as_the_old_one(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    actions.keep(db, mill, SMALL)
    db.get_one(Enclosure, (mill.item_id, 0)).url = "https://camera.example/weir.jpg"
    db.flush()
    with pytest.raises(NotFound):
        body(db, mill)
    assert [each.url for each in queries.wanted(db, NOON)] == ["https://camera.example/weir.jpg"]
    assert actions.forget(db, NOON) == 1


def test_a_copy_goes_with_its_item(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    actions.keep(db, mill, SMALL)
    db.delete(db.get_one(Enclosure, (mill.item_id, 0)))
    db.flush()
    with pytest.raises(NotFound):
        body(db, mill)
    assert actions.forget(db, NOON) == 1
    assert queries.bytes_kept(db) == 0


def test_a_picture_that_did_not_come_is_not_asked_for_again_at_once(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    actions.note_none(db, mill, NOON)
    assert queries.wanted(db, NOON) == []
    assert queries.wanted(db, NOON + timedelta(hours=7)) == [mill]
    with pytest.raises(NotFound):
        body(db, mill)


def test_a_picture_that_never_comes_is_not_asked_for_any_more(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    for _ in range(MOST_TRIES):
        actions.note_none(db, mill, NOON)
    assert queries.wanted(db, NOON + timedelta(days=30)) == []


def test_when_there_is_no_room_the_oldest_go_and_do_not_come_back(db: Session, club: Feed) -> None:
    old, new = shown(db, club, "Old"), shown(db, club, "New")
    for each in (old, new):
        actions.keep(db, each, SMALL)
    assert actions.make_room(db, 2 * len(SMALL.body)) == 0
    assert actions.make_room(db, len(SMALL.body)) == 1
    assert queries.newest_first(db) == [Kept(new.item_id, 0, len(SMALL.body))]
    assert queries.wanted(db, NOON) == []
    assert queries.copies_of(db, old.item_id, KEY) == {}


def test_who_keeps_no_copies_any_more_has_none(db: Session, club: Feed) -> None:
    actions.keep(db, shown(db, club), SMALL)
    actions.forget_all(db)
    assert queries.bytes_kept(db) == 0


def test_no_name_somebody_made_up_is_answered(db: Session, club: Feed) -> None:
    mill = shown(db, club)
    actions.keep(db, mill, SMALL)
    with pytest.raises(NotFound):
        queries.body_of(db, mill.item_id, 0, name_of(mill, b"another key"), KEY)


def test_nothing_is_said_of_an_item_that_is_not_there(db: Session) -> None:
    assert db.get(Item, 99) is None
    with pytest.raises(NotFound):
        body(db, Which(99, 0, URL))
