"""A real Chromium and a real hub: the sample town, fetched and served as `make run` serves it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.served import served
from tests.browser.site import HEIGHT, Site, Visit

OpenPage = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; every test gets a profile of its own inside it."""
    path = chromium.find(print)
    assert path, "there is no Chromium: `make test` brings one"
    # Chromium itself must not look further than this machine either.
    walls = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    # Nor start a process in advance for every profile: our profiles open one page.
    thrift = ["--disable-features=SpareRendererForSitePerProcess"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, *walls, *thrift])
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on a free port, once its town's stream is full."""
    with served(tmp_path_factory.mktemp("hub")) as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """A function that opens a page by name in a profile of its own and tells all about it."""
    with _profiles(browser, site) as opener:
        yield opener


@contextmanager
def _profiles(browser: Browser, site: Site) -> Iterator[OpenPage]:
    contexts = []

    def opener(name: str, *, width: int = 1280, script: bool = True, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            bypass_csp=False,
        )
        contexts.append(context)
        return Visit.to(context.new_page(), site, site.pages[name])

    yield opener
    for context in contexts:
        context.close()
