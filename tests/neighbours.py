"""Three neighbours who use the hub as people do: Ada the mentor, Ben the blogger, Cem the visitor.

>>> page = Page("/", 200, {}, "<h1>Places</h1><a href='/kings-heath'>Kings Heath</a>")
>>> page.h1, page.links
('Places', {'/kings-heath': 'Kings Heath'})
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest.mock import patch

from fastapi.testclient import TestClient
from lxml import html
from lxml.html import HtmlElement

from hub.kit.text import squeeze
from hub.settings import Settings
from tests import databases

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}  # as every browser of the last years says of a form on our own page
SAFE_COOKIE, PLAIN_COOKIE = "__Host-hub", "hub"


@dataclass(frozen=True)
class Page:
    """What came back for one address, as somebody sees it who looks at it without script."""

    address: str
    status: int
    headers: Mapping[str, str]
    source: str

    @cached_property
    def tree(self) -> HtmlElement:
        """The parsed document."""
        return html.document_fromstring(self.source)

    @cached_property
    def title(self) -> str:
        """The words in the window's title."""
        return self.words("//title")[0]

    @cached_property
    def h1s(self) -> list[str]:
        """Every main heading; a good page has one."""
        return self.words("//h1")

    @property
    def h1(self) -> str:
        """The one main heading."""
        (only,) = self.h1s
        return only

    @cached_property
    def links(self) -> dict[str, str]:
        """Every address the page links to, with the words of the link; of two with one address the last."""
        return {str(a.get("href")): squeeze(a.text_content()) for a in self.all("//a[@href]")}

    @cached_property
    def articles(self) -> list[str]:
        """The words of every item, thread or event on the page, in order."""
        return self.words("//article")

    @cached_property
    def text(self) -> str:
        """All visible words."""
        return self.words("//body")[0]

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.source)

    def all(self, xpath: str) -> list[HtmlElement]:
        """Return every element at *xpath*."""
        return [found for found in self.tree.xpath(xpath) if isinstance(found, HtmlElement)]

    def words(self, xpath: str) -> list[str]:
        """Return the words of every element at *xpath*, white space squeezed."""
        return [squeeze(each.text_content()) for each in self.all(xpath)]


@dataclass(frozen=True)
class Neighbour:
    """Somebody with a browser without script; redirects are shown, not followed, unless asked."""

    name: str
    browser: TestClient

    def visit(self, address: str, *, follow: bool = False, headers: Mapping[str, str] | None = None) -> Page:
        """Open *address* and return what is there."""
        reply = self.browser.get(address, follow_redirects=follow, headers=dict(headers or {}))
        return Page(str(reply.url), reply.status_code, reply.headers, reply.text)

    def post(self, address: str, *, follow: bool = False, **fields: str | list[str]) -> Page:
        """Send a form to *address* as a browser does; a list is a field that is there several times."""
        reply = self.browser.post(address, data=fields, follow_redirects=follow, headers=SAME_ORIGIN)
        return Page(str(reply.url), reply.status_code, reply.headers, reply.text)

    def fill(self, page: Page, *, follow: bool = True, **fields: str | list[str]) -> Page:
        """Fill the one form of *page* that has all these *fields*, leave the others as they are, and send it."""
        forms = [form for form in page.all("//form") if set(fields) <= set(form.fields)]
        (form,) = forms
        action = str(form.get("action") or page.address)
        return self.post(action, follow=follow, **(_filled(form) | fields))

    def sign_in(self, token: str) -> None:
        """Put the cookie of a device that was let in into the browser, which has no other then."""
        self.browser.cookies.clear()
        self.browser.cookies.set(self._cookie, token, domain=self.browser.base_url.host, path="/")

    @property
    def token(self) -> str:
        """What the browser’s one cookie says; empty when it has none."""
        return self.browser.cookies.get(self._cookie) or ""

    @property
    def _cookie(self) -> str:
        return SAFE_COOKIE if self.browser.base_url.scheme == "https" else PLAIN_COOKIE

    def ask(self, method: str, address: str) -> Page:
        """Send a bare request with another method than GET."""
        reply = self.browser.request(method, address, follow_redirects=False)
        return Page(str(reply.url), reply.status_code, reply.headers, reply.text)


def _filled(form: HtmlElement) -> dict[str, list[str]]:
    """Return what a browser sends of a form that nobody touched, but its buttons."""
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


@contextmanager
def neighbour(name: str, settings: Settings, *, with_styleguide: bool = False) -> Iterator[Neighbour]:
    """Start the site with *settings* and let *name* use it."""
    from hub.site import app  # noqa: PLC0415 -- tests of lower floors need no web

    # Looking before every answer, a page that is read right after something was written tells it.
    site = app.create_app(settings, with_styleguide=with_styleguide, look_every=0)
    with (
        patch.object(app, "connect", databases.lasting),
        TestClient(site, base_url=settings.base_url, raise_server_exceptions=False) as browser,
    ):
        yield Neighbour(name, browser)
