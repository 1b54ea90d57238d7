"""What was mailed: the outbox, as whoever gets its letters reads them."""

import re

from sqlalchemy import Engine
from sqlmodel import col, select

from hub.db.engine import reading
from hub.kit.mailboxes import email_key
from hub.people.mail.models import OutboxMail


def letters(engine: Engine, email: str) -> list[str]:
    """Return the words of all letters to *email*, the oldest first."""
    mailed = select(OutboxMail.text).where(OutboxMail.to_key == email_key(email)).order_by(col(OutboxMail.written_at))
    with reading(engine) as db:
        return list(db.exec(mailed))


def code(engine: Engine, email: str) -> str:
    """Return the code mailed to *email* last."""
    return _first(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", letters(engine, email)[-1])


def link(engine: Engine, email: str) -> str:
    """Return the link mailed to *email* last, without the hub's own address."""
    return _first(r"/sign-in/link/\S+", letters(engine, email)[-1])


def _first(pattern: str, words: str) -> str:
    found = re.search(pattern, words)
    assert found
    return found[0]
