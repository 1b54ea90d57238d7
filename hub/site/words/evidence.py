"""How do we know that a tag or a place fits? One sentence for each way of knowing."""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from hub.site.words.speech import gettext, language

_WITHOUT_WORDS = frozenset({"source", "rule"})


class Evidence(Protocol):
    """How we know that a tag or a place fits: an item's or an event's."""

    @property
    def because(self) -> str:
        """What led to it, as the registry names it."""
        ...

    @property
    def evidence(self) -> str:
        """The words that led to it; empty where it was none."""
        ...


def why(found: Evidence, source: str) -> str:
    """Say why an item has a tag or is in a place.

    >>> from hub.aggregate.items.cards import Why
    >>> why(Why("bins", "Bins & recycling", "label", "refuse"), "The Courier")
    'The Courier filed it under “refuse”.'
    >>> why(Why("sport", "Sport", "rule", "/sport/"), "The Courier")
    'Its address at The Courier begins with /sport/.'
    """
    sentence = _reasons(language()).get(_reason(found))
    words = sentence or gettext("%(source)s belongs to it.")
    return words % {"source": source, "evidence": found.evidence}


def _reason(found: Evidence) -> str:
    """Name the sentence for this: a rule has one for each sort, and what needs words has none without them."""
    if found.because == "rule" and found.evidence:
        is_path = found.evidence.startswith("/") and found.evidence.endswith("/")
        return "path" if is_path else "category"
    return found.because if found.evidence or found.because in _WITHOUT_WORDS else ""


@cache
def _reasons(_language: str) -> Mapping[str, str]:
    # Every tag on every card gives one of these; said once for each language.
    return {
        "label": gettext("%(source)s filed it under “%(evidence)s”."),
        "title": gettext("The title says “%(evidence)s”."),
        "text": gettext("The text says “%(evidence)s”."),
        "tag": gettext("It is tagged “%(evidence)s”."),
        "within": gettext("“%(evidence)s” is part of this place."),
        "source": gettext("%(source)s speaks for this place."),
        "rule": gettext("Everything from %(source)s has it."),
        "category": gettext("%(source)s files it as “%(evidence)s”, which means this there."),
        "path": gettext("Its address at %(source)s begins with %(evidence)s."),
        "narrower": gettext("It is about “%(evidence)s”, which is part of this."),
        "point": gettext("The point on the map given with it lies here: %(evidence)s."),
    }
