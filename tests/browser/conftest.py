"""A real Chromium and a real hub: the sample town, fetched and served as `make run` serves it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.browser.served import served_again, settle
from tests.browser.site import HEIGHT, Site, Visit

OpenPage = Callable[..., Visit]
# What Playwright switches off as well: a second list takes the place of its own. Paint holding, above all, shows a page
# that was left until the next one is there.
UNWANTED = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *(
        "HttpsFirstBalancedModeAutoEnable",
        "LensOverlay",
        "MediaRouter",
        "PaintHolding",
        "ThirdPartyStoragePartitioning",
    ),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    "PreconnectToSearch",
)
SETTLED = pytest.StashKey[Path]()
SERVED = pytest.StashKey[Site]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; every test gets a profile of its own inside it."""
    path = chromium.find(print)
    assert path, "there is no Chromium: `make test` brings one"
    # Chromium itself must not look further than this machine either.
    walls = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    # Nor start a process in advance for every profile: our profiles open one page.
    thrift = [f"--disable-features={','.join((*UNWANTED, 'SpareRendererForSitePerProcess'))}"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, *walls, *thrift])
        yield started
        started.close()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the town come to rest once a run, and serve it where tests run: before anybody is asked to be quick."""
    config = session.config
    if config.option.collectonly:
        return
    told = getattr(config, "workerinput", None)
    kept = ExitStack()
    config.add_cleanup(kept.close)
    folder = Path(kept.enter_context(TemporaryDirectory(prefix="town-")))
    config.stash[SETTLED] = Path(told["settled town"]) if told else settle(folder / "settled")
    if told or config.getoption("dist", "no") == "no":  # not who only hands tests out
        config.stash[SERVED] = kept.enter_context(served_again(config.stash[SETTLED], folder / "served"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["settled town"] = str(node.config.stash.get(SETTLED, Path()))


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Site:
    """The demo on a free port, with a town of our own in which nothing happens but what we do."""
    return pytestconfig.stash[SERVED]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """A function that opens a page by name in a profile of its own and tells all about it."""
    with _profiles(browser, site) as opener:
        yield opener


@pytest.fixture(scope="session")
def unscripted(browser: Browser, site: Site) -> Iterator[Page]:
    """A page without script, for tests that lead it from address to address and leave nothing behind.

    A profile of its own takes longer than what such a test does in it.
    """
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


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
