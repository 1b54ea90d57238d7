"""Ada goes through the queue of words: by single keys, and by Tab and Enter where no script runs."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import helped
from tests.browser.site import Visit

pytestmark = pytest.mark.browser
PAGES = ("/words", "/words/ambiguous", "/words/phrases", "/words/undo", "/sources/kilnpost/tags")


def _at_desk(visit: Visit, address: str = "/desk/words") -> Page:
    """Sign Ada in, and open a page of her desk."""
    visit.page.get_by_role("button", name="Be Ada").click()
    visit.page.goto(urljoin(visit.page.url, address))
    return visit.page


def _words(page: Page) -> Locator:
    """Return the words that wait."""
    cards = page.locator("article.card")
    expect(cards.first).to_be_visible()
    return cards


def _tab_to(page: Page, name: re.Pattern[str]) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if name.search(page.evaluate("document.activeElement.innerText ?? ''")):
            return
    raise AssertionError(f"Tab never came to {name.pattern}")


def test_ada_decides_words_by_keys_alone(open_page: OpenPage) -> None:
    page = _at_desk(open_page("places"))
    _words(page)
    cards = helped(page).locator("article.card h2")
    first, second = cards.nth(0).inner_text(), cards.nth(1).inner_text()
    page.keyboard.press("l")  # the first row is chosen before one moves
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{first}” is no tag")
    expect(page.get_by_role("button", name="Do it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(first)
    expect(page.locator("article.card h2").first).to_be_focused()
    expect(cards.first).to_have_text(second)

    helped(page).keyboard.press("u")
    expect(page.get_by_role("button", name="Take it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cards.first).to_have_text(first)


def test_a_key_opens_the_field_for_another_tag(open_page: OpenPage) -> None:
    page = _at_desk(open_page("places"))
    _words(page)
    helped(page).keyboard.press("j")
    word = page.locator("article.card h2").first.inner_text()
    has_near = page.locator("article.card").first.locator("button[data-key=s]").count()
    page.keyboard.press("c" if has_near else "s")
    field = page.get_by_label("Which tag?").first
    expect(field).to_be_focused()
    page.keyboard.type("Bins & recycling")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{word}” is the same as Bins & recycling")
    expect(page.get_by_text("It would touch")).to_be_visible()


def test_ada_decides_words_without_script_by_tab_and_enter(open_page: OpenPage) -> None:
    page = _at_desk(open_page("places", script=False))
    word = _words(page).last.locator("h2").inner_text()
    _tab_to(page, re.compile(rf"^Leave alone.*: {re.escape(word)}$", re.DOTALL))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{word}” is no tag")
    expect(page.get_by_role("button", name="Do it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(word)
    _tab_to(page, re.compile("^Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.card h2").filter(has_text=word)).to_have_count(1)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_queue_is_fit_to_use(open_page: OpenPage, width: int) -> None:
    visit = open_page("places", width=width)
    page = _at_desk(visit)
    _words(page)
    for each in PAGES:
        page.goto(urljoin(page.url, f"/desk{each}"))
        assert visit.overflow() <= 0, page.url
        assert visit.barriers() == [], page.url
    for key in ("n", "b", "m"):
        page.goto(urljoin(page.url, "/desk/words"))
        page.locator(f"article.card button[data-key={key}]").first.click()
        assert visit.overflow() <= 0, page.url
        assert visit.barriers() == [], page.url
    page.goto(urljoin(page.url, "/desk/words/wherrybridge/decide?word=Found&do=same&tag=nothing"))
    assert visit.barriers() == [], page.url
    assert visit.overflow() <= 0
