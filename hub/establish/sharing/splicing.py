"""A registry file with some of its entries changed, spliced in where they stand.

Pure text to pure text. What nothing changed in stays letter by letter: comments, order, and how lines are broken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from hub.kit import neighbours
from hub.kit.text import squeeze

LINE = 120
Told = Mapping[str, Any]  # as YAML holds it
_BOM = "\ufeff"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(yaml.SafeDumper):
    """Writes mappings line by line and lists in brackets, as people write a registry file."""


def _by_line(dumper: yaml.SafeDumper, told: dict[str, object]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", told.items(), flow_style=False)


_Dumper.add_representer(dict, _by_line)


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to stand in the place of what lies between two indexes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A key with its value, and where they stand."""

    key: yaml.Node
    value: yaml.Node

    @property
    def name(self) -> str:
        """What the key says."""
        return str(self.key.value)

    @property
    def indent(self) -> int:
        """How far in it stands."""
        return int(self.key.start_mark.column)


class File:
    """A registry file, to be changed key by key; ask for ``text`` when all is told."""

    def __init__(self, text: str) -> None:
        """Take the *text* of a file that can be read."""
        self._bom = _BOM * text.startswith(_BOM)
        self._text = text.removeprefix(_BOM)
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self._edits: list[Edit] = []
        node = yaml.compose(self._text, Loader=_LOADER)
        self._top = node if isinstance(node, yaml.MappingNode) else None

    @property
    def text(self) -> str:
        """The file with all changes made."""
        text = self._text
        # From the end, so that indexes stay true; of two at one place the one told first comes first.
        for edit in sorted(self._edits, key=lambda each: (each.start, each.end))[::-1]:
            text = text[: edit.start] + edit.text + text[edit.end :]
        return self._bom + text

    @property
    def is_braced(self) -> bool:
        """Whether all of it stands in one pair of braces, where nothing can be put line by line."""
        return self._top is not None and bool(self._top.flow_style)

    def replace(self, told: Mapping[str, Any]) -> None:
        """Let all that stands in the one pair of braces be this instead."""
        assert self._top is not None  # noqa: S101 -- asked for where it is braced
        start, end = int(self._top.start_mark.index), int(self._top.end_mark.index)
        self._edits.append(Edit(start, end, self._dump(told, 0).strip()))

    def put(self, name: str, value: Mapping[str, Any]) -> None:
        """Let a key at the top of the file have this value whole; nothing in it takes the key away."""
        found = self._at(self._top, name)
        if found is None and value:
            self._insert(len(self._text), self._dump({name: value}, 0))
        elif found is not None:
            self._replace(found, {name: value} if value else {})

    def change(self, name: str, said: Told, wanted: Told) -> None:
        """Let the mapping *name*, which *said* one thing, say what is *wanted*; what is equal stays as it is written.

        Ask ``is_flat`` before.
        """
        found = self._at(self._top, name)
        inside = found and found.value
        assert isinstance(inside, yaml.MappingNode)  # noqa: S101 -- else it would be flat
        self._revise(inside, said, wanted)

    def is_flat(self, name: str) -> bool:
        """Say whether the mapping *name* can only be written whole: it is not there, empty, or in braces."""
        found = self._at(self._top, name)
        inside = found and found.value
        return not isinstance(inside, yaml.MappingNode) or bool(inside.flow_style) or not inside.value

    def _revise(self, node: yaml.MappingNode, said: Told, wanted: Told) -> None:
        there = {place.name: place for place in _places(node)}
        last = list(there.values())[-1]
        for key, place in there.items():
            if said.get(key) != wanted.get(key):
                self._revise_one(place, said.get(key), wanted.get(key))
        fresh = {key: told for key, told in wanted.items() if key not in there and said.get(key) != told}
        if fresh:
            self._insert_after(last, fresh)

    def _revise_one(self, place: Place, said: object, wanted: object) -> None:
        value = place.value
        if isinstance(wanted, Mapping) and isinstance(value, yaml.MappingNode) and self._fits(value, said, wanted):
            self._revise(value, said if isinstance(said, Mapping) else {}, wanted)
        elif not (isinstance(wanted, list) and isinstance(said, list) and self._relist(value, said, wanted)):
            self._replace(place, {place.name: wanted} if wanted else {})

    def _fits(self, node: yaml.MappingNode, said: object, wanted: Told) -> bool:
        """Say whether a mapping can be revised where it stands; one in braces only where its lists alone change."""
        if not node.value or not isinstance(said, Mapping):
            return False
        there = {place.name: place.value for place in _places(node)}
        others = [key for key in {*said, *wanted} if said.get(key) != wanted.get(key)]
        lists = (isinstance(there.get(key), yaml.SequenceNode) and _kept(said, wanted, key) for key in others)
        return not node.flow_style or all(lists)

    def _relist(self, node: yaml.Node, said: Sequence[str], wanted: Sequence[str]) -> bool:
        """Take parts out of a list and put others at its end; say whether that can be done where it stands."""
        if not isinstance(node, yaml.SequenceNode):
            return False
        parts = node.value
        gone = [part for part in parts if _word(part) in set(said) - set(wanted)]
        kept = [part for part in parts if part not in gone]
        is_clear = len(gone) == len(set(said) - set(wanted))
        if not (kept and is_clear and (node.flow_style or all(map(self._is_alone, parts)))):
            return False
        fresh = [word for word in wanted if word not in said]
        (self._relist_flow if node.flow_style else self._relist_block)(parts, gone, fresh)
        return True

    def _relist_block(self, parts: Sequence[yaml.Node], gone: Sequence[yaml.Node], fresh: Sequence[str]) -> None:
        for part in gone:
            self._edits.append(Edit(self._line_of(part), self._line_after(int(part.end_mark.index)), ""))
        lead = self._text[self._line_of(parts[0]) : int(parts[0].start_mark.index)]
        lines = "".join(f"{lead}{_dumped(word)}{self._newline}" for word in fresh)
        if lines:
            self._insert(self._line_after(int(parts[-1].end_mark.index)), lines)

    def _relist_flow(self, parts: Sequence[yaml.Node], gone: Sequence[yaml.Node], fresh: Sequence[str]) -> None:
        last = max(number for number, part in enumerate(parts) if part not in gone)
        for part, behind in pairwise(parts[: last + 1]):
            if part in gone:
                self._edits.append(Edit(int(part.start_mark.index), int(behind.start_mark.index), ""))
        start, end = int(parts[last].end_mark.index), int(parts[-1].end_mark.index)
        told = "".join(f", {_dumped(word)}" for word in fresh)
        if parts[-1].end_mark.column + len(told) >= LINE:
            told = told.replace(", ", f",{self._newline}{' ' * parts[0].start_mark.column}", 1)
        if told or start < end:
            self._edits.append(Edit(start, end, told))

    def _line_of(self, node: yaml.Node) -> int:
        return self._text.rfind("\n", 0, int(node.start_mark.index)) + 1

    def _is_alone(self, part: yaml.Node) -> bool:
        """Say whether a part of a list has a line of its own."""
        start, end = int(part.start_mark.index), int(part.end_mark.index)
        return self._text[self._line_of(part) : start].strip() == "-" and "\n" not in self._text[start:end]

    def _replace(self, place: Place, told: Mapping[str, Any]) -> None:
        """Write *told* in the place of a key and its value; nothing takes their lines away."""
        start, end = int(place.key.start_mark.index), self._end(place.value, int(place.key.end_mark.index))
        if told:
            self._edits.append(Edit(start, end, self._dump(told, place.indent).strip()))
            return
        line = self._text.rfind("\n", 0, start) + 1
        is_alone = not self._text[line:start].strip()
        self._edits.append(Edit(line if is_alone else start, self._line_after(end) if is_alone else end, ""))

    def _insert_after(self, place: Place, told: Mapping[str, Any]) -> None:
        end = self._line_after(self._end(place.value, int(place.key.end_mark.index)))
        self._insert(end, self._dump(told, place.indent))

    def _insert(self, index: int, lines: str) -> None:
        lead = "" if index == 0 or self._text[index - 1] == "\n" else self._newline
        self._edits.append(Edit(index, index, lead + lines))

    def _dump(self, told: Mapping[str, Any], indent: int) -> str:
        dumped = yaml.dump(
            dict(told),
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=None,
            width=LINE - indent,
        )
        lines = [f"{' ' * indent}{line}" if line.strip() else line for line in dumped.split("\n")[:-1]]
        return "".join(f"{line}{self._newline}" for line in lines)

    def _line_after(self, index: int) -> int:
        found = self._text.find("\n", index)
        return len(self._text) if found < 0 else found + 1

    def _end(self, node: yaml.Node, least: int) -> int:
        """Return where a value ends; the parser counts what comes behind it to a value in several lines."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return (
                self._end(last[1], int(last[0].end_mark.index)) if isinstance(last, tuple) else self._end(last, least)
            )
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return max(least, start + len(self._text[start:end].rstrip()))

    def _at(self, node: yaml.MappingNode | None, name: str) -> Place | None:
        return next((each for each in _places(node) if each.name == name), None) if node else None


def _kept(said: Told, wanted: Told, key: str) -> bool:
    """Say whether anything of a list stays."""
    before, after = said.get(key), wanted.get(key)
    return isinstance(before, list) and isinstance(after, list) and not set(before).isdisjoint(after)


def _word(part: yaml.Node) -> str:
    """Return a part of a list as it is read."""
    written = squeeze(str(part.value))
    return neighbours.written(neighbours.parse(written))


def _dumped(word: str) -> str:
    """Write a word so that it may stand in a list, in brackets or not."""
    return yaml.dump([word], default_flow_style=True, allow_unicode=True, width=LINE * LINE).strip()[1:-1]


def _places(node: yaml.MappingNode) -> Iterator[Place]:
    for key, value in node.value:
        yield Place(key, value)
