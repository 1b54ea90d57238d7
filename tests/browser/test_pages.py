"""Every page of the sample town, as a phone, a desk screen, a keyboard and a screen reader meet it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.site import PAGES, STATUS

pytestmark = pytest.mark.browser
PHONE, SMALL_PHONE, DESK = 390, 360, 1280
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
_REACHED = "document.activeElement.dataset.reached = 'yes', document.activeElement.tagName"
_FORGOTTEN = f"""
() => [...document.querySelectorAll("{FOCUSABLE}")]
  .filter((each) => each.checkVisibility() && !each.dataset.reached).map((each) => each.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_readable_and_its_own(open_page: OpenPage, name: str) -> None:
    visit = open_page(name, width=DESK)
    assert visit.status == STATUS.get(name, 200)
    assert visit.page.locator("h1").count() == 1
    for width in (DESK, PHONE):
        visit.resize(width)
        assert {width: visit.barriers()} == {width: []}
        assert {width: visit.overflow()} == {width: 0}
    assert visit.third_parties == []
    # A browser reports the page's own 4xx on its console; that one is no complaint.
    assert [said for said in visit.complaints if f"status of {visit.status}" not in said] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_on_a_small_phone(open_page: OpenPage, name: str) -> None:
    assert open_page(name, width=SMALL_PHONE, script=False).overflow() == 0


@pytest.mark.parametrize("name", ["places", "stream", "item", "sources", "meetups"])
def test_a_page_is_readable_in_the_dark(open_page: OpenPage, name: str) -> None:
    assert open_page(name, dark=True).barriers() == []


@pytest.mark.parametrize("name", ["places", "stream", "item", "sources", "meetups"])
def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page: OpenPage, name: str) -> None:
    page = open_page(name).page
    page.keyboard.press("Tab")
    target = str(page.evaluate("document.activeElement.getAttribute('href')"))
    assert target.startswith("#")
    assert page.locator(f"main{target}, main {target}").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


@pytest.mark.parametrize("name", ["places", "stream", "item"])
def test_everything_can_be_reached_with_the_keyboard(open_page: OpenPage, name: str) -> None:
    page = open_page(name).page
    for _ in range(page.locator(FOCUSABLE).count() + 5):
        page.keyboard.press("Tab")
        if page.evaluate(_REACHED) == "BODY":
            break
    assert page.evaluate(_FORGOTTEN) == []


def test_the_stream_is_full_without_script(open_page: OpenPage) -> None:
    page = open_page("stream", width=PHONE, script=False).page
    expect(page.locator("article").first).to_be_visible()
    assert page.locator("article").count() >= 20


def test_a_visitor_searches_the_stream_without_script(open_page: OpenPage) -> None:
    page = open_page("stream", width=PHONE, script=False).page
    page.locator("input[name=q]").first.fill("library")
    page.locator("input[name=q]").first.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q=library"))
    expect(page.locator("h1")).to_have_count(1)


def test_a_visitor_pages_back_in_time(open_page: OpenPage) -> None:
    page = open_page("stream").page
    first = page.locator("article").first.inner_text()
    page.locator("a[rel=next]").first.click()
    expect(page.locator("article").first).to_be_visible()
    assert page.locator("article").first.inner_text() != first
