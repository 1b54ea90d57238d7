"""What would a script do to the rows it speaks of? Operation by operation, all of it or nothing. Pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from uuid import UUID, uuid4

from hub.establish.deciding import bonds
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, TagRow
from hub.establish.deciding.operations import do
from hub.establish.deciding.rules import Refused, Rehearsed
from hub.establish.deciding.script import MOST_OPERATIONS, Agree, Operation, Rename, slugs_in
from hub.establish.deciding.spellings import check_again, rule
from hub.establish.deciding.workings import Fault, Ground, Workings
from hub.kit.saying import say


def apply(ground: Ground, script: Sequence[Operation], fresh: Callable[[], UUID] = uuid4) -> Rehearsed | Refused:
    """Do a script to *ground*, later operations on top of earlier ones; *fresh* makes ids for new tags.

    Every operation that cannot be done is refused in a sentence, and with it all of them.
    """
    if len(script) > MOST_OPERATIONS:
        told = "These are %(count)s changes at once: %(most)s are as many as anybody can judge."
        return Refused((say(told, count=len(script), most=MOST_OPERATIONS),))
    workings, faults = Workings(ground, fresh), list[Fault]()
    missing = set[str]()  # tags that would be there, had what makes them not been refused
    for operation in script:
        start = workings.mark()
        try:
            do(operation, workings)
        except Fault as fault:
            workings.back_to(start)
            if missing.isdisjoint(slugs_in(operation)):
                faults.append(fault)
            missing |= _would_make(operation)
    return _refused(faults) if faults else _changing(workings.images())


def put_back(ground: Ground, images: Sequence[Image]) -> Rehearsed | Refused:
    """Write these rows over *ground*, all of them as they are said to stand before; a fault where they do not fit."""
    workings = Workings(ground, uuid4)
    for each in images:
        if each.after is None:
            workings.drop(each.row)
        else:
            workings.put(each.after)
    faults = [fault for each in images if each.after for fault in _misfits(workings, each.after)]
    return _refused(faults) if faults else _changing(workings.images())


def _misfits(workings: Workings, row: Row) -> Iterator[Fault]:
    match row:
        case EdgeRow():
            yield from _tried(partial(bonds.tie, workings, row))
        case LabelRow() if not workings.tag(row.tag_id).retired:
            yield from _tried(partial(check_again, workings, row))
        case RulingRow():
            yield from _tried(partial(rule, workings, row))
        case TagRow():
            yield from _misfits_of_tag(workings, row)


def _misfits_of_tag(workings: Workings, tag: TagRow) -> Iterator[Fault]:
    if not tag.retired:
        for row in workings.labels_of(tag.id):
            yield from _tried(partial(check_again, workings, row))
    elif not tag.heir_id:
        for heir in workings.heirs_of(tag.id):
            yield Fault(
                say("“%(heir)s” became “%(tag)s” meanwhile: take that back first.", heir=heir.name, tag=tag.name)
            )


def _tried(deed: Callable[[], None]) -> Iterator[Fault]:
    try:
        deed()
    except Fault as fault:
        yield fault


def _would_make(operation: Operation) -> set[str]:
    return {operation.slug} if isinstance(operation, Agree | Rename) else set()


def _changing(images: tuple[Image, ...]) -> Rehearsed | Refused:
    return Rehearsed(images) if images else Refused((say("Nothing would change."),))


def _refused(faults: Sequence[Fault]) -> Refused:
    sentences = dict.fromkeys(fault.sentence for fault in faults)
    return Refused(tuple(sentences), tuple([fault.clash for fault in faults if fault.clash]))
