"""Cem finds what is on and says that he comes, Ben invites, two Digital Friends get on: by keyboard, without script."""

import re
from datetime import timedelta
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from hub.kit.clock import now
from tests.browser.conftest import OpenPage
from tests.browser.site import Site, Visit
from tests.browser.test_people import code_for
from tests.browser.test_stories import WITH_AND_WITHOUT, reach

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
WALK = "A walk along the old kilns"  # Ben’s, in the sample town
BREAD = "Bread, from the beginning"


def press(page: Page, role: Literal["link", "button"], name: str) -> None:
    """Reach a link or a button by the Tab key, and open or press it."""
    reach(page, page.locator("main").get_by_role(role, name=name).first)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Reach a field by the Tab key and type into it."""
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def is_fit_to_use(visit: Visit) -> None:
    """Go on if nothing on the page hinders anybody, and it fits into the window."""
    assert visit.overflow() <= 0, visit.page.url
    if visit.page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe is a script too
        assert visit.barriers() == [], visit.page.url


@WITH_AND_WITHOUT
def test_cem_narrows_what_is_on_by_keyboard_and_widens_it_again(open_page: OpenPage, *, script: bool) -> None:
    page = open_page("meetups", width=PHONE, script=script).page
    reach(page, page.locator("#narrow > summary"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("step-free"))
    page.keyboard.press("Space")
    press(page, "button", "Show these")

    expect(page).to_have_url(re.compile("step_free=1"))
    shown = page.locator("main article")
    assert shown.count() == shown.filter(has=page.locator(".badges li", has_text="step-free")).count() > 0
    reach(page, page.locator(".filters a").first)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("step_free"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_cem_looks_at_a_month_and_at_one_day_of_it_by_keyboard(open_page: OpenPage, width: int) -> None:
    page = open_page("meetups", width=width).page
    press(page, "link", "Month")
    expect(page.locator(".views [aria-current]")).to_have_text("Month")
    press(page, "link", "The month after")
    expect(page).to_have_url(re.compile("since="))
    day = page.locator(".month, .month-days").locator("a:has(time)").locator("visible=true").first
    wanted = day.locator("time").get_attribute("datetime")
    reach(page, day)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"since={wanted}"))
    expect(page.locator("main article").first).to_be_visible()


def test_ben_invites_by_keyboard_without_script_or_account(open_page: OpenPage) -> None:
    visit = open_page("new meetup", width=PHONE, script=False)
    page = visit.page
    fields = {
        "What is it called?": BREAD,
        "Day": f"{now() + timedelta(days=10):%m%d%Y}",  # as the browser of these tests takes days and times
        "Begins at": "0730PM",
        "Place": "Wherrybridge Library",
        "Who invites?": "Ben of the ovens",
        "Your e-mail address": "ovens@ben.example",
    }
    for label, text in fields.items():
        write(page, label, text)
    press(page, "button", "See how it will look")
    expect(page.locator("article.pinned")).to_contain_text("19:30")
    is_fit_to_use(visit)
    press(page, "button", "Send it")
    page.wait_for_url(re.compile("/confirm/"))
    is_fit_to_use(visit)
    write(page, "Code", code_for(page, "ovens@ben.example"))
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("before it appears")
    press(page, "link", "Your meetups")
    press(page, "link", BREAD)
    expect(page.get_by_role("heading", level=1)).to_have_text(BREAD)
    is_fit_to_use(visit)


@WITH_AND_WITHOUT
def test_cem_says_that_he_comes_by_a_code_and_that_he_does_not(open_page: OpenPage, *, script: bool) -> None:
    visit = open_page("meetups", width=PHONE, script=script)
    page, email = visit.page, f"walks-{script}@cem.example".lower()
    page.locator("main").get_by_role("link", name=WALK).first.click()
    page.get_by_role("button", name="I’m coming").click()
    expect(page.get_by_role("alert")).to_contain_text("Please mend")
    is_fit_to_use(visit)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="I’m coming").click()
    page.wait_for_url(re.compile("/confirm/"))
    page.get_by_label("Code").fill(code_for(page, email))
    page.get_by_label("Code").press("Enter")

    expect(page).to_have_url(re.compile("/you/coming"))
    expect(page.locator("main")).to_contain_text("You are coming.")
    is_fit_to_use(visit)
    page.get_by_role("button", name="I’m not coming after all").click()
    expect(page.locator(".my-coming")).to_have_count(0)


@WITH_AND_WITHOUT
def test_a_digital_friend_writes_a_step_and_the_other_answers_its_quiz(
    open_page: OpenPage, site: Site, *, script: bool
) -> None:
    ben, title = _with_friend(open_page, site, "Ben", "Cem", script=script), f"Mute a noisy group ({script})"
    ben.page.get_by_role("link", name="Write a step").first.click()
    ben.page.get_by_label("Step", exact=True).fill(title)
    ben.page.get_by_label("Question").fill("Who hears that you muted a group?")
    ben.page.get_by_label("Answer 1").fill("Everybody in it")
    ben.page.get_by_label("Answer 2").fill("Nobody")
    ben.page.get_by_label("Which answer is right").select_option("2")
    is_fit_to_use(ben)
    ben.page.get_by_role("button", name="Keep the step").click()

    cem = _with_friend(open_page, site, "Cem", "Ben", script=script)
    step = cem.page.get_by_role("article", name=title)
    step.get_by_label("Everybody in it").check()
    step.get_by_role("button", name="Answer").click()
    expect(step).to_contain_text("Not quite. Try again.")
    step.get_by_label("Nobody").check()
    step.get_by_role("button", name="Answer").click()
    expect(step).to_contain_text("Right.")
    is_fit_to_use(cem)


def _with_friend(open_page: OpenPage, site: Site, who: str, other: str, *, script: bool) -> Visit:
    """Open the page *who* has together with *other*."""
    visit = open_page("places", width=PHONE, script=script)
    visit.page.get_by_role("button", name=f"Be {who}").click()
    visit.page.goto(urljoin(site.address, "/you/friends"))
    visit.page.locator("main").get_by_role("link", name=other, exact=True).click()
    return visit
