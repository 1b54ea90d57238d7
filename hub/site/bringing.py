"""Which words of another town are there to tick, and what was ticked? Between scripts, a form and its lines."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import HubError
from hub.establish.deciding.script import Agree, Script, Spell, Tie, from_json, to_json
from hub.establish.sharing.matching import Match, within
from hub.establish.tags.rules import Bond
from hub.kit.saying import say
from hub.site.typed import Typed

MOST_LETTERS = 30_000  # of the scripts that go along in the form: it has to fit however its letters are written
_OURS = (Agree, Spell, Tie)


@dataclass(frozen=True, slots=True)
class Line:
    """A word to tick: what of it would be new here."""

    name: str
    is_new: bool
    meaning: str = ""
    also: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def listed(matches: Sequence[Match]) -> Sequence[Script]:
    """Return what of a file is shown at once: as much as goes into one proposal and one form."""
    room, shown = MOST_LETTERS, []
    for match in within(matches):
        room -= len(written([match.script]))
        if room < 0:
            break
        shown.append(match.script)
    return shown


def written(scripts: Iterable[Script]) -> str:
    """Write scripts to go along in a form."""
    return json.dumps([to_json(script) for script in scripts], ensure_ascii=False, separators=(",", ":"))


def sent(typed: Typed) -> Sequence[Script]:
    """Return the scripts that went along; HubError where they are none of ours."""
    try:
        told: Any = json.loads(typed["listed"] or "[]")
        found = [from_json(script) for script in told]
    except (ValueError, TypeError, RecursionError):
        found = []
    if not found or not all(isinstance(each, _OURS) for script in found for each in script):
        raise HubError(say("This is not what the form sends. Go back, and send it again."))
    return found


def chosen(typed: Typed, scripts: Sequence[Script]) -> Sequence[Script]:
    """Return those of *scripts* whose numbers were ticked."""
    ticked = set(typed.all("row"))
    return [script for number, script in enumerate(scripts) if str(number) in ticked]


def lines(scripts: Sequence[Script], names: Mapping[str, str]) -> Sequence[Line]:
    """Return each script as a line to tick; *names* are those of the tags agreed on, by slug."""
    made = {each.slug: each.name for script in scripts for each in script if isinstance(each, Agree)}
    return [_line(script, {**names, **made}) for script in scripts if script]


def _line(script: Script, names: Mapping[str, str]) -> Line:
    agreed = next((each for each in script if isinstance(each, Agree)), None)
    slug = agreed.slug if agreed else str(getattr(script[0], "tag", ""))
    spells = [each for each in script if isinstance(each, Spell)]
    ties = [each for each in script if isinstance(each, Tie)]
    return Line(
        name=names.get(slug, slug),
        is_new=agreed is not None,
        meaning=agreed.meaning if agreed else "",
        also=tuple(each.label for each in spells if each.in_text),
        label_only=tuple(each.label for each in spells if not each.in_text),
        broader=tuple(names.get(each.other, each.other) for each in ties if each.bond == Bond.BROADER),
        related=tuple(names.get(each.other, each.other) for each in ties if each.bond == Bond.RELATED),
    )
