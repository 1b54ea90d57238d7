"""What is said of conversations: who spoke, why they are listed, and who talks with whom."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from hub.aggregate.items.queries import Head
from hub.communicate.bridging.queries import Counted
from hub.communicate.bridging.rules import RESIDENTS, months
from hub.communicate.threads.queries import Part, State
from hub.communicate.threads.rules import Because
from hub.places.queries import PlaceView
from hub.site.conversing.bridges import MOST_GROUPS, OTHERS, drawn
from hub.site.conversing.reasons import Facts, why_listed, why_part
from hub.site.conversing.roles import roles, spoke
from hub.site.conversing.rows import why
from hub.site.conversing.titles import titled
from tests.town import NOON

ZONE = "Europe/London"
MONTHS = months("2025-06", 6)


def part(number: int, kind: str, toward: int | None = None, because: Because = Because.LINK) -> Part:
    """Return a post of a source of its own, said so many hours after noon."""
    head = Head(number, NOON + timedelta(hours=number), UUID(int=number), "")
    return Part(head, kind, kind, kind, toward, because, "")


def state(**more: object) -> State:
    known: dict[str, object] = {
        "voices": 2,
        "posts": 2,
        "replies": 0,
        "last_at": NOON,
        "pinned_at": None,
        "closed_at": None,
        "closed_words": "",
        "slow_since": None,
    }
    return State(**known | more)  # type: ignore[arg-type] # chosen by name


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("council", 1, "The council said"),
        ("press", 2, "2 papers reported"),
        ("blog", 2, "2 bloggers answered"),
        ("community", 2, "2 groups of neighbours said"),
        ("council", 2, "Council: 2 voices"),
        (RESIDENTS, 1, "1 reply by a neighbour"),
    ],
)
def test_each_kind_of_voice_is_named_once(kind: str, number: int, said: str) -> None:
    assert spoke(kind, number) == said


def test_residents_are_named_where_any_replied() -> None:
    assert [role.words for role in roles(["blog", "council", "blog"], 2)] == [
        "2 bloggers answered",
        "The council said",
        "2 replies by neighbours",
    ]
    assert roles([], 0) == []


def test_why_says_how_many_spoke_in_which_time_and_whom_the_newest_answers() -> None:
    facts = Facts(3, NOON, NOON + timedelta(days=1), "council")
    assert why_listed(facts, ZONE) == "3 local voices in 2 days. The newest answers the council."
    assert why_listed(Facts(1, NOON, NOON), ZONE) == "1 local voice on one day."
    assert why_listed(Facts(2, NOON, NOON, RESIDENTS), ZONE).endswith("The newest word is a neighbour’s.")


def test_what_came_with_an_archive_counts_for_the_time_though_it_is_no_news() -> None:
    parts = [part(1, "council"), part(49, "blog", toward=1)]
    assert why(parts, state(), ZONE) == "2 local voices in 3 days. The newest answers the council."
    assert why([], state(replies=2), ZONE).endswith("The newest word is a neighbour’s.")
    assert why([], state(), ZONE) == "2 local voices on one day."
    assert why([part(1, "blog")], state(replies=1, last_at=NOON + timedelta(days=1)), ZONE).endswith("neighbour’s.")
    assert why([part(1, "blog", toward=7)], state(), ZONE) == "2 local voices on one day."


def test_why_a_post_is_part_of_it(db: Session) -> None:
    del db
    here = PlaceView(id=UUID(int=1), slug="heath", name="Heath", kind="town", parent_id=None, timezone=ZONE)
    said = {because: why_part(part(1, "blog", because=because), here) for because in Because}
    assert said == {
        Because.FIRST: "Others answer it.",
        Because.STORY: "It tells of the same.",
        Because.LINK: "It links to what it answers.",
        Because.LINKED: "An earlier post here links to it.",
        Because.MENTOR: "Somebody who looks after Heath put it here.",
        Because.TALK: "People talk about it here.",
    }
    assert why_part(part(1, "blog"), here, is_first=True) == "It began with this."


def test_talk_without_a_post_is_called_after_its_tag(db: Session) -> None:
    assert titled(db, None, None) == ""


def test_dots_say_who_answered_whom() -> None:
    told = drawn([Counted("2025-06", "blog", "council", 4), Counted("2025-05", "council", "blog", 1)], MONTHS)
    assert [group.name for group in told.groups] == ["Council", "Blogs"]
    council, blogs = told.rows
    assert [(cell.number, cell.radius) for cell in blogs.cells] == [(4, 9.0), (0, 0.0)]
    assert council.cells[1].sentence == "Council answered Blogs 1 time"
    assert (told.total, told.never) == (5, "")
    assert told.most == "Most often: Blogs answered Council, 4 times."
    assert [(month.name, month.number, month.across) for month in told.months[-2:]] == [
        ("May 2025", 1, 1),
        ("June 2025", 4, 4),
    ]


def test_who_was_never_answered_back_is_named() -> None:
    assert drawn([Counted("2025-06", "blog", "council", 1)], MONTHS).never == "No answer yet from Council to Blogs."


def test_where_each_talks_among_their_own_it_says_so() -> None:
    assert drawn([Counted("2025-06", "blog", "blog", 3)], MONTHS).most.startswith("Nobody answered anybody")


def test_those_who_talk_least_stand_together_as_others() -> None:
    kinds = ("council", "press", "blog", "police", "library", "school", "faith")
    told = drawn([Counted("2025-06", kind, "council", 9 - number) for number, kind in enumerate(kinds)], MONTHS)
    assert len(told.groups) == MOST_GROUPS
    assert told.groups[-1].kind == OTHERS
    assert sum(cell.number for row in told.rows for cell in row.cells) == told.total
    assert "Others" not in told.never
