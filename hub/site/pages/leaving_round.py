"""How does somebody leave a round without signing in? By the link in the mail that said they have joined."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.rounds import actions, queries
from hub.people.mail.rules import mail_stopped_by
from hub.secret import key_for
from hub.site.deps import Act, Db, settings_of
from hub.site.kept.known import known
from hub.site.render import page, path, private, see
from hub.site.unmentoring.welcoming import KEY, when

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=64)]


@router.get("/mail/round/{token}")
def show_leaving(request: Request, db: Db, token: Token) -> HTMLResponse:
    """Show which round somebody would leave, and a button that does; looking changes nothing."""
    mine = queries.by_enrolment(db, _enrolment(request, token))
    found = queries.a_round(db, mine.round_id) if mine else None
    here = known(db).tree.places.get(found.place_id) if found else None
    values = {
        "found": found,
        "here": here,
        "when": when(found.closes_at, here.timezone) if found and here else None,
        "action": path("mail", "round", token),
    }
    return private(page(request, "mail/round.html", values))


@router.post("/mail/round/{token}")
def post_leaving(request: Request, doing: Act, token: Token) -> Response:
    """Take who got the mail out of the round, as long as it is not drawn."""
    mine = queries.by_enrolment(doing.db, _enrolment(request, token))
    if mine:
        actions.withdraw(doing.db, mine.round_id, mine.person_id)
    return see(path("mail", "round", token))


def _enrolment(request: Request, token: str) -> UUID:
    found = mail_stopped_by(token, key_for(settings_of(request), KEY))
    if found is None:
        raise NotFound(say("This link is not whole. Open it once more from the mail, or copy all of it."))
    return found
