"""The other side of the bench: the library `reader`, in a virtual environment of its own.

`python -m bench.theirs prepare FILE ADDRESS…`, then `python -m bench.theirs round FILE`; FILE is the database.
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


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), sys.argv[3:])
    else:
        print(json.dumps(look(Path(sys.argv[2]))))
