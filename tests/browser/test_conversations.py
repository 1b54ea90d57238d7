"""Cem walks through a conversation by keyboard, answers in it without script, and is told when somebody speaks."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import helped, until
from tests.browser.site import Site, Visit
from tests.browser.test_stories import reach

pytestmark = pytest.mark.browser
PHONE = 360
_LOOK = "document.dispatchEvent(new Event('hub:look'))"
_AT = "[scrollY, document.querySelector('ol[data-thread] > li:last-child').getBoundingClientRect().top]"


def _as(visit: Visit, who: str, path: str) -> Page:
    """Open *path* as one of the people of the sample town."""
    visit.page.get_by_role("button", name=f"Be {who}").click()
    visit.page.goto(urljoin(visit.page.url, path))
    return visit.page


def _say(page: Page, words: str, *, for_neighbours: bool = False) -> None:
    """Say something in the conversation that *page* shows."""
    page.get_by_label("What you want to say").fill(words)
    page.get_by_role("button", name="See how it will look").click()
    if for_neighbours:
        page.get_by_label(re.compile("^Neighbours alone")).check()
    page.locator("form#say").get_by_role("button", name="Say it").click()


def test_cem_walks_to_a_conversation_and_into_its_form_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("stream").page
    reach(page, page.get_by_role("navigation").get_by_role("link", name="Conversations"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversations in Wherrybridge")

    wanted = page.locator("article.talk .title a").first
    title = wanted.inner_text()
    reach(page, wanted)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    reach(page, page.get_by_role("link", name="Skip to your reply"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What you want to say")).to_be_focused()
    page.keyboard.type("I was there, *with* the kettle.")
    reach(page, page.get_by_role("button", name="See how it will look"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible()
    expect(page.locator("main article em")).to_have_text("with")


def test_ben_answers_on_a_phone_without_script(open_page: OpenPage, site: Site) -> None:
    visit = open_page("places", width=PHONE, script=False)
    page = _as(visit, "Ben", site.pages["conversation"])
    assert visit.overflow() <= 0

    page.get_by_label("What you want to say").fill("> by hand\n\nSo did I, https://example.org/a/rather/long/address.")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible()
    assert visit.overflow() <= 0
    page.get_by_role("button", name="Say it").last.click()

    assert visit.overflow() <= 0
    assert visit.complaints == []


@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
def test_somebody_speaks_while_a_conversation_is_open_and_nothing_moves(
    open_page: OpenPage, site: Site, *, is_private: bool
) -> None:
    visit = open_page("places")
    reading = _as(
        visit, "Ben", ("/you" + site.pages["conversation alone"]) if is_private else site.pages["conversation"]
    )
    helped(reading)
    reading.evaluate("scrollTo(0, 300)")
    before = reading.evaluate(_AT)
    other = _as(open_page("places"), "Ada", site.pages["conversation"])
    words = "One more word among us." if is_private else "One more word about it."  # the same again would be refused
    _say(other, words, for_neighbours=is_private)

    reading.evaluate(_LOOK)

    expect(reading.get_by_role("status")).to_contain_text("Come in while you were reading: 1.")
    assert reading.evaluate(_AT) == before
    assert visit.barriers() == []
    reading.get_by_role("status").get_by_role("link").click()
    expect(reading.locator("ol[data-thread]")).to_contain_text(words)
    assert (visit.complaints, visit.third_parties) == ([], [])


def test_what_ben_reads_to_the_end_is_read(open_page: OpenPage, site: Site) -> None:
    thread = "/you" + site.pages["conversation alone"]
    _say(_as(open_page("places"), "Ada", site.pages["conversation"]), "Who brings the ladder?")
    page = helped(_as(open_page("places", width=PHONE), "Ben", thread))
    expect(page.locator("#first-new")).to_be_attached()

    with page.expect_response(lambda answer: answer.url.endswith(f"{thread}/read")):
        page.locator("form[data-read]").scroll_into_view_if_needed()

    until(page, "true")
    page.reload()
    expect(page.locator("#first-new")).to_have_count(0)
