"""Ada works through a bin with single keys, and on every page of her desk nothing hinders anybody."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Visit

pytestmark = pytest.mark.browser
PAGES = ("", "/feeds", "/notes", "/rota", "/month", "/log", "/people", "/people/new")


def _at_desk(visit: Visit, who: str = "Be Ada") -> Page:
    visit.page.get_by_role("button", name=who).click()
    return visit.page


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_is_fit_to_use(open_page: OpenPage, width: int) -> None:
    visit = open_page("places", width=width)
    page = _at_desk(visit)
    for each in PAGES:
        page.goto(urljoin(page.url, f"/desk{each}"))
        assert visit.overflow() <= 0, page.url
        assert visit.barriers() == [], page.url


def test_ruth_looks_after_roles(open_page: OpenPage) -> None:
    visit = open_page("places", width=360)
    page = _at_desk(visit, "Be Ruth")
    page.goto(urljoin(page.url, "/desk/roles"))
    assert visit.barriers() == []
    page.locator("main").get_by_role("link", name=re.compile("^Take it away.*Mo Farrow")).click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("alert")).to_contain_text("Please mend one thing")
    assert visit.barriers() == []
