"""A file of another town's words, read by a child that may take little, and matched with the words of a place."""

import resource
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from hub.establish.deciding.queries import rehearse
from hub.establish.deciding.rules import Refused
from hub.establish.deciding.script import MOST_OPERATIONS, Agree, Operation, Script, Spell, Tie
from hub.establish.sharing import queries
from hub.establish.sharing.brought import MOST_BYTES, Brought, Form
from hub.establish.sharing.matching import Fate, Match, Registry, matched
from hub.kit.saying import Saying, say
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB
from hub.sandbox import Crashed, Sandbox, Stopped

CPU_SECONDS = 2.0
MEMORY_BYTES = 256 * 1024 * 1024  # over what the child has when it begins: half of what a sandbox gives
Aside = tuple[Script, Sequence[Saying]]  # what of a word is left aside, and why
_READER = "hub.establish.sharing.reading"  # brings rdflib, so it is loaded in the child alone


@dataclass(frozen=True, slots=True)
class Compared:
    """The words of a file, what each would be in a place, and what words mean there."""

    brought: Brought
    registry: Registry
    matches: Sequence[Match]


def read_words(body: bytes, form: Form) -> Brought | Saying:
    """Return the words a file tells of, or why they cannot be read; takes a second or two."""
    if len(body) > MOST_BYTES:
        return say("This file is longer than 1 MB. Bring it in parts.")
    with Sandbox(1, preload=[_READER], cpu_seconds=CPU_SECONDS, tasks_each=1) as child:
        try:
            return child.submit(_read, body, form).result()
        except Stopped:
            return say("This file takes too long to read. Bring it in parts.")
        except Crashed:
            return say("This file takes too much memory to read. Bring it in parts.")


def compared(db: Session, brought: Brought, place_id: UUID) -> Compared:
    """Return what each word would be in a place; WHOLE_HUB: in all of them."""
    tree = places.tree(db)
    around = [] if place_id == WHOLE_HUB else [each.id for each in tree.above(place_id)]
    registry = queries.registry(db, place_id, around, [place.name for place in tree.places.values()])
    return Compared(brought, registry, _allowed(db, matched(brought, registry)))


def _allowed(db: Session, matches: Sequence[Match]) -> Sequence[Match]:
    """Leave aside what the registry would refuse, each with why, so that no word keeps the others back."""
    refused = {id(match): told for match, told in _refused(db, [match for match in matches if match.script])}
    found = [_without(match, *refused.get(id(match), ((), ()))) for match in matches]
    gone = {before.slug for before, now in zip(matches, found, strict=True) if before.fate is Fate.NEW is not now.fate}
    return [replace(match, script=tuple(each for each in match.script if not _is_tied(each, gone))) for match in found]


def _refused(db: Session, matches: Sequence[Match]) -> Iterator[tuple[Match, Aside]]:
    """Yield the words that would be refused, with what of them and why: halving, since hardly any are."""
    whole = tuple(each for match in matches for each in match.script if not isinstance(each, Tie))
    if not whole or (len(whole) <= MOST_OPERATIONS and not isinstance(rehearse(db, whole), Refused)):
        return
    if len(matches) > 1:
        half = len(matches) // 2
        yield from _refused(db, matches[:half])
        yield from _refused(db, matches[half:])
    elif isinstance(whole[0], Agree) and isinstance(found := rehearse(db, whole[:1]), Refused):
        yield matches[0], (matches[0].script, found.faults)
    else:
        yield matches[0], _spellings(db, whole)


def _spellings(db: Session, whole: Script) -> Aside:
    """Return which spellings of a word would be refused, one after the other, and why."""
    agreed = tuple(each for each in whole if isinstance(each, Agree))
    aside: list[Operation] = []
    faults: list[Saying] = []
    for each in (each for each in whole if isinstance(each, Spell)):
        if isinstance(found := rehearse(db, (*agreed, each)), Refused):
            aside.append(each)
            faults += found.faults
    return tuple(aside), tuple(faults)


def _without(match: Match, aside: Script, faults: Sequence[Saying]) -> Match:
    if not faults:
        return match
    script = tuple(each for each in match.script if each not in aside)
    return replace(match, script=script, fate=match.fate if script else Fate.CLASH, clashes=(*match.clashes, *faults))


def _is_tied(each: Operation, slugs: Collection[str]) -> bool:
    return isinstance(each, Tie) and not {each.tag, each.other}.isdisjoint(slugs)


def _read(body: bytes, form: Form) -> Brought | Saying:
    from hub.establish.sharing.reading import read  # noqa: PLC0415 -- see _READER

    statm = Path("/proc/self/statm")
    if statm.exists():  # macOS has neither this nor a working RLIMIT_AS
        base = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (base + MEMORY_BYTES, resource.RLIM_INFINITY))
    return read(body, form)
