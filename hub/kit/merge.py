"""What do two people want who both changed one list of facts? A three-way merge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Value = str | bool | float | tuple[str, ...] | None
Facts = Mapping[str, Value]
_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Merged:
    """What to hold now, what to call “before” next time, and the facts both changed, which stay as they are held."""

    facts: dict[str, Value]
    before: dict[str, Value]
    clashes: tuple[str, ...]


def merge(before: Facts, told: Facts, held: Facts) -> Merged:
    """Apply to *held* what *told* changed since *before*, and nothing else.

    Lists are merged part by part and never clash; they come out sorted. A fact that *before* did not know is taken
    as *told*; of such a list nothing that is held is lost.

    >>> merge({"name": "Hove", "also": ()}, {"name": "Hove", "also": ("B",)}, {"name": "Hove!", "also": ("A",)}).facts
    {'name': 'Hove!', 'also': ('A', 'B')}
    >>> merge({"name": "Hove"}, {"name": "Hove, actually"}, {"name": "Hove!"}).clashes
    ('name',)
    """
    facts, kept, clashes = dict(held), dict(told), []
    for name, value in told.items():
        was, now = before.get(name, held.get(name)), held.get(name)
        if isinstance(value, tuple):
            facts[name] = _merged_list(before.get(name), value, now)
        elif value == was:
            continue
        elif now in {was, value}:
            facts[name] = value
        else:
            clashes.append(name)
            kept[name] = was
    return Merged(facts, kept, tuple(clashes))


def entry_of(kind: Callable[..., _Entry], facts: Facts) -> _Entry:
    """Return the entry of this *kind* that was taken apart into *facts*."""
    return kind(**facts)


def _merged_list(was: Value, told: tuple[str, ...], now: Value) -> tuple[str, ...]:
    before, held = set(was if isinstance(was, tuple) else ()), set(now if isinstance(now, tuple) else ())
    return tuple(sorted(held - (before - set(told)) | (set(told) - before)))
