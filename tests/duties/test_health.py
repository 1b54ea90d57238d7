"""What the doctor says of mail."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from hub.db.engine import writing
from hub.duties.health import examine
from hub.people.mail import actions
from hub.people.mail.queries import Mail
from hub.people.mail.rules import Letter

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


def test_mail_that_leaves_is_well(engine: Engine) -> None:
    _claimed(engine)
    assert "✓ No mail is stuck." in _said(engine, NOON)


def test_mail_that_waits_for_long_is_said_with_what_the_server_says(engine: Engine) -> None:
    mail = _claimed(engine)
    with writing(engine) as db:
        actions.note_trouble(db, mail, "The mail server says: 450 busy", NOON)
    assert "✓ No mail is stuck." in _said(engine, NOON)
    said = "✗ Mails that cannot be sent: 1, the oldest since 03 March, 12:00 UTC. The mail server says: 450 busy"
    assert said in _said(engine, LATER)


def test_mail_that_was_given_up_is_said_for_a_day(engine: Engine) -> None:
    mail = _claimed(engine)
    with writing(engine) as db:
        actions.give_up(db, mail, "The mail server says: 550 nobody", NOON)
    assert "✗ Mails given up in the last day: 1. The mail server says: 550 nobody" in _said(engine, LATER)
    assert "✓ No mail is stuck." in _said(engine, NOON + timedelta(days=2))


def _claimed(engine: Engine) -> Mail:
    letter = Letter("notice", "ben@example.org", "Bins", "words", "<p>words</p>")
    with writing(engine) as db:
        actions.post(db, letter, NOON)
        mail = actions.claim(db, letter.id, NOON)
    assert mail is not None
    return mail


def _said(engine: Engine, at: datetime) -> list[str]:
    return [f"{'✓' if finding.well else '✗'} {finding.sentence}" for finding in examine(engine, at)]
