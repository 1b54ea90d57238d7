"""Real pages, read from the folder of collected ones: each names the feeds that somebody found by reading it."""

import pytest

from hub.aggregate.registering.ranking import Pasted, in_order
from hub.aggregate.registering.webpage import read_page
from hub.settings import Settings
from tests.aggregate.registering.expected_pages import PAGES, Expected

CORPUS = Settings().corpus
SITE = "https://site.example/"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="HUB_CORPUS names no folder of collected feeds"),
]


@pytest.mark.parametrize(("name", "expected"), PAGES.items(), ids=PAGES)
def test_a_real_page_names_its_feeds(name: str, expected: Expected) -> None:
    assert CORPUS is not None
    body = (CORPUS / "pages" / f"{name}.html").read_bytes()
    page = read_page(body, content_type="text/html", url=SITE)
    assert tuple(feed.title or feed.url for feed in page.feeds) == expected.feeds
    assert (len(page.calendars), len(page.linked)) == (expected.calendars, expected.linked)
    offered = in_order(page.feeds, Pasted(SITE, page.language))
    assert (offered[0].url if offered else "") == expected.first
