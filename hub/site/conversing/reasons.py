"""Why does a conversation stand on the list, and why is a post part of it? Said in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from hub.communicate.bridging.rules import RESIDENTS
from hub.communicate.threads.queries import Part
from hub.communicate.threads.rules import Because
from hub.kit.zones import wall
from hub.places.queries import PlaceView
from hub.site.conversing.roles import whom
from hub.site.words import gettext, language, ngettext


@dataclass(frozen=True, slots=True)
class Facts:
    """What speaks for a conversation: how many voices, in which time, and whom the newest of them answers."""

    voices: int
    since: datetime
    last_at: datetime
    answered: str = ""  # the kind of voice; empty where the newest answers nobody

    def days(self, zone: str) -> int:
        """Return on how many days of the calendar it goes on, the first and the last too."""
        first, last = (wall(moment, ZoneInfo(zone)).date() for moment in (self.since, self.last_at))
        return max((last - first).days, 0) + 1


def why_listed(facts: Facts, zone: str) -> str:
    """Say why a conversation is on the list."""
    return " ".join([_how_many(facts, facts.days(zone)), *_newest(facts)])


def _how_many(facts: Facts, days: int) -> str:
    voices = ngettext("%(count)s local voice", "%(count)s local voices", facts.voices) % {"count": facts.voices}
    if days == 1:
        return gettext("%(voices)s on one day.") % {"voices": voices}
    said = ngettext("%(voices)s in %(count)s day.", "%(voices)s in %(count)s days.", days)
    return said % {"voices": voices, "count": days}


def _newest(facts: Facts) -> Sequence[str]:
    if not facts.answered:
        return ()
    if facts.answered == RESIDENTS:
        return (gettext("The newest word is a neighbour’s."),)
    return (gettext("The newest answers %(whom)s.") % {"whom": whom(facts.answered)},)


def why_part(part: Part, here: PlaceView, *, is_first: bool = False) -> str:
    """Say why a post is part of a conversation; *is_first* says that nobody spoke sooner."""
    if is_first:
        return gettext("It began with this.")
    said = _because(language()).get(part.because) or gettext("Others answer it.")
    return said % {"place": here.name}


@cache
def _because(_language: str) -> Mapping[str, str]:
    return {
        Because.MENTOR: gettext("Somebody who looks after %(place)s put it here."),
        Because.STORY: gettext("It tells of the same."),
        Because.LINK: gettext("It links to what it answers."),
        Because.LINKED: gettext("An earlier post here links to it."),
        Because.TALK: gettext("People talk about it here."),
    }
