"""Reads of mail: what is due, what waits and why, and what somebody asked not to get."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from hub.people.mail.models import MailRefusal, OutboxMail


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of the outbox."""

    id: UUID
    kind: str
    to: str
    to_key: str
    subject: str
    text: str
    html: str
    topic: str
    written_at: datetime
    tries: int

    @classmethod
    def of(cls, row: OutboxMail) -> "Mail":
        """Take what the row says."""
        return cls(
            id=row.id,
            kind=row.kind,
            to=row.to_address,
            to_key=row.to_key,
            subject=row.subject,
            text=row.text,
            html=row.html,
            topic=row.topic,
            written_at=row.written_at,
            tries=row.tries,
        )


@dataclass(frozen=True, slots=True)
class State:
    """How the outbox is doing."""

    waiting: int  # tried at least once, and not sent yet
    oldest: datetime | None  # when the one that has waited longest was written
    given_up: int  # lately
    trouble: str  # what was said last of any of these


def is_known(db: Session, mail_id: UUID) -> bool:
    """Say whether a mail is still remembered."""
    return db.exec(select(OutboxMail.id).where(OutboxMail.id == mail_id)).first() is not None


def is_due(now: datetime) -> ColumnElement[bool]:
    """Be true of mail whose turn has come and that nobody is sending now."""
    free = or_(col(OutboxMail.claimed_until).is_(None), col(OutboxMail.claimed_until) <= now)
    return and_(is_unsent(), col(OutboxMail.due_at) <= now, free)


def is_unsent() -> ColumnElement[bool]:
    """Be true of mail that was neither sent nor given up."""
    return and_(col(OutboxMail.sent_at).is_(None), col(OutboxMail.given_up_at).is_(None))


def due(db: Session, now: datetime, most: int) -> Sequence[UUID]:
    """Return the mails to be sent now, those that have waited longest first, *most* of them."""
    asked = select(OutboxMail.id).where(is_due(now)).order_by(col(OutboxMail.due_at), col(OutboxMail.id))
    return db.exec(asked.limit(most)).all()


def waiting(db: Session) -> Sequence[Mail]:
    """Return every mail that is not sent yet, newest first."""
    asked = select(OutboxMail).where(is_unsent()).order_by(col(OutboxMail.written_at).desc())
    return [Mail.of(row) for row in db.exec(asked)]


def mail(db: Session, mail_id: UUID) -> Mail | None:
    """Return a mail; None when it has been forgotten."""
    row = db.get(OutboxMail, mail_id)
    return Mail.of(row) if row else None


def state(db: Session, lately: datetime) -> State:
    """Say how the outbox is doing: what waits after a first try, and what was given up after *lately*."""
    waits = and_(is_unsent(), col(OutboxMail.tries) > 0)
    troubled = col(OutboxMail.trouble) != ""
    lost = and_(col(OutboxMail.given_up_at) > lately, troubled)
    count, oldest = db.exec(select(func.count(), func.min(OutboxMail.written_at)).where(waits)).one()
    given_up = db.exec(select(func.count()).select_from(OutboxMail).where(lost)).one()
    last = select(OutboxMail.trouble).where(or_(waits, lost), troubled).order_by(col(OutboxMail.written_at).desc())
    return State(count, oldest, given_up, db.exec(last).first() or "")


def was_written_to(db: Session, to_key: str, topic: str, since: datetime) -> bool:
    """Say whether somebody was written to about *topic* after *since*."""
    written = (OutboxMail.to_key == to_key, OutboxMail.topic == topic, col(OutboxMail.written_at) > since)
    return db.exec(select(OutboxMail.id).where(*written)).first() is not None


def has_refused(db: Session, to_key: str, topic: str) -> bool:
    """Say whether somebody wants no more mail about *topic*."""
    return db.get(MailRefusal, (to_key, topic)) is not None


def refusing(db: Session, to_keys: Collection[str], topic: str) -> frozenset[str]:
    """Return those of these addresses that want no more mail about *topic*."""
    asked = select(MailRefusal.to_key).where(MailRefusal.topic == topic, col(MailRefusal.to_key).in_(to_keys))
    return frozenset(db.exec(asked)) if to_keys else frozenset()


def refusals(db: Session, to_key: str) -> Sequence[str]:
    """Return the topics somebody wants no more mail about."""
    asked = select(MailRefusal.topic).where(MailRefusal.to_key == to_key).order_by(MailRefusal.topic)
    return db.exec(asked).all()
