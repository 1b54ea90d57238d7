"""The sheet of what is on fits its paper, and search engines are told of a meetup without a word from the browser."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.test_tags import pages_on_paper

pytestmark = pytest.mark.browser
_FULL = """
() => {
  const day = document.querySelector(".on-days section");
  document.querySelector(".on-days").append(...Array.from({length: 20}, () => day.cloneNode(true)));
}
"""
_SIZES = "() => ['.on-poster li', '.on-poster h2'].map(each => parseFloat(getComputedStyle(document.querySelector(each)).fontSize))"  # noqa: E501 -- a line of script
_CUT = "() => { const days = document.querySelector('.on-days'); return days.scrollHeight - days.clientHeight }"
POINT = 4 / 3  # pixels
A4_WIDTH, A4_HEIGHT = 688, 1_025  # between the margins


def on_paper(page: Page) -> Page:
    """Look at a page as it is printed."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    return page


def test_the_sheet_is_one_page_in_letters_one_can_read_from_a_step_away(open_page: OpenPage) -> None:
    page = on_paper(open_page("meetup poster").page)
    body, heading = page.evaluate(_SIZES)

    assert body >= 16 * POINT - 0.1
    assert heading >= 24 * POINT - 0.1
    assert page.evaluate(_CUT) == 0
    assert pages_on_paper(page) == 1


def test_the_sheet_is_one_page_whatever_is_on(open_page: OpenPage) -> None:
    page = open_page("meetup poster").page
    page.evaluate(_FULL)

    assert pages_on_paper(page) == 1


def test_large_print_has_two_pages_at_most(open_page: OpenPage) -> None:
    page = on_paper(open_page("large meetup poster").page)

    assert page.evaluate(_SIZES)[0] >= 24 * POINT - 0.1
    assert pages_on_paper(page) <= 2


def test_what_search_engines_read_troubles_no_browser(open_page: OpenPage) -> None:
    visit = open_page("meetup")

    assert visit.page.locator('script[type="application/ld+json"]').count() == 1
    assert visit.complaints == []
