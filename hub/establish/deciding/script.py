"""What can be changed in the registry? The operations of a script, and their form as JSON. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from hub.kit.text import storable
from hub.places.rules import WHOLE_HUB

MOST_OPERATIONS = 100  # in one script: more than anybody can judge at a glance


@dataclass(frozen=True, slots=True)
class Agree:
    """Make a tag; *scope* is where it counts. A retired tag of this slug comes back."""

    slug: str
    name: str
    meaning: str = ""
    scope: UUID = WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Spell:
    """Let *label* mean a tag too; *scope* is where it does, WHOLE_HUB: wherever the tag counts."""

    tag: str
    label: str
    scope: UUID = WHOLE_HUB
    in_text: bool = True
    near: str = ""
    not_near: str = ""


@dataclass(frozen=True, slots=True)
class Unspell:
    """Let *label* no longer mean a tag."""

    tag: str
    label: str
    scope: UUID = WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a tag another name, and another slug where *slug* is not empty."""

    tag: str
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Define:
    """Say what a tag means in other words."""

    tag: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Let one tag become another, with all its spellings; its address leads to its heir."""

    tag: str
    into: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Say how two tags hang together; *bond* is a value of tags.rules.Bond."""

    tag: str
    bond: str
    other: str


@dataclass(frozen=True, slots=True)
class Untie:
    """Say that two tags do not hang together in this way."""

    tag: str
    bond: str
    other: str


@dataclass(frozen=True, slots=True)
class Retire:
    """Take a tag out of use; its address says so."""

    tag: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Decide of a word that it means no tag in *scope*: a value of tags.rules.Stand; empty takes that back."""

    label: str
    stand: str
    scope: UUID = WHOLE_HUB


Operation = Agree | Spell | Unspell | Rename | Define | Merge | Tie | Untie | Retire | Rule
Script = tuple[Operation, ...]
_KINDS: Mapping[str, type[Operation]] = {
    kind.__name__.lower(): kind for kind in (Agree, Spell, Unspell, Rename, Define, Merge, Tie, Untie, Retire, Rule)
}


def to_json(script: Sequence[Operation]) -> list[dict[str, Any]]:
    """Write a script as plain values: each operation with its name under ``do``.

    >>> to_json([Rename("bins", "Bins & bottles")])
    [{'do': 'rename', 'tag': 'bins', 'name': 'Bins & bottles', 'slug': ''}]
    """
    return [
        {"do": type(each).__name__.lower(), **{name: _plain(value) for name, value in asdict(each).items()}}
        for each in script
    ]


def from_json(told: Sequence[Mapping[str, Any]]) -> Script:
    """Read a script ``to_json`` wrote; ValueError where it is none, or a value in it is not of its kind.

    >>> from_json(to_json([Rule("the", "left-alone")])) == (Rule("the", "left-alone"),)
    True
    """
    try:
        return tuple([_operation(each) for each in told])
    except (KeyError, TypeError) as error:
        raise ValueError("This is no script.") from error


def slugs_in(operation: Operation) -> frozenset[str]:
    """Return the slugs of the tags an operation speaks of, those it makes among them.

    >>> sorted(slugs_in(Merge("bin-day", "bins")))
    ['bin-day', 'bins']
    """
    named = (getattr(operation, field, "") for field in ("slug", "tag", "into", "other"))
    return frozenset(slug for slug in named if slug)


def words_in(operation: Operation) -> tuple[str, ...]:
    """Return the words whose meaning an operation would change.

    >>> words_in(Rename("bins", "Bins & bottles"))
    ('Bins & bottles',)
    """
    named = (getattr(operation, field, "") for field in ("slug", "name", "label"))
    return tuple(word for word in named if word)


def _operation(told: Mapping[str, Any]) -> Operation:
    kind = _KINDS[told["do"]]
    return kind(**{each.name: _value(each.type, told[each.name]) for each in fields(kind)})


def _value(kind: object, told: object) -> Any:  # noqa: ANN401 -- of the kind that was asked for
    """Return a value as it was written; a form may send anything, and a database does not take all of it."""
    if type(told) is not (bool if kind is bool else str):
        raise ValueError("A value of a script is of another kind.")
    if isinstance(told, str) and storable(told) != told:
        raise ValueError("A word of a script has signs in it that cannot be kept.")
    return UUID(str(told)) if kind is UUID else told


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) else value
