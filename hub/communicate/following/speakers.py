"""Whom has somebody muted? A reply of theirs is kept, and nothing that tells which names are one person’s."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from hub.communicate.following.models import Mute
from hub.communicate.following.rules import Hushed
from hub.communicate.replies.models import Reply
from hub.kit.ids import as_id

_AT_ONCE = 500  # ids in one statement
_Muted = tuple[str, str]  # a kind and a target


def with_people(db: Session, muted: Iterable[_Muted]) -> Mapping[_Muted, _Muted]:
    """Return what each of these mutes hushes: for one that names a reply, who said it; nothing where they have left."""
    several = list(muted)
    replies = {target: reply_id for kind, target in several if kind == Hushed.PERSON and (reply_id := as_id(target))}
    who = _speakers(db, replies.values())
    said: dict[_Muted, _Muted] = {
        (Hushed.PERSON, target): (Hushed.PERSON, who[each].hex) for target, each in replies.items() if each in who
    }
    return {each: said.get(each, each) for each in several if each in said or each[0] != Hushed.PERSON}


def is_hushed(db: Session, listener_id: UUID, speaker_id: UUID) -> bool:
    """Say whether somebody wants to hear no more of who speaks."""
    theirs = select(Mute.kind, Mute.target_id).where(Mute.person_id == listener_id, Mute.kind == Hushed.PERSON)
    found = [(kind, target) for kind, target in db.execute(theirs)]
    return (Hushed.PERSON, speaker_id.hex) in with_people(db, found).values()


def said_by(db: Session, person_id: UUID) -> Collection[str]:
    """Return by what mutes could name somebody: all they said."""
    return [each.hex for each in db.exec(select(Reply.id).where(Reply.person_id == person_id))]


def _speakers(db: Session, reply_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    wanted = sorted(reply_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        which = col(Reply.id).in_(wanted[start : start + _AT_ONCE])
        found |= {
            each: who for each, who in db.execute(select(Reply.id, Reply.person_id).where(which)) if who is not None
        }
    return found
