"""May a look be led on to another domain? Whoever leads there, each is asked once a minute. The caller commits.

Whoever sends us word chooses where their pages lead: a hundred domains could all lead to one that wants none of it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from threading import Lock

from sqlmodel import Session, col, select

from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.rules import BETWEEN_SITE
from hub.db.windows import RateWindow, Windows
from hub.net.pacing import registrable

_KEY = "mentions led to "


class Turns:
    """The domains that looks of one round may still be led to; asked by another thread than the one that looks."""

    def __init__(self, resting: Collection[str]) -> None:
        """Let each domain be led to once, but those that are *resting*."""
        self._resting, self._lock = set(resting), Lock()
        self.taken: set[str] = set()

    def take(self, url: str) -> bool:
        """Say whether a look may be led to *url* on another domain; no other may then."""
        domain = registrable(url)
        with self._lock:
            if domain in self._resting:
                return False
            self._resting.add(domain)
            self.taken.add(domain)
            return True


def turns(db: Session, now: datetime) -> Turns:
    """Return what domains looks may be led to now: none that was asked within the minute, for whatever mention."""
    asked = select(Mention.source_host).where(col(Mention.looked_at) > now - BETWEEN_SITE).distinct()
    return Turns({*db.exec(asked), *led_to(db, now)})


def led_to(db: Session, now: datetime) -> Collection[str]:
    """Return the domains that looks were led to within the minute."""
    keys = select(RateWindow.key).where(col(RateWindow.key).startswith(_KEY), col(RateWindow.ends_at) > now)
    return [key.removeprefix(_KEY) for key in db.exec(keys)]


def note(db: Session, domains: Iterable[str], now: datetime) -> None:
    """Note that looks were led to these domains: they rest."""
    windows = Windows(db, now)
    for domain in sorted(domains):
        windows.incr(_KEY + domain, int(BETWEEN_SITE.total_seconds()))
