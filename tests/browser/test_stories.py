"""What Cem does here, from end to end on the sample town: with script and without, and by keyboard alone."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
MOST_STOPS = 400  # of the Tab key until something must have been reached
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
_HAS_FOCUS = "(node) => node === document.activeElement"


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until *wanted* has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate(_HAS_FOCUS):
            return
    raise AssertionError(f"{MOST_STOPS} stops, and {wanted} was not among them")


@WITH_AND_WITHOUT
def test_cem_finds_his_place_by_its_postcode(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("places", width=360, script=script).page

    page.get_by_label("Your place or postcode").fill("tv8 4qh")
    page.get_by_role("button", name="Find my place").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nether Lock")


@WITH_AND_WITHOUT
def test_cem_narrows_the_stream_and_widens_it_again(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("stream", width=360, script=script).page
    everything = page.locator("article.card").count()

    page.get_by_text("Narrow this down").first.click()
    page.locator("#narrow .group", has_text="By who speaks").get_by_role("link").first.click()

    expect(page).to_have_url(re.compile(r"[?&]kind="))
    expect(page.locator(".filters a")).to_have_count(1)
    assert set(page.locator("article.card").evaluate_all(_KINDS)) == {f"kind-{page.url.partition('kind=')[2]}"}
    page.locator(".filters a").first.click()
    expect(page).not_to_have_url(re.compile("kind="))
    assert page.locator("article.card").count() == everything


@WITH_AND_WITHOUT
def test_cem_finds_an_old_item_by_its_words(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("stream", script=script).page

    page.get_by_role("searchbox").first.fill("library -brewery")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text(re.compile("librar", re.IGNORECASE))
    page.locator("article.card").first.get_by_role("link", name=re.compile("^details")).click()

    expect(page).to_have_url(re.compile(r"/items/\d+"))
    expect(page.get_by_role("heading", name="Why it is here")).to_be_visible()


@WITH_AND_WITHOUT
def test_cem_sees_what_is_on_and_takes_a_date_along(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("stream", script=script).page

    page.get_by_role("navigation").get_by_role("link", name="Meetups").click()
    page.locator("main article a").first.click()

    expect(page).to_have_url(re.compile(r"/meetups/[0-9a-f-]{36}"))
    calendar = page.locator("main a[href^='/'][href$='.ics']").first.get_attribute("href")
    assert "BEGIN:VEVENT" in page.request.get(urljoin(page.url, calendar)).text()


@WITH_AND_WITHOUT
def test_cem_prints_the_noticeboard_for_his_neighbour(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("stream", script=script).page

    page.get_by_role("link", name=re.compile("Follow|Take it with you")).first.click()
    page.get_by_role("link", name=re.compile("[Nn]oticeboard")).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Wherrybridge")
    poster = page.request.get(page.url.partition("?")[0] + ".pdf")
    assert (poster.status, poster.body()[:5]) == (200, b"%PDF-")
    assert "Wherrybridge" in page.request.get(page.url.partition("?")[0] + ".txt").text()


@WITH_AND_WITHOUT
def test_cem_follows_what_he_filtered(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("filtered", script=script).page

    feed = page.locator("head link[type='application/atom+xml']").first.get_attribute("href")

    told = page.request.get(urljoin(page.url, feed))
    assert told.ok
    assert "kind=council" in str(feed)
    assert told.text().count("<entry") >= page.locator("article.card").count() > 0


def test_cem_sees_what_is_new_since_his_last_visit(open_page: OpenPage) -> None:
    page = open_page("stream").page
    stream = page.url
    moments = page.locator("article.card").evaluate_all("cards => cards.map(card => card.dataset.at)")
    page.get_by_role("link", name="All places").click()  # leaving is what ends a visit
    page.evaluate(_LAST_LOOKED_AN_HOUR_AGO, ["hub:seen:wherrybridge", moments[3]])

    page.goto(stream)

    expect(page.locator("#since")).to_contain_text("New here since")
    expect(page.locator("article.card .new-sign").first).to_be_visible()
    expect(page.locator("#left-off")).to_be_attached()


def test_cem_comes_back_to_where_he_was(open_page: OpenPage) -> None:
    page = open_page("stream", width=360).page
    page.locator("article.card").nth(12).get_by_role("link", name=re.compile("^details")).click()
    page.wait_for_url(re.compile("/items/"))

    page.go_back()

    expect(page.locator("article.card").nth(12)).to_be_in_viewport()


def test_cem_does_it_all_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("places").page
    reach(page, page.get_by_label("Your place or postcode"))
    page.keyboard.type("Wherrybridge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wherrybridge")

    reach(page, page.get_by_role("searchbox").first)
    page.keyboard.type("library")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()

    reach(page, page.locator("article.card .details").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/items/\d+"))

    reach(page, page.get_by_role("navigation").get_by_role("link", name="Meetups"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meetups")


_KINDS = "cards => cards.map(card => [...card.classList].find(name => name.startsWith('kind-')))"
_LAST_LOOKED_AN_HOUR_AGO = """
([place, newest]) => localStorage.setItem(place, JSON.stringify({newest, at: Date.now() - 3_600_000}))
"""
