"""What is a mail, when is it tried again, and how long are its words kept? Data and time in, data out."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1_440, 1_440, 1_440))
CODE = "code"  # the kind of a mail that lets somebody in: of no use once its code has ended, and nobody else's
CODE_OF_USE = timedelta(minutes=15)
CLAIM = timedelta(minutes=10)  # longer than the slowest server may take; a killed sender’s mail is free after it
WORDS_KEPT = timedelta(hours=24)  # of a mail that was sent or given up
ROWS_KEPT = timedelta(days=30)  # that it was sent, for who asks where a mail is
TOPIC_ROWS_KEPT = timedelta(days=400)  # so long the link by which its topic is stopped holds
STOP = "mail-stop"  # the purpose of the key that seals the links by which a topic is stopped
# Who provides somebody’s mail presses the button at this address for them, from pages of its own (RFC 8058). That they
# may is shown by the seal in the address, so the rule against writes from elsewhere need not ask.
PROVED_BY_ITS_ADDRESS = "/mail/stop/"
_SEAL = 16  # bytes of a signature
_ID = 16


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as a room writes it: to one address, in words and in simple HTML."""

    kind: str  # code, notice…
    to: str
    subject: str  # one line
    text: str
    html: str
    topic: str = ""  # what one may unsubscribe from; empty for mail somebody asked for by a deed
    id: UUID = field(default_factory=uuid4)  # of the mail it becomes: its words may link to what stops its topic


def next_try(tries: int, now: datetime) -> datetime | None:
    """Say when a mail that failed *tries* times is tried again; None when it is given up, after some five days."""
    return now + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def is_too_late(kind: str, written_at: datetime, now: datetime) -> bool:
    """Say whether a mail is of no use any more: a code that has ended would only puzzle who gets it."""
    return kind == CODE and now - written_at >= CODE_OF_USE


def stop_token(mail_id: UUID, key: bytes) -> str:
    """Return what proves that whoever has it got this mail: its id and our seal, for an address.

    >>> mail_stopped_by(stop_token(UUID(int=7), b"key"), b"key")
    UUID('00000000-0000-0000-0000-000000000007')
    """
    return urlsafe_b64encode(mail_id.bytes + _seal(mail_id.bytes, key)).rstrip(b"=").decode("ascii")


def mail_stopped_by(token: str, key: bytes) -> UUID | None:
    """Return the mail a token was made for; None when we did not make it.

    >>> mail_stopped_by("nonsense", b"key")
    """
    try:
        whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (NotBase64, ValueError):
        return None
    named, seal = whole[:_ID], whole[_ID:]
    return UUID(bytes=named) if hmac.compare_digest(seal, _seal(named, key)) and len(named) == _ID else None


def _seal(named: bytes, key: bytes) -> bytes:
    return hmac.digest(key, named, "sha256")[:_SEAL]
