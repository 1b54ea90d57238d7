"""What does each operation of a script do to the rows? One function for each. Pure."""

from dataclasses import replace
from functools import singledispatch
from uuid import UUID

from hub.establish.deciding.bonds import edge, rewire, tie
from hub.establish.deciding.images import LabelRow, RulingRow, SlugRow, TagRow
from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.establish.deciding.spellings import (
    check_free,
    key_of,
    meaning_of,
    name_of,
    neighbours_of,
    rule,
    slug_of,
    spell,
    spell_own,
    unspell,
)
from hub.establish.deciding.workings import Fault, Workings, moved
from hub.establish.tags.naming import quoted
from hub.establish.tags.rules import Bond, Stand
from hub.kit.saying import Saying, say
from hub.places.rules import WHOLE_HUB


@singledispatch
def do(operation: Operation, workings: Workings) -> None:
    """Do one operation; a fault says why it cannot be done, and then nothing may be made of the workings."""
    raise NotImplementedError(operation)


@do.register
def _agree(operation: Agree, workings: Workings) -> None:
    slug, name, meaning = slug_of(operation.slug), name_of(operation.name), meaning_of(operation.meaning)
    scope = _scope(operation, workings)
    stood = workings.find(slug)
    if stood is None:
        _check_unused(workings, slug)
        stood = TagRow(workings.fresh(), slug, name)
    elif stood.heir_id or not stood.retired:
        raise Fault(_in_use(workings, stood))
    scope_id = None if scope == WHOLE_HUB else scope
    agreed = replace(stood, name=name, meaning=meaning, scope_id=scope_id, retired=False)
    kept = workings.labels_of(agreed.id)
    workings.put(agreed)
    for row in kept:  # of a tag that was retired: what nobody else took meanwhile
        _bring_back(workings, agreed, row)
    spell_own(workings, agreed)


@do.register
def _spell(operation: Spell, workings: Workings) -> None:
    tag, label = workings.known(operation.tag), name_of(operation.label)
    scope = _scope(operation, workings)
    if not workings.lies_in(scope, workings.area(tag)) and scope != WHOLE_HUB:
        told = say(
            "“%(tag)s” counts in %(area)s alone, and %(place)s lies outside.",
            tag=tag.name,
            area=workings.place(workings.area(tag)),
            place=workings.place(scope),
        )
        raise Fault(told)
    scope = WHOLE_HUB if scope == tag.scope_id else scope  # wherever the tag counts, which is there
    near, not_near = neighbours_of(operation.near), neighbours_of(operation.not_near)
    if not operation.in_text and (near or not_near):
        raise Fault(say("“%(word)s” counts as a label only, so nothing need stand near it.", word=label))
    row = LabelRow(tag.id, scope, key_of(label), label, operation.in_text, near, not_near)
    if workings.label(*_whose(row)) == row:
        raise Fault(say("“%(word)s” means “%(tag)s” there already.", word=label, tag=tag.name))
    spell(workings, row)


@do.register
def _unspell(operation: Unspell, workings: Workings) -> None:
    unspell(workings, workings.known(operation.tag), operation.label, operation.scope)


@do.register
def _rename(operation: Rename, workings: Workings) -> None:
    tag = replace(workings.known(operation.tag), name=name_of(operation.name))
    workings.put(tag)
    spell_own(workings, tag)
    if not operation.slug or operation.slug == tag.slug:
        return
    slug = slug_of(operation.slug)
    if (stood := workings.find(slug)) is not None:
        raise Fault(_in_use(workings, stood))
    _take_slug(workings, tag, slug)
    moved_there = replace(tag, slug=slug)
    workings.put(moved_there)
    spell_own(workings, moved_there)


@do.register
def _define(operation: Define, workings: Workings) -> None:
    workings.put(replace(workings.known(operation.tag), meaning=meaning_of(operation.meaning)))


@do.register
def _merge(operation: Merge, workings: Workings) -> None:
    tag, into = workings.known(operation.tag), workings.known(operation.into)
    _check_merge(workings, tag, into)
    for row in workings.labels_of(tag.id):
        # A ward's word stays the ward's, even as a spelling of a tag that counts everywhere.
        scope = row.scope_id if tag.scope_id == into.scope_id else workings.counts_in(row)
        workings.drop(row)
        if workings.label(into.id, scope, row.normal) is None:
            workings.put(moved(row, into.id, scope))
    rewire(workings, tag, into)
    for heir in workings.heirs_of(tag.id):
        workings.put(replace(heir, heir_id=into.id))
    for former in workings.slugs_of(tag.id):
        workings.put(SlugRow(former.slug, into.id))
    workings.put(replace(tag, retired=True, heir_id=into.id))


@do.register
def _tie(operation: Tie, workings: Workings) -> None:
    one, other = workings.known(operation.tag), workings.known(operation.other)
    row = edge(one.id, _bond(operation), other.id)
    if workings.edge(row):
        raise Fault(say("“%(one)s” and “%(other)s” hang together like this already.", one=one.name, other=other.name))
    tie(workings, row)


@do.register
def _untie(operation: Untie, workings: Workings) -> None:
    one, other = workings.known(operation.tag), workings.known(operation.other)
    row = edge(one.id, _bond(operation), other.id)
    if not workings.edge(row):
        raise Fault(say("“%(one)s” and “%(other)s” do not hang together like this.", one=one.name, other=other.name))
    workings.drop(row)


@do.register
def _retire(operation: Retire, workings: Workings) -> None:
    tag = workings.known(operation.tag)
    if tag.place_id:
        told = "“%(tag)s” is the name of a place: it stays as long as the place does."
        raise Fault(say(told, tag=tag.name))
    workings.put(replace(tag, retired=True))


@do.register
def _rule(operation: Rule, workings: Workings) -> None:
    label, scope = name_of(operation.label), _scope(operation, workings)
    stood = workings.ruling(scope, key_of(label))
    if not operation.stand:
        if stood is None:
            raise Fault(say("Nothing was decided of “%(word)s” there.", word=label))
        workings.drop(stood)
        return
    if operation.stand not in set(Stand):
        raise Fault(say("Nobody can decide this of a word."))
    if stood and stood.stand == operation.stand:
        raise Fault(say("That was decided of “%(word)s” already.", word=label))
    rule(workings, RulingRow(scope, key_of(label), label, operation.stand))


def _check_merge(workings: Workings, tag: TagRow, into: TagRow) -> None:
    names = {"tag": tag.name, "into": into.name}
    if tag.id == into.id:
        raise Fault(say("“%(tag)s” cannot become itself: choose another tag.", tag=tag.name))
    if workings.edge(edge(tag.id, Bond.DIFFERENT, into.id)):
        told = "“%(tag)s” and “%(into)s” were agreed to be different: take that back first."
        raise Fault(say(told, **names))
    if tag.place_id and into.place_id != tag.place_id:
        raise Fault(say("“%(tag)s” is the name of a place, and “%(into)s” is not that place's.", **names))
    if not workings.lies_in(workings.area(tag), workings.area(into)):
        told = "“%(tag)s” counts where “%(into)s” does not: let “%(into)s” become “%(tag)s” instead."
        raise Fault(say(told, **names))


def _bring_back(workings: Workings, tag: TagRow, row: LabelRow) -> None:
    """Let a spelling of a retired tag mean it again, where nothing was decided of the word meanwhile."""
    workings.drop(row)
    scope = WHOLE_HUB if row.scope_id == tag.scope_id else row.scope_id  # it may count for less than it did
    again = replace(row, scope_id=scope)
    outside = scope != WHOLE_HUB and not workings.lies_in(scope, workings.area(tag))
    if outside or workings.label(*_whose(again)) or workings.ruling(workings.counts_in(again), again.normal):
        return
    try:
        check_free(workings, again)
    except Fault:
        return
    workings.put(again)


def _check_unused(workings: Workings, slug: str) -> None:
    former = workings.former(slug)
    if former:
        told = "“%(slug)s” is an old address of “%(tag)s”, and leads there: choose another."
        raise Fault(say(told, slug=slug, tag=workings.tag(former.tag_id).name))


def _take_slug(workings: Workings, tag: TagRow, slug: str) -> None:
    former = workings.former(slug)
    if former and former.tag_id == tag.id:  # back to what it was called
        workings.drop(former)
    else:
        _check_unused(workings, slug)
    workings.put(SlugRow(tag.slug, tag.id))


def _in_use(workings: Workings, tag: TagRow) -> Saying:
    if tag.heir_id:
        told = "“%(slug)s” leads to “%(tag)s” now: choose another."
        return say(told, slug=tag.slug, tag=workings.tag(tag.heir_id).name)
    return say("There is a tag “%(tag)s” at the address “%(slug)s” already.", tag=tag.name, slug=tag.slug)


def _scope(operation: Agree | Spell | Rule, workings: Workings) -> UUID:
    if not workings.is_place(operation.scope):
        raise Fault(say("There is no such place here."))
    return operation.scope


def _bond(operation: Tie | Untie) -> str:
    if operation.bond not in set(Bond):
        raise Fault(say("Tags cannot hang together like “%(bond)s”.", bond=quoted(operation.bond)))
    return operation.bond


def _whose(row: LabelRow) -> tuple[UUID, UUID, str]:
    return row.tag_id, row.scope_id, row.normal
