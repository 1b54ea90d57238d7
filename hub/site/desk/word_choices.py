"""What can a mentor decide of a word? From a choice and the fields of its form to a script. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hub.establish.deciding.rules import LONGEST_WORDS
from hub.establish.deciding.script import Agree, Rule, Script, Spell, Unspell
from hub.establish.tags.meant import Meant
from hub.establish.tags.queries import TagView
from hub.establish.tags.rules import Stand
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, squeeze, storable
from hub.site.proposing.board import Board
from hub.site.proposing.drafting import meaning_fault, name_fault, signs_fault
from hub.site.typed import Typed, too_long

# Of the form, in order.
FIELDS = ("word", "do", "tag", "name", "meaning", "where", "reason", "instead", "pile", "after", "at")


class Choice(StrEnum):
    """What one key decides."""

    SAME = "same"
    NEW = "new"
    AMBIGUOUS = "ambiguous"
    LEAVE = "leave"
    BLOCK = "block"


STANDS: Mapping[Choice, Stand] = {
    Choice.AMBIGUOUS: Stand.AMBIGUOUS,
    Choice.LEAVE: Stand.LEFT,
    Choice.BLOCK: Stand.BLOCKED,
}
# What the log says of it, where nobody says more.
REASONS: Mapping[Choice, Saying] = {
    Choice.SAME: say("Publishers here mean the same by it."),
    Choice.NEW: say("Publishers here write about it again and again."),
    Choice.AMBIGUOUS: say("It means different things in different places."),
    Choice.LEAVE: say("It says nothing about what a post is about."),
    Choice.BLOCK: say("It must not be a tag here."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a choice is made on: the tags that count there, where a word may count, and what it means so far."""

    board: Board
    wheres: Mapping[str, UUID]  # by how a form says it
    meant: Meant


@dataclass(frozen=True, slots=True)
class Drawn:
    """A choice as a script, or what is wrong with its form."""

    script: Script
    typed: Typed


def chosen(typed: Typed) -> tuple[Choice | None, str]:
    """Return which button was pressed, and the tag that stands on it: “same bins”.

    >>> chosen(Typed((("do", "same bins"),)))
    (<Choice.SAME: 'same'>, 'bins')
    """
    name, _, tag = typed["do"].partition(" ")
    return (Choice(name) if name in set(Choice) else None), tag


def filled(choice: Choice, typed: Typed, usual: Mapping[str, str]) -> Typed:
    """Return a form with all its fields: what was typed, and where nothing was, what is *usual*."""
    word, button = squeeze(storable(typed["word"])), chosen(typed)[1]
    sent = {name for name, _ in typed.fields}
    given = {name: storable(typed[name]) if name in sent else usual.get(name, "") for name in FIELDS}
    given |= {"word": word, "do": choice.value, "tag": given["tag"] or button}
    return Typed(tuple(given.items()), typed.wrong)


def called(word: str) -> str:
    """Return what a tag would be called that publishers file under *word*.

    >>> called("#fly_tipping"), called("NHS")
    ('Fly tipping', 'NHS')
    """
    name = squeeze(word.lstrip("#").replace("_", " "))
    return name[:1].upper() + name[1:]


def question(choice: Choice, word: str, tag: str) -> Saying:
    """Say what a choice comes to, for the head of the page that asks whether to do it."""
    told = {
        Choice.SAME: say("“%(word)s” is the same as %(tag)s", word=word, tag=tag),
        Choice.NEW: say("“%(word)s” becomes a tag", word=word),
        Choice.AMBIGUOUS: say("“%(word)s” means different things in different places", word=word),
        Choice.LEAVE: say("“%(word)s” is no tag", word=word),
        Choice.BLOCK: say("“%(word)s” may not become a tag", word=word),
    }
    return told[choice]


def drawn(choice: Choice, typed: Typed, ground: Ground) -> Drawn:
    """Return what a filled form decides of the word in it."""
    scope = ground.wheres.get(typed["where"])
    tag = ground.board.tag(typed["tag"]) if choice is Choice.SAME else None
    wrong = {
        "where": say("Choose where it counts.") if scope is None else None,
        "tag": None if tag or choice is not Choice.SAME else _no_tag(ground.board),
        "word": signs_fault(typed["word"]) if choice in {Choice.SAME, Choice.NEW} else None,
        "name": name_fault(typed["name"]) if choice is Choice.NEW else None,
        "meaning": meaning_fault(typed["meaning"]) if choice is Choice.NEW else None,
        "reason": too_long(typed["reason"], LONGEST_WORDS),
    }
    checked = typed.but(**{name: fault for name, fault in wrong.items() if fault})
    if scope is None or checked.wrong:
        return Drawn((), checked)
    script = (*_cleared(choice, typed, ground.meant, scope), *_script(choice, typed, tag or ground.board, scope))
    return Drawn(script, checked)


def _no_tag(board: Board) -> Saying:
    return say("Choose one of the tags of %(place)s.", place=board.here.name)


def _cleared(choice: Choice, typed: Typed, meant: Meant, scope: UUID) -> Script:
    """Return what has to go first: what was decided of the word in this very place."""
    word = squeeze(typed["word"])
    ruled = any(each == scope for each, _ in meant.stands)
    if choice in {Choice.SAME, Choice.NEW}:
        return (Rule(word, "", scope),) if ruled else ()
    return tuple(Unspell(each.slug, word, each.scope_id) for each in meant.senses if each.counts_in == scope)


def _script(choice: Choice, typed: Typed, on: TagView | Board, scope: UUID) -> Script:
    word = squeeze(typed["word"])
    if choice in STANDS:
        return (Rule(word, STANDS[choice], scope),)
    if isinstance(on, TagView):
        return (Spell(on.slug, word, scope),)
    name = squeeze(typed["name"])
    made = Agree(on.new_slug(name), name, squeeze(typed["meaning"]), scope)
    own = {label_key(name), label_key(made.slug)}
    return (made,) if label_key(word) in own else (made, Spell(made.slug, word))
