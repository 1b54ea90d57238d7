"""A post is about a meetup when it says its whole title near the day, and nobody can take it for another."""

from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest

from hub.meet.merging.naming import MOST_NAMED, MOST_READ, Nameable, named, phrase, said
from hub.meet.merging.rules import About
from tests.meet.merging.telling import HOUSE

MENDING = "Repair café for old bicycles"
TODAY = date(2026, 3, 1)


def meetup(title: str = MENDING, number: int = 1, group: UUID | None = None) -> Nameable:
    return Nameable(uuid5(HOUSE, f"{title} {number}"), group, title)


def about(title: str, text: str, *there: Nameable) -> list[tuple[str, About]]:
    return [(each.evidence, each.because) for each in named(said(title, text, TODAY), there or [meetup()])]


@pytest.mark.parametrize(
    ("title", "text", "because"),
    [
        ("Repair Café for Old Bicycles", "", About.SOON),
        ("Bring your wheels", "The REPAIR CAFE for old bicycles wants you.", About.SOON),
        ("Bring your wheels", "Repair café for old bicycles on 3 March, upstairs", About.DAY),
        ("Bring your wheels", "To the repair café – for old bicycles – on Tuesday", About.DAY),
    ],
)
def test_who_says_the_whole_title_names_it(title: str, text: str, because: About) -> None:
    assert about(title, text) == [(MENDING, because)]


@pytest.mark.parametrize(
    "text",
    [
        "The repair café was fun.",  # which one?
        "A café that repairs, for bicycles that are old.",
        "Repair café for old bicyclesmiths",
    ],
)
def test_who_says_only_some_of_it_does_not(text: str) -> None:
    assert about("News", text) == []


def test_a_title_of_few_words_is_said_by_many_who_mean_another_one() -> None:
    assert phrase("Coffee morning") == phrase("The Folk Night") == ""
    assert about("Coffee morning", "Coffee morning today", meetup("Coffee morning")) == []


def test_two_meetups_of_one_title_leave_open_which_is_meant() -> None:
    assert about(MENDING, "", meetup(number=1), meetup(number=2)) == []
    group = HOUSE
    assert len(about(MENDING, "", meetup(number=1, group=group), meetup(number=2, group=group))) == 2


def test_of_a_title_in_another_one_the_longer_counts() -> None:
    longer = meetup(f"Big {MENDING}")
    assert about(f"The big {MENDING}", "", meetup(), longer) == [(longer.title, About.SOON)]
    assert about(f"The {MENDING}", "", meetup(), longer) == [(MENDING, About.SOON)]


def test_who_names_many_makes_a_list() -> None:
    titles = [f"Evening of {word} and songs" for word in ("harps", "pipes", "drums", "bells")]
    there = [meetup(title) for title in titles]
    assert len(about("This month", ". ".join(titles[:MOST_NAMED]), *there)) == MOST_NAMED
    assert about("This month", ". ".join(titles), *there) == []


def test_who_names_no_day_means_what_is_on_soon() -> None:
    days = said("Repair café", "Come along", TODAY).days
    assert (min(days), max(days)) == (TODAY - timedelta(days=3), TODAY + timedelta(days=14))


def test_who_names_days_means_these_alone() -> None:
    assert said("On 9 May", "", TODAY).days == {date(2026, 5, 9)}
    season = said("From 1 to 30 April, and from 3 to 9 May", "", TODAY)
    assert (season.days, season.is_dated) == (frozenset(), True)


def test_of_a_long_post_the_beginning_is_read() -> None:
    assert about("News", "x" * MOST_READ + f" {MENDING}") == []
