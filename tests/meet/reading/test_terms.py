"""What the words of an event say of price, children, steps and taking part from afar: yes, no, or nothing."""

import time

import pytest

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
