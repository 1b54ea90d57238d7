"""A third side of the bench where it is installed: newsboat, a reader in C++ and Rust for the terminal.

`prepare FILE ADDRESS…`, then `round FILE`; FILE is its cache. It cleans nothing and indexes nothing: take it for a
floor; what it keeps of a feed is its own business, so nothing is promised of it.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM = "newsboat"
_CONFIG = "reload-threads 20\nmax-items 0\ndownload-retries 1\n"


def is_here() -> bool:
    """Say whether it is installed."""
    return shutil.which(PROGRAM) is not None


def prepare(file: Path, addresses: list[str]) -> None:
    """Write down every feed."""
    file.with_name("urls").write_text("".join(f"{address}\n" for address in addresses), encoding="utf-8")
    file.with_name("config").write_text(_CONFIG, encoding="utf-8")


def look(file: Path) -> None:
    """Look at every feed once."""
    files = ["-u", str(file.with_name("urls")), "-C", str(file.with_name("config")), "-c", str(file)]
    subprocess.run([PROGRAM, *files, "-x", "reload"], check=True)


def main() -> None:
    """Do what the command line says; print an empty report of a round as JSON."""
    deed, file, *addresses = sys.argv[1:]
    if deed == "prepare":
        prepare(Path(file), addresses)
    else:
        look(Path(file))
        print(json.dumps({}))
