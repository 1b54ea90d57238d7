"""Ada brings the words of another town, ticks what is good for Wherrybridge and proposes it: by keyboard alone."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Visit
from tests.browser.test_stories import WITH_AND_WITHOUT, reach

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://other.example/tags> a skos:ConceptScheme ; dct:title "Otherton"@en .
<https://other.example/1> a skos:Concept ; skos:prefLabel "Beekeeping {0}"@en ; skos:altLabel "hives {0}"@en .
<https://other.example/2> a skos:Concept ; skos:prefLabel "Weaving {0}"@en ; skos:scopeNote "Looms and wool"@en .
"""


@WITH_AND_WITHOUT
def test_ada_proposes_what_she_ticked_of_another_town(open_page: OpenPage, tmp_path: Path, *, script: bool) -> None:
    ada = open_page("places", width=PHONE if script else DESK, script=script)
    ada.page.get_by_role("button", name="Be Ada").click()
    page, words = ada.page, "one" if script else "two"
    page.goto(urljoin(page.url, "/desk/tags/import"))
    _is_fit_to_use(ada)

    _press(page, "See what is new in it")
    expect(page.get_by_role("alert")).to_be_visible()
    _is_fit_to_use(ada)

    _choose(page, tmp_path, TURTLE.replace("{0}", words))
    _press(page, "See what is new in it")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is new for")
    _is_fit_to_use(ada)

    reach(page, page.get_by_label(re.compile(f"Weaving {words}")))
    page.keyboard.press("Space")
    _press(page, "Propose what is ticked")
    page.wait_for_url(re.compile(r"/proposals/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text(f"Beekeeping {words}")
    expect(page.locator("main")).not_to_contain_text(f"Weaving {words}")
    _is_fit_to_use(ada)


def _choose(page: Page, folder: Path, text: str) -> None:
    """Give the file as the window that the system opens would: it is none of ours, and no browser test sees it."""
    place = page.get_by_label("Place that is to have these words")
    reach(page, place)
    page.keyboard.type("Wherrybridge")
    file = folder / "otherton.ttl"
    file.write_text(text, "utf-8")
    reach(page, page.get_by_label("File"))
    page.get_by_label("File").set_input_files(file)


def _press(page: Page, button: str) -> None:
    """Reach a button by the Tab key and press it; come back with the page that answers, however long it thinks."""
    reach(page, page.get_by_role("button", name=button, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _is_fit_to_use(visit: Visit) -> None:
    assert visit.overflow() <= 0, visit.page.url
    if visit.page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe is a script too
        assert visit.barriers() == [], visit.page.url
