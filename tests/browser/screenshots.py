"""What does every page look like? Pictures of the sample town at three widths, light and dark, for eyes to go over."""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.browser.served import served
from tests.browser.site import HEIGHT, TAKING_PART, Site

FOLDER = Path("var/screenshots")
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 5_000  # pixels of one picture; what is longer repeats itself


def main() -> int:
    """Take a picture of every page, and say where they are."""
    found = chromium.find(_say)
    if not found:
        _say("There is no Chromium: `make test` brings one.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as folder, served(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(chromium.FLAGS))
        taken = sum(1 for _ in _taken(browser, site))
        browser.close()
    _say(f"{taken} pictures in {FOLDER}")
    return 0


def _taken(browser: Browser, site: Site) -> Iterator[Path]:
    for width, scheme in product(WIDTHS, SCHEMES):
        page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
        for name, address in site.pages.items():
            yield _picture(page, site.address + address, f"{name.replace(' ', '-')}-{width}-{scheme}")
        for who, patterns in TAKING_PART.items():
            page.goto(site.address)
            page.get_by_role("button", name=f"Be {who}").click()
            for pattern in patterns:
                address = pattern.format_map(site.pages)
                yield _picture(page, site.address + address, f"as-{who}{address.replace('/', '-')}-{width}-{scheme}")
        page.close()


def _picture(page: Page, address: str, name: str) -> Path:
    page.goto(address)
    width, tall = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)})
    return file


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
