"""Mail leaves: what waits in the outbox is sent, or written into a folder where there is no mail server."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import structlog
from sqlmodel import Session

from hub.communicate.following import actions as following
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.smtp import MailServer
from hub.net.mail import Fate, Outcome, Wire
from hub.people.mail import actions, queries
from hub.people.mail.message import Sender, host_of, id_in, in_bytes, name_of, written
from hub.people.mail.queries import Mail
from hub.people.mail.rules import STOP, WORDS_KEPT, is_too_late
from hub.secret import key_for
from hub.settings import Settings

AT_ONCE = 100  # mails of a round; the next one is ten seconds away
log = structlog.get_logger()
Send = Callable[[EmailMessage], Outcome]


@dataclass(frozen=True, slots=True)
class Post:
    """Which way mail leaves, and from whom."""

    sender: Sender
    folder: Path
    server: MailServer | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Post":
        """Take what the settings say."""
        key = key_for(settings, STOP)
        sender = Sender.of(settings.base_url, settings.mail_from or settings.contact, key)
        server = MailServer.of(settings.smtp_url) if settings.smtp_url else None
        return cls(sender, settings.mail_folder, server)

    @contextmanager
    def opened(self) -> Iterator[Send]:
        """Open the way for one round; nothing is dialled before the first mail."""
        if self.server is None:
            yield lambda message: into_folder(self.folder, message)
            return
        with Wire(self.server, host_of(self.sender.base_url)) as wire:
            yield wire.send


def mail_round(tools: Tools, settings: Settings) -> int:
    """Send what is due the way *settings* say; where nothing is, no key is made and nobody is called."""
    with reading(tools.engine) as db:
        is_quiet = not queries.due(db, now(), 1)
    return 0 if is_quiet else send_mail(tools, Post.of(settings))


def send_mail(tools: Tools, post: Post) -> int:
    """Send what is due, each mail claimed and noted in transactions of its own; return how many left."""
    with reading(tools.engine) as db:
        ids = queries.due(db, now(), AT_ONCE)
    sent = 0
    with post.opened() as send:
        for mail_id in ids:
            if tools.stop.is_set():
                break
            fate = _send_one(tools, post.sender, send, mail_id)
            sent += fate is Fate.TAKEN
            if fate is Fate.CUT_OFF:
                break
    return sent


def into_folder(folder: Path, message: EmailMessage) -> Outcome:
    """Write *message* into *folder*, whole or not at all; the same mail twice is one file."""
    name = f"{name_of(message)}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_bytes(in_bytes(message))
        os.replace(part, folder / name)  # noqa: PTH105 -- its own name says that it is atomic
    except OSError as trouble:
        return Outcome(Fate.CUT_OFF, f"The mail folder cannot be written to: {trouble.strerror}.")
    return Outcome(Fate.TAKEN)


def forget_files(db: Session, folder: Path, at: datetime) -> None:
    """Throw away the files of mail whose words are kept no longer, and of mail to who was erased."""
    for file in folder.glob("[!.]*.eml"):
        mail_id = id_in(file.stem)
        is_old = datetime.fromtimestamp(file.stat().st_mtime, UTC) <= at - WORDS_KEPT
        if mail_id and (is_old or not queries.is_known(db, mail_id)):
            file.unlink(missing_ok=True)


def _send_one(tools: Tools, sender: Sender, send: Send, mail_id: UUID) -> Fate:
    with writing(tools.engine) as db:
        mail = actions.claim(db, mail_id, now())
    if mail is None:
        return Fate.LATER  # another worker has it
    outcome = _outcome(mail, sender, send)
    with writing(tools.engine) as db:
        match outcome.fate:
            case Fate.TAKEN:
                actions.note_sent(db, mail, now())
            case Fate.NEVER:
                actions.give_up(db, mail, outcome.words, now())
                if outcome.of_address:
                    following.pause(db, mail.to_key, outcome.words)
            case _:
                actions.note_trouble(db, mail, outcome.words, now())
    if outcome.words:  # never whom it was for
        log.warning("mail not sent", mail=str(mail.id), kind=mail.kind, why=outcome.words)
    return outcome.fate


def _outcome(mail: Mail, sender: Sender, send: Send) -> Outcome:
    if is_too_late(mail.kind, mail.written_at, now()):
        return Outcome(Fate.NEVER, "It came too late: its code had ended.")
    try:
        message = written(mail, sender)
    except ValueError as trouble:
        return Outcome(Fate.NEVER, f"No mail can be sent to this address: {trouble}.")
    return send(message)
