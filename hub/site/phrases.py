"""What do templates call ``_`` and ``{% trans %}``? A sentence of ours in the reader's language, safe to be placed."""

from functools import lru_cache

from markupsafe import Markup, escape

from hub.site import words

MOST = 4_096  # sentences kept ready, in all languages


def phrase(message: str, /, **values: object) -> Markup:
    """Return *message* in the reader's language, its %(names)s filled by *values*, which are escaped.

    >>> str(phrase("by %(author)s", author="<b>Ada</b>"))
    'by &lt;b&gt;Ada&lt;/b&gt;'
    """
    said = _ready(words.language(), message)
    return said % values if values or "%" in said else said


def phrases(one: str, many: str, count: int, /, **values: object) -> Markup:
    """Return the form of a sentence that fits *count*, filled by *values*, of which one may be called num."""
    return escape(words.ngettext(one, many, count)) % {"num": count, **values}


@lru_cache(MOST)
def _ready(language: str, message: str) -> Markup:  # noqa: ARG001 -- the language is part of what is remembered
    return escape(words.gettext(message))
