"""What waits in the outbox leaves: once, whatever happens on the way, and never is it lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.communicate.following import actions as following
from hub.communicate.following import queries
from hub.communicate.following.rules import Followed, Kind, When
from hub.db.engine import connect, writing
from hub.duties import mailing
from hub.duties.mailing import Post, forget_files, mail_round, send_mail
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.kit.smtp import MailServer
from hub.net.door import Door
from hub.people.mail import actions
from hub.people.mail.message import Sender
from hub.people.mail.models import OutboxMail
from hub.people.mail.rules import CLAIM, WORDS_KEPT, Letter
from hub.people.persons import actions as persons
from hub.sandbox import Sandbox
from hub.settings import Settings
from tests import town
from tests.postoffice import PostOffice, post_office

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SENDER = Sender("https://hub.example", "hub@hub.example", b"key")


class Clock:
    """What the time is, as the test says."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time in the duty."""
    made = Clock()
    monkeypatch.setattr(mailing, "now", made)
    return made


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server on loopback."""
    with post_office() as opened:
        yield opened


def _tools(engine: Engine, stop: Stop | None = None) -> Tools:
    return Tools(engine, Door(), Sandbox.__new__(Sandbox), stop or Stop())


def _through(office: PostOffice) -> Post:
    return Post(SENDER, Path("nowhere"), MailServer.of(office.url))


def _write(engine: Engine, *names: str, kind: str = "notice") -> list[Letter]:
    letters = [Letter(kind, f"{name}@example.org", f"For {name}", "words", "<p>words</p>") for name in names]
    with writing(engine) as db:
        for letter in letters:
            actions.post(db, letter, NOON)
    return letters


def _rows(engine: Engine) -> dict[str, OutboxMail]:
    with writing(engine) as db:
        return {row.to_key.partition("@")[0]: row for row in db.exec(select(OutboxMail))}


def test_what_is_written_leaves_once(engine: Engine, office: PostOffice) -> None:
    letter, _ = _write(engine, "ben", "cem")
    assert send_mail(_tools(engine), _through(office)) == 2
    assert send_mail(_tools(engine), _through(office)) == 0
    assert {message["Subject"]: message["Message-ID"] for message in office.came}[
        "For ben"
    ] == f"<{letter.id}@hub.example>"
    assert {row.sent_at for row in _rows(engine).values()} == {NOON}


def test_what_was_not_committed_is_never_sent(engine: Engine, office: PostOffice) -> None:
    with Session(engine) as undone:
        actions.post(undone, Letter("notice", "ben@example.org", "s", "t", "h"), NOON)
        undone.rollback()
    assert send_mail(_tools(engine), _through(office)) == 0


def test_a_mailbox_that_is_busy_gets_its_mail_later(engine: Engine, office: PostOffice, clock: Clock) -> None:
    _write(engine, "ben", "cem")
    office.replies["ben@example.org"] = "450 4.2.1 busy"
    assert send_mail(_tools(engine), _through(office)) == 1
    assert _rows(engine)["ben"].trouble == "The mail server says: 450 4.2.1 busy"
    office.replies.clear()
    assert send_mail(_tools(engine), _through(office)) == 0
    clock.at += MINUTE
    assert send_mail(_tools(engine), _through(office)) == 1
    assert _rows(engine)["ben"].trouble == ""


def test_a_mailbox_that_does_not_exist_is_given_up_in_words(engine: Engine, office: PostOffice) -> None:
    _write(engine, "ben")
    office.replies["ben@example.org"] = "550 5.1.1 nobody of that name"
    send_mail(_tools(engine), _through(office))
    row = _rows(engine)["ben"]
    assert (row.given_up_at, row.trouble) == (NOON, "The mail server says: 550 5.1.1 nobody of that name")


def test_who_cannot_be_written_to_for_good_gets_no_digest_before_they_say_so(
    engine: Engine, office: PostOffice
) -> None:
    with writing(engine) as db:
        ben = persons.welcome(db, "ben@example.org", NOON)
        here = Followed(Kind.PLACE, town.place(db, "Alderford").id)
        following.follow(db, ben, following.Wish(here, When()), NOON)
    _write(engine, "ben")
    office.replies["ben@example.org"] = "550 5.1.1 nobody of that name"
    send_mail(_tools(engine), _through(office))
    with writing(engine) as db:
        plan = queries.plan(db, ben)
        assert plan
        assert (plan.due_at, plan.trouble) == (None, "The mail server says: 550 5.1.1 nobody of that name")


def test_a_server_that_is_down_is_not_asked_for_every_mail(engine: Engine) -> None:
    _write(engine, "ben", "cem", "ada")
    with post_office() as closed:
        pass
    assert send_mail(_tools(engine), _through(closed)) == 0
    assert sorted(row.tries for row in _rows(engine).values()) == [0, 0, 1]


def test_a_code_that_has_ended_is_not_sent(engine: Engine, office: PostOffice, clock: Clock) -> None:
    _write(engine, "ben", kind="code")
    clock.at += 15 * MINUTE
    assert send_mail(_tools(engine), _through(office)) == 0
    assert "too late" in _rows(engine)["ben"].trouble
    assert office.came == []


def test_an_address_that_is_none_keeps_nobody_else_waiting(engine: Engine, office: PostOffice) -> None:
    _write(engine, "no address, ben", "cem")
    assert send_mail(_tools(engine), _through(office)) == 1
    assert {row.trouble for row in _rows(engine).values()} == {
        "",
        "No mail can be sent to this address: this is no address.",
    }


def test_a_hub_that_stops_sends_no_more(engine: Engine, office: PostOffice) -> None:
    _write(engine, "ben")
    stop = Stop()
    stop.set()
    assert send_mail(_tools(engine, stop), _through(office)) == 0
    assert _rows(engine)["ben"].tries == 0


def test_what_another_worker_has_taken_is_left_to_it(
    many: Engine, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letter,) = _write(many, "ben")
    monkeypatch.setattr("hub.people.mail.queries.due", lambda *_: [letter.id])  # asked before the other one claimed it
    with writing(many) as db:
        actions.claim(db, letter.id, NOON)
    assert send_mail(_tools(many), _through(office)) == 0


@pytest.mark.parametrize("after", ["before it is handed over", "after it was handed over"])
def test_killed_on_the_way_it_arrives_after_the_restart(
    database_url: str, office: PostOffice, clock: Clock, after: str
) -> None:
    with _opened(database_url) as engine:
        (letter,) = _write(engine, "ben")
    died = subprocess.run([sys.executable, "-c", DYING, database_url, office.url, after], check=False)  # noqa: S603 -- a program of ours
    assert died.returncode == 9
    assert len(office.came) == (after == "after it was handed over")
    with _opened(database_url) as engine:
        assert send_mail(_tools(engine), _through(office)) == 0  # it may still be on its way
        clock.at += CLAIM
        assert send_mail(_tools(engine), _through(office)) == 1
        assert send_mail(_tools(engine), _through(office)) == 0
    # A second copy has the same id and the same bytes: whoever keeps mail drops it.
    assert {message["Message-ID"] for message in office.came} == {f"<{letter.id}@hub.example>"}
    assert len({bytes(message) for message in office.came}) == 1


def test_without_a_server_mail_is_written_into_a_folder(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "var" / "mail"
    (letter,) = _write(engine, "ben")
    assert send_mail(_tools(engine), Post(SENDER, folder)) == 1
    (file,) = folder.iterdir()
    assert file.name == f"20260303T120000-{letter.id}.eml"
    assert message_from_bytes(file.read_bytes(), policy=default)["Subject"] == "For ben"
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_is_trouble_of_the_hub(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _write(engine, "ben")
    assert send_mail(_tools(engine), Post(SENDER, tmp_path / "file")) == 0
    assert _rows(engine)["ben"].trouble.startswith("The mail folder cannot be written to")


def test_the_operator_chooses_which_way_mail_leaves(tmp_path: Path) -> None:
    chosen = Settings(
        _env_file=None, secret_file=tmp_path / "key", contact="ada@hub.example", smtp_url="smtps://post.example"
    )
    post = Post.of(chosen)
    assert post.server == MailServer("post.example", 465, tls=True)
    assert post.sender.address == "ada@hub.example"
    assert Post.of(chosen.model_copy(update={"smtp_url": "", "mail_from": "hub@x.example"})).server is None


def test_a_round_makes_no_key_before_there_is_mail(engine: Engine, tmp_path: Path) -> None:
    chosen = Settings(_env_file=None, secret_file=tmp_path / "key", mail_folder=tmp_path / "mail")
    assert mail_round(_tools(engine), chosen) == 0
    assert list(tmp_path.iterdir()) == []
    _write(engine, "ben")
    assert mail_round(_tools(engine), chosen) == 1
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_files_of_mail_go_after_a_day_and_when_who_it_was_for_is_erased(engine: Engine, tmp_path: Path) -> None:
    chosen = Settings(_env_file=None, secret_file=tmp_path / "key", mail_folder=tmp_path)
    for name in ("ben", "cem"):
        _write(engine, name)
    assert mail_round(_tools(engine), chosen) == 2
    (tmp_path / "saved by hand.eml").touch()
    with writing(engine) as db:
        forget_files(db, tmp_path, now())
        assert len(list(tmp_path.glob("*.eml"))) == 3
        actions.forget_person(db, "ben@example.org")
        forget_files(db, tmp_path, now())
        assert not any(b"ben@example.org" in file.read_bytes() for file in tmp_path.glob("*.eml"))
        assert len(list(tmp_path.glob("*.eml"))) == 2
        forget_files(db, tmp_path, now() + WORDS_KEPT)
    assert [file.name for file in tmp_path.glob("*.eml")] == ["saved by hand.eml"]


# It claims a mail and is gone, as if its machine had lost its power.
DYING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from hub.db.engine import connect
from hub.duties import mailing
from hub.kit.smtp import MailServer
from hub.net.mail import Wire
from hub.people.mail.message import Sender
from hub.duties.tools import Stop, Tools
from hub.net.door import Door

url, server, when = sys.argv[1:]
send = Wire.send

def dying(wire, message):
    if when.startswith("after"):
        send(wire, message)
    os._exit(9)

Wire.send = dying
mailing.now = lambda: datetime(2026, 3, 3, 12, tzinfo=UTC)
post = mailing.Post(Sender("https://hub.example", "hub@hub.example", b"key"), Path("nowhere"), MailServer.of(server))
mailing.send_mail(Tools(connect(url), Door(), None, Stop()), post)
"""


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    opened = connect(url)
    yield opened
    opened.dispose()
