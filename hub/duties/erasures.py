"""Who was erased? Their numbers in a file beside the database, for the day a backup from before is restored."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2s
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid4

from sqlalchemy import URL

Gone = Mapping[UUID, datetime]
NOBODY: Gone = MappingProxyType({})


def file_of(url: URL) -> Path | None:
    """Return the file beside a SQLite database, or under var/ for PostgreSQL; None for one in memory."""
    if url.get_backend_name() == "sqlite":
        return Path(f"{url.database}.erased") if url.database and url.database != ":memory:" else None
    named = f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}"
    return Path("var") / f"{blake2s(named.encode(), digest_size=6).hexdigest()}.erased"


def written_down(url: URL) -> Gone:
    """Return who is known to have been erased from the database at *url*, whatever it holds now."""
    file = file_of(url)
    if file is None or not file.is_file():
        return {}
    lines = (line.split() for line in file.read_text("ascii").splitlines() if line)
    return {UUID(person_id): datetime.fromisoformat(at) for person_id, at in lines}


def write_down(url: URL, gone: Gone) -> None:
    """Add those who are *gone*; the file is always whole."""
    file, known = file_of(url), written_down(url)
    if file is None or gone.keys() <= known.keys():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{person_id} {at.isoformat()}\n" for person_id, at in sorted({**gone, **known}.items()))
    part = file.with_name(f"{file.name}.{uuid4().hex}.part")  # of several who write at once, each has its own
    part.write_text("".join(lines), "ascii")
    part.replace(file)
