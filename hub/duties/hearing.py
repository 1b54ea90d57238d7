"""What somebody wants to hear of at once is mailed: bundled, a few times a day at most; the rest comes with the digest.

A place is looked at while it changes: for ten minutes after its version moved, as nothing is told before it has
settled, and while somebody in it was written to a moment ago.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.following import actions, queries
from hub.communicate.following.news import Window
from hub.communicate.following.queries import Reader
from hub.communicate.following.rules import AT_ONCE, BUNDLE, DAY, SETTLES, may_write_at_once
from hub.db.engine import reading, writing
from hub.duties.digesting import Edition, Job, Write
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.mail.actions import post
from hub.people.mail.queries import refusing
from hub.people.mail.rules import Letter
from hub.places.queries import version_of

LIVELY = 2 * BUNDLE


@dataclass(slots=True)
class Listener:
    """Writes to who wants to hear at once, and remembers which places have changed."""

    _versions: dict[UUID, int] = field(default_factory=dict)
    _lively: dict[UUID, datetime] = field(default_factory=dict)  # until when

    def hear(self, tools: Tools, writer: Callable[[Edition], Write]) -> int:
        """Write to everybody something new has come for; return how many mails."""
        at = now()
        with reading(tools.engine) as db:
            places = self._changed(db, at)
            readers = _may_be_written_to(db, places, at)
        if not readers:
            return 0
        with reading(tools.engine) as db:
            edition = Edition.of(db, Window(at - DAY, at - SETTLES))
            jobs = [job for job in edition.jobs(db, readers, at_once=True) if job.picked]
            letters = writer(edition)(db, jobs)
        by_address = {job.reader.email: job for job in jobs}
        return sum(_tell(tools, by_address[each.to], each, (edition.window.until, at)) for each in letters)

    def _changed(self, db: Session, at: datetime) -> Collection[UUID]:
        for place_id in queries.places_heard_of(db):
            version = version_of(db, place_id)
            if self._versions.get(place_id) != version:
                self._versions[place_id] = version
                self._lively[place_id] = at + LIVELY
        self._lively = {place_id: until for place_id, until in self._lively.items() if until > at}
        return self._lively.keys()


def _may_be_written_to(db: Session, places: Collection[UUID], at: datetime) -> Sequence[Reader]:
    found = queries.readers(db, queries.hearing_at_once(db, places))
    refused = refusing(db, [each.email_key for each in found], AT_ONCE)
    return [each for each in found if each.email_key not in refused and _may_hear(each, at)]


def _may_hear(reader: Reader, at: datetime) -> bool:
    plan = reader.plan
    return may_write_at_once(at, plan.when.zone, plan.heard_at, plan.heard_day, plan.heard)


def _tell(tools: Tools, job: Job, letter: Letter, times: tuple[datetime, datetime]) -> bool:
    until, at = times
    with writing(tools.engine) as db:
        is_ours = actions.note_heard(db, job.reader.plan.person_id, until, at)
        if is_ours:
            post(db, letter, at)
    return is_ours
