"""Ben registers his site, Ada lets it in, Cem reports something: with script, without, and by keyboard alone."""

import re
from time import monotonic
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from hub.site.ticket import SOONEST
from tests.browser.conftest import OpenPage
from tests.browser.site import Visit
from tests.browser.test_stories import WITH_AND_WITHOUT, reach

pytestmark = pytest.mark.browser
_CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
_MAILS = re.compile(r'href="(/demo/mail/[^"]+)"')
SITES = {True: "slowlane", False: "tallbob"}  # of the town; nobody speaks for them before
BY_KEYS = "tinroof"  # nobody lists it
PHONE, DESK = 360, 1280
TOO_FAST = SOONEST.total_seconds() + 0.1  # whoever sends the form sooner is taken for a program


@WITH_AND_WITHOUT
def test_ben_registers_his_site_and_ada_takes_it_into_the_stream(open_page: OpenPage, *, script: bool) -> None:
    email = f"author@{SITES[script]}.example"
    ben = open_page("sources", width=PHONE, script=script)
    _register(ben, _site_of(ben.page, SITES[script]), email)
    ben.page.get_by_label("Code").fill(code_for(ben.page, email))
    ben.page.get_by_label("Code").press("Enter")
    expect(ben.page).to_have_url(re.compile("/you/registrations/"))
    _is_fit_to_use(ben)
    name = ben.page.locator("h1").inner_text()

    ada = open_page("places", width=DESK, script=script)
    ada.page.get_by_role("button", name="Be Ada").click()
    _is_fit_to_use(ada)
    _admit(ada, name)

    ben.page.goto(urljoin(ben.page.url, "/you"))
    ben.page.locator("main").get_by_role("link", name=name).first.click()
    _is_fit_to_use(ben)


@WITH_AND_WITHOUT
def test_cem_reports_an_item_without_an_account(open_page: OpenPage, *, script: bool) -> None:
    cem = open_page("item", width=PHONE, script=script)
    cem.page.get_by_role("link", name=re.compile("[Rr]eport")).first.click()
    cem.page.get_by_role("button", name="Send the report").click()
    expect(cem.page.get_by_role("alert")).to_contain_text("Please mend one thing")
    _is_fit_to_use(cem)
    cem.page.locator("input[name=reason]").first.check()
    cem.page.get_by_label("In your words").fill("My telephone number is in it.")
    cem.page.get_by_role("button", name="Send the report").click()
    expect(cem.page).to_have_url(re.compile(r"/reports/\d+"))
    _is_fit_to_use(cem)


def test_cem_signs_in_and_out_by_keyboard_alone(open_page: OpenPage) -> None:
    cem = open_page("places", width=PHONE)
    page = cem.page
    reach(page, page.get_by_role("link", name="Your page").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sign-in"))
    _is_fit_to_use(cem)
    reach(page, page.get_by_label("E-mail address"))
    page.keyboard.type("keys@cem.example")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sign-in/code/"))
    reach(page, page.get_by_label("Code"))
    page.keyboard.type(code_for(page, "keys@cem.example").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your page")
    _is_fit_to_use(cem)
    reach(page, page.get_by_role("button", name=re.compile("^Sign out")).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def test_cem_reports_an_item_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("item").page
    reach(page, page.get_by_role("link", name=re.compile("[Rr]eport")).first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/report$"))
    reach(page, page.locator("input[name=reason]").first)
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Send the report"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/reports/\d+"))


def test_ben_registers_and_ada_says_yes_by_keyboard_alone(open_page: OpenPage) -> None:
    ben = open_page("sources", width=PHONE).page
    address = _site_of(ben, "slowlane").replace("slowlane", BY_KEYS)
    ben.goto(urljoin(ben.url, "/register"))
    _type(ben, "Address of your site", address)
    _type(ben, "Place it is about", "Wherrybridge", then="Enter")
    _press(ben, "Look at my site")
    expect(ben.get_by_role("heading", level=1)).to_have_text("What we found on your site")
    came = monotonic()
    _type(ben, "Your e-mail address", "keys@ben.example")
    reach(ben, ben.locator("#sum"))
    ben.keyboard.type(_sum(ben))
    ben.wait_for_timeout(max(0, 1_000 * (came + TOO_FAST - monotonic())))
    ben.keyboard.press("Enter")
    ben.wait_for_url(re.compile("/confirm/"))
    _type(ben, "Code", code_for(ben, "keys@ben.example"), then="Enter")
    ben.wait_for_url(re.compile("/you/registrations/"))
    _admit_by_keys(open_page("places", width=DESK).page, ben.locator("h1").inner_text())


def _admit_by_keys(ada: Page, name: str) -> None:
    """Take a site that waits into the stream, from the desk, without a mouse."""
    _press(ada, "Be Ada")
    for wanted, leads_to in (("Your desk", "/desk$"), ("New sources", "/desk/sources$"), (name, "/desk/sources/")):
        reach(ada, ada.locator("main").get_by_role("link", name=wanted).first)
        ada.keyboard.press("Enter")
        ada.wait_for_url(re.compile(leads_to))
    _press(ada, re.compile("^Yes"))
    expect(ada.locator("main")).to_contain_text("It was taken into the stream")


def _type(page: Page, label: str, text: str, then: str = "") -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(text)
    if then:
        page.keyboard.press(then)


def _press(page: Page, button: str | re.Pattern[str]) -> None:
    """Reach a button by the Tab key and press it; come back with the page that answers, however long it thinks."""
    reach(page, page.get_by_role("button", name=button))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _site_of(page: Page, slug: str) -> str:
    """Return the address of a site of the town, as its page here links to it."""
    page.goto(urljoin(page.url, f"/wherrybridge/sources/{slug}"))
    return str(page.locator(f"main a[href$='/{slug}/']").first.get_attribute("href"))


def _register(ben: Visit, address: str, email: str) -> None:
    """Fill in both forms as somebody who takes his time."""
    page = ben.page
    page.goto(urljoin(page.url, "/register"))
    _is_fit_to_use(ben)
    page.get_by_label("Address of your site").fill(address)
    page.get_by_label("Place it is about").select_option("wherrybridge")
    page.get_by_role("button", name="Look at my site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we found on your site")
    came = monotonic()
    _is_fit_to_use(ben)
    page.get_by_label("Your e-mail address").fill(email)
    page.locator("#sum").fill(_sum(page))
    page.wait_for_timeout(max(0, 1_000 * (came + TOO_FAST - monotonic())))
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url(re.compile("/confirm/"))
    _is_fit_to_use(ben)


def _sum(page: Page) -> str:
    """Return what the small sum comes to."""
    return str(sum(map(int, re.findall(r"\d+", page.locator("label[for=sum]").inner_text()))))


def _admit(ada: Visit, name: str) -> None:
    """Take a site that waits into the stream, from the desk."""
    main = ada.page.locator("main")
    ada.page.goto(urljoin(ada.page.url, "/desk"))
    _is_fit_to_use(ada)
    main.get_by_role("link", name="New sources").click()
    _is_fit_to_use(ada)
    main.get_by_role("link", name=name).click()
    _is_fit_to_use(ada)
    ada.page.get_by_role("button", name=re.compile("^Yes")).click()
    expect(main).to_contain_text("It was taken into the stream")


def code_for(page: Page, email: str) -> str:
    """Return the code in the newest mail of the demo to *email*."""
    list_of_mails = page.request.get(urljoin(page.url, "/demo/mail")).text()
    mails = (page.request.get(urljoin(page.url, each)).text() for each in _MAILS.findall(list_of_mails))
    return next(found[0] for mail in mails if email in mail and (found := _CODE.search(mail)))


def _is_fit_to_use(visit: Visit) -> None:
    """Go on if nothing on the page hinders anybody, and it fits into the window."""
    assert visit.overflow() <= 0, visit.page.url
    if visit.page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe is a script too
        assert visit.barriers() == [], visit.page.url
