"""How does somebody stop mail about a topic, and get it again? By the link in the mail, without signing in."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.mail import actions, queries
from hub.people.mail.queries import Mail
from hub.people.mail.rules import STOP, mail_stopped_by
from hub.secret import key_for
from hub.site.deps import Act, Db, settings_of
from hub.site.letters import topic_in_words
from hub.site.render import page, path, private, see
from hub.site.typed import FormTyped

router = APIRouter(include_in_schema=False)
ONE_CLICK = "One-Click"
Token = Annotated[str, Path(max_length=64)]
Again = Annotated[str, Query(max_length=8, description="Whether somebody has just asked for it again.")]


@router.get("/mail/stop/{token}")
def show_topic(request: Request, db: Db, token: Token, again: Again = "") -> Response:
    """Show what somebody gets mail about, and a button that stops it, or one that brings it back."""
    return private(_shown(request, db, _mail(request, db, token), token, again))


@router.post("/mail/stop/{token}")
def post_stop(request: Request, doing: Act, token: Token, form: FormTyped) -> Response:
    """Send no more mail about the topic; a provider of mail is answered at once, for it follows no redirect."""
    mail = _mail(request, doing.db, token)
    actions.refuse(doing.db, mail.to_key, mail.topic, doing.now)
    if any(ONE_CLICK in value for pair in form.fields for value in pair):
        return private(_shown(request, doing.db, mail, token))
    return see(path("mail", "stop", token))


@router.post("/mail/start/{token}")
def post_start(request: Request, doing: Act, token: Token) -> Response:
    """Send mail about the topic again."""
    mail = _mail(request, doing.db, token)
    actions.allow_again(doing.db, mail.to_key, mail.topic)
    return see(path("mail", "stop", token, again="yes"))


def _mail(request: Request, db: Session, token: str) -> Mail:
    """Return the mail whose link this is; NotFound when it is none of ours, or too old to be known."""
    mail_id = mail_stopped_by(token, key_for(settings_of(request), STOP))
    found = queries.mail(db, mail_id) if mail_id else None
    if found is None or not found.topic:
        raise NotFound(
            say("This link does not hold any more: we know nothing of its mail. Use the one in a newer mail.")
        )
    return found


def _shown(request: Request, db: Session, mail: Mail, token: str, again: str = "") -> Response:
    values = {
        "about": topic_in_words(mail.topic),
        "to": mail.to,
        "token": token,
        "again": again,
        "stopped": queries.has_refused(db, mail.to_key, mail.topic),
    }
    return page(request, "mail/stop.html", values)
