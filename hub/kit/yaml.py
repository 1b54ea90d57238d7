"""Which values does a YAML file hold, and on which line? Every fault is collected, in words; nothing is executed."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import yaml

from hub.kit.text import squeeze

DEEPEST = 20  # levels; ours have four
LONGEST = 5_000_000  # characters
_NOT_FOR_TEXT = {"Cc", "Cs"}  # control characters and halves of characters: an escape can write them
_STEP = " › "
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads the same language twenty times as fast


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a file that knows where it stands and where to complain."""

    file: str
    line: int
    path: tuple[str, ...]
    faults: list[str]
    text: str | None = None  # of a plain value, as it is written
    parts: tuple["Cell", ...] | None = None  # of a list
    keys: Mapping[str, "Cell"] | None = field(default=None)  # of a mapping

    def fault(self, words: str) -> None:
        """Note what is wrong with this value."""
        where = _STEP.join(self.path)
        self.faults.append(
            f"{self.file}:{self.line}: {where}: {words}" if where else f"{self.file}:{self.line}: {words}"
        )

    def named(self, name: str) -> "Cell":
        """Return this part of a list under the name people know it by, rather than its number."""
        return _moved(self, (*self.path[:-1], f"“{name}”"))

    def entries(self) -> Mapping[str, "Cell"]:
        """Return the keys of a mapping with their values; an empty value has none."""
        if self.keys is None and self.text != "":
            self.fault("should be a mapping of keys to values.")
        return self.keys or {}

    def items(self) -> tuple["Cell", ...]:
        """Return the parts of a list; a single value is a list of one, an empty value of none."""
        if self.keys is not None:
            self.fault("should be a list.")
        if self.text:
            return (self,)
        return self.parts or ()

    def known(self, *allowed: str) -> "Cell":
        """Complain of keys that are not *allowed*, with a guess at what was meant."""
        for key, value in self.entries().items():
            if key not in allowed:
                value.fault(f"there is no such key{_guess(key, allowed)}.")
        return self

    def at(self, key: str) -> "Cell":
        """Return what stands under *key*; an empty value on this line when nothing does."""
        found = (self.keys or {}).get(key)
        return found or Cell(self.file, self.line, (*self.path, key), self.faults, text="")

    def word(self, *, needed: bool = False) -> str:
        """Return a plain value as one line of text."""
        if self.text is None:
            self.fault("should be plain text.")
        elif needed and not self.text:
            self.fault("is missing.")
        word = squeeze(self.text or "")
        if any(unicodedata.category(letter) in _NOT_FOR_TEXT for letter in word):
            self.fault("holds a character that no text has.")
        return word

    def list_of_words(self) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        return tuple(dict.fromkeys(filter(None, (part.word() for part in self.items()))))

    def flag(self) -> bool:
        """Return a yes or a no; an empty value is no."""
        if self.text and self.text.lower() in _FLAGS:
            return _FLAGS[self.text.lower()]
        if self.text != "":
            self.fault(f"“{self.word()}” should be true or false.")
        return False

    def number(self, low: float, high: float) -> float | None:
        """Return a number from *low* to *high*; None for an empty value."""
        if self.text == "":
            return None
        try:
            value = float(self.word())
        except ValueError:
            self.fault(f"“{self.word()}” is not a number.")
            return None
        if not low <= value <= high:
            self.fault(f"{value:g} is not between {low:g} and {high:g}.")
        return value

    def choice(self, allowed: Collection[str], default: str = "") -> str:
        """Return one of the *allowed* words."""
        word = self.word(needed=not default) or default
        if word and word not in allowed:
            self.fault(f"“{word}” is not one of {', '.join(sorted(allowed))}{_guess(word, allowed)}.")
        return word


def read_yaml(text: str, file: str, faults: list[str]) -> Cell:
    """Return the whole of a YAML document; when it cannot be read, *faults* says why and the cell is empty."""
    try:
        tricks = list(_tricks(text))
        faults += [f"{file}:{line}: {words}" for line, words in tricks]
        node = None if tricks else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        faults.append(_in_words(error, file))
        node = None
    return _cell(node, Cell(file, 1, (), faults, text="")) if node else Cell(file, 1, (), faults, text="")


def join(cells: Sequence[Cell]) -> Cell:
    """Return several documents as one: lists and mappings under equal keys are put together."""
    joined: dict[str, Cell] = {}
    for cell in cells:
        for name, value in (cell.keys or {}).items():
            joined[name] = _added(joined[name], value) if name in joined else value
    return replace(cells[0], keys=joined)


def _added(these: Cell, those: Cell) -> Cell:
    if these.parts is not None and those.parts is not None:
        return replace(these, parts=(*these.parts, *those.parts))
    keys = dict(these.entries())
    for name, cell in those.entries().items():
        if name in keys:
            cell.fault(f"stands in {keys[name].file} too, on line {keys[name].line}.")
        keys.setdefault(name, cell)
    return replace(these, keys=keys, text=None)


def _tricks(text: str) -> Iterator[tuple[int, str]]:
    """Find what a registry never needs and an attacker likes: before anything is built from the text."""
    if len(text) > LONGEST:
        yield 1, "is too long for a registry file."
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = _line(event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield line, "is nested too deeply."
            return
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            yield line, f"anchors and aliases (“{event.anchor}”) are not read here; write the value out."
        kind = getattr(event, "tag", None)
        if kind not in {None, "!"}:
            yield line, f"types (“{kind}”) are not read here; leave the “!” away."


def _cell(node: yaml.Node, above: Cell) -> Cell:
    here = replace(above, line=_line(node.start_mark), text=None)
    if isinstance(node, yaml.MappingNode):
        return replace(here, keys=_keys(node, here))
    if isinstance(node, yaml.SequenceNode):
        parts = enumerate(node.value, start=1)
        return replace(here, parts=tuple(_cell(part, _below(here, f"number {n}")) for n, part in parts))
    is_null = node.tag == "tag:yaml.org,2002:null"
    return replace(here, text="" if is_null else str(node.value).strip())


def _keys(node: yaml.MappingNode, here: Cell) -> dict[str, Cell]:
    keys: dict[str, Cell] = {}
    for name, value in node.value:
        key = str(name.value) if isinstance(name, yaml.ScalarNode) else "?"
        below = _below(here, key or "“”")
        if key in keys:
            replace(below, line=_line(name.start_mark)).fault(f"stands here twice, first on line {keys[key].line}.")
        keys[key] = _cell(value, below)
    return keys


def _below(cell: Cell, name: str) -> Cell:
    return Cell(cell.file, cell.line, (*cell.path, name), cell.faults, text="")


def _moved(cell: Cell, path: tuple[str, ...]) -> Cell:
    deep = len(path)
    parts = cell.parts and tuple(_moved(part, (*path, *part.path[deep:])) for part in cell.parts)
    keys = cell.keys and {key: _moved(value, (*path, *value.path[deep:])) for key, value in cell.keys.items()}
    return replace(cell, path=path, parts=parts, keys=keys)


def _guess(word: str, allowed: Collection[str]) -> str:
    close = get_close_matches(word, allowed, n=1)
    return f" (did you mean “{close[0]}”?)" if close else ""


def _in_words(error: yaml.YAMLError, file: str) -> str:
    line = _line(getattr(error, "problem_mark", None))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is no YAML"
    return f"{file}:{line}: cannot be read as YAML: {problem}."


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1
