"""Ben proposes to merge two tags, Cem says no, Ada carries it out and takes it back: all of it by keyboard alone."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Visit
from tests.browser.test_stories import WITH_AND_WITHOUT, reach

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
# Tags of the sample town under which little is said; each story has two of its own.
MERGED = {True: ("Pets & animals", "Parks & gardens"), False: ("Faith", "Health & care")}
ONE_PROPOSAL = re.compile(r"/proposals/[0-9a-f-]{36}$")


@WITH_AND_WITHOUT
def test_the_town_agrees_on_a_merge_and_takes_it_back(open_page: OpenPage, *, script: bool) -> None:
    ben = _be(open_page("places", width=PHONE, script=script), "Ben")
    address = _propose(ben, *MERGED[script])

    cem = _be(open_page("places", width=PHONE, script=script), "Cem")
    _object(cem, address)

    ada = _be(open_page("places", width=DESK, script=script), "Ada")
    _carry_out(ada, address)
    _take_back(ada)
    ben.page.goto(address)
    expect(ben.page.locator("main")).to_contain_text("Agreed, and carried out")
    _is_fit_to_use(ben)


def _propose(ben: Visit, goes: str, stays: str) -> str:
    """Propose a merge from the list of what is proposed; return where the proposal is read."""
    page = ben.page
    page.goto(urljoin(page.url, "/wherrybridge/proposals"))
    _is_fit_to_use(ben)
    _follow(page, "Propose a change", leads_to="/proposals/new$")
    _is_fit_to_use(ben)
    _follow(page, "Two tags are one", leads_to="/proposals/new/merge$")
    _is_fit_to_use(ben)
    _press(page, "See what it would change")
    expect(page.get_by_role("alert")).to_contain_text("Please mend 3 things")
    _is_fit_to_use(ben)
    for label, text in (("Tag that goes", goes), ("Tag that stays", stays), ("Why?", "They are the same to us.")):
        reach(page, page.get_by_label(label))
        page.keyboard.type(text)
        page.keyboard.press("Escape")  # which closes what is suggested
    _press(page, "See what it would change")
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    _is_fit_to_use(ben)
    _press(page, "Propose it")
    page.wait_for_url(ONE_PROPOSAL)
    _is_fit_to_use(ben)
    return page.url


def _object(cem: Visit, address: str) -> None:
    page = cem.page
    page.goto(address)
    _follow(page, "Say what you think", leads_to="/say$")
    _is_fit_to_use(cem)
    reach(page, page.locator("input[name=stance]").first)
    page.keyboard.press("ArrowDown")
    _press(page, "Say it")
    expect(page.get_by_role("alert")).to_contain_text("Please mend one thing")
    reach(page, page.get_by_label("In your words"))
    page.keyboard.type("They are not the same to me.")
    _press(page, "Say it")
    page.wait_for_url(ONE_PROPOSAL)
    expect(page.locator("main")).to_contain_text("They are not the same to me.")
    _is_fit_to_use(cem)


def _carry_out(ada: Visit, address: str) -> None:
    page = ada.page
    page.goto(address)
    _follow(page, "Say what you think", leads_to="/say$")
    _is_fit_to_use(ada)
    _press(page, "Carry it out")
    page.wait_for_url(re.compile(r"/decisions/\d+$"))
    _is_fit_to_use(ada)


def _take_back(ada: Visit) -> None:
    page = ada.page
    _follow(page, "Take it back", leads_to="/undo$")
    _is_fit_to_use(ada)
    reach(page, page.get_by_label("Why?"))
    page.keyboard.type("Cem is right.")
    _press(page, "Take it back")
    page.wait_for_url(re.compile(r"/decisions/\d+$"))
    expect(page.locator("main")).to_contain_text("It takes back:")
    page.goto(urljoin(page.url, "/wherrybridge/decisions"))
    expect(page.locator("main")).to_contain_text("It was taken back.")
    _is_fit_to_use(ada)


def _be(visit: Visit, name: str) -> Visit:
    visit.page.get_by_role("button", name=f"Be {name}").click()
    return visit


def _follow(page: Page, link: str, *, leads_to: str) -> None:
    reach(page, page.locator("main").get_by_role("link", name=link).first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(leads_to))


def _press(page: Page, button: str) -> None:
    """Reach a button by the Tab key and press it; come back with the page that answers, however long it thinks."""
    reach(page, page.get_by_role("button", name=button, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _is_fit_to_use(visit: Visit) -> None:
    """Go on if nothing on the page hinders anybody, and it fits into the window."""
    assert visit.overflow() <= 0, visit.page.url
    if visit.page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe is a script too
        assert visit.barriers() == [], visit.page.url
