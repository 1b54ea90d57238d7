"""What script adds to a page for Cem: how long ago, what is new, filters that keep his place; and what it weighs."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import STATIC, again, helped, packed, seen_until, until
from tests.browser.site import Site, Visit

pytestmark = pytest.mark.browser
MOST_SCRIPT, MOST_STYLE, MOST_PAGE = 30_000, 30_000, 60_000  # bytes, compressed
_OF_THE_MAP = {"map.js", "leaflet.js"}  # on no other page, the larger one when somebody asks: tests/browser/test_map.py
SLOWNESS, LARGEST_PAINT = 4, 1_000  # times; milliseconds
_PAINT = """
() => new Promise((tell) => new PerformanceObserver((list) => tell(list.getEntries().at(-1).startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))
"""
_LET_IT_BE_OF_TODAY = """
(time) => {
  const words = (time.querySelector(".exactly") ?? time).textContent;
  time.dateTime = new Date(Date.now() - 3.5 * 3600e3).toISOString();
  dispatchEvent(new Event("pageshow"));
  return words.trim();
}
"""


@pytest.fixture
def stream(open_page: OpenPage) -> Page:
    """The stream, as somebody sees it who comes for the first time."""
    return helped(open_page("stream").page)


def test_what_was_said_today_is_so_long_ago(stream: Page) -> None:
    time = stream.locator("#stream time[data-ago]").first
    exact = time.evaluate(_LET_IT_BE_OF_TODAY)
    expect(time.locator(".ago")).to_have_text("3 hours ago")
    expect(time.locator(".exactly")).to_contain_text(exact)  # for a screen reader
    assert time.get_attribute("title") == exact


def test_it_is_said_in_welsh_even_where_the_browser_has_none(open_page: OpenPage, site: Site) -> None:
    page = again(open_page("about"), site, f"/cy{site.pages['stream']}")
    time = page.locator("#stream time[data-ago]").first
    time.evaluate(_LET_IT_BE_OF_TODAY)
    expect(time.locator(".ago")).to_have_text("3 awr yn ôl")


def test_what_is_older_than_a_day_keeps_its_date(stream: Page) -> None:
    old = stream.evaluate(
        "[...document.querySelectorAll('time[data-ago]')]"
        ".filter((time) => Date.now() - new Date(time.dateTime) > 86400e3 && time.querySelector('.ago')).length"
    )
    assert old == 0


def test_the_first_visit_has_nothing_new(stream: Page) -> None:
    assert stream.locator("#since").is_hidden()
    assert stream.locator(".new-sign").count() == 0


def newest_but(number: int, page: Page) -> str:
    """Return the moment that only *number* posts of the page are newer than; a story's voices stand out of order."""
    told = page.locator("#stream [data-at]").evaluate_all("all => all.map(each => each.dataset.at)")
    return str(sorted(told, reverse=True)[number])


def test_cem_comes_back_and_sees_what_is_new(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    sixth = newest_but(5, page)
    seen_until(page, sixth, hours=5)
    page = again(visit, site, site.pages["stream"])
    newer = [
        at for at in page.locator("#stream [data-at]").evaluate_all("all => all.map(e => e.dataset.at)") if at > sixth
    ]
    expect(page.locator("#since")).to_contain_text(f": {len(newer)}.")
    assert page.locator("#stream .new-sign").count() >= 1
    page.locator("#since a").click()
    expect(page.locator("#left-off")).to_be_in_viewport()
    assert visit.barriers() == []


def test_a_second_look_belongs_to_the_same_visit(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    seen_until(page, newest_but(5, page), hours=5)
    signs = again(visit, site, site.pages["stream"]).locator(".new-sign").count()
    again(visit, site, "/about")
    assert signs == again(visit, site, site.pages["stream"]).locator(".new-sign").count() > 0


def test_the_mark_moves_only_when_the_newest_was_seen(open_page: OpenPage, site: Site) -> None:
    visit = open_page("filtered")
    helped(visit.page)
    again(visit, site, "/about")
    assert visit.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('hub:seen'))") == []


def test_where_one_left_off_may_be_on_an_older_page(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    seen_until(page, "2000-01-01T00:00:00Z", hours=500)
    page = again(visit, site, site.pages["stream"])
    expect(page.locator("#since")).to_contain_text("Everything on this page is new")
    address = str(page.locator("#since a").get_attribute("href"))
    assert address.endswith("#left-off")
    assert "before=" in address


def test_the_browser_forgets_when_asked(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    helped(visit.page)
    page = again(visit, site, "/privacy")
    assert page.evaluate("localStorage.length") == 1
    page.locator("[data-forget]").click()
    expect(page.locator("#forgotten")).to_have_text("Forgotten.")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("caches.keys()") == []


def test_a_browser_that_may_not_remember_shows_the_page_all_the_same(open_page: OpenPage, site: Site) -> None:
    visit = open_page("about")
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined});"
    )
    page = again(visit, site, site.pages["stream"])
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    assert visit.complaints == []


def test_what_came_meanwhile_is_offered_not_pushed(open_page: OpenPage) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    before = page.locator("article").count()
    page.evaluate("document.getElementById('stream').dataset.newest = '2000-01-01T00:00:00Z'")
    page.evaluate("document.dispatchEvent(new Event('hub:look'))")
    expect(page.locator("#fresh a")).to_be_visible()
    assert page.locator("article").count() == before
    assert visit.barriers() == []


@pytest.fixture
def narrowed(open_page: OpenPage) -> Visit:
    """A stream narrowed to one tag, by a link that script took over."""
    visit = open_page("stream")
    page = helped(visit.page)
    page.evaluate("window.stays = true")  # as long as no other page is loaded
    chosen = page.locator("[data-narrow] a[href*='tag=']:visible").first
    chosen.hover()
    until(page, "window.htmx")
    chosen.click()
    page.wait_for_url("**tag=**")
    expect(page.locator(".filters")).to_be_visible()
    return visit


def test_a_filter_changes_the_list_and_keeps_ones_place(narrowed: Visit) -> None:
    page = narrowed.page
    assert page.evaluate("window.stays")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.activeElement.closest('[data-narrow]') !== null")
    assert narrowed.barriers() == []
    assert narrowed.complaints == []


def test_what_leads_away_from_a_filtered_list_knows_the_filter(narrowed: Visit) -> None:
    feed = narrowed.page.locator("link[rel=alternate][type='application/feed+json']").first.get_attribute("href")
    assert "tag=" in str(feed)
    assert "tag=" in str(narrowed.page.locator(".languages a").first.get_attribute("href"))


def test_back_takes_the_filter_away_again(narrowed: Visit) -> None:
    page = narrowed.page
    page.go_back()
    expect(page.locator(".filters")).to_have_count(0)
    assert page.locator("article").count() >= 20
    assert narrowed.complaints == []


def test_back_takes_the_filter_away_after_a_reload_too(narrowed: Visit) -> None:
    page = narrowed.page
    page.reload()
    helped(page)
    page.go_back()
    expect(page.locator(".filters")).to_have_count(0)


def test_a_filter_without_a_network_is_said_to_need_one(narrowed: Visit) -> None:
    page = narrowed.page
    until(page, "navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.locator("[data-narrow] a[href*='kind=']:visible").first.click()
    expect(page.locator("h1")).to_have_text("You are offline")


def test_filters_are_plain_links_where_the_library_is_missing(open_page: OpenPage, site: Site) -> None:
    visit = open_page("about")
    visit.page.route("**/static/vendor/**", lambda route: route.abort())
    page = again(visit, site, site.pages["stream"])
    chosen = page.locator("[data-narrow] a[href*='tag=']:visible").first
    chosen.hover()
    chosen.click()
    page.wait_for_url("**tag=**")
    expect(page.locator(".filters")).to_be_visible()


def test_suggestions_are_walked_with_the_arrows(open_page: OpenPage) -> None:
    visit = open_page("stream")
    page = helped(visit.page)
    page.keyboard.press("/")
    until(page, "document.querySelector('.suggestions')")
    field = page.locator("input[data-suggest]")
    field.press_sequentially(_first_tag(page)[:3])
    expect(page.locator(".suggestions a").first).to_be_visible()
    expect(page.locator("#told")).to_contain_text("Suggestions:")
    assert visit.barriers() == []
    field.press("ArrowDown")
    expect(page.locator(".suggestions a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(page.locator(".suggestions a")).to_have_count(0)
    field.press("Backspace")
    expect(page.locator(".suggestions a").first).to_be_visible()
    page.locator("h1").click()
    expect(page.locator(".suggestions a")).to_have_count(0)
    assert visit.complaints == []


def _first_tag(page: Page) -> str:
    return str(page.locator("article .tag").first.inner_text())


def test_scripts_and_style_stay_small() -> None:
    scripts = [*(STATIC / "js").glob("*.js"), *(STATIC / "vendor").glob("*.js")]
    assert sum(packed(file.read_bytes()) for file in scripts if file.name not in _OF_THE_MAP) <= MOST_SCRIPT
    assert packed((STATIC / "hub.css").read_bytes()) <= MOST_STYLE


def test_the_first_page_of_a_stream_is_light(browser: Browser, site: Site) -> None:
    replies: list[Response] = []

    def note(reply: Response) -> None:
        replies.append(reply)

    with browser.new_page() as page:
        page.on("response", note)
        page.goto(site.address + site.pages["stream"])
        helped(page)
        weights = {urlsplit(reply.url).path: packed(reply.body()) for reply in replies}
    assert {"/static/hub.css", "/static/js/seen.js"} <= set(weights)
    assert sum(weights.values()) <= MOST_PAGE, weights


def test_the_largest_part_is_painted_soon_on_a_slow_phone(browser: Browser, site: Site) -> None:
    def painted() -> float:
        with browser.new_page(viewport={"width": 360, "height": 740}) as page:
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})
            page.goto(site.address + site.pages["stream"])
            return float(page.evaluate(_PAINT))

    # Each with nothing kept; the quickest of a few, since what else the machine does only adds to it.
    assert any(painted() <= LARGEST_PAINT for _ in range(12))
