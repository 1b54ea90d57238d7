"""Cem in the train: what he read last is still there without a network, and says from when it is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.helped import again, helped, kept_by_worker, until
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_the_last_stream_can_be_read_without_a_network(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = kept_by_worker(helped(visit.page))
    cards = page.locator("article").count()
    page.context.set_offline(True)
    page = again(visit, site, site.pages["stream"])
    expect(page.locator(".offline")).to_contain_text("You are offline. This is what")
    assert page.locator("article").count() == cards
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert visit.barriers() == []


def test_a_page_nobody_kept_says_that_there_is_no_network(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    kept_by_worker(helped(visit.page)).context.set_offline(True)
    page = again(visit, site, site.pages["tags"])
    expect(page.locator("h1")).to_have_text("You are offline")
    assert visit.barriers() == []


def test_it_says_so_in_the_language_of_the_page(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    kept_by_worker(helped(visit.page)).context.set_offline(True)
    assert again(visit, site, f"/cy{site.pages['tags']}").locator("html").get_attribute("lang") == "cy"


def test_with_a_network_the_page_is_always_the_new_one(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    kept_by_worker(helped(visit.page))
    page = again(visit, site, site.pages["stream"])
    assert page.locator(".offline").count() == 0
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    assert visit.complaints == []


def test_when_the_network_is_back_the_page_renews_itself(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = kept_by_worker(helped(visit.page))
    page.context.set_offline(True)
    again(visit, site, site.pages["stream"])
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_have_count(0)


def test_only_a_handful_of_pages_is_kept_and_never_a_private_one(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    kept_by_worker(helped(visit.page))
    for path in ("/share?url=https://nobody.example/", "/api/docs", "/no-such-place", "/about"):
        again(visit, site, path)
    kept_by_worker(visit.page)
    for number in range(25):
        visit.page.goto(f"{site.address}/terms?n={number}")
    names = "caches.open('hub:pages').then((pages) => pages.keys()).then((kept) => kept.map((each) => each.url))"
    kept_by_worker(visit.page)
    kept = visit.page.evaluate(names)
    assert len(kept) <= 24
    assert [url for url in kept if "/share" in url or "/api/" in url or "no-such" in url] == []


def test_a_form_sent_by_post_is_none_of_the_workers_business(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = kept_by_worker(helped(visit.page))
    page.context.set_offline(True)
    sent = "fetch(location.pathname, {method: 'POST'}).then(() => 'answered', () => 'failed')"
    assert page.evaluate(sent) == "failed"


def test_a_new_version_throws_the_old_files_away(open_page: OpenPage, site: Site) -> None:
    visit = open_page("stream")
    page = kept_by_worker(helped(visit.page))
    page.evaluate("caches.open('hub:shelf:old').then((shelf) => shelf.put('/static/old.css', new Response('')))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.unregister())")
    page = again(visit, site, site.pages["stream"])
    until(page, "!(await caches.has('hub:shelf:old'))")
    assert page.evaluate("caches.has('hub:pages')")
