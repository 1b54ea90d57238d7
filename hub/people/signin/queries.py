"""Reads of who is signed in, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.mailboxes import email_key
from hub.kit.saying import Saying, say
from hub.people.persons import queries as persons
from hub.people.rules import NOBODY, Actor
from hub.people.signin.models import SignInCode, SignInSession
from hub.people.signin.rules import Purpose, token_hash


@dataclass(frozen=True, slots=True)
class SessionView:
    """A device on which somebody is signed in."""

    id: UUID
    person_id: UUID
    device: str
    began_at: datetime
    seen_at: datetime
    proved_at: datetime

    @property
    def called(self) -> Saying:
        """What to call it in a list."""
        browser, on, system = self.device.partition(" on ")
        if on:
            return say("%(browser)s on %(system)s", browser=browser, system=system)
        return say("%(device)s", device=browser) if browser else say("A device that does not say what it is")


@dataclass(frozen=True, slots=True)
class AskedView:
    """A code that was mailed: to where and what for, never what it is."""

    id: UUID
    email: str
    purpose: Purpose
    subject: str
    minutes: int  # it holds from when it was asked for
    holds: bool


def session(db: Session, token: str, now: datetime) -> SessionView | None:
    """Return the device with this *token* in its cookie; None where it does not hold."""
    running = select(SignInSession).where(
        SignInSession.token_hash == token_hash(token), col(SignInSession.expires_at) > now
    )
    found = db.exec(running).first()
    return _view(found) if found else None


def actor(db: Session, token: str, now: datetime) -> Actor:
    """Return who is signed in with the *token* of a cookie; NOBODY where it does not hold."""
    found = session(db, token, now)
    return persons.actor(db, found.person_id) if found else NOBODY


def sessions(db: Session, person_id: UUID, now: datetime) -> Sequence[SessionView]:
    """Return the devices on which somebody is signed in, the one used last first."""
    running = select(SignInSession).where(SignInSession.person_id == person_id, col(SignInSession.expires_at) > now)
    return [_view(each) for each in db.exec(running.order_by(col(SignInSession.seen_at).desc()))]


def asked(db: Session, code_id: UUID, now: datetime) -> AskedView:
    """Return what a code was mailed for; NotFound when that is long ago."""
    return _asked(db.get(SignInCode, code_id), now)


def asked_by_link(db: Session, token: str, now: datetime) -> AskedView:
    """Return what a link was mailed for; NotFound when that is long ago."""
    return _asked(db.exec(select(SignInCode).where(SignInCode.link_hash == token_hash(token))).first(), now)


def newest(db: Session, email: str, purpose: Purpose, subject: str) -> UUID | None:
    """Return the code mailed last to an address for this; None when none was."""
    found = select(SignInCode.id).where(
        SignInCode.email_key == email_key(email), SignInCode.purpose == purpose, SignInCode.subject == subject
    )
    return db.exec(found.order_by(col(SignInCode.asked_at).desc(), col(SignInCode.expires_at).desc())).first()


def _asked(found: SignInCode | None, now: datetime) -> AskedView:
    if found is None:
        raise NotFound(say("This was mailed long ago and is worth nothing any more."))
    holds = found.used_at is None and found.expires_at > now
    minutes = int((found.expires_at - found.asked_at) / timedelta(minutes=1))
    return AskedView(found.id, found.email, Purpose(found.purpose), found.subject, minutes, holds)


def _view(row: SignInSession) -> SessionView:
    return SessionView(row.id, row.person_id, row.device, row.began_at, row.seen_at, row.proved_at)
