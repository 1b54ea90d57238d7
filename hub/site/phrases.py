"""What do templates call ``_`` and ``{% trans %}``? A sentence of ours in the reader's language, safe to be placed."""

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from hub.site import words
from hub.site.escaping import placed

MOST = 4_096  # sentences kept ready, in all languages


def phrase(message: str, /, **values: object) -> Markup:
    """Return *message* in the reader's language, its %(names)s filled by *values*, which are escaped.

    >>> str(phrase("by %(author)s", author="<b>Ada</b>"))
    'by &lt;b&gt;Ada&lt;/b&gt;'
    """
    said = _ready(words.language(), message)
    return _filled(said, values) if values or "%" in said else said


def phrases(one: str, many: str, count: int, /, **values: object) -> Markup:
    """Return the form of a sentence that fits *count*, filled by *values*, of which one may be called num."""
    return _filled(escape(words.ngettext(one, many, count)), {"num": count, **values})


def _filled(said: Markup, values: Mapping[str, object]) -> Markup:
    # As Markup fills itself, in a third of the time: a page has a hundred.
    ready = {name: value if isinstance(value, int) else placed(value) for name, value in values.items()}
    return Markup(str.__mod__(said, ready))  # noqa: S704 -- both are escaped by now


@lru_cache(MOST)
def _ready(language: str, message: str) -> Markup:  # noqa: ARG001 -- the language is part of what is remembered
    return escape(words.gettext(message))
