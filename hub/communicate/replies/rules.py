"""Who may say what in a thread, who reads it, and when is it too soon? The rules of replies, by whichever door.

A door other than the web needs no rules of its own: it says whose words it brings, and these decide.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from uuid import UUID

from hub.kit.text import fold, squeeze

LONGEST_NAME = 80  # of whoever says it
EDIT_FOR = timedelta(minutes=15)
PAUSE = timedelta(minutes=2)  # between two replies of one person in a thread that was slowed
PAUSE_FOR_REPORT = timedelta(minutes=1)  # longer for each report of what was said in it lately
LONGEST_PAUSE = timedelta(hours=1)
REPORTS_COUNT = timedelta(days=1)  # so long
SHORTEST_QUOTE = 12  # letters of a line: fewer are said by chance
_RUN = 20  # letters in a row, wherever in a quote they stand: fewer are said by chance
_STRIDE = 10  # letters between the runs of what was said: whatever has thirty of its letters in a row has one of them
MOST_QUOTED = 50  # lines that are looked at one by one
MOST_SIGNS = 50  # that may stand before a name
MOST_NAMED = 5  # people one reply tells by mail that it names them
NAMED_A_DAY = 5  # mails somebody gets in a day because others name them
_QUOTED = re.compile(r"^[ \t]*>[> \t]*(.*)$", re.MULTILINE)
_NAMED = re.compile(r"(?<!\w)@(\w+)")
_SIGNS = re.compile(r"[^\w]+")


class Door(StrEnum):
    """By which way somebody says something."""

    WEB = "web"
    MAIL = "mail"
    FEDIVERSE = "fediverse"
    BLOG = "blog"


class State(StrEnum):
    """Where a reply stands; there is no other word on whether it is seen."""

    WAITING = "waiting"  # a moderator reads it before it appears
    SHOWN = "shown"
    REFUSED = "refused"  # by who read it
    WITHDRAWN = "withdrawn"  # by whoever said it; its words are gone
    HIDDEN = "hidden"  # taken down by a decision, its words kept
    SET_ASIDE = "set-aside"  # the same, before anybody had read it
    REMOVED = "removed"  # taken down by a decision; its words are gone


OPEN = frozenset({State.WAITING, State.SHOWN})
TAKEN = MappingProxyType({State.SHOWN: State.HIDDEN, State.WAITING: State.SET_ASIDE})  # by a decision, and put back
QUIET = frozenset({State.WITHDRAWN, *TAKEN.values(), State.REMOVED})  # a line stays where others answered it


@dataclass(frozen=True, slots=True)
class Known:
    """By what somebody is known in a place: each in it, or in a place inside it."""

    has_role: bool = False  # or around it: who looks after the whole looks after its parts
    speaks: bool = False  # for a source that was admitted
    was_read: bool = False  # a mentor or moderator read something of theirs there, and let it through


def is_neighbour(known: Known) -> bool:
    """Say whether somebody reads what is for neighbours alone: somebody there knows them.

    >>> is_neighbour(Known(speaks=True)), is_neighbour(Known())
    (True, False)
    """
    return known.has_role or known.speaks or known.was_read


def is_own(said_by: UUID | None, person_id: UUID | None) -> bool:
    """Say whether a reply is somebody's own, whichever door they come by: only then they change it or take it back."""
    return person_id is not None and said_by == person_id


def is_new(came_at: datetime, read_until: datetime | None, *, reply: bool | None) -> bool:
    """Say whether something is new to who has read a thread so far; *reply*: whether it is one of others, None: a post.

    To who was never there all replies of others are new, and no post: those they may know from elsewhere.
    """
    if read_until is None:
        return reply is True
    return came_at > read_until and reply is not False


def may_edit(state: State, said_at: datetime, now: datetime) -> bool:
    """Say whether whoever said it may still change it: it may have been answered since, so not for long."""
    return state in OPEN and now - said_at < EDIT_FOR


def may_withdraw(state: State) -> bool:
    """Say whether whoever said it may take it back: at any time."""
    return state in {*OPEN, *TAKEN.values()}


def pause(reports: int) -> timedelta:
    """Return how long one waits between two replies in a slowed thread in which so many *reports* were made lately.

    >>> str(pause(0)), str(pause(3)), str(pause(1_000))
    ('0:02:00', '0:05:00', '1:00:00')
    """
    return min(PAUSE + reports * PAUSE_FOR_REPORT, LONGEST_PAUSE)


def waits_for(last_said: datetime | None, reports: int, now: datetime) -> timedelta:
    """Return how long somebody has still to wait in a slowed thread; nothing where they may speak."""
    if last_said is None:
        return timedelta(0)
    return max(last_said + pause(reports) - now, timedelta(0))


def must_be_local(quotes: Collection[str], *, parent_is_local: bool, said_locally: Iterable[str] = ()) -> bool:
    """Say whether a reply is for neighbours alone whatever its author chose: it answers or quotes one that is.

    *quotes* are the lines it quotes; *said_locally* is what is said to neighbours alone in its place.
    """
    return parent_is_local or (bool(quotes) and repeats(quotes, said_locally))


def repeats(quotes: Collection[str], said: Iterable[str]) -> bool:
    """Say whether quoted lines are anything of what was *said*: a line of it, or so many letters in a row.

    >>> repeats(["Bob said:", "the key is under"], ["The *key* is under the pot."])
    True
    """
    bare = [_bare(line) for line in quotes]
    lines, runs = [line for line in bare if len(line) >= SHORTEST_QUOTE][:MOST_QUOTED], _runs("".join(bare), 1)
    if not lines and not runs:
        return False
    return any(
        any(line in each for line in lines) or not runs.isdisjoint(_runs(each, _STRIDE)) for each in map(_bare, said)
    )


def quoted(words: str) -> str:
    r"""Return *words* as they stand in a reply that quotes them, with room below.

    >>> quoted("Bins?\n\nOn Tuesday.")
    '> Bins?\n>\n> On Tuesday.\n\n'
    """
    return "".join(f"> {line}".rstrip() + "\n" for line in words.strip().splitlines()) + "\n"


def named_in(words: str, names: Collection[str]) -> tuple[str, ...]:
    """Return which of these *names* stand in *words* behind an @, the longest that fits; none of quoted lines.

    >>> named_in("Ask @Ada Weir, or @ben.", ["Ada", "Ada Weir", "Ben", "Cem"])
    ('Ada Weir', 'Ben')
    """
    said = _QUOTED.sub("", words)
    keys = {squeeze(fold(name)): name for name in names if name.strip()}
    signs = islice((at for at, sign in enumerate(said) if sign == "@"), MOST_SIGNS)
    found = dict.fromkeys(_name_at(said[at + 1 :], keys) for at in signs)
    return tuple(keys[key] for key in found if key)[:MOST_NAMED]


def strangers_in(words: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the words behind an @ where none of these *names* stands; no e-mail addresses, none of quoted lines.

    >>> strangers_in("@Ada, @nobody and me@post.example", ["Ada"])
    ('nobody',)
    """
    said = _QUOTED.sub("", words)
    keys = {squeeze(fold(name)) for name in names if name.strip()}
    signs = islice(_NAMED.finditer(said), MOST_SIGNS)
    found = dict.fromkeys(sign[1] for sign in signs if not _name_at(said[sign.start(1) :], keys))
    return tuple(found)[:MOST_NAMED]


def _name_at(words: str, keys: Collection[str]) -> str:
    """Return the longest key that *words* begin with and that ends where a word does; empty where none is."""
    most = max(map(len, keys), default=0)
    begun = squeeze(fold(words[: 2 * most + 1]))
    fits = (key for key in keys if begun.startswith(key) and not begun[len(key) : len(key) + 1].isalnum())
    return max(fits, key=len, default="")


def _runs(bare: str, stride: int) -> frozenset[str]:
    return frozenset(bare[at : at + _RUN] for at in range(0, len(bare) - _RUN + 1, stride))


def _bare(words: str) -> str:
    """Return the letters and figures of *words*, so that no sign hides that they are the same."""
    return _SIGNS.sub("", fold(words)).replace("_", "")
