"""With what does the form begin of who proposes something anew? What was proposed, put back into its fields. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.kit.neighbours import Spelled, written
from hub.places.rules import WHOLE_HUB
from hub.site.proposing.board import EVERYWHERE
from hub.site.proposing.drafting import TAKEN_BACK, Wish

Fields = Mapping[str, str]
_WISHES: Mapping[type[Operation], Wish] = {
    Agree: Wish.NEW,
    Spell: Wish.SPELLING,
    Unspell: Wish.SPELLING,
    Rename: Wish.RENAME,
    Define: Wish.MEANING,
    Merge: Wish.MERGE,
    Tie: Wish.BOND,
    Untie: Wish.BOND,
    Retire: Wish.RETIRE,
    Rule: Wish.WORD,
}


def wish_of(script: Sequence[Operation]) -> Wish:
    """Return by which form a script can be asked for; the nearest where it needs several."""
    if isinstance(script[0], Unspell) and any(isinstance(each, Agree) for each in script):
        return Wish.SPLIT
    return _WISHES[type(script[0])]


def refilled(script: Sequence[Operation], slugs: Mapping[UUID, str]) -> Fields:
    """Return the fields that ask for the first operation of a script; *slugs* are those of places."""
    first = script[0]
    said = {name: value for name, value in asdict(first).items() if isinstance(value, str)}
    return {
        **said,
        "where": slugs.get(getattr(first, "scope", WHOLE_HUB), EVERYWHERE),
        "does": "remove" if isinstance(first, Unspell | Untie) else "add",
        "new-address": "new" if isinstance(first, Rename) and first.slug else "",
        **_spellings(first, script),
    }


def _spellings(first: Operation, script: Sequence[Operation]) -> Fields:
    match first:
        case Agree():
            return {"also": "\n".join(_written(each) for each in script if isinstance(each, Spell))}
        case Spell():
            return {"label": _written(first), "in-text": "word" if first.in_text else "label"}
        case Rule():
            return {"stand": first.stand or TAKEN_BACK}
    return {}


def _written(spell: Spell) -> str:
    return written(Spelled(spell.label, spell.near, spell.not_near))
