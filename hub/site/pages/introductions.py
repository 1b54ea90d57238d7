"""Would you like to meet somebody? Who is asked says yes or no here: signed in, or by the link in the mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import say
from hub.site import introducing
from hub.site.deps import Act, Db, Doing, MyDevice
from hub.site.introducing import Question
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=80)]
Done = Annotated[str, Query(max_length=20)]


@router.get("/introductions/{introduction}")
def show_question(request: Request, introduction: UUID, device: MyDevice, db: Db, done: Done = "") -> Response:
    """Show somebody who is signed in what they are asked."""
    asked = introducing.question(db, introduction, device.person_id)
    return _page(request, asked, path("introductions", introduction), Typed(), done)


@router.post("/introductions/{introduction}")
def post_answer(request: Request, introduction: UUID, doing: Act, typed: FormTyped) -> Response:
    """Take the answer of somebody who is signed in."""
    asked = introducing.question(doing.db, introduction, doing.must_be_member().person_id)
    return _answered(request, doing, asked, path("introductions", introduction), typed)


@router.get("/introductions/{introduction}/{token}")
def show_question_by_link(request: Request, introduction: UUID, token: Token, db: Db, done: Done = "") -> Response:
    """Show what is asked to whoever has the link in the mail; opening it answers nothing."""
    asked = introducing.question(db, introduction, introducing.person_at(db, introduction, token))
    return _page(request, asked, path("introductions", introduction, token), Typed(), done)


@router.post("/introductions/{introduction}/{token}")
def post_answer_by_link(request: Request, introduction: UUID, token: Token, doing: Act, typed: FormTyped) -> Response:
    """Take the answer of whoever has the link in the mail."""
    asked = introducing.question(doing.db, introduction, introducing.person_at(doing.db, introduction, token))
    return _answered(request, doing, asked, path("introductions", introduction, token), typed)


def _answered(request: Request, doing: Doing, asked: Question, address: str, typed: Typed) -> Response:
    said = introducing.said_in(typed)
    if said is None:
        return _page(request, asked, address, typed.but(say=say("Choose yes or no.")))
    introducing.answer(doing, asked, said)
    return see(f"{address}?done={'yes' if typed['say'] == 'yes' else 'no'}")


def _page(request: Request, asked: Question, address: str, typed: Typed, done: str = "") -> HTMLResponse:
    values = {"asked": asked, "address": address, "done": introducing.DONE.get(done) if asked.is_open else None}
    return private(form_page(request, "people/introduction.html", values, typed))
