"""A real Chromium and a real hub: the sample town, fetched and served as `make run` serves it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import httpx2
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.site import HEIGHT, Site, Visit

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 90.0  # seconds until the town's stream must be there
ENOUGH_ITEMS = 20
OpenPage = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; every test gets a profile of its own inside it."""
    path = chromium.find(print)
    assert path, "there is no Chromium: `make test` brings one"
    # Chromium itself must not look further than this machine either.
    walls = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, *walls])
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on a free port, once its town's stream is full."""
    folder = tmp_path_factory.mktemp("hub")
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    command = [sys.executable, "-m", "hub", "demo", "--port", str(port), "--database", str(folder / "demo.db")]
    with (folder / "log").open("w+") as log, _running(command, log.fileno()) as process:
        yield _when_ready(f"http://127.0.0.1:{port}", process, folder / "log")


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
        if script:
            context.add_init_script(path=AXE)  # as the browser's own script: the page's policy need not allow it
        return Visit.to(context.new_page(), site, site.pages[name])

    yield opener
    for context in contexts:
        context.close()


@contextmanager
def _running(command: list[str], log: int) -> Iterator[subprocess.Popen[bytes]]:
    # The town is ours: nobody needs to be polite to it.
    environment = dict(os.environ) | {"HUB_HOST_PAUSE": "0"}  # noqa: TID251 -- what a child process inherits
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603 -- our own command
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def _when_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> Site:
    deadline = monotonic() + PATIENCE
    with httpx2.Client(base_url=address, timeout=5) as client:
        while monotonic() < deadline:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)  # the pause between two looks ends at once when the hub does
                break
            with suppress(httpx2.TransportError, json.JSONDecodeError):
                if client.get("/readyz").is_success and (found := Site.explore(client, ENOUGH_ITEMS)):
                    return found
    raise AssertionError(f"the demo was not ready within {PATIENCE:.0f} s; it said:\n{log.read_text()[-4000:]}")
