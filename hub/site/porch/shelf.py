"""Which answers are kept in memory? Those asked for more than once, and for a while the newest of the others.

What is asked for once passes through a small first segment; only what is asked for again goes on to the large one.
A crawler, or questions that nobody repeats, push out each other and never the pages people read.
"""

from asyncio import Lock
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from hub.site.porch.coding import IDENTITY, Coding
from hub.site.porch.forms import Answer, Form, form, mark_of

MOST_BYTES = 24_000_000
FIRST_SHARE = 0.25  # of it, for what was asked for once
FORM_BYTES = 4_000  # of headers and bookkeeping beside a body
Key = tuple[bytes, bytes]  # path and query, as they were sent


@dataclass(frozen=True, slots=True)
class Truth:
    """How long an answer is true: until a moment, and while its place is at a version."""

    place: str | None  # slug; empty for the whole hub, None for what no place changes
    version: int
    until: datetime


class Page:
    """An answer in the codings it was asked for so far; its bytes are held in those alone."""

    __slots__ = ("_answer", "_is_text", "forms", "item", "mark", "truth", "turn")

    def __init__(self, answer: Answer, truth: Truth | None = None) -> None:
        """Take *answer*; one without a *truth* is nobody's to keep and gets no mark."""
        self._answer = answer
        self._is_text = answer.is_text
        self.forms: dict[str, Form] = {}
        self.mark = mark_of(answer.body) if truth else ""
        self.truth = truth
        self.item = 0  # whose page it is, for who counts how often that is opened
        self.turn = Lock()  # of those who want it in a coding it is not in yet

    def coding(self, liked: Coding) -> Coding:
        """Return the coding it leaves in for a reader who likes this one."""
        return liked if self._is_text else IDENTITY

    def make(self, coding: Coding) -> Form:
        """Write it in *coding* and hold that."""
        answer = self._answer
        if self.forms:
            held = next(iter(self.forms.values()))
            answer = Answer(answer.status, answer.headers, held.coding.unpack(held.body["body"]))
        made = self.forms[coding.name] = form(answer, coding, self.mark)
        self._answer = Answer(answer.status, answer.headers, b"")
        return made

    @property
    def length(self) -> int:
        """The bytes of its smallest form, or of the answer when there is none yet."""
        return min((held.size for held in self.forms.values()), default=len(self._answer.body))

    @property
    def weight(self) -> int:
        """How much memory it takes, in bytes."""
        return FORM_BYTES + len(self._answer.body) + sum(held.size + FORM_BYTES for held in self.forms.values())


@dataclass(slots=True)
class _Segment:
    """Pages in the order they were last asked for, and what they weighed when that was last noted.

    A page is not asked for its weight in between: another thread may be writing it in one more coding.
    """

    most_bytes: float
    bytes: int = 0
    pages: OrderedDict[Key, tuple[Page, int]] = field(default_factory=OrderedDict)

    def put(self, key: Key, page: Page, weight: int) -> None:
        self.pages[key] = (page, weight)
        self.bytes += weight

    def take(self, key: Key) -> tuple[Page, int] | None:
        held = self.pages.pop(key, None)
        self.bytes -= held[1] if held else 0
        return held

    def too_much(self) -> tuple[Key, Page, int] | None:
        """Take out what was asked for longest ago, while there is more than fits."""
        if self.bytes <= self.most_bytes:
            return None
        key = next(iter(self.pages))
        page, weight = self.pages.pop(key)
        self.bytes -= weight
        return key, page, weight


class Shelf:
    """Keeps pages within a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._once = _Segment(most_bytes * FIRST_SHARE)
        self._often = _Segment(most_bytes * (1 - FIRST_SHARE))

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._once.pages) + len(self._often.pages)

    @property
    def bytes(self) -> int:
        """What all that is kept weighs."""
        return self._once.bytes + self._often.bytes

    def get(self, key: Key) -> Page | None:
        """Return the page kept for *key*; whoever is asked for again is worth keeping."""
        held = self._often.pages.get(key)
        if held is not None:
            self._often.pages.move_to_end(key)
            return held[0]
        found = self._once.take(key)
        if found is None:
            return None
        self._often.put(key, *found)
        self._trim()
        return found[0]

    def put(self, key: Key, page: Page) -> None:
        """Keep *page* as one asked for once."""
        self.drop(key)
        self._once.put(key, page, page.weight)
        self._trim()

    def weigh(self, key: Key, page: Page) -> None:
        """Note that *page* has grown, if it is kept."""
        for segment in (self._once, self._often):
            held = segment.pages.get(key)
            if held is not None and held[0] is page:
                segment.take(key)
                segment.put(key, page, page.weight)
        self._trim()

    def drop(self, key: Key) -> None:
        """Forget *key*."""
        self._once.take(key)
        self._often.take(key)

    def _trim(self) -> None:
        while (demoted := self._often.too_much()) is not None:
            self._once.put(*demoted)
        while self._once.too_much() is not None:
            pass
