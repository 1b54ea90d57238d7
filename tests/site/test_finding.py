"""What Cem meets beside his results: tags and meetups of that name, and help with a slip."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items import queries as items
from hub.places import queries as places
from hub.places.models import Place
from hub.site.asking.asked import Asked
from hub.site.listing import finding, listing
from hub.site.listing.finding import Findings, findings, suggest
from tests import town
from tests.town import NOON


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def diary(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "Heath Diary", heath))


def search(db: Session, asked: Asked | str) -> Findings:
    here = places.place(db, "kings-heath")
    wanted = listing.of_place(db, here, Asked(q=asked) if isinstance(asked, str) else asked, "search")
    return findings(db, wanted, len(items.heads(db, wanted.wanted).heads), NOON)


def test_agreed_tags_of_that_name_come_the_nearest_first(db: Session, heath: Place) -> None:
    town.tag(db, "Bins & recycling", also=["refuse"])
    town.tag(db, "Refuse lorries")
    town.tag(db, "Planning")

    assert [tag.name for tag in search(db, "refuse").tags] == ["Bins & recycling", "Refuse lorries"]
    assert [tag.name for tag in search(db, "bins and recycling today").tags] == ["Bins & recycling"]
    assert [tag.name for tag in search(db, "BINS").tags] == ["Bins & recycling"]
    assert search(db, "bin").tags == []
    assert search(db, Asked(q="refuse", kinds=("press",))).tags == ()


def test_meetups_that_speak_of_it_are_found_too(db: Session, heath: Place) -> None:
    calendar = town.feed(db, town.source(db, "Calendar", heath, kind="events"), reads="events")
    town.meetup(db, calendar, "Repair café", NOON + timedelta(days=1), location="Old Library")

    assert [meetup.title for meetup in search(db, "library").meetups] == ["Repair café"]
    assert search(db, "library -cafe").meetups == ()
    assert search(db, Asked(q="library", without=("bins",))).meetups == ()


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("strkie", "strike"),
        ("bin strkie", "bin strike"),
        ('"bin strkie" -fair since:soon', '"bin strike" -fair since:soon'),
        ("lodsz", "łódź"),
        ("recylcing", "recycling"),
        ("moselye", "moseley"),
        ("strike", ""),
        ("strk*", ""),
        ("bni", ""),
        ("elephants", ""),
        ("strkie elephants", ""),
    ],
)
def test_a_slip_is_mended_with_words_of_the_place_itself(
    db: Session, heath: Place, diary: Feed, typed: str, better: str
) -> None:
    town.tag(db, "Bins & recycling")
    town.place(db, "Moseley", heath)
    for title in ("Bin strike ends", "From Łódź with love", "Recycling in Moseley"):
        town.item(db, diary, title)

    assert search(db, typed).did_you_mean == better


def test_where_enough_is_found_nobody_mistyped(db: Session, diary: Feed) -> None:
    for number in range(finding.FEW):
        town.item(db, diary, f"Bin strke {number}", at=NOON - timedelta(days=number))

    assert search(db, "strke").did_you_mean == ""


def test_past_the_first_page_only_remarks_are_said(db: Session, diary: Feed) -> None:
    town.tag(db, "Bins")
    town.item(db, diary, "Bins")
    second = search(db, Asked(q="bins since:soon", before=items.Cursor(NOON, 10_000)))

    assert (second.tags, second.did_you_mean, len(second.remarks)) == ((), "", 1)
    assert search(db, Asked(q="")) == Findings()


def test_names_are_suggested_from_their_first_letters_on(db: Session, heath: Place) -> None:
    inside = town.place(db, "Brandwood", heath)
    town.place(db, "Brandon elsewhere")
    town.tag(db, "Brass bands", also=["brand new brass"])
    town.tag(db, "Bins")
    town.source(db, "The Brandwood Bugle", inside)
    town.source(db, "Old Brand", inside, retired=True)
    here = places.place(db, "kings-heath")

    def offered(typed: str) -> list[tuple[str, str]]:
        return [(each.sort.value, each.slug) for each in suggest(db, here, typed)]

    assert offered("bran") == [("tag", "brass-bands"), ("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("Brandwood") == [("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("andwo") == [("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("strike bin") == [("tag", "bins")]
    assert offered("an") == offered("") == offered("?") == []


def test_at_most_a_handful_is_suggested(db: Session, heath: Place) -> None:
    for number in range(20):
        town.tag(db, f"Road {number}")

    assert len(suggest(db, places.place(db, "kings-heath"), "road")) == finding.MOST_SUGGESTED


def test_a_better_spelling_says_each_word_once(db: Session, diary: Feed) -> None:
    town.item(db, diary, "The library opens")

    assert search(db, "librery librari library").did_you_mean == "library"
    assert search(db, "library library").did_you_mean == ""


def test_what_is_several_words_when_folded_is_no_better_spelling(db: Session, diary: Feed) -> None:
    town.item(db, diary, "The town_library opens")

    assert search(db, "town_librari").did_you_mean == ""
    assert search(db, "openz").did_you_mean == "opens"
