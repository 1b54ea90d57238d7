"""How is confirmed what was done first? By the code that was mailed to who did it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.people.pending import queries as pending
from hub.people.pending.queries import Waiting
from hub.people.signin import queries as signin
from hub.people.signin.rules import Purpose
from hub.site import codes, deeds
from hub.site.deps import Act, Db
from hub.site.proofs import carry_out
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)


@router.get("/confirm/{deed_id}")
def show_waiting(request: Request, deed_id: UUID, db: Db) -> Response:
    """Ask for the code that confirms what was sent, or say that it was typed."""
    return _page(request, pending.waiting(db, deed_id, now()), Typed())


@router.post("/confirm/{deed_id}")
def post_confirmation(request: Request, deed_id: UUID, doing: Act, typed: FormTyped) -> Response:
    """Take the code, do what waits for it, and lead to where it can be seen."""
    waiting = pending.waiting(doing.db, deed_id, doing.now)
    code_id = signin.newest(doing.db, waiting.email, Purpose.CONFIRM, str(deed_id))
    if waiting.is_done or code_id is None:
        return see(path("confirm", deed_id))
    found = codes.typed_code(request, doing, code_id, typed["code"])
    if isinstance(found, Saying):
        return _page(request, waiting, typed.but(code=found))
    return carry_out(request, doing, found)


@router.post("/confirm/{deed_id}/again")
def post_another_code(request: Request, deed_id: UUID, doing: Act) -> Response:
    """Mail another code for what waits."""
    waiting = pending.waiting(doing.db, deed_id, doing.now)
    if not waiting.is_done:
        deeds.mail_again(request, doing, waiting)
    return see(path("confirm", deed_id))


def _page(request: Request, waiting: Waiting, typed: Typed) -> Response:
    if waiting.is_done:
        return private(page(request, "people/confirm.html", {}))
    values = {
        "email": waiting.email,
        "minutes": codes.MINUTES,
        "action": path("confirm", waiting.id),
        "again": path("confirm", waiting.id, "again"),
        "is_kept": True,
        "gist": deeds.gist(waiting),
    }
    return private(form_page(request, "people/code.html", values, typed))
