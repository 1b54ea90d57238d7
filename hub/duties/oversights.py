"""What did whoever runs this hub forget? The questions of `hub doctor` about people, settings and backups."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from sqlmodel import Session

from hub.aggregate.pushing import queries
from hub.aggregate.pushing.rules import reached_from_outside
from hub.aggregate.registering.rules import ENOUGH_MODERATORS
from hub.db.beats import last_beat
from hub.duties.circumstances import facts_of
from hub.duties.health import Finding
from hub.kit.mailboxes import is_email
from hub.kit.saying import ENGLISH
from hub.net.door import Door
from hub.people.helping import documents
from hub.people.helping.documents import Due
from hub.people.helping.safety import TITLES
from hub.people.persons import queries as persons
from hub.people.rules import Kind
from hub.places.rules import WHOLE_HUB
from hub.secret import BYTES
from hub.settings import Settings

BACKUP = "backup"  # as the pulse of it is called
OLD = timedelta(days=7)  # of a backup: what people sent since would be lost
SHORTEST_KEY = 32  # characters
HERE_ALONE = frozenset({"127.0.0.1", "localhost", "::1"})


def recall(db: Session, settings: Settings, now: datetime) -> list[Finding]:
    """Look at what an operator chose, and at what only they can see to."""
    return [
        _address(settings),
        _contact(settings),
        _secret(settings),
        _mail_server(settings),
        _admin(db),
        _moderators(db, settings),
        _backup(db, now),
        *_pushing(db, settings, now),
        *_documents(db, settings, now),
    ]


def _address(settings: Settings) -> Finding:
    parts = urlsplit(settings.base_url)
    if parts.hostname in HERE_ALONE:
        return _amiss(f"{settings.base_url} is this machine alone: say in HUB_BASE_URL where people reach it.")
    if parts.scheme != "https":
        return _amiss("HUB_BASE_URL begins with http: codes and cookies can be read on their way. Put TLS in front.")
    return _fine(f"People reach the hub at {settings.base_url}.")


def _contact(settings: Settings) -> Finding:
    if settings.contact:
        return _fine(f"Who wants to write to you finds {settings.contact}.")
    return _amiss("Nobody can tell whom to write to: say so in HUB_CONTACT.")


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        return _given(settings.secret_key)
    return _made(settings.secret_file)


def _given(key: str) -> Finding:
    if len(key) < SHORTEST_KEY:
        return _amiss(f"HUB_SECRET_KEY is short: give it at least {SHORTEST_KEY} characters.")
    return _fine("HUB_SECRET_KEY is long enough.")


def _made(file: Path) -> Finding:
    if not file.exists():
        return _fine(f"A key will be made in {file} when first one is needed: HUB_SECRET_KEY may stay unset.")
    if not _is_key(file.read_bytes()):
        return _amiss(f"{file} holds no key: put it back from a backup, or delete it and a new one is made.")
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return _amiss(f"Others on this machine can read {file}: take that from them with “chmod 600”.")
    return _fine(f"The key made in {file} is used, as HUB_SECRET_KEY is not set. Keep a copy of it.")


def _is_key(kept: bytes) -> bool:
    try:
        return len(bytes.fromhex(kept.decode("ascii").strip())) == BYTES
    except ValueError:
        return False


def _mail_server(settings: Settings) -> Finding:
    if not settings.smtp_url:
        told = f"No mail leaves: it is written into {settings.mail_folder}. Name your mail server in HUB_SMTP_URL."
        return _amiss(told)
    if is_email(parseaddr(settings.mail_from or settings.contact)[1]):
        return _fine("Mail leaves through your mail server.")
    return _amiss("Mail has no sender people can answer: give an address in HUB_MAIL_FROM.")


def _admin(db: Session) -> Finding:
    held = [each for each in persons.roles(db, [WHOLE_HUB]) if each.kind is Kind.ADMIN]
    if held:
        return _fine(f"{len(held)} of its people look after the whole hub." if held[1:] else "It has an admin.")
    return _amiss("Nobody looks after the whole hub: “hub mentor EMAIL --kind admin” lets somebody in.")


def _moderators(db: Session, settings: Settings) -> Finding:
    count = persons.moderators(db)
    if count >= ENOUGH_MODERATORS:
        return _fine(f"{count} people may decide about reports.")
    many = "Only one person" if count else "Nobody"
    if settings.one_moderator:
        told = f"{many} may decide about reports, and HUB_ONE_MODERATOR opens registration all the same."
        return _fine(f"{told} Nobody else can decide an appeal then.")
    return _amiss(f"{many} may decide about reports: registration opens when two can (“hub mentor EMAIL --kind …”).")


def _backup(db: Session, now: datetime) -> Finding:
    last = last_beat(db, BACKUP)
    if last is None:
        return _amiss("No backup was ever made: run “hub backup FILE”, every night if you can.")
    days = (now - last).days
    if now - last > OLD:
        return _amiss(f"The last backup is {days} days old: run “hub backup FILE”, every night if you can.")
    return _fine(f"The last backup was made on {last:%F}.")


def _documents(db: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    held = documents.newest(db)
    for kind, why in documents.due(held, facts_of(db, settings), now.date()).items():
        told = {
            Due.UNWRITTEN: "is not written yet",
            Due.CHANGED: "speaks of what has changed since: read it again",
            Due.AGED: f"is to be read again by {held[kind].review_on:%F}" if kind in held else "",
        }
        title = ENGLISH.said(TITLES[kind])
        yield _amiss(f"The document “{title}” {told[why]}: the desk leads through it, at /desk/safety.")


def _pushing(db: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Say how many feeds could tell us of their news, and whether they do; nothing where none could."""
    feeds = queries.numbers(db, now)
    if not feeds.named:
        return
    could = f"Feeds that could tell us at once when they have news: {feeds.named}"
    if not settings.websub:
        yield _fine(f"{could}. They do not, as HUB_WEBSUB says.")
    elif not reached_from_outside(settings.base_url, Door.of(settings).rules):
        yield _fine(f"{could}. They cannot: {settings.base_url} is not reached from outside. All are looked at.")
    else:
        yield _fine(f"{could}, of which {feeds.pushed} have shown that they do. The others are looked at as usual.")


def _fine(sentence: str) -> Finding:
    return Finding(well=True, sentence=sentence)


def _amiss(sentence: str) -> Finding:
    return Finding(well=False, sentence=sentence)
