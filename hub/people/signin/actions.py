"""Writes of signing in: a code is asked for and used once, a device comes in and goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from secrets import choice, token_urlsafe
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from hub.kit.mailboxes import email_key
from hub.people.signin.models import SignInCode, SignInSession
from hub.people.signin.rules import (
    CODE_HOLDS,
    CODE_LENGTH,
    LETTERS,
    MOST_TRIES,
    SESSION_HOLDS,
    Purpose,
    as_typed,
    code_hash,
    in_groups,
    is_one_for_all,
    token_hash,
)

_TOKEN_BYTES = 32
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a code is asked for, and by whom."""

    email: str
    purpose: Purpose
    subject: str = ""  # to sign in: where to go then; to confirm: the id of what waits; to change: the person’s id
    language: str = "en"
    holds: timedelta = CODE_HOLDS


@dataclass(frozen=True, slots=True)
class Sent:
    """A code and a link as they are mailed; neither can be read from the database."""

    code: str  # in groups
    link_token: str
    code_id: UUID


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody has shown: that this address is theirs, and what they wanted by it."""

    email: str
    purpose: Purpose
    subject: str


class Refusal(StrEnum):
    """Why a code or a link shows nothing."""

    WRONG = "wrong"
    SPENT = "spent"  # used, too old, replaced by a newer one, or guessed at too often


def ask_code(db: Session, ask: Ask, key: bytes, now: datetime) -> Sent:
    """Make a code and a link that show that an address is theirs; those mailed before go on holding.

    Anybody may ask for any address: what they ask for must not spoil the code its owner is typing. How many hold at
    once is bounded by ``often``. Nobody is looked up: for an address nobody has used here the same is done.
    """
    code_id, code, link = uuid4(), "".join(choice(LETTERS) for _ in range(CODE_LENGTH)), token_urlsafe(_TOKEN_BYTES)
    made = SignInCode(
        id=code_id,
        email=ask.email.strip(),
        email_key=email_key(ask.email),
        purpose=ask.purpose,
        subject=ask.subject,
        code_hash=code_hash(key, code_id, code),
        link_hash=token_hash(link),
        asked_at=now,
        expires_at=now + ask.holds,
    )
    db.add(made)
    db.flush()
    return Sent(in_groups(code), link, code_id)


def use_code(db: Session, code_id: UUID, typed: str, key: bytes, now: datetime) -> Proof | Refusal:
    """Take a typed code as proof, once; of many who type it at the same moment one wins."""
    tried = update(SignInCode).where(
        col(SignInCode.id) == code_id,
        col(SignInCode.used_at).is_(None),
        col(SignInCode.expires_at) > now,
        col(SignInCode.tries) < MOST_TRIES,
    )
    # Counted before it is looked at: guesses made at once are guesses all the same.
    if db.exec(tried.values(tries=SignInCode.tries + 1)).rowcount != 1:
        return Refusal.SPENT
    asked = db.exec(select(SignInCode).where(SignInCode.id == code_id).execution_options(populate_existing=True)).one()
    # Whoever was mailed several types that of the newest mail, though it be a stranger who asked for it.
    for each in db.exec(select(SignInCode).where(*_beside(asked, now))):
        if compare_digest(each.code_hash, code_hash(key, each.id, as_typed(typed))):
            return _use(db, each, asked.subject, now)
    return Refusal.WRONG if asked.tries < MOST_TRIES else Refusal.SPENT


def use_link(db: Session, token: str, now: datetime) -> Proof | Refusal:
    """Take the token of a link as proof, once."""
    asked = db.exec(select(SignInCode).where(SignInCode.link_hash == token_hash(token))).first()
    return _use(db, asked, asked.subject, now) if asked else Refusal.SPENT


def begin(db: Session, person_id: UUID, device: str, now: datetime) -> str:
    """Let a device in; return the token for its cookie, which is kept nowhere else."""
    token = token_urlsafe(_TOKEN_BYTES)
    db.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person_id,
            device=device,
            began_at=now,
            seen_at=now,
            proved_at=now,
            expires_at=now + SESSION_HOLDS,
        )
    )
    db.flush()
    return token


def seen(db: Session, session_id: UUID, now: datetime) -> None:
    """Note that a device was in use, to the day; from then on it stays signed in as long as a new one."""
    mine = update(SignInSession).where(col(SignInSession.id) == session_id, col(SignInSession.seen_at) <= now - _DAY)
    db.exec(mine.values(seen_at=now, expires_at=now + SESSION_HOLDS))


def end(db: Session, person_id: UUID, session_id: UUID) -> bool:
    """Sign one of somebody's devices out; False when it is none of theirs."""
    mine = delete(SignInSession).where(col(SignInSession.id) == session_id, col(SignInSession.person_id) == person_id)
    return db.exec(mine).rowcount == 1


def end_all(db: Session, person_id: UUID, but: UUID | None = None) -> None:
    """Sign all of somebody's devices out, *but* one; a change of address that was begun on one of them ends too."""
    theirs = delete(SignInSession).where(col(SignInSession.person_id) == person_id)
    db.exec(theirs.where(col(SignInSession.id) != but) if but else theirs)
    begun = update(SignInCode).where(
        col(SignInCode.purpose) == Purpose.CHANGE, col(SignInCode.subject) == str(person_id)
    )
    db.exec(begun.values(expires_at=SignInCode.asked_at))


def _beside(asked: SignInCode, now: datetime) -> Sequence[ColumnElement[bool]]:
    """Return what is true of all codes that hold and show the same as *asked*."""
    same = (
        col(SignInCode.email_key) == asked.email_key,
        col(SignInCode.purpose) == asked.purpose,
        col(SignInCode.used_at).is_(None),
        col(SignInCode.expires_at) > now,
    )
    return same if is_one_for_all(Purpose(asked.purpose)) else (*same, col(SignInCode.subject) == asked.subject)


def _use(db: Session, mailed: SignInCode, subject: str, now: datetime) -> Proof | Refusal:
    still = update(SignInCode).where(
        col(SignInCode.id) == mailed.id, col(SignInCode.used_at).is_(None), col(SignInCode.expires_at) > now
    )
    if db.exec(still.values(used_at=now)).rowcount != 1:
        return Refusal.SPENT
    # Once one was used, nobody waits for the others.
    db.exec(update(SignInCode).where(*_beside(mailed, now)).values(expires_at=now))
    return Proof(mailed.email, Purpose(mailed.purpose), subject)
