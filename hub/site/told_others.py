"""What became of telling other sites that a reply mentions them? In words for whoever said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from hub.communicate.mentions import sending
from hub.communicate.mentions.sending import Telling
from hub.communicate.mentions.telling import WAITS, Hitch, SendState
from hub.kit.saying import Saying, say
from hub.kit.urls import bare_host

_WAITS: Final = say("It will be told soon; sites are told one after the other.")
_TRIED: Final = say("It could not be told yet. We try again by ourselves, for a day or two.")
_GOING: Final = say("It will be told that this is gone.")
_GONE: Final = say("It was told that this is gone.")
_STATES: Mapping[SendState, Saying] = {
    SendState.TOLD: say("It was told. Whether it shows that, its owner decides."),
    SendState.NOBODY: say("It does not ask to be told, so it was not."),
    SendState.FAILED: say("It could not be told: it did not answer, however often we tried."),
}
_HITCHES: Mapping[Hitch, Saying] = {
    Hitch.OWN: say("It asks to be told at an address of this hub, so it was not."),
    Hitch.GONE: say("There is no such page any more, so nobody was told."),
    Hitch.TOO_BIG: say("Its page is too large to be looked through, so it was not told."),
    Hitch.NOT_ALLOWED: say("It is not on the public internet, so it was not told."),
}
_REFUSED: Final = say("It did not want to be told.")


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A page, on which site it is, and what became of telling it."""

    url: str
    site: str
    words: Saying
    status_url: str


def told_of(db: Session, reply_id: UUID) -> Sequence[ToldLine]:
    """Return what became of telling each site of a reply, but for those that never heard of it and never will."""
    found = (each for each in sending.of_reply(db, reply_id) if each.is_known)
    return [ToldLine(each.target_url, bare_host(each.target_url), words(each), each.status_url) for each in found]


def words(told: Telling) -> Saying:
    """Say what became of telling a page."""
    if told.state in WAITS:
        waits = _TRIED if told.hitch else _WAITS
        return _GOING if told.is_gone else waits
    if told.is_gone and told.state is SendState.TOLD:
        return _GONE
    return _STATES.get(told.state) or _HITCHES.get(told.hitch, _REFUSED)
