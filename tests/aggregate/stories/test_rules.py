"""Which two posts tell of one event, and what speaks against it?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.aggregate.stories.rules import (
    ENOUGH,
    MOST_LEADING,
    MOST_LINKS,
    SPAN,
    Because,
    Commonness,
    Post,
    Written,
    bond,
    contradict,
    read,
    recurs,
    weigh,
)

MONDAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOTHING_KNOWN = Commonness(0)
NOTICE = "Weir Lane closed for gas main replacement"
REPORT = "Drivers face diversion as gas main works shut Weir Lane"


def post(number: int, title: str, text: str = "", **more: Any) -> Post:
    """Return a post of a source of its own."""
    told = Written(
        title,
        text,
        more.get("link", f"https://s{number}.example/{number}"),
        more.get("links", ()),
        f"S{number}",
        ("Heath",),
    )
    return read(number, told, more.get("source", number), more.get("at", MONDAY), frozenset(more.get("places", ())))


def test_two_sources_in_other_words() -> None:
    found = bond(post(1, NOTICE), post(2, REPORT), NOTHING_KNOWN)
    assert found
    assert found.evidence > ENOUGH
    assert found.because is Because.WORDS
    assert set(found.said.split(", ")) >= {"gas", "main", "weir", "lane"}


def test_words_are_named_as_the_later_post_spells_them() -> None:
    earlier, later = post(1, "Weir Lane works: gas main"), post(2, REPORT, at=MONDAY + timedelta(hours=1))
    found = bond(later, earlier, NOTHING_KNOWN)
    assert found
    assert "works" in found.said


def test_a_link_is_enough_whatever_is_said() -> None:
    answer = post(2, "Oh no", links=("http://www.s1.example/1/?utm_source=x",))
    found = bond(post(1, NOTICE), answer, NOTHING_KNOWN)
    assert found
    assert (found.because, found.said) == (Because.LINK, "https://s1.example/1")


def test_a_link_holds_though_the_days_differ() -> None:
    answer = post(2, "Until 2 November", links=("https://s1.example/1",))
    assert bond(post(1, "From 12 October"), answer, NOTHING_KNOWN)


def test_what_everybody_links_to_says_nothing() -> None:
    page = "https://council.example/contact"
    crowded = Commonness(0, leading={page: MOST_LEADING + 1})
    assert bond(post(1, "Choir", links=(page,)), post(2, "Bins", links=(page,)), crowded) is None


def test_who_links_to_much_makes_a_list() -> None:
    many = tuple(f"https://s1.example/{n}" for n in range(MOST_LINKS + 1))
    assert post(2, "Sunday reading", links=many).pages == {"https://s2.example/2"}


def test_a_front_page_is_no_page_of_a_story() -> None:
    assert post(1, "Choir", link="https://s1.example/").pages == frozenset()


@pytest.mark.parametrize(
    "other",
    [
        post(2, REPORT, source=1),
        post(2, REPORT, at=MONDAY + SPAN + timedelta(minutes=1)),
        post(2, f"Weekly list: {REPORT}"),
        post(2, REPORT, "Until Friday 20 November."),
        post(2, REPORT, places=["Mill End"]),
        post(2, f"{REPORT}, 26/01311"),
        post(2, REPORT.replace("Weir Lane", "Kiln Road")),
        post(2, f"{REPORT}: number 21"),
    ],
    ids=[
        "one source",
        "too long after",
        "a list",
        "other days",
        "other place",
        "other application",
        "other street",
        "other house",
    ],
)
def test_what_speaks_against_it(other: Post) -> None:
    notice = post(1, f"{NOTICE}, number 14, 26/01300", "From 12 October.", places=["Weir"])
    assert contradict(notice, other)
    assert bond(notice, other, NOTHING_KNOWN) is None


def test_one_word_alone_says_nothing() -> None:
    assert weigh(post(1, "Tortoise"), post(2, "Tortoise"), NOTHING_KNOWN) < ENOUGH
    assert bond(post(1, "Tortoise"), post(2, "Tortoise"), NOTHING_KNOWN) is None


def test_numbers_tell_and_long_ones_tell_more() -> None:
    plain = weigh(post(1, "Hoard saved"), post(2, "Treasure hoard saved"), NOTHING_KNOWN)
    short = weigh(post(1, "Hoard of 14 saved"), post(2, "Treasure hoard of fourteen saved"), NOTHING_KNOWN)
    long = weigh(post(1, "Hoard of 1,482 saved"), post(2, "Treasure hoard of 1482 saved"), NOTHING_KNOWN)
    assert plain < short < long


def test_the_same_day_speaks_for_it() -> None:
    assert weigh(post(1, NOTICE, "On 9 October"), post(2, REPORT, "On Friday"), NOTHING_KNOWN) > weigh(
        post(1, NOTICE), post(2, REPORT), NOTHING_KNOWN
    )


@pytest.mark.parametrize(
    ("text", "other", "without"),
    [
        ("14 flats", "fourteen flats", "flats"),
        ("Firefighters came", "A blaze", "A walk"),
    ],
    ids=["so many of what", "kind of happening"],
)
def test_what_else_speaks_for_it(text: str, other: str, without: str) -> None:
    mill = post(1, "The old maltings", text)
    assert weigh(mill, post(2, "Maltings", other), NOTHING_KNOWN) > weigh(
        mill, post(2, "Maltings", without), NOTHING_KNOWN
    )


def test_what_is_said_soon_after_is_likelier_an_answer() -> None:
    soon, late = (post(2, REPORT, at=MONDAY + timedelta(hours=hours)) for hours in (20, 30))
    assert weigh(post(1, NOTICE), soon, NOTHING_KNOWN) > weigh(post(1, NOTICE), late, NOTHING_KNOWN)


def test_without_a_word_in_common_nothing_is_one_event() -> None:
    assert bond(post(1, "Blaze at dawn, 14 flats"), post(2, "Firefighters, 14 homes"), NOTHING_KNOWN) is None


def test_common_words_tell_little() -> None:
    common = Commonness(1_000, dict.fromkeys(("gas", "main", "weir", "lane", "work", "clos"), 300))
    assert weigh(post(1, NOTICE), post(2, REPORT), common) < weigh(post(1, NOTICE), post(2, REPORT), NOTHING_KNOWN)
    assert Commonness(2, {"everywhere": 1_000_000}).weight("everywhere") == 0.0


@pytest.mark.parametrize(
    "title",
    [
        "Weekly planning list",
        "Minutes of the council",
        "What’s on this week",
        "Agenda: Cabinet",
        "10 things to do",
        "Cofnodion",
    ],
)
def test_titles_that_come_back(title: str) -> None:
    assert recurs(title)


@pytest.mark.parametrize("title", ["Ten minutes from disaster", "Man held after weekly market row"])
def test_titles_that_only_sound_like_it(title: str) -> None:
    assert not recurs(title)
