"""The runner behind `make test`: what it tells when something is missing."""

import sys
from pathlib import Path

import pytest

from tests import chromium, run


@pytest.mark.parametrize("path", [sys.executable, "/nowhere/chromium"])
def test_what_is_no_browser_has_no_version(path: str) -> None:
    assert chromium.version(path) == ""


def test_a_browser_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setitem(chromium._ENVIRONMENT, "HUB_CHROMIUM", sys.executable)
    assert chromium.find(said.append) == ""
    assert said == [f"{sys.executable} does not start as a browser"]


def test_a_browser_names_its_version(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho Chromium 150.0.7871.100 built on Debian\n")
    browser.chmod(0o755)
    assert chromium.version(str(browser)) == "150.0.7871.100"


def test_everything_red_is_named_and_the_last_line_says_what_was_tested(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_databases", lambda name, **_: name == "sqlite")
    monkeypatch.setattr(run, "_browser", lambda **_: "chromium 150.0")
    assert run.main([]) == 1
    assert capsys.readouterr().out == "RED: postgresql\ndatabases: sqlite · browser: chromium 150.0\n"


def test_without_a_browser_only_when_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_databases", lambda *_, **__: True)
    monkeypatch.setitem(run._ENVIRONMENT, "HUB_TEST_WITHOUT", "browser")
    assert run.main([]) == 0
    assert capsys.readouterr().out == "databases: sqlite, postgresql · browser: none, as HUB_TEST_WITHOUT says\n"


def test_where_coverage_judges_no_draw_decides_and_one_database_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, tuple[list[str], bool]] = {}

    def note(name: str, arguments: list[str], _environment: dict[str, str], *, cover: bool) -> bool:
        asked[name] = arguments, cover
        return True

    monkeypatch.setattr(run, "_pytest", note)
    assert all(run._databases(name, cover=True) for name in ("sqlite", "postgresql"))
    assert {name: cover for name, (_, cover) in asked.items()} == {"sqlite": True, "postgresql": False}
    assert all(set(run.SETTLED) <= set(arguments) for arguments, _ in asked.values())
