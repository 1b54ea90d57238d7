"""Cem walks the stream with single keys, and switches them off again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import again, helped
from tests.browser.site import Site

pytestmark = pytest.mark.browser
_CARD = "document.activeElement.closest('article')?.id"


@pytest.fixture
def stream(open_page: OpenPage) -> Page:
    """The stream, ready for keys."""
    return helped(open_page("stream").page)


def test_j_and_k_walk_from_card_to_card(stream: Page) -> None:
    ids = stream.locator("main article.card").evaluate_all(
        "all => all.filter((e) => e.checkVisibility()).map((e) => e.id)"
    )
    walked = []
    for _ in range(3):
        stream.keyboard.press("j")
        walked.append(stream.evaluate(_CARD))
    assert walked == ids[:3]
    stream.keyboard.press("k")
    assert stream.evaluate(_CARD) == ids[1]
    assert stream.evaluate("document.activeElement.matches(':focus-visible')")


def test_the_last_card_is_the_end(stream: Page) -> None:
    for _ in range(stream.locator("article.card").count() + 2):
        stream.keyboard.press("j")
    assert stream.evaluate(_CARD)


def test_d_shows_the_details_of_a_card(stream: Page) -> None:
    stream.keyboard.press("j")
    item = str(stream.evaluate(_CARD)).removeprefix("item-")
    stream.keyboard.press("d")
    stream.wait_for_url(f"**/items/{item}")


def test_j_walks_from_meetup_to_meetup_and_d_shows_its_page(open_page: OpenPage) -> None:
    page = helped(open_page("meetups").page)
    titles = page.locator("main article.meetup .title a").all_inner_texts()
    for title in titles[:2]:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.textContent") == title
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("d")
    page.wait_for_url(address)


def test_v_opens_the_publisher_in_a_new_tab(stream: Page) -> None:
    stream.keyboard.press("j")
    link = stream.evaluate("document.activeElement.href")
    with stream.context.expect_page() as opened:
        stream.keyboard.press("v")
    assert opened.value.evaluate("window.opener") is None
    assert opened.value.url in {link, "about:blank"}


@pytest.mark.parametrize(
    ("room", "path"), [("s", ""), ("m", "/meetups"), ("t", "/tags"), ("q", "/sources"), ("f", "/search")]
)
def test_g_and_a_letter_go_to_a_room(stream: Page, site: Site, room: str, path: str) -> None:
    stream.keyboard.press("g")
    stream.keyboard.press(room)
    stream.wait_for_url(f"**{site.pages['stream']}{path}")


def test_a_slash_goes_to_the_search_and_keys_are_letters_there(stream: Page) -> None:
    stream.keyboard.press("/")
    stream.keyboard.type("jkn?")
    expect(stream.locator("input[name=q]").first).to_have_value("jkn?")
    expect(stream.locator("dialog")).to_have_count(0)


def test_n_turns_to_older_and_p_back_to_the_newest(stream: Page) -> None:
    stream.keyboard.press("n")
    stream.wait_for_url("**before=**")
    helped(stream)
    stream.keyboard.press("p")
    stream.wait_for_url(re.compile(r"^[^?]+$"))


def test_keys_of_the_browser_are_left_alone(stream: Page) -> None:
    before = stream.evaluate("document.activeElement.tagName")
    for chord in ("Control+j", "Alt+j", "Meta+k"):
        stream.keyboard.press(chord)
    assert stream.evaluate("document.activeElement.tagName") == before


def test_a_question_mark_lists_the_keys_in_a_dialog(open_page: OpenPage) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    page.keyboard.press("j")
    card = page.evaluate(_CARD)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("previous item")
    assert page.locator("h1").count() == 1
    assert visit.barriers() == []
    page.keyboard.press("j")  # the page below stays where it is
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate(_CARD) == card


def test_keys_can_be_switched_off_and_stay_off(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = again(visit, site, "/keyboard")
    page.get_by_role("button", name="Switch single keys off").click()
    page = again(visit, site, site.pages["stream"])
    page.keyboard.press("j")
    assert page.evaluate(_CARD) is None
    page = again(visit, site, "/keyboard")
    page.get_by_role("button", name="Switch single keys on").click()
    page = again(visit, site, site.pages["stream"])
    page.keyboard.press("j")
    assert page.evaluate(_CARD)


def test_every_page_leads_to_the_list_of_keys(stream: Page) -> None:
    stream.locator("footer").get_by_role("link", name="Keyboard").click()
    expect(stream.locator("h1")).to_have_text("Keyboard")
