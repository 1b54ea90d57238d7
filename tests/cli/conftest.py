"""The command line, as somebody types it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.cli.commands import main


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Hub = Callable[..., Said]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, database_url: str) -> Hub:
    """Run a command in an empty folder, on a fresh database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["hub", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0 if code is None else 1, said.out, said.err)

    return run
