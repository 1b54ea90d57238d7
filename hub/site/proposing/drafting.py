"""Which change of the tags did somebody describe in a form? From its fields to a script, field by field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hub.establish.deciding.rules import LONGEST_WORDS
from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Script,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.establish.tags.described import Spelt
from hub.establish.tags.naming import LONGEST_MEANING, LONGEST_NAME
from hub.establish.tags.rules import Bond, Stand
from hub.kit import neighbours
from hub.kit.neighbours import parse
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, squeeze
from hub.places.rules import WHOLE_HUB
from hub.site.proposing.board import Board
from hub.site.typed import Typed, too_long

SHORTEST_NAME = 2  # letters or digits
MOST_SPELLINGS = 40  # in one form
PARTS = ("1", "2")  # a tag is split into so many new ones at once
TAKEN_BACK = "nothing"  # is decided of a word: what was, no longer holds
NARROWER = "narrower"  # the same bond as broader, told from the other side


class Wish(StrEnum):
    """What somebody wants of the tags; each has a form of its own."""

    NEW = "new"
    SPELLING = "spelling"
    RENAME = "rename"
    MEANING = "meaning"
    MERGE = "merge"
    SPLIT = "split"
    BOND = "bond"
    RETIRE = "retire"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form asks for; without operations where something in it is wrong."""

    script: Script
    typed: Typed


Check = Callable[[str, Board], Saying | None]
Draw = Callable[[Typed, Board], Iterator[Operation]]


def drawn(wish: Wish, typed: Typed, board: Board) -> Draft:
    """Return what was asked for as a script, or what is wrong with the form, field by field."""
    checks = {**_CHECKS[wish], "reason": _reason}
    found = {name: check("\n".join(typed.all(name)), board) for name, check in checks.items()}
    wrong = {name: fault for name, fault in found.items() if fault and name not in typed.wrong}
    checked = typed.but(**wrong)
    return Draft((), checked) if checked.wrong else Draft(tuple(_DRAWN[wish](typed, board)), checked)


def _lines(text: str) -> list[str]:
    return [squeeze(each) for each in text.splitlines() if squeeze(each)]


def _tag(text: str, board: Board) -> Saying | None:
    if not text:
        return say("Choose a tag.")
    return None if board.tag(text) else say("Nobody agreed on a tag of this name here. The list shows those there are.")


def _perhaps_tag(text: str, board: Board) -> Saying | None:
    return _tag(text, board) if text else None


def name_fault(text: str) -> Saying | None:
    """Say what is wrong with the name somebody gives a tag; None where nothing is."""
    if not text:
        return say("Give it a name.")
    if len(label_key(text)) < SHORTEST_NAME and label_key(text).isascii():
        return say("A name needs at least two letters or digits, so that people can write it and find it.")
    return signs_fault(text) or too_long(text, LONGEST_NAME)


def signs_fault(text: str) -> Saying | None:
    """Say that a word holds signs no word has; None where it holds none."""
    return say("Write plain words, without “<” and “>”.") if {"<", ">"} & set(text) else None


def meaning_fault(text: str) -> Saying | None:
    """Say what is wrong with the words that say what a tag means; None where nothing is."""
    return too_long(text, LONGEST_MEANING) if text else say("Say in a sentence what people here mean by it.")


def _name(text: str, _: Board) -> Saying | None:
    return name_fault(text)


def _meaning(text: str, _: Board) -> Saying | None:
    return meaning_fault(text)


def _reason(text: str, _: Board) -> Saying | None:
    return too_long(text, LONGEST_WORDS) if text else say("Say why, in a sentence or two.")


def _label(text: str, _: Board) -> Saying | None:
    if not text:
        return say("Write the spelling.")
    return neighbours.fault(text) or signs_fault(text) or too_long(parse(text).label, LONGEST_NAME)


def _word(text: str, _: Board) -> Saying | None:
    return too_long(text, LONGEST_NAME) if text else say("Write the word.")


def _labels(text: str, board: Board) -> Saying | None:
    lines = _lines(text)
    if len(lines) > MOST_SPELLINGS:
        return say("These are too many for one form: at most %(most)s.", most=MOST_SPELLINGS)
    return next((fault for each in lines if (fault := _label(each, board))), None)


def _where(text: str, board: Board) -> Saying | None:
    return say("Choose where it counts.") if board.scope(text) is None else None


def _bond(text: str, _: Board) -> Saying | None:
    return None if text in {*Bond, NARROWER} else say("Choose how they hang together.")


def _stand(text: str, _: Board) -> Saying | None:
    return None if text in {*Stand, TAKEN_BACK} else say("Choose what is decided of it.")


def _part(text: str, board: Board) -> Saying | None:
    """Say which of the spellings that are to go is none of the tag's."""
    if not _lines(text):
        return say("Write which spellings go to it, one on each line.")
    own = {label_key(each.label) for each in board.spelled}
    strange = [each for each in _lines(text) if label_key(each) not in own]
    return say("“%(spelling)s” is no spelling of this tag.", spelling=strange[0]) if strange else None


def _perhaps(check: Check) -> Check:
    return lambda text, board: check(text, board) if text else None


_CHECKS: Mapping[Wish, Mapping[str, Check]] = {
    Wish.NEW: {"name": _name, "meaning": _meaning, "also": _labels, "where": _where, "broader": _perhaps_tag},
    Wish.SPELLING: {"tag": _tag, "label": _label, "where": _where},
    Wish.RENAME: {"tag": _tag, "name": _name},
    Wish.MEANING: {"tag": _tag, "meaning": _meaning},
    Wish.MERGE: {"tag": _tag, "into": _tag},
    Wish.SPLIT: {
        "tag": _tag,
        "name-1": _name,
        "meaning-1": _meaning,
        "goes-1": _part,
        "name-2": _perhaps(_name),
        "meaning-2": _perhaps(_meaning),
        "goes-2": _perhaps(_part),
    },
    Wish.BOND: {"tag": _tag, "bond": _bond, "other": _tag},
    Wish.RETIRE: {"tag": _tag},
    Wish.WORD: {"label": _word, "stand": _stand, "where": _where},
}


def _slug(typed: Typed, board: Board, field: str = "tag") -> str:
    """Return the slug of a tag that was checked to be one."""
    found = board.tag(typed[field])
    return found.slug if found else ""


def _scope(typed: Typed, board: Board) -> UUID:
    return board.scope(typed["where"]) or WHOLE_HUB


def _draw_new(typed: Typed, board: Board) -> Iterator[Operation]:
    slug, scope = board.new_slug(typed["name"]), _scope(typed, board)
    yield Agree(slug, squeeze(typed["name"]), squeeze(typed["meaning"]), scope)
    own = {label_key(typed["name"]), label_key(slug)}
    # Its own name is one of its spellings already.
    for each in (
        each
        for each in map(parse, _lines(typed["also"]))
        if each != (each.label, "", "") or label_key(each.label) not in own
    ):
        yield Spell(slug, each.label, near=each.near, not_near=each.not_near)
    if typed["broader"]:
        yield Tie(slug, Bond.BROADER, _slug(typed, board, "broader"))


def _draw_spelling(typed: Typed, board: Board) -> Iterator[Operation]:
    each, slug, scope = parse(typed["label"]), _slug(typed, board), _scope(typed, board)
    if typed["does"] == "remove":
        yield Unspell(slug, each.label, scope)
    else:
        is_word = typed["in-text"] != "label"
        yield Spell(slug, each.label, scope, in_text=is_word, near=each.near, not_near=each.not_near)


def _draw_rename(typed: Typed, board: Board) -> Iterator[Operation]:
    name = squeeze(typed["name"])
    yield Rename(_slug(typed, board), name, board.new_slug(name) if typed["new-address"] else "")


def _draw_meaning(typed: Typed, board: Board) -> Iterator[Operation]:
    yield Define(_slug(typed, board), squeeze(typed["meaning"]))


def _draw_merge(typed: Typed, board: Board) -> Iterator[Operation]:
    yield Merge(_slug(typed, board), _slug(typed, board, "into"))


def _draw_split(typed: Typed, board: Board) -> Iterator[Operation]:
    old = board.tag(typed["tag"])
    scope = (old.scope_id if old else None) or WHOLE_HUB
    for part in PARTS:
        if typed[f"name-{part}"]:
            slug = board.new_slug(typed[f"name-{part}"])
            going = {label_key(each) for each in _lines("\n".join(typed.all(f"goes-{part}")))}
            goes = [each for each in board.spelled if label_key(each.label) in going]
            yield from [Unspell(_slug(typed, board), each.label, each.scope_id or WHOLE_HUB) for each in goes]
            yield Agree(slug, squeeze(typed[f"name-{part}"]), squeeze(typed[f"meaning-{part}"]), scope)
            yield from _go(slug, goes, label_key(typed[f"name-{part}"]))


def _draw_bond(typed: Typed, board: Board) -> Iterator[Operation]:
    one, other = _slug(typed, board), _slug(typed, board, "other")
    if typed["bond"] == NARROWER:
        one, other, bond = other, one, Bond.BROADER
    else:
        bond = Bond(typed["bond"])
    yield Untie(one, bond, other) if typed["does"] == "remove" else Tie(one, bond, other)


def _draw_retire(typed: Typed, board: Board) -> Iterator[Operation]:
    yield Retire(_slug(typed, board))


def _draw_word(typed: Typed, board: Board) -> Iterator[Operation]:
    stand = "" if typed["stand"] == TAKEN_BACK else typed["stand"]
    yield Rule(squeeze(typed["label"]), stand, _scope(typed, board))


def _go(slug: str, goes: Sequence[Spelt], own: str) -> Iterator[Operation]:
    """Have spellings mean another tag, as they were; its own name is one of its spellings already."""
    for each in goes:
        if label_key(each.label) not in {own, label_key(slug)}:
            yield Spell(slug, each.label, each.scope_id or WHOLE_HUB, each.in_text, each.near, each.not_near)


_DRAWN: Mapping[Wish, Draw] = {
    Wish.NEW: _draw_new,
    Wish.SPELLING: _draw_spelling,
    Wish.RENAME: _draw_rename,
    Wish.MEANING: _draw_meaning,
    Wish.MERGE: _draw_merge,
    Wish.SPLIT: _draw_split,
    Wish.BOND: _draw_bond,
    Wish.RETIRE: _draw_retire,
    Wish.WORD: _draw_word,
}
