"""What the words of an event say of price, children, steps and taking part from afar: yes, no, or nothing."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meet.reading import terms
from hub.meet.reading.terms import LONGEST_PRICE, meeting_link, terms_of

NOTHING = None


@pytest.mark.parametrize(
    ("words", "free"),
    [
        *[
            (words, True)
            for words in ("Free entry", "Entry is free", "Admission: free", "FREE!", "Free guided walk", "£0.00")
        ],
        *[(words, True) for words in ("No entry fee", "Am ddim", "Mynediad am ddim", "Free entry, £3 for the raffle")],
        *[(words, True) for words in ("Rhad ac am ddim", "Free event but please book", "Free entry. Tea £1")],
        *[(words, False) for words in ("£3", "£3, free for under-16s", "50p", "Free entry for members, £3 otherwise")],
        *[(words, False) for words in ("Tickets £12.50 - under 16s free", "£3/£2 concessions", "Mynediad £3")],
        *[(words, NOTHING) for words in ("Free parking", "Feel free to come", "Gluten-free cakes", "Parcio am ddim")],
        *[
            (words, NOTHING)
            for words in ("Free tea and coffee", "We raised £5,000", "Suggested donation £5", "Parking £2")
        ],
        *[
            (words, NOTHING)
            for words in (
                "Sugar, gluten and dairy free",
                "Free, unlimited parking",
                "Free, for members",
                "Not, alas, free",
            )
        ],
        *[(words, True) for words in ("Free, bring your own wood", "Tuesdays at ten, free", "Am ddim, dewch â phren")],
        ("Free, £2 for cake", False),
        *[
            (words, NOTHING)
            for words in ("All welcome", "Not free entry", "A grant worth £300", "A house for £900,000")
        ],
    ],
)
def test_whether_it_is_free_is_told_by_words_of_entry_alone(words, free):
    assert terms_of("Meeting", words).free is free


@pytest.mark.parametrize(
    ("words", "children"),
    [
        *[(words, True) for words in ("Families welcome", "Family-friendly", "For all the family", "Ages 5 to 11")],
        *[(words, True) for words in ("Croeso i deuluoedd", "Addas i blant", "Baby and toddler group", "Story time")],
        *[(words, False) for words in ("Adults only", "Not suitable for children", "Over 18s only", "Dim plant")],
        *[(words, False) for words in ("Oedolion yn unig", "18+", "No under-16s")],
        *[
            (words, NOTHING)
            for words in ("Plant sale", "Victorian family history", "Bring a plant", "Children’s services")
        ],
    ],
)
def test_whether_children_are_meant_is_told_only_where_somebody_says_so(words, children):
    assert terms_of("Meeting", words).children is children


@pytest.mark.parametrize(
    ("words", "step_free"),
    [
        *[(words, True) for words in ("Step-free", "Wheelchair accessible", "Level access", "The venue is accessible")],
        *[(words, True) for words in ("Mynediad i gadeiriau olwyn", "Hygyrch i gadeiriau olwyn", "Heb risiau")],
        *[(words, False) for words in ("Not step-free", "No step-free access", "Sorry, not wheelchair accessible")],
        *[
            (words, False)
            for words in ("Up two flights of stairs", "Step-free access: no", "Nid yw’n hygyrch i gadeiriau olwyn")
        ],
        *[
            (words, False)
            for words in ("Step-free to the hall. Not step-free to the bar", "Dim mynediad gwastad", "No lift")
        ],
        *[(words, NOTHING) for words in ("Accessible by bus", "Wheelchair accessible toilets", "Step up your game")],
    ],
)
def test_a_no_outweighs_a_yes_where_somebody_needs_to_get_in(words, step_free):
    assert terms_of("Meeting", words).step_free is step_free


@pytest.mark.parametrize(
    ("location", "words", "online"),
    [
        *[
            ("", words, True)
            for words in ("Via Zoom", "Online event", "A hybrid meeting", "Live-streamed", "Cyfarfod rhithiol")
        ],
        *[(location, "", True) for location in ("Online", "Zoom", "Ar-lein", "Microsoft Teams Meeting")],
        *[("", words, NOTHING) for words in ("Book online", "Tickets online at example.org", "Not an online event")],
        ("Town hall", "", NOTHING),
    ],
)
def test_it_is_online_where_one_can_take_part_from_afar(location, words, online):
    assert (terms_of("Meeting", words, location).online is True) is (online is True)


def test_the_link_into_a_meeting_is_found_wherever_it_stands():
    zoom = "https://us02web.zoom.us/j/123?pwd=a"
    assert terms_of("M", f"Join {zoom}.").online_url == terms_of("M", "", zoom).online_url == zoom
    told = terms_of("M", links=["https://meet.google.com/abc-defg-hij"])
    assert (told.online, told.online_url) == (True, "https://meet.google.com/abc-defg-hij")


@pytest.mark.parametrize(
    "link", ["https://zoom.us.evil.example/j/1", "javascript:zoom.us", "https://blog.example/zoom.us", ""]
)
def test_what_only_looks_like_a_meeting_is_none(link):
    assert meeting_link(f"Join {link}") == ""


def test_a_price_is_the_clause_it_stands_in_and_never_long():
    assert terms_of("Quiz", "Bring friends. £3, £2 for members; doors at seven").price == "£3, £2 for members"
    assert len(terms_of("Quiz", f"{'very ' * 400}£3").price) <= LONGEST_PRICE
    assert terms_of("Raffle £1").price == terms_of("Quiz", "£2 for parking").price == ""


@pytest.mark.parametrize(
    "piece", ["free ", "not ", "£1 ", "families ", "https://", "step-free ", "a,", "by the ", "18 "]
)
def test_words_without_end_cost_little(piece):
    began = time.process_time()
    terms_of(piece * 2_000, piece * 50_000, piece * 2_000)
    assert time.process_time() - began < 0.4


@pytest.mark.parametrize(
    "location", ["https://zoom.example/j/123", "Online: www.zoom.example/j/123", "Zoom (https://zoom.example/j/123)"]
)
def test_a_location_that_is_an_address_of_the_web_is_where_one_joins_from_afar(location):
    told = terms_of("Meeting", "", location)
    assert told.online is True
    assert told.online_url.removeprefix("https://").removeprefix("www.") == "zoom.example/j/123"


@pytest.mark.parametrize(
    "location", ["https://maps.app.goo.gl/Xy", "https://www.google.co.uk/maps/place/x", "Mill, https://mill.example"]
)
def test_a_link_to_a_map_or_beside_a_place_is_no_meeting_online(location):
    told = terms_of("Meeting", "", location)
    assert (told.online, told.online_url) == (NOTHING, "")


@pytest.mark.parametrize(
    ("location", "link"),
    [
        ("www.church.example", ""),
        ("https://www.hall.example/", ""),
        ("https://www.facebook.com/events/123", ""),
        ("https://hall.example/quiz", "https://hall.example/quiz"),
        ("https://www.hall.example/where", "https://hall.example/quiz"),
    ],
)
def test_of_the_site_of_who_announces_it_nobody_claims_that_one_joins_there(location, link):
    told = terms_of("Meeting", "", location, links=[link])
    assert (told.online, told.online_url) == (NOTHING, "")


@pytest.mark.parametrize(
    "location", ["https://zoom.us/j/1", "Online: https://hall.example/room", "https://meet.example/abc"]
)
def test_a_known_room_the_word_online_or_a_page_elsewhere_is_where_one_joins(location):
    told = terms_of("Meeting", "", location, links=["https://hall.example/quiz"])
    assert (told.online, told.online_url) == (True, location.removeprefix("Online: "))


@pytest.mark.parametrize("pattern", terms._STEMS, ids=["adults", "children", "steps", "stairs", "online"])
@given(data=st.data())
@settings(max_examples=20)
def test_whatever_a_pattern_finds_holds_one_of_its_stems(pattern: re.Pattern[str], data: st.DataObject) -> None:
    found = data.draw(st.from_regex(pattern))
    assert any(stem in terms._folded(found) for stem in terms._STEMS[pattern])


def test_letters_that_a_pattern_takes_for_others_are_folded_as_it_does() -> None:
    written = ("FAM\u0130LIES", "fam\u0131lies", "familie\u017f")
    assert [terms_of(each).children for each in written] == [True] * 3


@pytest.mark.parametrize("room", terms._ROOMS)
def test_every_room_is_worth_a_look_at_its_link(room: str) -> None:
    assert meeting_link(f"https://{room}/j/1") == f"https://{room}/j/1"
