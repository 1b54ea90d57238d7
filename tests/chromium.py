"""Which Chromium do the browser tests drive, and where does one come from when there is none?"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # tests run as root in containers, where Chromium refuses its sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
Say = Callable[[str], None]
_ENVIRONMENT = os.environ  # noqa: TID251 -- where a browser is, is no setting of the hub


def find(say: Say) -> str:
    """Return the path of a Chromium that starts: the one HUB_CHROMIUM names, else one on PATH, else Playwright's."""
    named = _ENVIRONMENT.get("HUB_CHROMIUM", "")
    for path in [named] if named else _candidates():
        if version(path):
            return path
        say(f"{path} does not start as a browser")
    return ""


def install(say: Say) -> str:
    """Install a Chromium, Debian's where we may, else Playwright's; return its path, or nothing when neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("No Chromium here: installing Debian's package")
        quiet = _ENVIRONMENT | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            _run(["apt-get", "-qq", *step], say, quiet)
        if found := find(say):
            return found
    say("No Chromium here: asking Playwright for one")
    _run([sys.executable, "-m", "playwright", "install", "chromium"], say, _ENVIRONMENT)
    return find(say)


def version(path: str) -> str:
    """Return the version of the browser at *path*, such as 150.0.7871.100; empty when it does not start."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 -- a browser the developer has
    except (OSError, subprocess.TimeoutExpired):
        return ""
    numbers = re.search(r"Chrom\D*(\d+(?:\.\d+){1,3})", told.stdout)
    return numbers[1] if numbers else ""


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    if path := _of_playwright():
        yield path


def _of_playwright() -> str:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- half a second, only where it is needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _run(command: list[str], say: Say, environment: "os._Environ[str] | dict[str, str]") -> None:
    done = subprocess.run(command, capture_output=True, text=True, env=dict(environment), check=False)  # noqa: S603 -- fixed words
    if done.returncode:
        say(f"{' '.join(command)}: {done.stderr.strip()[-400:]}")
