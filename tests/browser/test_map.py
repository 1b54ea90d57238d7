"""Cem looks where things are: the list is there at once, the map when he asks, and nobody hears of him before."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import helped
from tests.browser.site import Site, Visit

pytestmark = pytest.mark.browser
TILES = "http://tiles.example/{z}/{x}/{y}.png"
_BROUGHT = "performance.getEntriesByType('resource').filter((each) => /leaflet|empty/.test(each.name)).length"
_DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def visit(open_page: OpenPage) -> Visit:
    """A browser that looked at the town's meetups."""
    return open_page("meetups")


def on_map(visit: Visit, site: Site) -> Page:
    """Open the map's page."""
    page = visit.page
    page.goto(f"{site.address}{site.pages['meetups']}/map")
    assert page.locator(".spot[data-lat]").count() > 0
    return helped(page)


def drawn(page: Page) -> Page:
    page.get_by_role("button", name="Show the map").click()
    expect(page.locator(".map-point").first).to_be_visible()
    return page


def with_tiles(page: Page) -> list[str]:
    """Have the page say that it has tiles, as the operator's setting would, and answer for their host."""
    asked: list[str] = []

    def told(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('data-tiles=""', f'data-tiles="{TILES}"')
        told_by = answer.headers["content-security-policy"]
        policy = told_by.replace("img-src 'self'", "img-src 'self' http://tiles.example")
        route.fulfill(response=answer, body=body, headers={**answer.headers, "content-security-policy": policy})

    def tile(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=_DOT, content_type="image/png")

    page.route("**/meetups/map", told)
    page.route("http://tiles.example/**", tile)
    return asked


def test_nothing_leaves_before_somebody_asks_for_the_map(visit: Visit, site: Site) -> None:
    asked = with_tiles(visit.page)
    page = on_map(visit, site)
    page.mouse.wheel(0, 2_000)
    page.wait_for_timeout(300)
    assert visit.third_parties == []
    assert page.evaluate(_BROUGHT) == 0
    drawn(page)
    page.wait_for_timeout(300)
    assert asked
    assert all(re.fullmatch(r"http://tiles\.example/\d+/\d+/\d+\.png", each) for each in visit.third_parties)
    page.get_by_role("button", name="Wider").click()
    page.get_by_role("button", name="Wider").click()
    page.wait_for_timeout(600)
    assert visit.complaints == []


def test_without_tiles_nobody_is_asked_at_all(visit: Visit, site: Site) -> None:
    page = drawn(on_map(visit, site))
    expect(page.locator(".map-outline").first).to_be_attached()
    assert visit.third_parties == []
    assert visit.complaints == []
    assert visit.barriers() == []


def test_points_are_reached_by_keyboard_and_say_what_they_are(visit: Visit, site: Site) -> None:
    page = drawn(on_map(visit, site))
    names = page.locator(".map-point").evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert sorted(names) == sorted(page.locator(".spot[data-lat] h3").all_inner_texts())
    assert page.locator(".map-point").evaluate_all("all => all.every((each) => each.tabIndex === 0)")
    page.locator(".map-point").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .title")).to_have_text(names[0])
    page.get_by_role("link", name="Read it in the list").click()
    expect(page.locator(".spot:target h3")).to_have_text(names[0])
    assert visit.barriers() == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_fits_any_window(open_page: OpenPage, site: Site, width: int) -> None:
    visit = open_page("meetups", width=width)
    drawn(on_map(visit, site))
    assert visit.overflow() == 0


def test_without_script_the_list_has_everything(open_page: OpenPage, site: Site) -> None:
    page = open_page("meetups", script=False).page
    page.goto(f"{site.address}{site.pages['meetups']}/map")
    expect(page.get_by_role("button", name="Show the map")).to_be_hidden()
    expect(page.locator("h1")).to_contain_text("on a map")
