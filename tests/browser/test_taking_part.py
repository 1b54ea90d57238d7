"""Every page where people take part can be used by everybody: on a phone, by day and in the dark."""

from urllib.parse import urljoin

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.site import LEADING_ON, TAKING_PART, Site

pytestmark = pytest.mark.browser
PHONE = 360


@pytest.mark.parametrize("who", TAKING_PART)
def test_a_page_for_taking_part_hinders_nobody(open_page: OpenPage, site: Site, who: str) -> None:
    visit = open_page("places", width=PHONE)
    page = visit.page
    page.get_by_role("button", name=f"Be {who}").click()
    for pattern in TAKING_PART[who]:
        answer = page.goto(urljoin(page.url, pattern.format_map(site.pages)))
        assert answer is not None
        assert (answer.status, visit.overflow(), visit.barriers()) == (200, 0, []), page.url
    assert (visit.complaints, visit.third_parties) == ([], [])


@pytest.mark.parametrize("who", LEADING_ON)
def test_a_page_of_their_own_hinders_nobody(open_page: OpenPage, site: Site, who: str) -> None:
    visit = open_page("places", width=PHONE)
    page = visit.page
    page.get_by_role("button", name=f"Be {who}").click()
    for start, *links in LEADING_ON[who]:
        page.goto(urljoin(page.url, start.format_map(site.pages)))
        for link in links:
            found = page.locator(f"main a[href*='{link.format_map(site.pages)}']").first.get_attribute("href")
            page.goto(urljoin(page.url, found))
        assert (page.locator("h1").count(), visit.overflow(), visit.barriers()) == (1, 0, []), page.url
    assert (visit.complaints, visit.third_parties) == ([], [])
