"""What would a change do, and what did it do? Each operation as a plain sentence, with names in it. Pure."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from uuid import UUID

from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, TagRow
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
from hub.establish.tags.rules import Bond, Stand
from hub.kit.saying import Saying, say
from hub.places.rules import WHOLE_HUB

Names = Mapping[str, str]  # what is called what: tags by slug, or by id, and places by id; ids in hexadecimal


def told(script: Sequence[Operation], names: Names) -> Sequence[Saying]:
    """Say what a script does, in its order; a tag it makes or renames is called by its new name from there on."""
    called, sentences = dict(names), list[Saying]()
    for operation in script:
        if isinstance(operation, Agree):
            called[operation.slug] = operation.name
        sentences += _told(operation, called)
        if isinstance(operation, Rename):
            called |= {slug: operation.name for slug in (operation.tag, operation.slug) if slug}
    return sentences


def decided(script: Sequence[Operation], images: Sequence[Image], names: Names) -> Sequence[Saying]:
    """Say what a decision did: its script with the names of its day; without one, what became of the rows."""
    if not script:
        return happened(images, names)
    before = {row.slug: row.name for each in images if isinstance(row := each.before, TagRow)}
    return told(script, {**names, **before})


def happened(images: Sequence[Image], names: Names) -> Sequence[Saying]:
    """Say what became of these rows."""
    known = {row.id.hex: row.name for each in images if isinstance(row := each.row, TagRow)}
    called = {**names, **known}
    return [
        saying
        for each in _telling(images)
        for operation in _operations(each)
        for saying in _told(operation, ChainMap(_once(each), called))
    ]


def _once(image: Image) -> dict[str, str]:
    """Return what a tag was called before this image, by its slug of then."""
    return {row.slug: row.name} if isinstance(row := image.before, TagRow) else {}


def _tag(key: str, names: Names) -> str:
    return names.get(key, key)


def _place(scope: UUID, names: Names) -> Saying | str:
    return say("the whole hub") if scope == WHOLE_HUB else names.get(scope.hex, "?")


@singledispatch
def _told(operation: Operation, names: Names) -> Iterator[Saying]:
    raise NotImplementedError(operation, names)


@_told.register
def _agree(operation: Agree, names: Names) -> Iterator[Saying]:
    if operation.scope == WHOLE_HUB:
        yield say("“%(tag)s” is a tag.", tag=operation.name)
    else:
        yield say("“%(tag)s” is a tag in %(place)s.", tag=operation.name, place=_place(operation.scope, names))
    if operation.meaning:
        yield say("“%(tag)s” means: %(meaning)s", tag=operation.name, meaning=operation.meaning)


@_told.register
def _spell(operation: Spell, names: Names) -> Iterator[Saying]:
    values = {"word": operation.label, "tag": _tag(operation.tag, names), "place": _place(operation.scope, names)}
    if operation.scope == WHOLE_HUB:
        yield say("“%(word)s” means “%(tag)s” too.", **values)
    else:
        yield say("In %(place)s, “%(word)s” means “%(tag)s” too.", **values)
    if not operation.in_text:
        yield say("“%(word)s” counts as a label of a post, not inside its text.", word=operation.label)
    if operation.near:
        yield say("In a text, “%(word)s” counts near: %(near)s.", word=operation.label, near=operation.near)
    if operation.not_near:
        yield say("In a text, “%(word)s” does not count near: %(near)s.", word=operation.label, near=operation.not_near)


@_told.register
def _unspell(operation: Unspell, names: Names) -> Iterator[Saying]:
    values = {"word": operation.label, "tag": _tag(operation.tag, names), "place": _place(operation.scope, names)}
    if operation.scope == WHOLE_HUB:
        yield say("“%(word)s” no longer means “%(tag)s”.", **values)
    else:
        yield say("In %(place)s, “%(word)s” no longer means “%(tag)s”.", **values)


@_told.register
def _rename(operation: Rename, names: Names) -> Iterator[Saying]:
    was = _tag(operation.tag, names)
    if was != operation.name:
        yield say("“%(tag)s” is called “%(name)s”.", tag=was, name=operation.name)
    if operation.slug:
        told = "The address of “%(name)s” ends in “%(slug)s”; the old one leads there."
        yield say(told, name=operation.name, slug=operation.slug)


@_told.register
def _define(operation: Define, names: Names) -> Iterator[Saying]:
    name = _tag(operation.tag, names)
    if operation.meaning:
        yield say("“%(tag)s” means: %(meaning)s", tag=name, meaning=operation.meaning)
    else:
        yield say("What “%(tag)s” means is left to its name.", tag=name)


@_told.register
def _merge(operation: Merge, names: Names) -> Iterator[Saying]:
    told = "“%(tag)s” becomes “%(into)s”, with all its spellings; its address leads there."
    yield say(told, tag=_tag(operation.tag, names), into=_tag(operation.into, names))


@_told.register
def _tie(operation: Tie, names: Names) -> Iterator[Saying]:
    one, other = _tag(operation.tag, names), _tag(operation.other, names)
    match operation.bond:
        case Bond.BROADER:
            yield say("“%(one)s” is part of “%(other)s”.", one=one, other=other)
        case Bond.RELATED:
            yield say("“%(one)s” and “%(other)s” have to do with each other.", one=one, other=other)
        case _:
            yield say("“%(one)s” and “%(other)s” are different things, never to be merged.", one=one, other=other)


@_told.register
def _untie(operation: Untie, names: Names) -> Iterator[Saying]:
    one, other = _tag(operation.tag, names), _tag(operation.other, names)
    match operation.bond:
        case Bond.BROADER:
            yield say("“%(one)s” is no longer part of “%(other)s”.", one=one, other=other)
        case Bond.RELATED:
            yield say("“%(one)s” and “%(other)s” no longer have to do with each other.", one=one, other=other)
        case _:
            yield say("“%(one)s” and “%(other)s” are no longer said to be different things.", one=one, other=other)


@_told.register
def _retire(operation: Retire, names: Names) -> Iterator[Saying]:
    yield say("“%(tag)s” is no longer in use.", tag=_tag(operation.tag, names))


@_told.register
def _rule(operation: Rule, names: Names) -> Iterator[Saying]:
    values = {"word": operation.label, "place": _place(operation.scope, names)}
    match operation.stand:
        case Stand.AMBIGUOUS:
            yield say("“%(word)s” means different things, so it means no tag in %(place)s.", **values)
        case Stand.LEFT:
            yield say("“%(word)s” is left alone in %(place)s: it is no tag.", **values)
        case Stand.BLOCKED:
            yield say("“%(word)s” is blocked in %(place)s: it may not become a tag.", **values)
        case _:
            yield say("What was decided of “%(word)s” in %(place)s is taken back.", **values)


def _telling(images: Sequence[Image]) -> Iterator[Image]:
    """Leave out what goes without saying: own names of new tags, and what moves with a tag that becomes another."""
    tags = [each for each in images if isinstance(each.row, TagRow)]
    merged = {each.row.key[0] for each in tags if _heir(each.before) != _heir(each.after)}
    own = {(row.id.hex, name) for each in tags if isinstance(row := each.row, TagRow) for name in (row.name, row.slug)}
    labels = [each for each in images if isinstance(each.row, LabelRow)]
    with_it = {each.row.normal for each in labels if isinstance(each.row, LabelRow) and each.row.tag_id.hex in merged}
    for each in images:
        row = each.row
        if isinstance(row, LabelRow) and (row.normal in with_it or (row.tag_id.hex, row.label) in own):
            continue
        if isinstance(row, EdgeRow) and merged & {row.tag_id.hex, row.other_id.hex}:
            continue
        yield each


def _heir(row: Row | None) -> UUID | None:
    return row.heir_id if isinstance(row, TagRow) else None


def _operations(image: Image) -> Iterator[Operation]:
    """Yield operations that say the same as an image, with ids where slugs would be."""
    stands = image.after is not None
    match image.row:
        case TagRow() if isinstance(image.after, TagRow):  # it is never torn out
            yield from _operations_of_tag(image.before, image.after)
        case LabelRow() as row if stands:
            yield Spell(row.tag_id.hex, row.label, row.scope_id, row.in_text, row.near, row.not_near)
        case LabelRow() as row:
            yield Unspell(row.tag_id.hex, row.label, row.scope_id)
        case EdgeRow() as row:
            yield (Tie if stands else Untie)(row.tag_id.hex, row.bond, row.other_id.hex)
        case RulingRow() as row:
            yield Rule(row.label, row.stand if stands else "", row.scope_id)


def _operations_of_tag(before: Row | None, after: TagRow) -> Iterator[Operation]:
    scope = after.scope_id or WHOLE_HUB
    if not isinstance(before, TagRow) or (before.retired and not after.retired):
        yield Agree(after.slug, after.name, after.meaning, scope)
    elif after.heir_id and before.heir_id != after.heir_id:
        yield Merge(after.id.hex, after.heir_id.hex)
    elif after.retired and not before.retired:
        yield Retire(after.id.hex)
    else:
        yield from _edits(before, after)


def _edits(before: TagRow, after: TagRow) -> Iterator[Operation]:
    if (before.name, before.slug) != (after.name, after.slug):
        yield Rename(before.slug, after.name, after.slug if after.slug != before.slug else "")
    if before.meaning != after.meaning:
        yield Define(after.id.hex, after.meaning)
