"""What a stranger wrote, as it stands under headings of ours."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from hub.kit.markup import clean, seated

LEVELS = st.lists(st.integers(1, 6), max_size=12)


def _page(levels: list[int]) -> Markup:
    return clean("".join(f"<h{level}>So</h{level}>" for level in levels))


def _headings(html: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h(\d)>", html)]


@given(LEVELS, st.integers(1, 5))
def test_no_level_is_skipped_on_the_way_down(written: list[int], below: int) -> None:
    found = _headings(seated(_page(written), below=below, table="Table"))
    assert len(found) == len(written)
    assert all(after <= before + 1 for before, after in pairwise([below, *found]))
    assert all(below < level <= 6 for level in found)


@given(LEVELS)
def test_what_is_deeper_than_what_stands_before_it_stays_deeper(written: list[int]) -> None:
    page = _page(written)
    found = _headings(seated(page, below=2, table="Table"))
    for (before, after), (above, seat) in zip(pairwise(_headings(page)), pairwise(found), strict=True):
        assert (after > before) == (seat > above)


def test_words_without_headings_or_tables_stay_as_they_are() -> None:
    said = clean("<p>Fish &amp; <b>chips</b></p>")
    assert seated(said, below=2, table="Table") == said


def test_a_table_scrolls_in_a_box_of_its_own_that_the_keyboard_reaches() -> None:
    boxed = str(seated(clean("<table><tr><td>A</td></tr></table>"), below=2, table='A "wide" one'))
    assert boxed.startswith('<div class="scroll" role="group" tabindex="0" aria-label="A &quot;wide&quot; one"><table>')
    assert boxed.endswith("</table></div>")


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><table><tr><td>In</td></tr></table></td></tr></table>",
        "<pre>one</pre><table><tr><td>two</td></tr></table><pre>three</pre>",
        "<table><caption>Open",
    ],
)
def test_boxes_close_where_they_open(html: str) -> None:
    boxed = str(seated(clean(html), below=2, table="Table"))
    assert boxed.count("<div") == boxed.count("</div>") == 1
    assert boxed.count("<pre") == boxed.count('<pre tabindex="0">')
