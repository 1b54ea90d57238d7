"""Every form of the site, found by opening every page as everybody, and what is sent with each field of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from lxml.html import HtmlElement

from hub.kit.clock import now
from tests.neighbours import Page
from tests.site.house import House
from tests.site.livedin import cookies, routes

ASKING = ("visitor", "member", "mentor here", "moderator", "admin")
_IN_WORDS = frozenset({"text", "email", "url", "tel", "search", "number", "date"})
# What a form takes when nothing odd is in it: all else is these plain words.
PLAIN, _USUAL, _CHOSEN = "Plain words", {"email": "cem@hub.example", "reach": "01632 960999"}, {"label"}
OK = 200
PAGES = [each for each in routes("GET") if not re.match(r"/(demo|styleguide|api)|.*\.\w+\Z", each.path)]


@dataclass(frozen=True)
class Form:
    """A form as one persona is shown it."""

    persona: str
    address: str
    written: str  # the route it was found at, and the fields it has
    usual: Mapping[str, Sequence[str]]  # what a browser sends when it is filled in plainly
    in_words: frozenset[str]  # the fields somebody types into

    def sent(self, odd: Mapping[str, str]) -> str:
        """Return the form as it is sent with *odd* texts in some fields."""
        whole = dict(self.usual) | {name: [text] for name, text in odd.items()}
        return urlencode(whole, doseq=True)

    @cached_property
    def fields(self) -> Sequence[str]:
        """Every field that is sent."""
        return sorted(self.usual)


def every_form(house: House) -> Sequence[Form]:
    """Return every form that writes something, each once."""
    found: dict[tuple[str, ...], Form] = {}
    public: set[str] = set()
    for persona in ASKING:
        for form in _forms_shown_to(house, persona, public):
            found.setdefault((form.written, *form.fields), form)
    return list(found.values())


def _forms_shown_to(house: House, persona: str, public: set[str]) -> Iterator[Form]:
    """Yield the forms *persona* is shown on pages that are not *public*, which say the same to everybody."""
    for route in (each for each in PAGES if each.path not in public):
        address = house.lived_in.address(route)
        status, headers, text = house.send("GET", address, cookies(house.lived_in, persona))
        if status == OK and headers.get("cache-control") != "no-store":
            public.add(route.path)
        if status == OK and headers["content-type"].startswith("text/html") and 'method="post"' in text:
            for element in Page(address, status, headers, text).all("//form"):
                if element.method == "POST" and _usual(element):
                    yield _form(persona, route.path, address, element)


def _form(persona: str, written: str, shown_at: str, element: HtmlElement) -> Form:
    action = str(element.get("action") or shown_at)
    typed = {
        field.name for field in element.inputs if field.name and (field.tag == "textarea" or _type(field) in _IN_WORDS)
    }
    traps = {field.name for field in element.xpath(".//*[@aria-hidden='true']//input")}
    return Form(persona, action, f"{written} {action.partition('?')[0]}", _usual(element), frozenset(typed - traps))


def _usual(element: HtmlElement) -> Mapping[str, Sequence[str]]:
    sent: dict[str, list[str]] = {}
    for field in element.inputs:
        kind, name = _type(field), field.name
        is_chosen = kind not in {"radio", "checkbox"} or name not in sent or field.get("value") in _CHOSEN
        if not name or kind in {"submit", "button"} or not is_chosen:
            continue
        sent[name] = [_plain(field, name, kind)]
    for field in element.xpath(".//*[@aria-hidden='true']//input"):
        sent[field.name] = [""]
    return sent


def _plain(field: HtmlElement, name: str, kind: str) -> str:
    if kind == "date":
        return (now().date() + timedelta(days=7)).isoformat()
    if kind in {"radio", "checkbox"}:
        return str(field.get("value", "on"))
    shown = field.value if field.tag in {"textarea", "select"} else field.get("value")
    return str(shown or "").strip("\n") or _USUAL.get(name, PLAIN)


def _type(field: HtmlElement) -> str:
    return str(field.get("type", "text")).lower() if field.tag == "input" else str(field.tag)
