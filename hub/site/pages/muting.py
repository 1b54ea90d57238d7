"""How does somebody mute what a mail tells of? By the link in it, without signing in; and the same way back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from hub.communicate.following import actions, queries
from hub.communicate.following.rules import AT_ONCE, DIGEST, Hushed
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.mail import queries as mails
from hub.people.mail.rules import STOP, mail_stopped_by
from hub.people.persons import queries as people
from hub.secret import key_for
from hub.site import muting
from hub.site.deps import Act, Db, settings_of
from hub.site.render import page, path, private, see

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=64)]
Kind = Annotated[str, Path(max_length=20)]
Target = Annotated[str, Path(max_length=40)]
Again = Annotated[str, Query(max_length=8, description="Whether somebody has just asked for it again.")]


@router.get("/mail/mute/{token}/{kind}/{target}")
def show_mute(request: Request, db: Db, token: Token, kind: Kind, target: Target, again: Again = "") -> Response:
    """Show what would be muted, and a button that does it, or one that takes it back; looking changes nothing."""
    whose, hushed = _whose(request, db, token), _hushed(kind)
    name = _name(db, whose, hushed, target)
    values = {
        "what": muting.KINDS[hushed],
        "name": name,
        "again": again,
        "is_muted": queries.is_muted(db, whose, hushed, target),
        "mute": path("mail", "mute", token, hushed, target),
        "hear": path("mail", "hear", token, hushed, target),
    }
    return private(page(request, "mail/mute.html", values))


@router.post("/mail/mute/{token}/{kind}/{target}")
def post_mute(request: Request, doing: Act, token: Token, kind: Kind, target: Target) -> Response:
    """Tell who got the mail no more of this."""
    whose, hushed = _whose(request, doing.db, token), _hushed(kind)
    _name(doing.db, whose, hushed, target)
    actions.mute(doing.db, whose, hushed, target, doing.now)
    return see(path("mail", "mute", token, kind, target))


@router.post("/mail/hear/{token}/{kind}/{target}")
def post_hear(request: Request, doing: Act, token: Token, kind: Kind, target: Target) -> Response:
    """Tell who got the mail of it again."""
    actions.unmute(doing.db, _whose(request, doing.db, token), _hushed(kind), target)
    return see(path("mail", "mute", token, kind, target, again="yes"))


def _whose(request: Request, db: Session, token: str) -> UUID:
    """Return who got the mail this token was made for; NotFound where it is none of ours, or they are gone."""
    mail_id = mail_stopped_by(token, key_for(settings_of(request), STOP))
    mail = mails.mail(db, mail_id) if mail_id else None
    person = people.by_email(db, mail.to) if mail and mail.topic in {DIGEST, AT_ONCE} else None
    if person is None:
        raise NotFound(
            say("This link does not hold any more: we know nothing of its mail. Use the one in a newer mail.")
        )
    return person.id


def _hushed(kind: str) -> Hushed:
    if kind not in set(Hushed):
        raise NotFound(say("There is nothing of this sort to mute."))
    return Hushed(kind)


def _name(db: Session, whose: UUID, hushed: Hushed, target: str) -> str:
    """Return what is to be muted; NotFound where it is there no longer."""
    name = muting.name_of(db, whose, hushed, target)
    if not name:
        raise NotFound(say("It is there no longer, so it will not be told of either."))
    return name
