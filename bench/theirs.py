"""The other side of the bench: the library `reader`, in a virtual environment of its own.

`prepare FILE ADDRESS…`, then `round FILE`; FILE is the database.
Nothing of the hub is imported here, and no type is known: reader is installed where this runs, not where we check.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

WORKERS = 10


def _reader(file: Path) -> Any:  # noqa: ANN401 -- see above
    return importlib.import_module("reader").make_reader(str(file))


def prepare(file: Path, addresses: list[str]) -> None:
    """Make the database and add every feed."""
    with _reader(file) as reader:
        for address in addresses:
            reader.add_feed(address)


def look(file: Path) -> dict[str, int]:
    """Look at every feed once; a feed seen within the hour is not left out."""
    with _reader(file) as reader:
        reader.update_feeds(workers=WORKERS, scheduled=False)
        return {"feeds": reader.get_feed_counts().total, "broken": reader.get_feed_counts().broken}


def main() -> None:
    """Do what the command line says; print the report of a round as JSON."""
    deed, file, *addresses = sys.argv[1:]
    if deed == "prepare":
        prepare(Path(file), addresses)
    else:
        print(json.dumps(look(Path(file))))
