"""What does a line of a gazetteer say? Names and points, from two layouts that are given away freely. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from hub.kit.grid import to_degrees
from hub.kit.shapes import Point
from hub.kit.text import squeeze, storable, visible

LONGEST_LINE = 20_000  # characters; GeoNames writes every language of a capital into one
LONGEST_NAME = 200
_GRID = (700_000, 1_300_000)  # metres: east and north of the British National Grid


class Layout(StrEnum):
    """How the lines of a gazetteer are written."""

    OPEN_NAMES = "os"  # OS Open Names: commas, 34 columns, the British National Grid
    GEONAMES = "geonames"  # tabs, 19 columns, degrees
    POSTCODES = "geonames-postal"  # tabs, 12 columns, degrees


COLUMNS = {Layout.OPEN_NAMES: 34, Layout.GEONAMES: 19, Layout.POSTCODES: 12}


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name, and where it is."""

    ref: str
    name: str
    is_postcode: bool
    lat: float
    lon: float

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)


def layout_of(line: str) -> Layout | None:
    r"""Return in which layout a line is written; None where it is in none we know.

    >>> layout_of("\t".join("x" * 19)), layout_of(",".join("x" * 34)), layout_of("hello")
    (<Layout.GEONAMES: 'geonames'>, <Layout.OPEN_NAMES: 'os'>, None)
    """
    counts = (len(line.split("\t")), len(_cells(line, Layout.OPEN_NAMES)))
    tabs = {COLUMNS[each]: each for each in (Layout.GEONAMES, Layout.POSTCODES)}
    if counts[0] in tabs:
        return tabs[counts[0]]
    return Layout.OPEN_NAMES if counts[1] == COLUMNS[Layout.OPEN_NAMES] else None


def named_in(lines: Iterable[str], layout: Layout) -> Iterator[Named]:
    """Yield what each line names; lines that say nothing, or nowhere, are passed over."""
    for line in lines:
        cells = _cells(line, layout) if len(line) <= LONGEST_LINE else ()
        if len(cells) == COLUMNS[layout]:
            yield from _READERS[layout](cells)


def _open_names(cells: Sequence[str]) -> Iterator[Named]:
    east, north = _number(cells[8]), _number(cells[9])
    if east is None or north is None or not (0 <= east <= _GRID[0] and 0 <= north <= _GRID[1]):
        return
    point, is_postcode = to_degrees(east, north), cells[7] == "Postcode"
    for number, name in enumerate(filter(None, (cells[2], cells[4]))):  # a place in Wales has two
        yield from _named(f"os:{cells[0]}:{number}", name, point, is_postcode=is_postcode)


def _geonames(cells: Sequence[str]) -> Iterator[Named]:
    yield from _named(f"gn:{cells[0]}", cells[1], _degrees(cells[4], cells[5]))


def _postcodes(cells: Sequence[str]) -> Iterator[Named]:
    ref = f"gp:{cells[0]}:{cells[1]}:{cells[2]}"
    yield from _named(ref[:LONGEST_NAME], cells[1], _degrees(cells[9], cells[10]), is_postcode=True)


def _named(ref: str, name: str, point: Point | None, *, is_postcode: bool = False) -> Iterator[Named]:
    plain = squeeze(visible(storable(name)))[:LONGEST_NAME]
    if plain and point:
        yield Named(ref, plain, is_postcode, point.lat, point.lon)


def _degrees(lat: str, lon: str) -> Point | None:
    up, along = _number(lat), _number(lon)
    if up is None or along is None or abs(up) > 90 or abs(along) > 180:  # noqa: PLR2004 -- degrees
        return None
    return Point(up, along)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _cells(line: str, layout: Layout) -> Sequence[str]:
    if layout is not Layout.OPEN_NAMES:
        return line.rstrip("\r\n").split("\t")
    try:
        return next(csv.reader(io.StringIO(line)), ())
    except csv.Error:
        return ()


_READERS = {Layout.OPEN_NAMES: _open_names, Layout.GEONAMES: _geonames, Layout.POSTCODES: _postcodes}
