"""What do the spreadsheet and the JSON of a hub's tags tell of its words? Their rows, and a list in one cell. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.kit.neighbours import NEAR, NOT_NEAR

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would take for a formula
GUARD = "'"  # stands before such a cell
BETWEEN = "; "  # what joins the words of a list in one cell


@dataclass(frozen=True, slots=True)
class Row:
    """A tag as a sheet tells of it."""

    slug: str
    name: str
    meaning: str
    place: str  # the place it is the name of
    also: Sequence[str]
    label_only: Sequence[str]
    broader: Sequence[str]
    related: Sequence[str]


def cell(value: str | int | Sequence[str]) -> str | int:
    """Return a value as a cell holds it: a list in one line, and nothing a spreadsheet would reckon with."""
    if isinstance(value, int):
        return value
    text = value if isinstance(value, str) else BETWEEN.join(value)
    return f"{GUARD}{text}" if text.startswith(FORMULA) else text


def of_csv(text: str) -> Sequence[Row]:
    """Return the rows of a spreadsheet, which may raise csv.Error; columns that are not ours are passed over."""
    return _rows(csv.DictReader(io.StringIO(text, newline="")))


def of_json(told: object) -> Sequence[Row] | None:
    """Return the rows of a JSON file; None where it is no list of tags."""
    rows = told.get("tags") if isinstance(told, dict) and "@context" not in told else None
    return _rows(each for each in rows if isinstance(each, dict)) if isinstance(rows, list) else None


def _rows(told: Iterable[Mapping[Any, Any]]) -> Sequence[Row]:
    return [row for row in map(_row, told) if row.slug or row.name]


def _row(told: Mapping[Any, Any]) -> Row:
    slug, name, meaning, place = (_line(told.get(key)) for key in ("slug", "name", "meaning", "place"))
    lists = (_list(told.get(key)) for key in ("also", "label_only", "broader", "related"))
    return Row(slug, name, meaning, place, *lists)


def _line(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return text[len(GUARD) :] if text.startswith(tuple(f"{GUARD}{each}" for each in FORMULA)) else text


def _list(value: object) -> Sequence[str]:
    parts: Iterable[object] = value if isinstance(value, list) else _apart(_line(value))
    return [each.strip() for each in parts if isinstance(each, str) and each.strip()]


def _apart(told: str) -> Iterator[str]:
    """Yield the words of a list in one cell; the semicolon of “(near a; not near b)” parts none."""
    begun: list[str] = []
    for part in told.split(";"):
        begun.append(part)
        _, bracket, rest = part.rpartition("(")
        is_open = bool(bracket) and ")" not in rest and rest.strip().startswith((NEAR, NOT_NEAR))
        if not is_open:
            yield ";".join(begun)
            begun = []
    yield ";".join(begun)
