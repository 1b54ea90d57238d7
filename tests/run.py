"""Are all tests green on both databases and in a browser? The runner behind `make test`.

It says what it does, brings a Chromium where there is none, and ends with one line that names what was tested.
"""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

from tests import chromium, coverage_floor

HERE = Path(__file__).parent.parent
GREEN, NOTHING_COLLECTED = 0, 5
# Where coverage judges, no draw may decide: Hypothesis draws the same examples, and tests run in the same order.
SETTLED = ("--hypothesis-profile=settled", "--randomly-seed=1")
_ENVIRONMENT = os.environ  # noqa: TID251 -- how tests are run is no setting of the hub
# Two workers, three parts and every child read the same modules: who forbids to keep them compiled, pays twice for all.
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}


def main(arguments: list[str]) -> int:
    """Run every part even when one is red, so that one run shows all trouble; return 0 when all is green."""
    cover = "--coverage" in arguments
    if cover:
        for measured in HERE.glob(".coverage*"):
            measured.unlink()
    red = [name for name in ("sqlite", "postgresql") if not _databases(name, cover=cover)]
    browser = _browser()
    if not browser:
        red.append("browser")
    if cover and not red and not coverage_floor.holds():
        red.append("coverage")
    for name in red:
        say(f"RED: {name}")
    tested = [name for name in ("sqlite", "postgresql") if name not in red]
    say(f"databases: {', '.join(tested) or 'none'} · browser: {browser or 'none'}")
    return 1 if red else 0


def say(words: str) -> None:
    """Print one line at once, in order with what children print."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _databases(name: str, *, cover: bool) -> bool:
    postgres = _ENVIRONMENT.get("HUB_TEST_POSTGRES") or "1"
    environment = {"HUB_TEST_POSTGRES": postgres if name == "postgresql" else ""}
    # What runs on PostgreSQL runs on SQLite too, and the pure modules ask neither: one of the two is measured.
    return _pytest(name, ["-n", "2", *(SETTLED if cover else ())], environment, cover=cover and name == "sqlite")


def _browser() -> str:
    """Run the browser tests; return the browser's name and version, or nothing when red or without one."""
    if _ENVIRONMENT.get("HUB_TEST_WITHOUT") == "browser":
        return "none, as HUB_TEST_WITHOUT says"
    found = chromium.find(say) or chromium.install(say)
    if not found:
        say("There is no Chromium. Install one, name it with HUB_CHROMIUM, or leave it out: HUB_TEST_WITHOUT=browser")
        return ""
    without_postgres = {"HUB_CHROMIUM": found, "HUB_TEST_POSTGRES": ""}
    # Without measuring coverage: there the hub is a process of its own, which nobody measures.
    green = _pytest("browser", ["-n", "2", "tests/browser"], without_postgres, cover=False)
    return f"chromium {chromium.version(found)}" if green else ""


def _pytest(name: str, arguments: list[str], environment: dict[str, str], *, cover: bool) -> bool:
    """Run pytest as a process of its own; False when red or when it found nothing to run."""
    say(f"\n── {name} " + "─" * (70 - len(name)))
    covering = ["--cov=hub", "--cov-report=", "--cov-append"] if cover else []
    together = dict(_ENVIRONMENT) | KEEP_COMPILED | environment
    began = monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *covering, *arguments]
    done = subprocess.run(command, cwd=HERE, env=together, check=False)  # noqa: S603 -- our own
    if done.returncode == NOTHING_COLLECTED:
        say(f"{name}: there was nothing to run")
    say(f"{name}: {monotonic() - began:.0f} s")
    return done.returncode == GREEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
