"""May this word mean that tag there? Names, spellings, and what was decided of words. Pure."""

from dataclasses import replace
from uuid import UUID

from hub.establish.deciding.images import LabelRow, RulingRow, TagRow
from hub.establish.deciding.rules import Clash
from hub.establish.deciding.workings import Fault, Workings
from hub.establish.tags.naming import meaning_fault, name_fault, quoted, spelling_fault
from hub.establish.tags.rules import Stand
from hub.kit.letters import tidy
from hub.kit.neighbours import joined, neighbours_fault
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, slugify
from hub.places.rules import WHOLE_HUB


def name_of(typed: str) -> str:
    """Return a name as it is kept; a fault where nobody could read it, or read it as what it is."""
    if fault := name_fault(typed):
        raise Fault(fault)
    return tidy(typed)


def slug_of(typed: str) -> str:
    """Return a slug; a fault where it cannot be part of an address."""
    if not typed or typed != slugify(typed):
        fitting = slugify(quoted(typed)) or "letters-and-digits"
        raise Fault(say("“%(slug)s” cannot be an address; “%(other)s” could.", slug=quoted(typed), other=fitting))
    return name_of(typed)


def meaning_of(typed: str) -> str:
    """Return what a tag means as it is kept."""
    if fault := meaning_fault(typed):
        raise Fault(fault)
    return tidy(typed)


def key_of(label: str) -> str:
    """Return what a word is compared by; a fault where nothing of it can be."""
    if fault := spelling_fault(label):
        raise Fault(fault)
    return label_key(label)


def neighbours_of(typed: str) -> str:
    """Return a list of neighbour words as it is kept; a fault where it is none."""
    told = tidy(typed)
    if told and (wrong := neighbours_fault(told)):
        raise Fault(wrong)
    return joined([told])


def spell(workings: Workings, row: LabelRow) -> None:
    """Let a word mean a tag; a fault where it means another one there, or was decided to mean none."""
    scope = workings.counts_in(row)
    check_free(workings, row)
    ruled = workings.ruling(scope, row.normal)
    if ruled and ruled.stand == Stand.AMBIGUOUS:
        told = say(
            "“%(word)s” was called ambiguous in %(place)s: take that back first.",
            word=row.label,
            place=workings.place(scope),
        )
        raise Fault(told)
    if ruled:  # it only waited no more
        workings.drop(ruled)
    workings.put(row)


def check_free(workings: Workings, row: LabelRow) -> None:
    """Raise a fault where a word is blocked, there or all around, or means another tag in the same place."""
    if blocked := workings.blocked(workings.counts_in(row), row.normal):
        told = say(
            "“%(word)s” is blocked in %(place)s: it may not become a tag.",
            word=row.label,
            place=workings.place(blocked.scope_id),
        )
        raise Fault(told)
    _check_not_taken(workings, row)


def check_again(workings: Workings, row: LabelRow) -> None:
    """Raise a fault where a word that comes back means another tag, or was decided to mean none, in that very place.

    What was blocked around it had let it be there.
    """
    _check_not_taken(workings, row)
    scope = workings.counts_in(row)
    if workings.ruling(scope, row.normal):
        told = "It was decided that “%(word)s” means no tag in %(place)s: take that back first."
        raise Fault(say(told, word=row.label, place=workings.place(scope)))


def _check_not_taken(workings: Workings, row: LabelRow) -> None:
    scope, tag = workings.counts_in(row), workings.tag(row.tag_id)
    for other in workings.saying(row.normal):
        if other.tag_id != tag.id and workings.counts_in(other) == scope:
            held = workings.tag(other.tag_id)
            raise Fault(_taken(workings, row, held, tag), Clash(row.label, scope, held.slug, tag.slug))


def unspell(workings: Workings, tag: TagRow, label: str, scope: UUID) -> None:
    """Let a word no longer mean a tag in *scope*; a fault for its own name and slug, and for what never did."""
    normal = label_key(label)
    spelt = [row for row in workings.labels_of(tag.id) if row.normal == normal]
    there = [row for row in spelt if scope in {row.scope_id, workings.counts_in(row)}]
    if not there:
        told = "“%(word)s” is no spelling of “%(tag)s” there."
        raise Fault(say(told, word=quoted(label), tag=tag.name))
    if normal in own_keys(tag) and there[0].scope_id == WHOLE_HUB:
        told = "“%(word)s” is the name or the address of “%(tag)s” itself: rename the tag instead."
        raise Fault(say(told, word=quoted(label), tag=tag.name))
    workings.drop(there[0])


def own_keys(tag: TagRow) -> set[str]:
    """Return the keys of a tag's own name and slug."""
    return {label_key(tag.name), label_key(tag.slug)} - {""}


def spell_own(workings: Workings, tag: TagRow) -> None:
    """Let a tag's own name and slug mean it; a name of signs alone, as 🦆, is found by the slug."""
    if normal := label_key(tag.name):
        stood = workings.label(tag.id, WHOLE_HUB, normal) or LabelRow(tag.id, WHOLE_HUB, normal, tag.name)
        spell(workings, replace(stood, label=tag.name))
    normal = label_key(tag.slug)
    if workings.label(tag.id, WHOLE_HUB, normal) is None:
        spell(workings, LabelRow(tag.id, WHOLE_HUB, normal, tag.slug))


def rule(workings: Workings, row: RulingRow) -> None:
    """Decide of a word that it means no tag in a place; a fault where it means one there."""
    held = [each for each in workings.saying(row.normal) if workings.counts_in(each) == row.scope_id]
    if held:
        told = say(
            "“%(word)s” means “%(tag)s” in %(place)s: take it from that tag first.",
            word=row.label,
            tag=workings.tag(held[0].tag_id).name,
            place=workings.place(row.scope_id),
        )
        raise Fault(told)
    workings.put(row)


def _taken(workings: Workings, row: LabelRow, held: TagRow, wanted: TagRow) -> Saying:
    if held.name == wanted.name:
        told = "There is a tag “%(tag)s” in %(place)s already, and “%(word)s” means that one."
        return say(told, tag=held.name, word=row.label, place=workings.place(workings.counts_in(row)))
    return say(
        "“%(word)s” means “%(held)s” in %(place)s already, so it cannot mean “%(wanted)s” there as well.",
        word=row.label,
        held=held.name,
        wanted=wanted.name,
        place=workings.place(workings.counts_in(row)),
    )
