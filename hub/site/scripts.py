"""Which scripts may a page have, and where? Ours, and those that set-up brought; no page needs any."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from hub.site.words import LANGUAGES, language

STATIC = Path(__file__).parents[2] / "web" / "static"
FOLDER = STATIC / "js"
WORKER = FOLDER / "worker.js"  # served as /sw.js: what it may look after begins where it lies
_HASH_CHARACTERS = 10


@cache
def script(name: str) -> str:
    """Return the address of a script of ours, with a mark of the whole folder: modules bring each other by it."""
    return f"/static/js/{name}?v={_mark(*modules())}"


@cache
def vendored(name: str) -> str:
    """Return the address of a script somebody else wrote; empty where set-up brought none."""
    file = STATIC / "vendor" / name
    return f"/static/vendor/{name}?v={_mark(file)}" if file.is_file() else ""


def locale() -> str:
    """Return whose way of writing dates a script shall follow, as browsers name it.

    >>> locale()
    'en-GB'
    """
    return LANGUAGES[language()].locale.replace("_", "-")


def modules() -> tuple[Path, ...]:
    """Return every script of ours that a page may bring."""
    return tuple(sorted(file for file in FOLDER.glob("*.js") if file != WORKER))


def _mark(*files: Path) -> str:
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:_HASH_CHARACTERS]
