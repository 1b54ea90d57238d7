"""What the page on security promises is tested: every test it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_the_page_on_security_names_exists(path: str, name: str) -> None:
    code = (ROOT / path).read_text("utf-8")
    assert not name or re.search(rf"^def {name}\(", code, re.MULTILINE)


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| they", "| what h"))]
    assert len(rows) > 25
    assert [row for row in rows if "`tests/" not in row] == []
