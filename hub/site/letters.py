"""How does a room write to somebody? Letters in words and in simple HTML, in the language of who gets them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from jinja2 import Environment, Template
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.communicate.following.rules import AT_ONCE, DIGEST
from hub.kit.saying import Saying, say
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.secret import key_for
from hub.settings import Settings
from hub.site import words
from hub.site.render import environment, path

_TEMPLATES = {
    "code": ("mail/code.txt", "mail/code.html"),
    "notice": ("mail/notice.txt", "mail/notice.html"),
}
# What somebody may stop, in the words of “No more mail about …”; a room adds its own.
TOPICS = {
    "answers": say("answers to what you wrote"),
    "desk": say("what waits at your desk"),
    "sources": say("how your site is doing here"),
    "proposals": say("what becomes of your proposals"),
    "linked": say("who answers your posts"),
    "introductions": say("whom you could meet"),
    DIGEST: say("what is new of all you follow"),
    AT_ONCE: say("what you wanted to hear of at once"),
    "named": say("conversations in which somebody names you"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """Where letters are written: the address of the hub, and the key its links are sealed with."""

    base_url: str
    key: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Office":
        """Take what the settings say."""
        return cls(settings.base_url, key_for(settings, STOP))


_office: ContextVar[Office] = ContextVar("office")


class Offices:
    """Lets every request write letters from this hub."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does."""
        # Reading asks for no key: one is made at the first deed, not by a start that may only look.
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        with writing_from(Office.of(self.settings)):
            await self.app(scope, receive, send)


@contextmanager
def writing_from(office: Office) -> Iterator[None]:
    """Write every letter inside the block from *office*."""
    token = _office.set(office)
    try:
        yield
    finally:
        _office.reset(token)


def letter(kind: str, to: str, language: str, topic: str = "", **values: object) -> Letter:
    """Write a letter of a *kind* in a *language*, about a *topic* one may stop, from what its templates ask for.

    ``code``: code, link, minutes, what (what it is for, a Saying). ``notice``: title, paragraphs (a sequence), link and
    action (the words of the link; both may be left out). Sayings are said in the language; links may begin with a
    slash. LookupError outside of a request that writes, where nobody said ``writing_from``.
    """
    office = _office.get()
    mail_id = uuid4()
    with words.speaking(words.LANGUAGES.get(language, words.LANGUAGES["en"])):
        stop = office.base_url + path("mail", "stop", stop_token(mail_id, office.key)) if topic else ""
        told = _said({"link": "", "action": "", **values}, office.base_url)
        shared = {"base_url": office.base_url, "home": office.base_url + path(), "stop": stop}
        plain, rich = _TEMPLATES[kind]
        text = plain_environment().get_template(plain)
        given = {**told, **shared, "about": topic_in_words(topic)}
        subject = " ".join(block_of(text, "subject", given).split())
        html = environment().get_template(rich).render(given | {"subject": subject})
        return Letter(kind, to, subject, text.render(given), html, topic, mail_id)


def topic_in_words(topic: str) -> str:
    """Say what mail of a *topic* is about, after “No more mail about …”."""
    return words.said(TOPICS.get(topic.partition(":")[0], say("this")))


def _said(values: Mapping[str, object], base_url: str) -> dict[str, object]:
    """Say every Saying among *values*, one by one in lists, and lead links that begin with a slash to this hub."""
    told: dict[str, object] = {}
    for name, value in values.items():
        match value:
            case Saying():
                told[name] = words.said(value)
            case list() | tuple():
                told[name] = [words.said(each) if isinstance(each, Saying) else each for each in value]
            case _:
                told[name] = value
    link = str(told["link"])
    return told | {"link": base_url + link if link.startswith("/") else link}


def block_of(template: Template, name: str, values: Mapping[str, object]) -> str:
    """Return one block of a template alone, the subject of a letter for instance."""
    return "".join(template.blocks[name](template.new_context(dict(values))))


@cache
def plain_environment() -> Environment:
    """Return the environment of words that are no HTML: nothing is escaped in them."""
    made = environment().overlay(autoescape=False)
    plain = {"_": _plainly, "gettext": _plainly, "ngettext": _plainly_many}
    made.globals = environment().globals | plain
    return made


def _plainly(message: str, /, **values: object) -> str:
    said = words.gettext(message)
    return said % values if values or "%" in said else said


def _plainly_many(one: str, many: str, count: int, /, **values: object) -> str:
    return words.ngettext(one, many, count) % {"num": count, **values}
