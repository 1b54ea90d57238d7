"""What does mail know of somebody, and when is it forgotten? Its part in what the hub owes people."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.db.personal import By, Fate, Kept, Reference
from hub.kit.saying import say
from hub.people.mail import actions, queries
from hub.people.mail.models import MailRefusal, OutboxMail
from hub.people.mail.rules import ROWS_KEPT, TOPIC_ROWS_KEPT, WORDS_KEPT
from hub.people.persons.somebody import somebody

REFERENCES = (
    Reference(OutboxMail, "to_key", Fate.GOES, By.KEY),
    Reference(MailRefusal, "to_key", Fate.GOES, By.KEY),
)
COVERED = ("outbox_mail.to_address",)
KEPT = (
    Kept.long(
        say("The words of a mail we sent you; those of a mail with a code go as soon as it has left"),
        WORDS_KEPT,
        say("So that a mail that could not be delivered can be tried again."),
    ),
    Kept.long(say("That a mail was sent to you, and when"), ROWS_KEPT, say("For who asks where a mail is.")),
    Kept.long(
        say("The same of mail you can stop by a link in it"),
        TOPIC_ROWS_KEPT,
        say("So long the link holds. That you stopped it stays until you have yourself erased."),
    ),
)


def export(db: Session, person_id: UUID) -> Mapping[str, object]:
    """Return every mail we know of that was for somebody, and what they asked to get no more."""
    keys = somebody(db, person_id).keys
    asked = select(OutboxMail).where(col(OutboxMail.to_key).in_(keys)).order_by(col(OutboxMail.written_at))
    mails = [
        {
            "kind": row.kind,
            "to": row.to_address,
            "subject": row.subject,
            "text": row.text,
            "topic": row.topic,
            "written_at": row.written_at,
            "sent_at": row.sent_at,
            "given_up_at": row.given_up_at,
            "trouble": row.trouble,
        }
        for row in db.exec(asked)
    ]
    return {"mails": mails, "no_more_mail_about": [topic for key in keys for topic in queries.refusals(db, key)]}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget every mail to somebody, and what they asked not to get; while it is still known who they are."""
    for key in somebody(db, person_id).keys:
        actions.forget_person(db, key)


def expire(db: Session, now: datetime) -> None:
    """Forget the words of mail a day after it left, and the mail itself when nobody will ask for it any more."""
    actions.forget(db, now)
