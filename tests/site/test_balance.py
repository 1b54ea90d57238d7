"""Balanced pages: what is open, what is folded, and that nothing is lost between two pages."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.items.queries import Head
from hub.site.listing.balance import IN_A_ROW, MOST, OPEN_A_DAY, VISIBLE, Day, Fill, Folded
from tests.town import NOON

LONDON = ZoneInfo("Europe/London")
# Minutes between one story and the next, and who told it.
STORIES = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 4)), max_size=300)


def told(steps: Sequence[tuple[int, int]]) -> list[Head]:
    """Heads, newest first, *steps* minutes apart."""
    moment, heads = NOON, []
    for n, (minutes, source) in enumerate(steps):
        moment -= timedelta(minutes=minutes)
        heads.append(Head(len(steps) - n, moment, UUID(int=source), ""))
    return heads


def held(days: Sequence[Day]) -> list[Head]:
    """Everything on a page, the folded stories too."""
    rows = [row for day in days for row in day.rows]
    return [head for row in rows for head in (row.heads if isinstance(row, Folded) else (row,))]


@given(STORIES)
def test_page_by_page_every_story_comes_once(steps: list[tuple[int, int]]) -> None:
    heads, fill = told(steps), Fill(LONDON, folds=True)
    shown: list[Head] = []
    while rest := heads[len(shown) :]:
        page = fill.page(rest)
        assert page
        assert sorted(held(fill.days(page)), key=heads.index) == list(page)
        shown += page
    assert shown == heads


@given(STORIES)
def test_of_one_source_a_few_stories_a_day_stand_open(steps: list[tuple[int, int]]) -> None:
    fill = Fill(LONDON, folds=True)
    for day in fill.days(fill.page(told(steps))):
        open_ = Counter(row.source_id for row in day.rows if isinstance(row, Head))
        folds = [row for row in day.rows if isinstance(row, Folded)]
        # A fourth one may stand open where it would have been alone in its fold.
        assert all(count <= OPEN_A_DAY + 1 for count in open_.values())
        assert all(len(fold.heads) > 1 for fold in folds)
        assert all(1 <= open_[fold.source_id] <= OPEN_A_DAY for fold in folds)
        assert len({fold.source_id for fold in folds}) == len(folds)


@given(STORIES)
def test_a_page_is_full_or_the_stories_are_at_their_end(steps: list[tuple[int, int]]) -> None:
    heads, fill = told(steps), Fill(LONDON, folds=True)
    page = fill.page(heads)
    assert len(page) <= MOST
    if len(page) < min(MOST, len(heads)):
        assert fill.page(heads[: len(page) + 1]) == page  # one story more would not fit


@given(STORIES)
def test_without_folding_a_page_is_what_was_said_in_order(steps: list[tuple[int, int]]) -> None:
    heads, fill = told(steps), Fill(LONDON, folds=False)
    page = fill.page(heads)
    assert list(page) == heads[:VISIBLE]
    assert held(fill.days(page)) == list(page)


def test_a_fold_stands_where_its_newest_story_would() -> None:
    heads = told([(1, 1), (1, 1), (1, 1), (1, 1), (1, 2), (1, 1)])
    (day,) = Fill(LONDON, folds=True).days(heads)
    assert day.rows == (*heads[:3], Folded(UUID(int=1), (heads[3], heads[5])), heads[4])


def test_midnight_is_no_reason_to_go_on() -> None:
    late = [(1, 1)] * 3  # at noon
    night = [(11 * 60, 1), (120, 1), (1, 1), (1, 1), (1, 2), (1, 1)]
    heads = told([*late, *night])
    today, yesterday = Fill(LONDON, folds=True).days(heads)
    assert today.rows == (*heads[:3], heads[3])  # a single story opens no fold
    assert yesterday.rows == (heads[4], Folded(UUID(int=1), (heads[5], heads[6], heads[8])), heads[7])


@given(STORIES)
def test_nobody_goes_on_and_on(steps: list[tuple[int, int]]) -> None:
    row: list[Head] = []
    for day in Fill(LONDON, folds=True).days(told(steps)):
        beyond: Counter[UUID] = Counter()
        for each in day.rows:
            if isinstance(each, Folded):
                row = []
                continue
            row = [*row, each] if row and row[-1].source_id == each.source_id else [each]
            beyond[each.source_id] += len(row) > IN_A_ROW
        # The first of a day, and one that would have been alone in its fold.
        assert all(number <= 2 for number in beyond.values())
