"""Writes of mail: into the outbox in the transaction of the deed it speaks of, and what became of it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from hub.db import bulk
from hub.kit.mailboxes import email_key
from hub.kit.text import storable
from hub.people.mail.models import MailRefusal, OutboxMail
from hub.people.mail.queries import Mail, is_due, is_unsent, refusing
from hub.people.mail.rules import (
    CLAIM,
    CODE,
    ROWS_KEPT,
    TOPIC_ROWS_KEPT,
    WORDS_KEPT,
    Letter,
    next_try,
)

_NO_WORDS = {"subject": "", "text": "", "html": ""}


def post(db: Session, letter: Letter, now: datetime) -> None:
    """Have *letter* sent once this transaction is committed; not to who wants no mail about its topic."""
    key = email_key(letter.to)
    refused = select(MailRefusal).where(MailRefusal.to_key == key, MailRefusal.topic == letter.topic)
    if letter.topic and db.exec(refused).first():
        return
    db.add(OutboxMail(**_row(letter, now)))
    db.flush()


def post_all(db: Session, letters: Sequence[Letter], now: datetime) -> None:
    """Have all these *letters* sent, in one statement; not to who wants no mail about their topic."""
    topics = {letter.topic for letter in letters if letter.topic}
    keys = {email_key(letter.to) for letter in letters}
    refused = {(key, topic) for topic in topics for key in refusing(db, keys, topic)}
    rows = [_row(letter, now) for letter in letters if (email_key(letter.to), letter.topic) not in refused]
    bulk.insert(db, OutboxMail, rows)


def claim(db: Session, mail_id: UUID, now: datetime) -> Mail | None:
    """Take a mail to send it, for as long as a claim holds; None when somebody else was faster."""
    taken = update(OutboxMail).where(col(OutboxMail.id) == mail_id, is_due(now))
    # The try is counted before it is made: one during which the hub is killed counts too.
    values = {"claimed_until": now + CLAIM, "tries": OutboxMail.tries + 1}
    if db.exec(taken.values(**values)).rowcount != 1:
        return None
    return Mail.of(db.get_one(OutboxMail, mail_id, populate_existing=True))


def note_sent(db: Session, mail: Mail, now: datetime) -> None:
    """Note that a mail has left; the words of a code are forgotten at once."""
    words = _NO_WORDS if mail.kind == CODE else {}
    _note(db, mail.id, sent_at=now, trouble="", **words)


def note_trouble(db: Session, mail: Mail, why: str, now: datetime) -> None:
    """Note why a mail could not be sent, and when it is tried again; after the last try it is given up."""
    due_at = next_try(mail.tries, now)
    if due_at is None:
        give_up(db, mail, why, now)
    else:
        _note(db, mail.id, trouble=why, due_at=due_at)


def give_up(db: Session, mail: Mail, why: str, now: datetime) -> None:
    """Note that a mail will never be sent, and why."""
    words = _NO_WORDS if mail.kind == CODE else {}
    _note(db, mail.id, trouble=why, given_up_at=now, **words)


def refuse(db: Session, to_key: str, topic: str, now: datetime) -> None:
    """Send this address no more mail about *topic*, not even what is waiting; twice changes nothing."""
    with suppress(IntegrityError), db.begin_nested():  # the button may be pressed twice at once
        db.add(MailRefusal(to_key=to_key, topic=topic, since=now))
    waiting = update(OutboxMail).where(col(OutboxMail.to_key) == to_key, col(OutboxMail.topic) == topic, is_unsent())
    db.execute(waiting.values(given_up_at=now, trouble=""))  # which is no trouble of ours


def allow_again(db: Session, to_key: str, topic: str) -> None:
    """Send mail about *topic* again to who had refused it."""
    db.execute(delete(MailRefusal).where(col(MailRefusal.to_key) == to_key, col(MailRefusal.topic) == topic))


def forget(db: Session, now: datetime) -> None:
    """Forget the words of mail that was sent or given up a day ago, and the rest when nobody will ask any more."""
    ended = or_(col(OutboxMail.sent_at) < now - WORDS_KEPT, col(OutboxMail.given_up_at) < now - WORDS_KEPT)
    db.execute(update(OutboxMail).where(ended, col(OutboxMail.text) != "").values(**_NO_WORDS))
    is_over = or_(col(OutboxMail.sent_at).is_not(None), col(OutboxMail.given_up_at).is_not(None))
    is_plain = and_(col(OutboxMail.topic) == "", col(OutboxMail.written_at) < now - ROWS_KEPT)
    old = or_(is_plain, col(OutboxMail.written_at) < now - TOPIC_ROWS_KEPT)
    db.execute(delete(OutboxMail).where(is_over, old))


def forget_person(db: Session, to_key: str) -> None:
    """Forget every mail to an address and what it refused; nothing more will be written to it."""
    db.execute(delete(OutboxMail).where(col(OutboxMail.to_key) == to_key))
    db.execute(delete(MailRefusal).where(col(MailRefusal.to_key) == to_key))


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "id": letter.id,
        "kind": letter.kind,
        "to_address": letter.to.strip(),
        "to_key": email_key(letter.to),
        "subject": " ".join(storable(letter.subject).split()),
        "text": storable(letter.text),
        "html": storable(letter.html),
        "topic": letter.topic,
        "written_at": now,
        "due_at": now,
        "tries": 0,
        "trouble": "",
    }


def _note(db: Session, mail_id: UUID, **values: object) -> None:
    db.execute(update(OutboxMail).where(col(OutboxMail.id) == mail_id).values(claimed_until=None, **values))
