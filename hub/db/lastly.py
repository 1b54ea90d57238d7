"""What is left to do before the commit? Deeds put off, done once however often they were asked for on the way."""

from collections.abc import Callable, Hashable, Iterable
from enum import IntEnum
from typing import TypeVar

from sqlmodel import Session

_Thing = TypeVar("_Thing", bound=Hashable)
Deed = Callable[[Session, frozenset[_Thing]], None]
_PUT_OFF = "lastly"  # in the notes of a writing session: the things of each deed


class Turn(IntEnum):
    """When a deed has its turn: those that only find out what is to be written before those that write it."""

    FIND_OUT = 1
    WRITE = 2


def lastly(session: Session, turn: Turn, deed: Deed[_Thing], things: Iterable[_Thing]) -> None:
    """Have *deed* done to *things*, and to all that are named until then, before *session* commits.

    Raise LookupError in a transaction that does not write: nobody would do it.
    """
    if _PUT_OFF not in session.info:
        raise LookupError("This transaction only reads: open it with “writing”.")
    if named := frozenset(things):
        session.info[_PUT_OFF].setdefault((turn, deed), set()).update(named)


def asked_for(session: Session, deed: Deed[_Thing]) -> frozenset[_Thing]:
    """Return the things *deed* is to be done to before *session* commits, as far as they are named yet."""
    put_off = session.info.get(_PUT_OFF, {})
    return frozenset().union(*(things for (_, each), things in put_off.items() if each == deed))


def await_deeds(session: Session) -> None:
    """Let *session* put deeds off."""
    session.info[_PUT_OFF] = {}


def puts_off(session: Session) -> bool:
    """Say whether *session* lets deeds be put off, as one that writes does."""
    return _PUT_OFF in session.info


def do_deeds(session: Session) -> None:
    """Do what was put off, and what that puts off."""
    put_off = session.info[_PUT_OFF]
    while put_off:
        turn, deed = min(put_off, key=lambda each: each[0])
        deed(session, frozenset(put_off.pop((turn, deed))))
