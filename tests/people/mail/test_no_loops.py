"""No machine and this hub write to each other for ever: what it sends says so, and what comes back nobody reads."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

import hub
from hub.people.mail.message import Sender, written
from hub.people.mail.queries import Mail

ROOT = Path(hub.__file__).parent
READS_MAIL = {"imaplib", "poplib", "smtpd", "aiosmtpd", "mailbox", "aioimaplib"}
WRITES_MAIL = {"EmailMessage", "MIMEText", "MIMEMultipart"}
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SENDER = Sender("https://hub.example", "hub@hub.example", b"key")


def imported(path: Path) -> set[str]:
    """Return every name a module takes from others, with the modules themselves."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {(node.module or "").partition(".")[0], *(each.name for each in node.names)}
    return names


def called(path: Path) -> set[str]:
    """Return every name a module calls."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {node.func.id for node in calls if isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("topic", ["", "digest", "answers", "desk"])
def test_every_mail_says_that_a_machine_wrote_it_whatever_it_is_about(topic: str) -> None:
    ben = "ben@example.org"
    mail = Mail(UUID(int=7), "notice", ben, ben, "Bins", "On Tuesday.", "<p>On Tuesday.</p>", topic, NOON, tries=1)
    assert written(mail, SENDER)["Auto-Submitted"] == "auto-generated"


def test_mail_is_made_in_one_place_alone_which_says_so() -> None:
    makers = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if called(path) & WRITES_MAIL]
    assert makers == ["people/mail/message.py"]


def test_the_hub_reads_no_mail_so_that_it_answers_none() -> None:
    assert [path for path in ROOT.rglob("*.py") if imported(path) & READS_MAIL] == []
