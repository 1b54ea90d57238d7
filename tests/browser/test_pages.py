"""Every page of the sample town, as a phone, a desk screen, a keyboard and a screen reader meet it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import PAGES, STATUS, Site, Visit

pytestmark = pytest.mark.browser
PHONE, SMALL_PHONE, TABLET, DESK = 390, 360, 768, 1280
LISTS = ("filtered", "most relevant", "tag", "source")  # whose columns move between a phone and a desk
LETTERS_TWICE_AS_BIG, LETTERS_FOUR_TIMES_AS_BIG = 640, 320  # of the 1280 pixels of a desk
_TOP_BORDER = "each => getComputedStyle(each).borderTopWidth"
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
_NOTE_WHAT_IS_REACHED = "document.addEventListener('focusin', event => { event.target.dataset.reached = 'yes' })"
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
def test_nothing_sticks_out_of_a_narrow_window_in_either_direction(unscripted: Page, site: Site, name: str) -> None:
    visit = Visit(unscripted)
    visit.resize(SMALL_PHONE)
    visit.page.goto(site.address + site.pages[name])
    for direction in ("ltr", "rtl"):
        visit.page.evaluate(f"document.documentElement.dir = '{direction}'")
        for width in (SMALL_PHONE, LETTERS_TWICE_AS_BIG, LETTERS_FOUR_TIMES_AS_BIG):
            visit.resize(width)
            assert {(direction, width): visit.overflow()} == {(direction, width): 0}


@pytest.mark.parametrize("name", ["stream", "search", "about the place", "styleguide", *LISTS])
def test_a_page_stays_whole_when_all_of_it_is_unfolded(open_page: OpenPage, name: str) -> None:
    visit = open_page(name, width=DESK)
    visit.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width in (DESK, TABLET, SMALL_PHONE) if name in LISTS else (DESK, SMALL_PHONE):
        visit.resize(width)
        assert {width: (visit.barriers(), visit.overflow())} == {width: ([], 0)}


@pytest.mark.parametrize("name", ["stream", "found", "item", "sources", "follow", "styleguide"])
def test_who_asks_for_more_contrast_reads_it_all(open_page: OpenPage, name: str) -> None:
    visit = open_page(name)
    assert visit.faint(contrast="more", color_scheme="dark") == []
    assert visit.faint(contrast="more", color_scheme="light") == []


def test_in_the_colours_of_the_reader_s_machine_one_still_sees_where_one_is(open_page: OpenPage) -> None:
    page = open_page("stream").page
    page.emulate_media(forced_colors="active")
    here, elsewhere = (page.locator(f".tabs a{each}").first for each in ("[aria-current]", ":not([aria-current])"))
    assert here.evaluate(_TOP_BORDER) != elsewhere.evaluate(_TOP_BORDER)


def test_printed_a_page_leaves_out_what_paper_cannot_do(open_page: OpenPage) -> None:
    page = open_page("stream").page
    page.emulate_media(media="print")
    for useless in (".tabs", ".search", "#narrow", ".by .details", ".foot"):
        expect(page.locator(useless).first).to_be_hidden()
    expect(page.locator("article .title").first).to_be_visible()
    # Not "an hour ago"; what a story tells of another day than it stands under has its date before the clock time.
    assert re.search(r"(^|, )\d\d:\d\d$", page.locator(".day time[data-ago]").first.inner_text())


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
    page.evaluate(_NOTE_WHAT_IS_REACHED)
    for _ in range(page.locator(FOCUSABLE).count()):  # one stop each, and no more
        page.keyboard.press("Tab")
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
