"""A whole site to try things on, and its database as it was when people moved in. SQLite alone."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient

from hub.db.engine import connect, writing
from hub.kit.clock import now
from hub.settings import Settings
from hub.site.app import create_app
from tests import databases
from tests.neighbours import SAME_ORIGIN
from tests.site.conftest import ADDRESS, SECRET
from tests.site.livedin import GUESTS, LivedIn, cookies, move_in

Answer = tuple[int, Mapping[str, str], str]  # status, headers, text


@dataclass
class House:
    """The site, the people in it, and its database as it was."""

    browser: TestClient
    lived_in: LivedIn
    file: Path
    kept: sqlite3.Connection
    watching: sqlite3.Connection  # SQLite tells it when somebody else has written
    version_as_it_was: int
    is_as_it_was: bool = True

    def ask(self, method: str, address: str, persona: str, form: bytes = b"") -> Answer:
        """Ask as *persona*, of the database as it was."""
        self.as_it_was()
        if method == "POST":
            return self.send_form(address, persona, form)
        return self.send(method, address, cookies(self.lived_in, persona))

    def send(self, method: str, address: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """Send a request with just these *headers*; redirects are shown, not followed."""
        self.browser.cookies.clear()  # each request says by itself who asks
        self.is_as_it_was = self.is_as_it_was and method in {"GET", "HEAD"}
        told = self.browser.request(method, address, headers=headers, content=content, follow_redirects=False)
        return told.status_code, told.headers, told.text

    def send_form(self, address: str, persona: str, content: bytes) -> Answer:
        """Send a form as the browser of *persona* does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", address, SAME_ORIGIN | kind | cookies(self.lived_in, persona), content)

    def as_it_was(self) -> None:
        """Take back all that was written; most forms are refused, and leave nothing to be taken back."""
        if self.is_as_it_was:
            return
        self.is_as_it_was = True
        if version(self.watching) != self.version_as_it_was:
            with closing(sqlite3.connect(self.file)) as there:
                self.kept.backup(there)
            self.version_as_it_was = version(self.watching)


def version(watching: sqlite3.Connection) -> int:
    """Return a number that is another one once anybody else has written into the database."""
    (told,) = watching.execute("PRAGMA data_version").fetchone()
    return int(told)


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """Let people move into a hub whose files are in *folder*."""
    image, lived_in = _moved_in()
    (folder / "hub.db").write_bytes(image)
    site = create_app(_settings(folder), guests=GUESTS, with_styleguide=True, look_every=0)
    with (
        closing(sqlite3.connect(":memory:")) as kept,
        closing(sqlite3.connect(folder / "hub.db")) as watching,
        TestClient(site, base_url=ADDRESS, raise_server_exceptions=False) as browser,
    ):
        kept.deserialize(image)
        yield House(browser, lived_in, folder / "hub.db", kept, watching, version(watching))


@cache
def _moved_in() -> tuple[bytes, LivedIn]:
    """Return the file of a database people moved into, and what is there."""
    with TemporaryDirectory() as name:
        settings = _settings(Path(name))
        databases.sqlite_file(Path(name, "hub.db"))
        engine = connect(settings.database_url)
        with writing(engine) as db:
            lived_in = move_in(db, settings, now())
        engine.dispose()
        with closing(sqlite3.connect(Path(name, "hub.db"))) as there:
            there.execute("PRAGMA journal_mode=DELETE")  # what is kept in memory has no log beside it
            return there.serialize(), lived_in


def _settings(folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'hub.db'}",
        base_url=ADDRESS,
        contact="ruth@hub.example",
        secret_key=SECRET,
        mail_folder=folder / "mail",
    )
