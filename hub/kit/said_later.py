"""How is a sentence of ours kept, to be said later in whichever language? By its message and its values. Pure.

>>> from hub.kit.saying import say
>>> kept = to_json(say("It is part of “%(tag)s” in %(where)s.", tag="Bins", where=say("the whole hub")))
>>> str(from_json(kept))
'It is part of “Bins” in the whole hub.'
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.kit.saying import Dated, Saying


def to_json(words: Saying) -> Mapping[str, Any]:
    """Return a sentence as JSON can hold it; values that are neither text, numbers, days nor sentences become text."""
    kept: dict[str, Any] = {"say": words.message, "with": {name: _kept(value) for name, value in words.values}}
    return {**kept, "many": words.many, "count": words.count} if words.many else kept


def from_json(kept: Mapping[str, Any]) -> Saying:
    """Return the sentence that was kept."""
    values = tuple((name, _value(value)) for name, value in kept["with"].items())
    return Saying(kept["say"], values, kept.get("many", ""), kept.get("count", 1))


def _kept(value: object) -> object:
    match value:
        case Saying():
            return to_json(value)
        case Dated():
            return {"day": value.day.isoformat(), "pattern": value.pattern}
        case int():
            return value
    return str(value)


def _value(kept: Any) -> object:  # noqa: ANN401 -- as JSON has it
    match kept:
        case {"say": _}:
            return from_json(kept)
        case {"day": day, "pattern": pattern}:
            return Dated(date.fromisoformat(day), pattern)
    return kept
