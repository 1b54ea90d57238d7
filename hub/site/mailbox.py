"""Which mail came, in a demo that sends none? What waits in the outbox, and what was written into the folder."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.mail import queries
from hub.people.mail.message import Sender, name_of, written
from hub.settings import Settings

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as its reader sees it."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str

    @property
    def links(self) -> Sequence[str]:
        """The addresses in its text."""
        return _LINK.findall(self.text)


def mails(db: Session, settings: Settings) -> Iterator[Seen]:
    """Yield every mail, newest first."""
    names = {name_of(each): each for each in _waiting(db, settings)}
    files = {file.stem: file for file in settings.mail_folder.glob("[!.]*.eml")}
    for name in sorted({*names, *files}, reverse=True):
        yield _seen(name, _read(files[name]) if name in files else names[name])


def mail(db: Session, settings: Settings, name: str) -> Seen:
    """Return the mail of this *name*; NotFound when none came."""
    for each in mails(db, settings):
        if each.name == name:
            return each
    raise NotFound(say("There is no such mail."))


def _waiting(db: Session, settings: Settings) -> Iterator[EmailMessage]:
    # It is here only to be looked at, so nothing needs to be sealed: the links are in its words.
    sender = Sender.of(settings.base_url, settings.mail_from, b"")
    return (written(each, sender) for each in queries.waiting(db))


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)


def _seen(name: str, message: EmailMessage) -> Seen:
    text, html = message.get_body(["plain"]), message.get_body(["html"])
    return Seen(
        name=name,
        # An address beyond ASCII stands in its header as bytes; the parser leaves them undecoded.
        to=str(message["To"]).encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        subject=str(message["Subject"]),
        at=message["Date"].datetime,
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
