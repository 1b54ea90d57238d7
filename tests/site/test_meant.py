"""What is asked for, in terms of the hub: and what nobody here knows is said, not passed over."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Source
from hub.establish.tags.models import Tag
from hub.places import queries as places
from hub.places.queries import PlaceView
from hub.site.asking.asked import Asked, Order
from hub.site.asking.meant import Meant, meant
from tests import town


@pytest.fixture
def here(db: Session) -> PlaceView:
    town.place(db, "Mill End", town.place(db, "Alderford"))
    return places.place(db, "alderford")


@pytest.fixture
def bins(db: Session) -> Tag:
    return town.tag(db, "Bins")


@pytest.fixture
def courier(db: Session) -> Source:
    return town.source(db, "Courier", kind="press")


def said(told: Meant) -> list[str]:
    return [str(remark) for remark in told.remarks]


def test_slugs_become_what_they_stand_for(db: Session, here: PlaceView, bins: Tag, courier: Source) -> None:
    asked = Asked(("bins",), (), ("press",), ("courier",), ("mill-end",), q="bins", order=Order.RELEVANT)
    told = meant(db, here, asked)

    assert (told.wanted.place_id, told.wanted.tags, told.wanted.sources) == (here.id, (bins.id,), (courier.id,))
    assert (told.wanted.kinds, told.wanted.by_relevance, told.wanted.is_void) == (("press",), True, False)
    assert told.names == {("tag", "bins"): "Bins", ("source", "courier"): "Courier", ("place", "mill-end"): "Mill End"}
    assert said(told) == []


def test_a_day_is_that_of_the_place_from_midnight_to_midnight(db: Session, here: PlaceView) -> None:
    wanted = meant(db, here, Asked(since=date(2026, 7, 1), until=date(2026, 7, 1))).wanted

    assert wanted.since == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert wanted.until == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_the_ends_of_the_calendar_are_days_too(db: Session, here: PlaceView) -> None:
    wanted = meant(db, here, Asked(since=date.min, until=date.max)).wanted

    assert wanted.since is not None
    assert wanted.until is None


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked(tags=("binz",)), "Nobody agreed on a tag “binz”."),
        (Asked(tags=("bins", "binz")), "Nobody agreed on a tag “binz”."),
        (Asked(kinds=("newspaper",)), "No source is of the kind “newspaper”."),
        (Asked(sources=("nobody",)), "There is no source “nobody”."),
        (Asked(places=("nowhere",)), "There is no place “nowhere”."),
        (Asked(q="?!"), "There is no word in “?!” to look for."),
        (Asked(q="bins -bins"), "“bins -bins” looks for a word and leaves it out: nothing can fit."),
        (Asked(q="-strike"), "Say what to look for too, not only what to leave out."),
    ],
)
@pytest.mark.usefixtures("bins")
def test_what_nobody_knows_fits_nothing_and_is_said(db: Session, here: PlaceView, asked: Asked, sentence: str) -> None:
    told = meant(db, here, asked)

    assert told.wanted.is_void
    assert said(told) == [sentence]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked(without=("binz",)), "Nobody agreed on a tag “binz”."),
        (Asked(kinds=("press", "newspaper")), "No source is of the kind “newspaper”."),
        (Asked(q="bins since:soon"), "“since:soon” is no day we can read. Write it as 2026-03-01, 2026-03 or 2026."),
        (Asked(q="bins tag:!!"), "There is no word in “tag:!!” to look for."),
        (Asked(is_cut=True), "Too much of one filter was asked for: only the first 12 count."),
        (Asked(q="bins -kind:press"), "“-kind:press” could not be read: only words and tags can be left out."),
    ],
)
def test_the_rest_still_counts_where_something_is_left(
    db: Session, here: PlaceView, asked: Asked, sentence: str
) -> None:
    told = meant(db, here, asked)

    assert not told.wanted.is_void
    assert said(told) == [sentence]


def test_words_to_leave_out_are_enough_beside_a_filter(db: Session, here: PlaceView, bins: Tag) -> None:
    assert not meant(db, here, Asked(("bins",), q="-strike")).wanted.is_void
