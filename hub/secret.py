"""What is signed with? The operator's key, or one made at first need and kept beside the database."""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from pathlib import Path

from hub.settings import Settings

BYTES = 32


def key_for(settings: Settings, purpose: str) -> bytes:
    """Return a key of 32 bytes for one *purpose*: what is signed for one is worth nothing for another."""
    return digest(_whole(settings.secret_key, settings.secret_file), purpose.encode(), "sha256")


@lru_cache(maxsize=8)
def _whole(given: str, file: Path) -> bytes:
    if given:
        return sha256(given.encode()).digest()
    if not file.exists():
        _make(file)
    return bytes.fromhex(file.read_text("ascii").strip())


def _make(file: Path) -> None:
    """Make a key nobody else can read; of several processes that start at once, the first one’s is kept."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    try:
        made.write_text(secrets.token_hex(BYTES), "ascii")
        with suppress(FileExistsError):
            os.link(made, file)
    finally:
        made.unlink()
