"""Which venue a calendar means: never a guess, and always with the words that told us."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.text import label_key
from hub.meet.venues.rules import (
    LONGEST_LOCATION,
    NOWHERE,
    Atlas,
    Because,
    Known,
    Strategy,
    Usual,
    Where,
    alike,
    is_of_the_web,
    likely,
    nearest,
    parts_of,
    tidy,
    where,
    why,
)

TOWN, HEATH, MOSELEY, ELSEWHERE = (UUID(int=number) for number in range(1, 5))
LION, OTHER_LION, LIBRARY, HALL = (UUID(int=number) for number in range(11, 15))
LINES = {TOWN: (TOWN,), HEATH: (HEATH, TOWN), MOSELEY: (MOSELEY, TOWN), ELSEWHERE: (ELSEWHERE,)}
VENUES = (
    Known(LION, HEATH, "The Red Lion", "B14 7QH"),
    Known(OTHER_LION, ELSEWHERE, "The Red Lion", "LS1 1AA"),
    Known(LIBRARY, TOWN, "Central Library"),
    Known(HALL, MOSELEY, "Moseley Exchange", "B13 8JP"),
)


def atlas(*venues: Known, said: dict[tuple[UUID, str], UUID | None] | None = None) -> Atlas:
    known = venues or VENUES
    by_key: dict[str, tuple[UUID, ...]] = {}
    by_postcode: dict[str, tuple[UUID, ...]] = {}
    for each in known:
        key = label_key(each.name)
        by_key[key] = (*by_key.get(key, ()), each.id)
        if each.postcode:
            by_postcode[each.postcode] = (*by_postcode.get(each.postcode, ()), each.id)
    return Atlas({each.id: each for each in known}, by_key, by_postcode, said or {}, {}, LINES)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("The Red Lion", Where(LION, Because.NAME, "The Red Lion")),
        ("the red-lion", Where(LION, Because.NAME, "the red-lion")),
        ("The Red Lion, High St, B14 7QH", Where(LION, Because.PART, "The Red Lion")),
        ("Room 2, The Red Lion, High St", Where(LION, Because.PART, "The Red Lion")),
        ("Room 2\nThe Red Lion\nHigh St", Where(LION, Because.PART, "The Red Lion")),
        ("Upstairs at the Red Lion pub, b147qh", Where(LION, Because.POSTCODE, "B14 7QH")),
        ("Central Library", Where(LIBRARY, Because.NAME, "Central Library")),
    ],
)
def test_a_location_means_the_venue_it_names(location: str, expected: Where) -> None:
    assert where(atlas(), location, [HEATH]) == expected


@pytest.mark.parametrize("location", ["The Red Lion, B13 9ZZ", "Red Lion", "", "…", "Room 2", "The Green Man, B14 7QH"])
def test_what_is_not_said_is_not_guessed(location: str) -> None:
    assert where(atlas(), location, [HEATH]) == NOWHERE


def test_a_venue_of_the_same_name_elsewhere_is_another() -> None:
    assert where(atlas(), "The Red Lion", [ELSEWHERE]).venue_id == OTHER_LION
    assert where(atlas(), "The Red Lion", [MOSELEY]) == NOWHERE
    assert where(atlas(), "Moseley Exchange", [HEATH]) == NOWHERE


def test_a_postcode_and_a_name_are_proof_across_the_town() -> None:
    assert where(atlas(), "Moseley Exchange, B13 8JP", [HEATH]) == Where(HALL, Because.POSTCODE, "B13 8JP")


def test_of_two_of_one_name_nobody_knows_which() -> None:
    twins = (Known(LION, HEATH, "Church hall"), Known(HALL, MOSELEY, "Church hall"))
    assert where(atlas(*twins), "Church hall", [TOWN]) == NOWHERE
    assert where(atlas(*twins), "Church hall", [MOSELEY]).venue_id == HALL
    shared = (Known(LION, HEATH, "Hall", "B14 7QH"), Known(HALL, HEATH, "The Hall", "B14 7QH"))
    assert where(atlas(*shared), "In the big hall, B14 7QH", [HEATH]) == NOWHERE


def test_what_a_mentor_said_holds_in_the_place_and_within() -> None:
    said = {(TOWN, label_key("The usual place")): LION, (HEATH, label_key("TBC")): None}
    known = atlas(said=said)
    assert where(known, "The usual place", [HEATH]) == Where(LION, Because.SAID, "The usual place")
    assert where(known, "TBC", [HEATH]) == Where(None, Because.NO_PLACE, "TBC")
    assert where(known, "TBC", [MOSELEY]) == NOWHERE
    assert where(known, "The usual place", [ELSEWHERE]) == NOWHERE


@pytest.mark.parametrize(
    "location", ["https://meet.example/x", "www.example.org/join", "Online", "Zoom https://z.example/1"]
)
def test_an_address_of_the_web_is_no_place(location: str) -> None:
    assert is_of_the_web(location)
    assert where(atlas(), location, [HEATH]).because is Because.ONLINE


def test_a_calendar_may_be_all_at_one_venue() -> None:
    assert where(atlas(), "Anything", [], Usual(Strategy.ALWAYS, LION)) == Where(LION, Because.ALWAYS)
    assert where(atlas(), "Room 2", [], Usual(Strategy.ROOM, LION)) == Where(LION, Because.ROOM, "Room 2")


def test_a_calendar_may_be_at_one_venue_unless_an_event_says_otherwise() -> None:
    usual = Usual(Strategy.UNLESS, LION)
    assert where(atlas(), "", [HEATH], usual) == Where(LION, Because.USUAL)
    assert where(atlas(), "Central Library", [HEATH], usual).venue_id == LIBRARY
    assert where(atlas(), "Somewhere new", [HEATH], usual) == NOWHERE
    assert where(atlas(), "", [HEATH], Usual(Strategy.EVENT, LION)) == NOWHERE


def test_near_duplicates_share_a_postcode_or_a_place_and_nearly_the_name() -> None:
    new = Known(UUID(int=99), HEATH, "Red Lion", "B14 7QH")
    assert [each.id for each in alike(new, VENUES)] == [LION]
    assert alike(Known(UUID(int=99), HEATH, "Red Lion", "B14 7ZZ"), VENUES) == []
    assert [each.id for each in alike(Known(UUID(int=99), TOWN, "Library, Central"), VENUES)] == [LIBRARY]
    assert alike(VENUES[0], VENUES) == []


def test_the_venues_nearest_in_name_come_first() -> None:
    assert nearest("the library, upstairs", VENUES, 2)[0] == VENUES[2]
    assert len(nearest("the library, upstairs", VENUES, 2)) == 2
    assert set(nearest("Swimming pool", VENUES, 9)) == set(VENUES)
    assert nearest("Anything", (), 9) == []


def test_a_mentor_is_shown_the_venue_that_is_likely_meant() -> None:
    assert likely("Upstairs at the Red Lion", VENUES) == VENUES[0]
    assert likely("Swimming pool", VENUES) is None
    assert likely("Anything", ()) is None


def test_of_what_goes_from_one_venue_to_another_none_is_likely_meant() -> None:
    venues = (*VENUES, Known(TOWN, HEATH, "Market Place"))
    assert likely("From the Market Place to the Red Lion", venues) is None
    assert likely("Market Place car park", venues) == venues[-1]


def test_a_longer_name_is_likelier_than_a_part_of_it() -> None:
    mill, mill_hall = Known(TOWN, HEATH, "Mill"), Known(HEATH, HEATH, "Mill Hall")
    assert likely("Mill Hall kitchen", (mill, mill_hall)) == mill_hall


def test_why_is_said_in_words() -> None:
    assert (
        str(why("part", "The Red Lion")) == "Whoever announces it names “The Red Lion”, which is a name of this venue."
    )
    assert why("", "") is None
    assert why("of another release", "") is None


@given(st.text(max_size=2_000))
def test_whatever_stands_there_is_read_calmly(location: str) -> None:
    found = where(atlas(), location, [HEATH])
    assert found.venue_id is None or found.venue_id in {each.id for each in VENUES}
    assert "\n" not in tidy(location)
    assert len(tidy(location)) <= 2 * LONGEST_LOCATION
    assert all(parts_of(location))


def test_ten_thousand_different_locations_are_read_in_no_time() -> None:
    known = atlas(*(Known(UUID(int=number), HEATH, f"Hall {number}") for number in range(100, 5_100)))
    found = [where(known, f"Room {number}, Hall {number}, Street", [HEATH]) for number in range(2_000)]
    assert sum(each.venue_id is not None for each in found) == 1_900
