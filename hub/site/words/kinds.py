"""What is a kind of source called? The name of those people know, else the kind itself."""

from collections.abc import Mapping
from functools import cache

from hub.site.words.speech import gettext, language


def kind_name(kind: str) -> str:
    """Name a kind of source.

    >>> kind_name("blog"), kind_name("brass-band")
    ('Blogs', 'Brass band')
    """
    known = _kinds(language()).get(kind)
    return known or kind.replace("-", " ").capitalize()


@cache
def _kinds(_language: str) -> Mapping[str, str]:
    # Every card says one of these; said once for each language.
    return {
        "council": gettext("Council"),
        "press": gettext("Press"),
        "blog": gettext("Blogs"),
        "community": gettext("Community"),
        "police": gettext("Police"),
        "health": gettext("Health"),
        "school": gettext("Schools"),
        "library": gettext("Libraries"),
        "planning": gettext("Planning"),
        "events": gettext("Events"),
        "reports": gettext("Street reports"),
        "podcast": gettext("Podcasts"),
        "photos": gettext("Photos"),
        "transport": gettext("Transport"),
        "faith": gettext("Faith"),
        "business": gettext("Business"),
        "neighbours": gettext("Neighbours elsewhere"),
    }
