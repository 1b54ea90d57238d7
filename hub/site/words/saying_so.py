"""How does somebody tell a story? By what they are: a council says, a paper reports, a blogger answers."""

from collections.abc import Mapping
from functools import cache

from hub.site.words.kinds import kind_name
from hub.site.words.speech import gettext, language


def told_by(kind: str) -> str:
    """Say how a kind of source tells something.

    >>> told_by("blog"), told_by("brass-band")
    ('A blogger answered', 'Brass band said')
    """
    return _known(language()).get(kind) or gettext("%(kind)s said") % {"kind": kind_name(kind)}


@cache
def _known(_language: str) -> Mapping[str, str]:
    # Every voice of a story says one of these; said once for each language.
    return {
        "council": gettext("The council said"),
        "press": gettext("The paper reported"),
        "blog": gettext("A blogger answered"),
        "community": gettext("Neighbours said"),
        "neighbours": gettext("A neighbour said"),
        "police": gettext("The police said"),
        "health": gettext("The health service said"),
        "school": gettext("The school said"),
        "library": gettext("The library said"),
        "planning": gettext("The planning register listed"),
        "events": gettext("The venue announced"),
        "reports": gettext("Somebody reported in the street"),
        "podcast": gettext("A podcast told"),
        "photos": gettext("A photographer showed"),
        "transport": gettext("Those who run transport said"),
        "faith": gettext("A community of faith said"),
        "business": gettext("A business said"),
    }
