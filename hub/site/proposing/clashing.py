"""What may be done where a spelling means another tag already? Choices of a page, and their scripts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.establish.deciding.rules import Clash
from hub.establish.deciding.script import Agree, Merge, Operation, Rule, Script, Spell, Unspell
from hub.establish.tags.rules import Stand
from hub.kit.saying import Saying, say
from hub.kit.text import label_key


class Instead(StrEnum):
    """What to do where a spelling means something else already."""

    MERGE = "merge"  # the two tags are one
    AMBIGUOUS = "ambiguous"  # it means different things, so it means no tag
    TAKE = "take"  # it means the new one alone


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that settles a clash, and its words."""

    instead: Instead
    words: Saying


def choices(script: Sequence[Operation], clash: Clash, held: str, wanted: str) -> Sequence[Choice]:
    """Return what may be done about a clash; *held* and *wanted* are the names of its two tags."""
    values = {"spelling": clash.label, "held": held, "wanted": wanted}
    take = Choice(Instead.TAKE, say("Let “%(spelling)s” mean “%(wanted)s”, and no longer “%(held)s”", **values))
    if _is_own_name(script, clash):
        return [take]
    merge = Choice(Instead.MERGE, say("Make them one tag: merge “%(held)s” into “%(wanted)s”", **values))
    doubt = Choice(Instead.AMBIGUOUS, say("“%(spelling)s” means different things: let it mean no tag", **values))
    return [doubt, take] if _is_new(script, clash.wanted) else [merge, doubt, take]


def settled(script: Script, clash: Clash, instead: str) -> Script:
    """Return a script in which a clash is settled as somebody chose; the same one where they chose nothing we know."""
    rest = tuple([each for each in script if not _spells(each, clash)])
    let_go = Unspell(clash.held, clash.label, clash.scope_id)
    match instead:
        case Instead.MERGE:
            return (Merge(clash.held, clash.wanted), *rest)
        case Instead.AMBIGUOUS:
            return (let_go, *rest, Rule(clash.label, Stand.AMBIGUOUS, clash.scope_id))
        case Instead.TAKE:
            return (let_go, *script)
    return script


def _spells(operation: Operation, clash: Clash) -> bool:
    return isinstance(operation, Spell) and label_key(operation.label) == label_key(clash.label)


def _is_new(script: Sequence[Operation], slug: str) -> bool:
    return any(isinstance(each, Agree) and each.slug == slug for each in script)


def _is_own_name(script: Sequence[Operation], clash: Clash) -> bool:
    """Say whether the spelling is the name of what is to be a tag: without it there would be none."""
    return not any(_spells(each, clash) for each in script)
