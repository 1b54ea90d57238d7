"""Digests are written: one mail for each whose hour has come, of what is new since the last one.

What is new in a place is read once for everybody. People are taken in batches: claimed in one transaction, written for
in none, and noted in another one together with their mails. Whatever is killed in between, nobody gets two and none is
lost: a claim ends by itself, and mails stand in the outbox exactly where the note stands in the plan.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

import structlog
from sqlmodel import Session

from hub.communicate.following import actions, queries
from hub.communicate.following.hushing import hushed_today
from hub.communicate.following.nearness import near
from hub.communicate.following.news import Window, heir_of, heirs, news_of, reads
from hub.communicate.following.picking import pick
from hub.communicate.following.queries import Follow, Reader
from hub.communicate.following.rules import DIGEST, LONGEST, SETTLES, Followed, Kind
from hub.communicate.following.values import Picked, PlaceNews, Taste, Want
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.mail.actions import post_all
from hub.people.mail.queries import refusing
from hub.people.mail.rules import Letter
from hub.places import queries as places
from hub.places.queries import Tree

log = structlog.get_logger()
T = TypeVar("T")
AT_ONCE = 500  # people of one transaction
_CHANGE = {Kind.TAG, Kind.THREAD}


@dataclass(frozen=True, slots=True)
class Job:
    """A mail to be written: for whom, of what taste, and what of the news they get."""

    reader: Reader
    taste: Taste
    picked: Picked


Write = Callable[[Session, Sequence[Job]], Sequence[Letter]]


@dataclass(slots=True)
class Edition:
    """What is new, read once in a round, and what was picked of it for each taste."""

    window: Window
    tree: Tree
    became: Mapping[str, str]
    news: dict[UUID, PlaceNews] = field(default_factory=dict)
    picked: dict[Taste, Picked] = field(default_factory=dict)
    stumbled: set[UUID] = field(default_factory=set)  # whose mail could not be made; the others get theirs

    @classmethod
    def of(cls, db: Session, window: Window) -> "Edition":
        """Begin without having read of any place."""
        return cls(window, places.tree(db), heirs(db))

    def jobs(self, db: Session, readers: Sequence[Reader], *, at_once: bool = False) -> Iterator[Job]:
        """Yield what each of these people gets, of all they follow or of what they want to hear of *at_once*.

        Who follows nothing that is still there gets none.
        """
        wants = {each.plan.person_id: self._wants(each.follows, at_once=at_once) for each in readers}
        self._read(db, {want.what.place_id for several in wants.values() for want in several})
        talks = {number: talk for news in self.news.values() for number, talk in news.talks.items()}
        ids = [each.plan.person_id for each in readers]
        marks = reads(db, ids, talks.keys())
        local = frozenset(self._said_locally())
        follow = {
            person_id: local.intersection(want.what.place_id for want in each) for person_id, each in wants.items()
        }
        neighbours = near(db, self.tree, follow, self.window.until)
        speakers = {said.person_id for talk in talks.values() for said in talk.said}
        for each in (reader for reader in readers if wants[reader.plan.person_id]):
            person_id, plan = each.plan.person_id, each.plan
            taste = Taste(
                wants=wants[person_id],
                since=max(plan.told_until, plan.heard_until or plan.told_until) if at_once else plan.told_until,
                heard=None if at_once else plan.heard_until,
                mutes=hushed_today(each.mutes, self.became),
                reads=frozenset(marks.get(person_id, {}).items()),
                near=neighbours.get(person_id, frozenset()),
                me=person_id if person_id in speakers else None,
            )
            if (picked := self.for_one(person_id, partial(self._picked, taste))) is not None:
                yield Job(each, taste, picked)

    def for_one(self, person_id: UUID, make: Callable[[], T]) -> T | None:
        """Return what is made for one person; None where that fails, so that nobody else goes without their mail."""
        try:
            return make()
        except Exception:
            log.exception("a mail could not be made", person=person_id.hex)
            self.stumbled.add(person_id)
            return None

    def _picked(self, taste: Taste) -> Picked:
        found = self.picked.get(taste)
        if found is None:
            found = self.picked[taste] = pick(taste, self.news)
        return found

    def _wants(self, follows: Sequence[Follow], *, at_once: bool) -> tuple[Want, ...]:
        there = (each for each in follows if each.what.place_id in self.tree.places and (each.at_once or not at_once))
        return tuple(Want(self._today(each.what), each.at_once) for each in there)

    def _today(self, what: Followed) -> Followed:
        if what.kind not in _CHANGE or what.target_id not in self.became:
            return what
        return Followed(what.kind, what.place_id, heir_of(what.target_id, self.became))

    def _read(self, db: Session, place_ids: Collection[UUID]) -> None:
        for place_id in place_ids:
            if place_id not in self.news:
                self.news[place_id] = news_of(db, place_id, self.window)

    def _said_locally(self) -> Iterator[UUID]:
        for place_id, news in self.news.items():
            if any(said.is_local for talk in news.talks.values() for said in talk.said):
                yield place_id


def digest_round(tools: Tools, writer: Callable[[Edition], Write]) -> int:
    """Write the digests that are due, as *writer* has them written; return how many mails."""
    at = now()
    with reading(tools.engine) as db:
        least = queries.told_least(db, at)
        if least is None:
            return 0
        edition = Edition.of(db, Window(max(least, at - LONGEST), at - SETTLES))
    write, sent = writer(edition), 0
    while not tools.stop.is_set():
        with reading(tools.engine) as db:
            ids = queries.due(db, at, AT_ONCE)
        if not ids:
            break
        sent += _batch(tools, edition, write, (ids, at))
    return sent


def _batch(tools: Tools, edition: Edition, write: Write, whose: tuple[Sequence[UUID], datetime]) -> int:
    ids, at = whose
    with writing(tools.engine) as db:
        claimed = actions.claim(db, ids, at)
    with reading(tools.engine) as db:
        readers = queries.readers(db, ids)
        refused = refusing(db, [each.email_key for each in readers], DIGEST)
        wanting = [each for each in readers if each.email_key not in refused]
        letters = write(db, list(edition.jobs(db, wanting)))
    next_due = {each.plan.person_id: each.plan.when.next(at) for each in readers}
    with writing(tools.engine) as db:
        ours = actions.still_claimed(db, ids, claimed)
        by_address = {each.email: each.plan.person_id for each in readers}
        mine = [letter for letter in letters if by_address[letter.to] in ours]
        post_all(db, mine, at)
        actions.note_written(db, [by_address[letter.to] for letter in mine], at)
        actions.settle(db, [(each, next_due.get(each)) for each in ours - edition.stumbled], edition.window.until)
        tools.pulse(db)
    return len(mine)
