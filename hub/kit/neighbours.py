"""Which words must, or must not, stand near a phrase for it to count? The one notation for it, read and written.

“Wish (near ward, Hove)” counts beside the word ward or the word Hove, “Sutton (not near Coldfield)” where Coldfield is
not beside it; both: “Heath (near school; not near Hampstead)”. There are no patterns, only words and short phrases.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import squeeze, words

WITHIN = 3  # words before a phrase and behind it that are its neighbours
MOST = 10  # neighbours listed of one kind
NEAR, NOT_NEAR = "near ", "not near "
BETWEEN = ", "  # what joins several, in the notation and in the tables


class Spelled(NamedTuple):
    """A spelling with its condition; *near* and *not_near* are words joined by “, ”, empty where there is none."""

    label: str
    near: str = ""
    not_near: str = ""


def parse(typed: str) -> Spelled:
    """Read a spelling with its neighbours; what ends with no condition is a label as it stands.

    >>> parse("Wish (near ward, Hove)"), parse("Aston (Birmingham)")
    (Spelled(label='Wish', near='ward, Hove', not_near=''), Spelled(label='Aston (Birmingham)', near='', not_near=''))
    """
    label, parts = _apart(squeeze(typed))
    if parts is None:
        return Spelled(label)
    said = {NEAR: "", NOT_NEAR: ""}
    for kind, told in parts:
        said[kind] = joined([said[kind], told])
    return Spelled(label, said[NEAR], said[NOT_NEAR])


def written(spelled: Spelled) -> str:
    """Write a spelling with its neighbours, the way ``parse`` reads it.

    >>> written(Spelled("Heath", "school", "Hampstead, Small"))
    'Heath (near school; not near Hampstead, Small)'
    """
    label, near, not_near = spelled
    kinds = [f"{kind}{told}" for kind, told in ((NEAR, near), (NOT_NEAR, not_near)) if told]
    return f"{label} ({'; '.join(kinds)})" if kinds else label


def joined(told: Iterable[str]) -> str:
    """Put lists of neighbours into one, each once: of two that say the same the first stays.

    >>> joined(["ward,  Hove", "WARD"])
    'ward, Hove'
    """
    found: dict[str, str] = {}
    for each in told:
        for one in each.split(","):
            found.setdefault(words(one), squeeze(one))
    found.pop("", None)
    return BETWEEN.join(found.values())


def listed(told: str) -> tuple[str, ...]:
    """Return neighbours joined by “, ” one by one.

    >>> listed("ward, Hove")
    ('ward', 'Hove')
    """
    return tuple(told.split(BETWEEN)) if told else ()


def fault(typed: str) -> Saying:
    """Say what is wrong with a spelling and its neighbours; nothing when all is well."""
    label, parts = _apart(squeeze(typed))
    if parts is None:
        return _unread(label)
    if not words(label):
        return say("There is no word in front of “(near …)”.")
    kinds = [kind for kind, _ in parts]
    if len(set(kinds)) < len(kinds):
        return say("Say “near” once and “not near” once, each with all its words.")
    return next(filter(None, (neighbours_fault(told) for _, told in parts)), _both(parse(typed)))


def neighbours_fault(told: str) -> Saying:
    """Say what is wrong with a list of neighbours, as somebody typed it; nothing when all is well."""
    each = listed(joined([told]))
    if not each:
        return say("Say near what: “Wish (near ward, Hove)”.")
    if any(sign in told for sign in "();"):
        return say("Write plain words with commas between them, without brackets or semicolons.")
    return _words_fault(each)


def _words_fault(each: tuple[str, ...]) -> Saying:
    if len(each) > MOST:
        return say("That is too many words: at most %(most)s.", most=MOST)
    if long := next((one for one in each if len(words(one).split()) > WITHIN), ""):
        return say("“%(words)s” has more than %(most)s words, so it never stands that near.", words=long, most=WITHIN)
    return NOTHING


def _both(spelled: Spelled) -> Saying:
    near = {words(each) for each in listed(spelled.near)}
    shared = next((each for each in listed(spelled.not_near) if words(each) in near), "")
    return say("“%(word)s” cannot be both near and not near.", word=shared) if shared else NOTHING


def _unread(label: str) -> Saying:
    _, bracket, rest = label.rpartition("(")
    if bracket and _kind(rest) and ")" not in rest:
        return say("The bracket of “(near …)” is not closed.")
    return NOTHING


def _apart(typed: str) -> tuple[str, list[tuple[str, str]] | None]:
    """Return the label, and each kind of condition with what is said; None where there is no condition at all."""
    label, bracket, rest = typed.removesuffix(")").rpartition("(")
    if not bracket or not typed.endswith(")"):
        return typed, None
    parts = list(_parts(rest))
    return (label.strip(), parts) if parts and all(kind for kind, _ in parts) else (typed, None)


def _parts(rest: str) -> Iterator[tuple[str, str]]:
    for part in rest.split(";"):
        kind = _kind(part)
        yield kind, part.strip()[len(kind) :]


def _kind(part: str) -> str:
    said = f"{part.strip()} ".casefold()
    return next((kind for kind in (NOT_NEAR, NEAR) if said.startswith(kind)), "")
