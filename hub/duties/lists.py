"""A list of feeds is read, each of its lines is looked at, and what was taken back leaves; killed, it goes on later."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from uuid import UUID

import structlog
from sqlmodel import Session

from hub.aggregate.importing import actions, taking
from hub.aggregate.importing.actions import Claimed, Looked
from hub.aggregate.importing.listed import Listed
from hub.aggregate.registering.meant import meant
from hub.db.engine import writing
from hub.duties.children import read_list
from hub.duties.eyes import Eyes
from hub.duties.leaving import take_out
from hub.duties.lines import Seen, Sight, trouble_of
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.crowd import Crowd
from hub.net.pacing import tenant
from hub.sandbox import Crashed, Stopped

BUSY = (429, 503)
WHO = "a look at a list"  # as its asks are called in the log of a site
RENEWED_EVERY = timedelta(seconds=30)
_A_DAY = 86_400.0  # seconds: each ask has a deadline of its own, the round needs none
Told = Callable[[Looked], object]
log = structlog.get_logger()


def list_at(eyes: Eyes, typed: str) -> Listed | Saying:
    """Return the list at the address somebody *typed*, asked through the guarded door, or why there is none."""
    told: Saying = say("This is no address. One looks like example.org/feeds.opml.")
    for url in meant(typed).addresses:
        answer = next((answer for _, answer in eyes.ask([Ask(url, name=WHO)])), None) or NoReply(Failure.TIMEOUT, url)
        if isinstance(answer, Reply) and answer.status == HTTPStatus.OK:
            return read(eyes, answer.body)
        told = trouble_of(answer)
    return told


def read(eyes: Eyes, body: bytes) -> Listed | Saying:
    """Return what a file lists, read by a child that may be stopped, or why it cannot be read."""
    try:
        return eyes.sandbox.submit(read_list, body).result(eyes.left)
    except (Stopped, Crashed, TimeoutError):
        return say("The file takes too much time or memory to read. Bring it in parts.")
    except Exception:  # the reader stumbled: somebody waits for a page, and hears that
        log.exception("could not be read")
        return say("The file cannot be read as a list of feeds.")


def look_through(tools: Tools, list_id: UUID | None = None, tell: Told = lambda _looked: None) -> int:
    """Look at the lines that wait (of one list, or of all), and let go what was taken back; return how many."""
    looked = 0
    while not tools.stop.is_set():
        with writing(tools.engine) as db:
            claimed = actions.claim(db, now(), list_id)
            sight = Sight.over(db, {each.list_id for each in claimed}) if claimed else None
        if sight is None:
            break
        looked += _Round(tools, sight, tell).through(claimed)
    while not tools.stop.is_set() and _let_one_go(tools):
        pass
    return looked


class _Round:
    """Lines that were claimed together: those not answered yet, by the address that is asked."""

    def __init__(self, tools: Tools, sight: Sight, tell: Told) -> None:
        self._tools, self._sight, self._tell = tools, sight, tell
        self._eyes = Eyes(tools.door, tools.sandbox, monotonic() + _A_DAY)
        self._first: dict[str, list[Claimed]] = defaultdict(list)
        self._second: dict[str, list[Claimed]] = defaultdict(list)  # at their other address, if the first is dead
        self._claimed_at = now()
        self._looked = 0

    def through(self, claimed: Sequence[Claimed]) -> int:
        """Ask every line, then those at their other address that did not answer; return how many were settled."""
        for each in claimed:
            self._first[each.url].append(each)
        try:
            self._ask(self._first)
            self._ask(self._second)
        finally:
            with writing(self._tools.engine) as db:
                actions.release(db, self._pending())
        return self._looked

    def _ask(self, left: dict[str, list[Claimed]]) -> None:
        asks = [Ask(url, name=WHO) for url in left]
        with Crowd(asks, self._tools.door) as crowd, self._tools.stop.waking(crowd.wake):
            for answers in crowd:
                if self._tools.stop.is_set():
                    break
                self._settle([seen for ask, answer in answers for seen in self._meet(left, ask.url, answer, crowd)])

    def _meet(self, left: dict[str, list[Claimed]], url: str, answer: Answer, crowd: Crowd) -> Iterator[Seen]:
        rows = left.pop(url, [])
        if isinstance(answer, Reply) and answer.status in BUSY:
            domain = tenant(url)  # nothing more is asked of it: a mentor may have us look again later
            crowd.skip(domain)
            rows += [row for each in tuple(left) if tenant(each) == domain for row in left.pop(each)]
        is_well = isinstance(answer, Reply) and answer.status == HTTPStatus.OK
        for row in rows:
            if row.other in {"", url} or is_well:
                yield Seen(row, url, answer)
            else:
                self._second[row.other].append(row)

    def _settle(self, seen: Sequence[Seen]) -> None:
        # Documents are read before the transaction: who writes beside us waits for milliseconds.
        read = [self._read(each) for each in seen]
        with writing(self._tools.engine) as db:
            done = [self._sight.judge(db, each) for each in read]
            for looked in done:
                actions.settle(db, looked, now())
            self._renew(db)
            self._tools.pulse(db)
        self._looked += len(done)
        for looked in done:
            self._tell(looked)

    def _read(self, seen: Seen) -> Seen:
        answer = seen.answer
        if not isinstance(answer, Reply) or answer.status != HTTPStatus.OK:
            return seen
        return Seen(seen.row, seen.asked, answer, self._eyes.feed(answer, now()))

    def _renew(self, db: Session) -> None:
        if now() - self._claimed_at > RENEWED_EVERY:
            self._claimed_at = now()
            actions.renew(db, self._pending(), now())

    def _pending(self) -> list[UUID]:
        return [row.id for part in (self._first, self._second) for rows in part.values() for row in rows]


def _let_one_go(tools: Tools) -> bool:
    """Take out one source that was taken back; False where none is left."""
    with writing(tools.engine) as db:
        going = taking.leaving(db, limit=1)
        for row_id, source_id in going:
            take_out(db, source_id, now())
            taking.let_go(db, row_id, source_id, now())
    return bool(going)
