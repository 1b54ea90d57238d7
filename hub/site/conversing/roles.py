"""Who spoke in a conversation, in words? Each kind of voice once, however many of it spoke."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hub.communicate.bridging.rules import RESIDENTS
from hub.site.words import gettext, kind_name, language, ngettext, told_by


@dataclass(frozen=True, slots=True)
class Role:
    """That voices of one kind spoke, in words: “The council said”, “4 neighbours replied”."""

    kind: str
    words: str


def roles(kinds: Iterable[str], replies: int) -> Sequence[Role]:
    """Say who spoke: *kinds* is that of each voice, in the order they spoke first; then how many replies came."""
    counted = Counter(kinds)
    said = [Role(kind, spoke(kind, number)) for kind, number in counted.items()]
    return [*said, Role(RESIDENTS, spoke(RESIDENTS, replies))] if replies else said


def spoke(kind: str, number: int) -> str:
    """Say that so many voices of a kind spoke.

    >>> spoke("blog", 1), spoke("blog", 3), spoke("brass-band", 2), spoke("residents", 2)
    ('A blogger answered', '3 bloggers answered', 'Brass band: 2 voices', '2 replies by neighbours')
    """
    if number == 1 and kind != RESIDENTS:
        return told_by(kind)
    if several := _SEVERAL.get(kind):
        return several(number) % {"count": number}
    return ngettext("%(kind)s: %(count)s voice", "%(kind)s: %(count)s voices", number) % {
        "kind": kind_name(kind),
        "count": number,
    }


def group_name(kind: str) -> str:
    """Name those who talk with each other: a kind of source, or the people who reply here.

    >>> group_name("council"), group_name("residents")
    ('Council', 'Residents')
    """
    return gettext("Residents") if kind == RESIDENTS else kind_name(kind)


def whom(kind: str) -> str:
    """Name somebody of a kind as one who was answered.

    >>> whom("council"), whom("brass-band")
    ('the council', 'another voice')
    """
    return _whom(language()).get(kind) or gettext("another voice")


@cache
def _whom(_language: str) -> Mapping[str, str]:
    return {
        "council": gettext("the council"),
        "press": gettext("the paper"),
        "blog": gettext("a blogger"),
        "community": gettext("a group of neighbours"),
        "neighbours": gettext("a neighbour"),
        "police": gettext("the police"),
        "health": gettext("the health service"),
        "school": gettext("a school"),
        "library": gettext("the library"),
        "planning": gettext("the planning register"),
        "reports": gettext("a report from the street"),
        "transport": gettext("those who run transport"),
        RESIDENTS: gettext("a neighbour"),
    }


def _blogs(number: int) -> str:
    return ngettext("%(count)s blogger answered", "%(count)s bloggers answered", number)


def _papers(number: int) -> str:
    return ngettext("%(count)s paper reported", "%(count)s papers reported", number)


def _groups(number: int) -> str:
    return ngettext("%(count)s group of neighbours said", "%(count)s groups of neighbours said", number)


def _residents(number: int) -> str:
    return ngettext("%(count)s reply by a neighbour", "%(count)s replies by neighbours", number)


_SEVERAL: Mapping[str, Callable[[int], str]] = {
    "blog": _blogs,
    "press": _papers,
    "community": _groups,
    RESIDENTS: _residents,
}
