"""What does a look at one line of a list tell? Alive, silent, dead and why, moved, or the same as something known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from sqlmodel import Session, col, func, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.feeds.registry import address_key
from hub.aggregate.feeds.states import HTTP, trouble_in_words
from hub.aggregate.importing.actions import DEPARTED, Claimed, Looked, heard_as, same_as
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.repairs import closed
from hub.aggregate.importing.rules import (
    LEAST_SAME,
    TAKEABLE,
    Found,
    State,
    found_in,
    is_parked,
    is_same,
    state_of,
)
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.aggregate.reading.document import Flaw
from hub.aggregate.registering.found import FoundFeed
from hub.aggregate.registering.queries import known_as
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry, Speaker
from hub.duties.discovering import posts
from hub.kit.clock import now
from hub.kit.saying import NOTHING, Saying, say
from hub.net.answers import Answer, Failure, NoReply, Reply

FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_BARRED = frozenset({Failure.NOT_PUBLIC, Failure.BAD_ADDRESS})
_UNASKED = say("It could not be asked: this hub had no network. Press “Look again” once it has.")
_START = 1_000  # bytes in which a document shows that it is a page


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of asking a line: under which address, the answer, and the feed in it, if there is one."""

    row: Claimed
    asked: str
    answer: Answer
    feed: FoundFeed | None = None


@dataclass(slots=True)
class Before:
    """The lines of one list that are feeds: by the key of their address, and by the links of their posts."""

    addresses: dict[str, int] = field(default_factory=dict)
    links: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def same(self, row: Claimed, url: str, links: tuple[str, ...]) -> int:
        """Return the number of another line with the same address or the same posts; 0 where there is none."""
        at = self.addresses.get(address_key(url), row.position)
        if at != row.position:
            return at
        return next((number for number, other in self.links if number != row.position and is_same(links, other)), 0)

    def add(self, position: int, url: str, links: tuple[str, ...]) -> None:
        """Remember a line."""
        self.addresses.setdefault(address_key(url), position)
        self.links.append((position, links))


@dataclass(frozen=True, slots=True)
class Sight:
    """What has to be known to judge lines: the agreed tags, who would speak, and the lines judged before."""

    registry: Registry
    speakers: dict[UUID, Speaker]  # by list
    before: dict[UUID, Before]  # by list

    @classmethod
    def over(cls, db: Session, list_ids: Collection[UUID]) -> "Sight":
        """Read what is known when a look at these lists begins."""
        lists = db.exec(select(FeedList).where(col(FeedList.id).in_(list_ids))).all()
        speakers = {
            each.id: Speaker(each.kind, frozenset({each.place_id}), only_when_mentioned=False) for each in lists
        }
        before = {each.id: Before() for each in lists}
        judged = (col(ListedFeed.list_id).in_(list_ids), col(ListedFeed.state).in_((*TAKEABLE, State.TAKEN)))
        for row in db.exec(select(ListedFeed).where(*judged).order_by(col(ListedFeed.position))):
            before[row.list_id].add(row.position, row.url, Found.of(row.found).links)
        return cls(registry(db), speakers, before)

    def judge(self, db: Session, seen: Seen) -> Looked:
        """Say what came of a look at a line."""
        if seen.feed is None or not isinstance(seen.answer, Reply):
            return _dead(seen)
        row, feed, reply = seen.row, seen.feed, seen.answer
        moved = reply.url if reply.hops and all(hop.status in FOR_GOOD for hop in reply.hops) else ""
        shown = posts(feed, self.registry.vocabulary, self.speakers[row.list_id])
        found = found_in(feed, shown, moved if address_key(moved) != address_key(seen.asked) else "", now())
        url = moved or seen.asked
        state, words = self._same(db, row, url, found)
        if state in TAKEABLE:
            self.before[row.list_id].add(row.position, url, found.links)
        return Looked(row.id, state, words, found, url)

    def _same(self, db: Session, row: Claimed, url: str, found: Found) -> tuple[State, Saying]:
        if url != row.url and (told := _told_of(db, url)):
            return told
        if number := self.before[row.list_id].same(row, url, found.links):
            return State.TWICE, same_as(number)
        if name := _who_says(db, found.links):
            return State.KNOWN, say("The same posts come in already, from “%(name)s”.", name=name)
        return state_of(found, now()), NOTHING


def _told_of(db: Session, url: str) -> tuple[State, Saying] | None:
    """Say what is known of an address to which a line led; None where nothing is."""
    known = known_as(db, [url])
    if url in known.departed:
        return State.REFUSED, DEPARTED
    named = known.heard.get(url)
    return (State.KNOWN, heard_as(named.name)) if named else None


def trouble_of(answer: Answer) -> Saying:
    """Say in words why nothing usable came; of a host that may not be asked no more than that."""
    if isinstance(answer, NoReply):
        detail = "" if answer.failure is Failure.NOT_PUBLIC else answer.detail
        return trouble_in_words(answer.failure.value, detail)[0]
    return trouble_in_words(f"{HTTP}{answer.status}", answer.headers.get("cf-mitigated", ""))[0]


def _dead(seen: Seen) -> Looked:
    answer = seen.answer
    if not isinstance(answer, Reply) or answer.status != HTTPStatus.OK:
        if isinstance(answer, NoReply) and answer.failure is Failure.OFFLINE:  # ours is the trouble, not theirs
            return Looked(seen.row.id, State.DEAD, _UNASKED)
        is_barred = isinstance(answer, NoReply) and answer.failure in _BARRED
        words = trouble_of(answer) if is_barred else closed(seen.asked) or trouble_of(answer)
        return Looked(seen.row.id, State.REFUSED if is_barred else State.DEAD, words)
    if is_parked(answer.url, answer.body):
        return Looked(seen.row.id, State.PARKED, say("Its name is for sale: nobody writes there any more."))
    return Looked(seen.row.id, State.DEAD, trouble_in_words(_flaw(answer.body).value)[0])


def _flaw(body: bytes) -> Flaw:
    if not body.strip():
        return Flaw.NOTHING
    return (
        Flaw.HTML
        if b"<html" in body[:_START].lower() or b"<!doctype html" in body[:_START].lower()
        else Flaw.NOT_A_FEED
    )


def _who_says(db: Session, links: Iterable[str]) -> str:
    """Return what the source is called whose items lead to the same pages; empty where none does."""
    keys = {key for link in links if (key := page_key(link)) is not None}
    if len(keys) < LEAST_SAME:
        return ""
    shared = func.count(col(Item.page_key).distinct())
    asked = select(Source.name).join(Item, col(Item.source_id) == col(Source.id))
    here = asked.where(col(Item.page_key).in_(keys), col(Source.retired).is_(False))
    rows = db.execute(here.group_by(col(Source.id), col(Source.name)).having(shared >= len(keys)).limit(1))
    return str(rows.scalar() or "")
