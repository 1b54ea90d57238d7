"""No words of a stranger make a pattern of ours think for long: every one in the house is tried with its worst."""

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from re import _constants as kinds  # type: ignore[attr-defined]  # what patterns are made of, as Python keeps it
from re import _parser as parser  # type: ignore[attr-defined]  # likewise
from types import ModuleType
from typing import Any

import pytest

import hub

LENGTH = 2_000  # characters of each attempt: enough that whatever tries every way, or every way twice, never ends
MOST_SECONDS = 1.0  # of processor time, for every place a pattern may begin at
_END = "\x00"  # what no pattern wants to see: it has to go back and try again
_SAMPLES = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a"}
_SAMPLES |= {"CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_DIGIT": "a"}


def _modules() -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(hub.__path__, "hub."):
        if each.name not in {"hub.__main__", "hub.migrations.env"} and ".versions." not in each.name:
            yield importlib.import_module(each.name)


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for each in (*value, *value.values()):
            yield from _patterns_in(each)
    elif isinstance(value, tuple | list | set | frozenset) and len(value) < 100:
        for each in value:
            yield from _patterns_in(each)


def _ours() -> dict[str, re.Pattern[Any]]:
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.__name__}.{name}", pattern))
    return {f"{name} {number}": pattern for number, (name, pattern) in enumerate(found.values())}


class _Attack:
    """What a pattern likes, up to one of its repetitions, and then far too much of that."""

    def __init__(self, target: int) -> None:
        self.target, self.seen, self.done = target, 0, False

    def text(self, tree: Any) -> str:
        """Return words for a parsed pattern; everything behind the chosen repetition is left out."""
        told = ""
        for kind, given in tree:
            if self.done:
                break
            told += self._one(str(kind), given)
        return told

    def _one(self, kind: str, given: Any) -> str:
        if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            return self._repeated(*given)
        if kind == "BRANCH":
            return self._branch(given[1])
        if kind in {"SUBPATTERN", "ATOMIC_GROUP"}:
            return self.text(given[3] if kind == "SUBPATTERN" else given)
        return _sample(kind, given)

    def _branch(self, ways: Any) -> str:
        told = [self.text(way) for way in ways if not self.done]
        return told[-1] if self.done else told[0]

    def _repeated(self, least: int, most: Any, inner: Any) -> str:
        self.seen += 1
        chosen = self.seen == self.target
        told = self.text(inner)
        if self.done:  # the chosen one is inside
            return told
        if chosen and (most is kinds.MAXREPEAT or most > 20):
            self.done = True
            return told * (LENGTH // max(1, len(told)))
        return told * max(1, min(least, 50))


def _sample(kind: str, given: Any) -> str:
    if kind == "LITERAL":
        return chr(given)
    if kind in {"ANY", "NOT_LITERAL"}:
        return "a" if given != ord("a") else "b"
    if kind == "IN":
        return _of_class(given)
    return ""


def _of_class(given: Any) -> str:
    first, rest = given[0], given
    if str(first[0]) == "NEGATE":
        return "a"
    kind, value = str(rest[0][0]), rest[0][1]
    if kind == "RANGE":
        return chr(value[0])
    return _SAMPLES.get(str(value), "a") if kind == "CATEGORY" else chr(value)


def _attacks(pattern: re.Pattern[Any]) -> Iterator[str]:
    tree = parser.parse(pattern.pattern, pattern.flags)
    whole = _Attack(0).text(tree)
    if whole:
        yield (whole * LENGTH)[:LENGTH] + _END
    target = 1
    while True:
        attack = _Attack(target)
        told = attack.text(tree)
        if attack.seen < target:
            return
        if attack.done:
            yield told + _END
        target += 1


def _seconds(pattern: re.Pattern[Any], words: str) -> float:
    given: Any = words.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else words
    begun = time.process_time()
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - begun


def _slowest(pattern: re.Pattern[Any]) -> float:
    return max((_seconds(pattern, words) for words in _attacks(pattern)), default=0.0)


def _is_quick(pattern: re.Pattern[Any]) -> bool:
    signal.setitimer(signal.ITIMER_PROF, 10 * MOST_SECONDS)
    try:
        return _slowest(pattern) < MOST_SECONDS
    except TimeoutError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(*_: object) -> None:
    raise TimeoutError


@pytest.fixture
def patience() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _stop)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def test_no_pattern_of_the_house_can_be_made_to_think_for_long(patience: None) -> None:
    patterns = _ours()
    assert len(patterns) > 100
    slow = [f"{name}: {pattern.pattern!r}" for name, pattern in patterns.items() if not _is_quick(pattern)]
    assert slow == []


@pytest.mark.parametrize("bad", [r"(a+)+$", r"^(\w+\s?)*$", r"(?:x|xx)+y", r"<a(?:\s+[^>]*)*>$"])
def test_the_worst_is_really_tried(patience: None, bad: str) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0.1)
    with pytest.raises(TimeoutError):
        _slowest(re.compile(bad))
