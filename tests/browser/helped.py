"""A page that script has made better: opened again, travelled in time, and asked what it weighs."""

import gzip
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.site import Site, Visit

STATIC = Path(__file__).parents[2] / "web" / "static"
# The hub's clock is the real one: instead of waiting a day, a test lets the browser remember less, and longer ago.
_AGE = """
([place, newest, hours]) => localStorage.setItem("hub:seen:" + place, JSON.stringify(
  {mark: null, since: null, newest, at: Date.now() - hours * 3600e3}))
"""


def helped(page: Page) -> Page:
    """Wait until the scripts of *page* have done what they do at once."""
    expect(page.locator("html[data-helped]")).to_be_attached()
    return page


def until(page: Page, condition: str) -> None:
    """Wait until *condition* is true on *page*; unlike Playwright's own way this asks for no eval."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame) }}")


def again(visit: Visit, site: Site, path: str) -> Page:
    """Open *path* in the same browser."""
    visit.page.goto(site.address + path)
    return helped(visit.page)


def seen_until(page: Page, newest: str, hours: float) -> None:
    """Let the browser of *page*, which shows a stream, have seen what was said until *newest*, *hours* ago."""
    place = page.locator("#stream").get_attribute("data-place")
    page.evaluate(_AGE, [place, newest, hours])


def kept_by_worker(page: Page) -> Page:
    """Wait until the worker has kept *page*."""
    until(page, "await caches.match(location.pathname + location.search)")
    return page


def packed(data: bytes) -> int:
    """Return the size of *data* as it travels, in bytes."""
    return len(gzip.compress(data, 6))
