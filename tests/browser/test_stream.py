"""The stream of the sample town as Cem reads it: on a telephone, on a desk, with script and without, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import helped

pytestmark = pytest.mark.browser
SMALL_PHONE, DESK = 360, 1280


def _narrow(page: Page) -> str:
    """Put the first tag on, from the closed filters of a telephone, and return its name."""
    page.locator("#narrow > summary").click()
    tag = page.locator("#narrow .picks a").first
    name = tag.inner_text()
    tag.click()
    expect(page).to_have_url(re.compile(r"[?&]tag="))
    return name


@pytest.mark.parametrize("script", [True, False])
def test_on_a_telephone_filters_stand_before_the_stories_and_go_away_again(open_page: OpenPage, script: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    page = open_page("stream", width=SMALL_PHONE, script=script).page
    assert page.locator("#narrow > summary").bounding_box()["y"] < page.locator("article").first.bounding_box()["y"]  # type: ignore[index] # both are visible

    name = _narrow(page)

    chip = page.locator(".filters .chip")
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text(f"with {name}")
    expect(page.locator("#narrow > summary")).to_contain_text("1 filter is on")
    chip.click()
    expect(page).not_to_have_url(re.compile(r"[?&]tag="))
    expect(page.locator(".filters")).to_have_count(0)


def test_on_a_desk_the_filters_stand_beside_the_stories(open_page: OpenPage) -> None:
    page = open_page("stream", width=DESK, script=False).page
    choice, story = page.locator("#narrow .picks a").first, page.locator("article").first

    expect(choice).to_be_visible()
    assert choice.bounding_box()["x"] > story.bounding_box()["x"] + story.bounding_box()["width"]  # type: ignore[index] # both are visible


def test_what_a_source_said_besides_opens_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("folded", script=False).page
    fold = page.locator(".fold").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(fold.locator(".lines a").first).to_be_visible()


def test_going_back_leads_to_where_one_was(open_page: OpenPage) -> None:
    page = helped(open_page("stream", width=SMALL_PHONE).page)
    older = page.locator("a[rel=next]")
    expect(older).not_to_be_in_viewport()
    older.click()
    expect(page.locator(".began")).to_be_visible()
    page.go_back()
    expect(page.locator(".began")).to_have_count(0)

    # Not the same number of pixels: the town lives, and two stories may have become one meanwhile.
    expect(older).to_be_in_viewport()


def test_the_second_shortcut_leads_to_the_filters(open_page: OpenPage) -> None:
    page = open_page("stream", width=SMALL_PHONE, script=False).page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('#narrow') !== null")


def test_days_from_a_form_narrow_the_stream(open_page: OpenPage) -> None:
    page = open_page("stream", width=DESK, script=False).page
    page.locator("#from-day").fill("2020-01-01")
    page.locator(".dates button").click()

    expect(page).to_have_url(re.compile("since=2020-01-01"))
    expect(page.locator(".filters .chip")).to_contain_text("since 1 January 2020")
