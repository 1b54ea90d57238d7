"""Have we just said this? Anonymous answers are the same bytes for everybody: made once, kept packed, given at once.

The outermost layer: what it keeps leaves without any other being asked. How long an answer is kept is the business of
`versions`, which ones are kept that of `shelf`, in how few bytes they leave that of `coding`.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from hub.site.porch.asking import ask
from hub.site.porch.coding import IDENTITY, Coding, chosen
from hub.site.porch.counting import Counts
from hub.site.porch.forms import NOTHING, Answer, Form, knows
from hub.site.porch.openings import item_at
from hub.site.porch.sealing import sealed, sealed_for_one, tell_all, tell_one, telling
from hub.site.porch.shelf import Key, Page, Shelf
from hub.site.porch.versions import Versions
from hub.site.words.addresses import asked_for

LONGEST_ADDRESS = 1_024  # bytes of path and query; nobody else asks for what is longer
LARGE = 16_384  # bytes that take longer to pack than to hand over to a thread
# The cookie of a member, by its two names: what a council’s other sites leave in a browser says nothing to us.
OURS = frozenset({b"__Host-hub", b"hub"})
_READS = frozenset({"GET", "HEAD"})
_COOKIE = re.compile(rb"(?:\A|[;,])\s*([^=;,\s]+)\s*=")


class FrontCache:
    """Gives what is kept and true, asks the app inside for the rest, and says 304 to those who have it already."""

    def __init__(self, app: ASGIApp, versions: Versions, counts: Counts, shelf: Shelf | None = None) -> None:
        self.app = app
        self.versions = versions
        self.counts = counts
        self.shelf = Shelf() if shelf is None else shelf
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or ask the app inside and keep what it says."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in _READS:
            await self.app(scope, receive, self.counts.counting(send))
            return
        if not self.versions.every:
            await self.versions.look()
        asked = _joined(scope["headers"])
        if _may_be_somebody(asked):
            page = await self._ask_for_one(scope, receive, send)
        else:
            page = self._kept(_key(scope)) or await self._make(scope, receive, send)
        if page is not None:
            await self._give(page, asked, scope, send)

    def _kept(self, key: Key) -> Page | None:
        page = self.shelf.get(key)
        if page is not None and page.truth is not None and not self.versions.holds(page.truth):
            self.shelf.drop(key)
            return None
        return page

    async def _give(self, page: Page, asked: Mapping[bytes, bytes], scope: Scope, send: Send) -> None:
        coding = page.coding(chosen(asked.get(b"accept-encoding", b"")))
        form = page.forms.get(coding.name) or await self._packed(page, coding, scope)
        known = asked.get(b"if-none-match")
        start, body = form.start, form.body
        if known is not None and form.etag and (known == form.etag or knows(known, form.etag)):
            start, body = form.same, NOTHING
        elif scope["method"] == "HEAD":
            body = NOTHING
        self.counts.answered[start["status"]] += 1
        if page.item and scope["method"] == "GET":
            self.counts.openings.note(page.item, asked, scope["query_string"])
        await send(start)
        await send(body)

    async def _make(self, scope: Scope, receive: Receive, send: Send) -> Page | None:
        """Make a page; of all who ask for it at once one makes it, and the others wait."""
        key = _key(scope)
        making = self._making.get(key)
        if making is not None:
            await making.wait()
            # What was not kept everybody makes for himself.
            return self._kept(key) or await self._ask(scope, receive, send)
        made = self._making[key] = asyncio.Event()
        try:
            page = await self._ask(scope, receive, send)
            self._keep(key, page)
        finally:
            del self._making[key]
            made.set()
        return page

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> Page | None:
        # Before the app looks at the database: what changes while it does makes its answer an old one.
        truth = self.versions.truth(_place(scope["path"]), self.versions.clock())
        answer = await ask(self.app, scope, receive, telling(tell_all, self.counts.counting(send)))
        return None if answer is None else _of_item(sealed(answer, truth), answer, scope)

    async def _ask_for_one(self, scope: Scope, receive: Receive, send: Send) -> Page | None:
        answer = await ask(self.app, scope, receive, telling(tell_one, self.counts.counting(send)))
        return None if answer is None else _of_item(sealed_for_one(answer), answer, scope)

    def _keep(self, key: Key, page: Page | None) -> None:
        if page is None or page.truth is None or len(key[0]) + len(key[1]) > LONGEST_ADDRESS:
            return
        if self.versions.holds(page.truth):
            self.shelf.put(key, page)

    async def _packed(self, page: Page, coding: Coding, scope: Scope) -> Form:
        async with page.turn:
            form = page.forms.get(coding.name)
            if form is None:
                is_small = page.length < LARGE or coding is IDENTITY
                form = page.make(coding) if is_small else await asyncio.to_thread(page.make, coding)
                self.shelf.weigh(_key(scope), page)
        return form


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return headers by name; one that was sent in several lines is what these say together (RFC 9110, 5.3).

    >>> _joined([(b"accept-encoding", b"br"), (b"accept-encoding", b"gzip")])
    {b'accept-encoding': b'br, gzip'}
    """
    joined: dict[bytes, bytes] = {}
    for name, value in headers:
        joined[name] = b"%s, %s" % (joined[name], value) if name in joined else value
    return joined


def _may_be_somebody(asked: Mapping[bytes, bytes]) -> bool:
    """Say whether what is said to who sends these headers is for nobody else.

    >>> _may_be_somebody({b"cookie": b"_ga=1; __Host-hub=a"}), _may_be_somebody({b"cookie": b"_ga=__Host-hub"})
    (True, False)
    """
    cookies = asked.get(b"cookie")
    return b"authorization" in asked or (cookies is not None and not OURS.isdisjoint(_COOKIE.findall(cookies)))


def _of_item(page: Page, answer: Answer, scope: Scope) -> Page:
    page.item = item_at(scope["path"]) if answer.status == HTTPStatus.OK else 0
    return page


def _key(scope: Scope) -> Key:
    return scope["raw_path"], scope["query_string"]


def _place(path: str) -> str:
    """Return the slug that stands where addresses name a place; nobody says that there is such a place.

    >>> _place("/alderford/tags/bins"), _place("/cy/alderford.atom"), _place("/")
    ('alderford', 'alderford', '')
    """
    inside = path.removeprefix(asked_for(path).prefix)
    return inside.strip("/").partition("/")[0].partition(".")[0]
