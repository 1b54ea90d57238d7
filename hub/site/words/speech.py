"""Which language are we speaking now, and what is a message called in it? Known by the context of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations

from hub.kit.saying import Saying, Voice
from hub.site.words.catalogue import catalogue

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language the interface is written in."""

    tag: str  # BCP 47
    name: str  # as its speakers call it
    locale: str  # whose dates it is written with
    direction: str = "ltr"

    @property
    def prefix(self) -> str:
        """What its addresses begin with; nothing for the language the hub was written in."""
        return "" if self.tag == ENGLISH else f"/{self.tag}"


LANGUAGES = {each.tag: each for each in (Language(ENGLISH, "English", "en_GB"), Language("cy", "Cymraeg", "cy"))}
_spoken: ContextVar[Language] = ContextVar("language", default=LANGUAGES[ENGLISH])


def spoken() -> Language:
    """Return the language pages are written in now."""
    return _spoken.get()


def language() -> str:
    """Return the tag of the language pages are written in now."""
    return _spoken.get().tag


def foreign(told: str) -> str:
    """Return the language that words of others, in the one they are *told* to be in, must be marked with.

    Empty where it is that of the page. Where nobody told it, it is the one the hub was written in: that is what most
    is published in here, and a page in Welsh must not have it read out as Welsh.

    >>> foreign("fr"), foreign("en"), foreign("")
    ('fr', '', '')
    """
    mark = told or ENGLISH
    return "" if mark == language() else mark


def direction() -> str:
    """Return which way the language pages are written in now runs: ltr or rtl."""
    return _spoken.get().direction


def prefix() -> str:
    """Return what the addresses of pages begin with now.

    >>> with speaking(LANGUAGES["cy"]):
    ...     prefix()
    '/cy'
    """
    return _spoken.get().prefix


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Write everything inside the block in the language *chosen*."""
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


def gettext(message: str) -> str:
    """Return *message* in the reader's language, or as it is."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that fits *count*."""
    return _catalogue().ngettext(one, many, count)


def said(words: Saying | str) -> str:
    """Say what a lower floor had to say, in the reader's language.

    >>> from hub.kit.saying import say
    >>> said(say("Doing well."))
    'Doing well.'
    """
    return voice().said(words)


def voice() -> Voice:
    """Return the voice of the language spoken now."""
    return _voice(_spoken.get())


def _catalogue() -> NullTranslations:
    return _voice(_spoken.get()).catalogue


@cache
def _voice(chosen: Language) -> Voice:
    return Voice(NullTranslations() if chosen.tag == ENGLISH else catalogue(chosen.tag), chosen.locale)
