"""Cem reads what the tags of his town mean, Ben asks which fit his draft: by keyboard, with script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_stories import WITH_AND_WITHOUT, reach

pytestmark = pytest.mark.browser
PAGES_OF_A_PDF = re.compile(rb"/Type\s*/Page\b")
DRAFT = "The library on Malt Row is open again. The bins were not collected, and the number 9 bus did not come."
_LONG_NAMES = """
() => document.querySelectorAll(".how-to-words dt, .how-to-words dd").forEach((each) => { each.textContent = "Wimbledon ".repeat(30) })
"""  # noqa: E501 -- a line of script


def pages_on_paper(page: Page) -> int:
    """Count the pages of A4 that a browser would print."""
    return len(PAGES_OF_A_PDF.findall(page.pdf(prefer_css_page_size=True)))


def follow(page: Page, name: str) -> None:
    """Reach a link by the Tab key and open it."""
    reach(page, page.locator("main").get_by_role("link", name=name, exact=True).first)
    page.keyboard.press("Enter")


@WITH_AND_WITHOUT
def test_cem_reads_a_tag_and_prints_the_sheet_for_the_library(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("stream", width=360, script=script).page
    reach(page, page.get_by_role("navigation").get_by_role("link", name="Tags", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tags of Wherrybridge")
    bins = page.locator("#bins")
    expect(bins).to_contain_text("As a hashtag: #BinsAndRecycling")
    expect(bins).to_contain_text("in the last 30 days")

    follow(page, "Bins & recycling")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bins & recycling in Wherrybridge")
    summary = page.locator("summary", has_text="How it is written")
    reach(page, summary)
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Other spellings")).to_be_visible()

    follow(page, "All tags and what they mean")
    follow(page, "A sheet to print: how to tag")
    expect(page.locator(".how-to-words dt").first).to_contain_text("#")
    assert page.locator(".how-to-words dt").count() >= 20
    assert pages_on_paper(page) == 1


def test_the_sheet_is_one_page_whatever_the_words(open_page: OpenPage) -> None:
    page = open_page("how to tag").page
    page.evaluate(_LONG_NAMES)

    assert pages_on_paper(page) == 1


@WITH_AND_WITHOUT
def test_ben_sees_which_tags_fit_his_draft(open_page: OpenPage, *, script: bool) -> None:
    visit = open_page("tags", width=360, script=script)
    page = visit.page
    follow(page, "Which tags fit my draft?")
    reach(page, page.get_by_label("Title"))
    page.keyboard.type("My week")
    page.keyboard.press("Tab")
    page.keyboard.type(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=re.compile("tags fit"), level=2)).to_be_visible()
    assert {"bins", "library", "bus"} <= set(page.locator("mark").all_inner_texts())
    expect(page.get_by_role("group", name="As hashtags at the end of a post:")).to_contain_text("#BinsAndRecycling")
    expect(page.get_by_label("Text")).to_have_value(DRAFT)
    assert visit.overflow() == 0
    if script:
        assert visit.barriers() == []


def test_what_is_missing_is_said_beside_its_field(open_page: OpenPage) -> None:
    visit = open_page("draft", width=360)
    visit.page.get_by_role("button", name="See which tags fit").click()

    expect(visit.page.get_by_label("Text")).to_have_attribute("aria-invalid", "true")
    assert visit.barriers() == []
    follow(visit.page, "Text")
    expect(visit.page.get_by_label("Text")).to_be_focused()
