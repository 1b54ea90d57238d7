"""How does somebody sign in, and out? By a code or a link that was mailed to them; nobody needs a password."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from hub.kit.clock import now
from hub.kit.saying import NOTHING, Saying
from hub.people.pending import queries as pending
from hub.people.pending.queries import Waiting
from hub.people.signin import actions as devices
from hub.people.signin import queries as signin
from hub.people.signin.actions import Ask
from hub.people.signin.queries import AskedView
from hub.people.signin.rules import Purpose
from hub.site import codes, deeds, words
from hub.site.deps import Act, Db, Device
from hub.site.entering import leave
from hub.site.onward import LONGEST as LONGEST_NEXT
from hub.site.proofs import carry_out
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
LONGEST_TOKEN = 64
Token = Annotated[str, Path(max_length=LONGEST_TOKEN)]
Next = Annotated[str, Query(max_length=LONGEST_NEXT)]


@router.get("/sign-in")
def show_sign_in(request: Request, next: Next = "") -> Response:  # noqa: A002 -- what addresses call it
    """Ask for an e-mail address."""
    return private(page(request, "people/sign_in.html", {"typed": Typed((("next", next),))}))


@router.post("/sign-in")
def post_sign_in(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Mail a code, whosever the address is."""
    checked = deeds.with_email(typed)
    if "email" in checked.wrong:
        again = {"typed": checked}
        return private(page(request, "people/sign_in.html", again, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    # What is no page of ours leads to one’s own in the end; here it only has to be something that can be kept.
    wanted = "" if "next" in typed.wrong else typed["next"][:LONGEST_NEXT]
    ask = Ask(typed["email"], Purpose.SIGN_IN, wanted, words.language())
    return see(path("sign-in", "code", codes.mail_code(request, doing, ask)))


@router.get("/sign-in/code/{code_id}")
def show_code(request: Request, code_id: UUID, db: Db) -> Response:
    """Ask for the code that was mailed."""
    return _code_page(request, signin.asked(db, code_id, now()), Typed())


@router.post("/sign-in/code/{code_id}")
def post_code(request: Request, code_id: UUID, doing: Act, typed: FormTyped) -> Response:
    """Take the code, and lead on to where somebody wanted to go."""
    asked = signin.asked(doing.db, code_id, doing.now)
    found = codes.typed_code(request, doing, code_id, typed["code"])
    if isinstance(found, Saying):
        return _code_page(request, asked, typed.but(code=found))
    return carry_out(request, doing, found)


@router.post("/sign-in/code/{code_id}/again")
def post_again(request: Request, code_id: UUID, doing: Act) -> Response:
    """Mail another code for the same."""
    asked = signin.asked(doing.db, code_id, doing.now)
    if asked.purpose is Purpose.CONFIRM:
        return see(path("confirm", asked.subject))
    if asked.purpose is Purpose.CHANGE:
        doing.must_be(UUID(asked.subject))
    ask = Ask(asked.email, asked.purpose, asked.subject, words.language())
    return see(path("sign-in", "code", codes.mail_code(request, doing, ask)))


@router.get("/sign-in/link/{token}")
def show_link(request: Request, token: Token, db: Db) -> Response:
    """Show what a link is for, and a button; looking uses nothing up."""
    asked = signin.asked_by_link(db, token, now())
    return _link_page(request, token, asked, NOTHING if asked.holds else codes.SPENT, _waiting(db, asked))


@router.post("/sign-in/link/{token}")
def post_link(request: Request, token: Token, doing: Act) -> Response:
    """Take the link, and lead on."""
    asked = signin.asked_by_link(doing.db, token, doing.now)
    found = codes.brought_link(doing, token)
    if isinstance(found, Saying):
        return _link_page(request, token, asked, found)
    return carry_out(request, doing, found)


@router.post("/sign-out")
def post_sign_out(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Sign out here, or everywhere."""
    if doing.device and typed["where"] == "everywhere":
        devices.end_all(doing.db, doing.device.person_id)
    elif doing.device:
        devices.end(doing.db, doing.device.person_id, doing.device.id)
    return leave(request, see(path("sign-out")))


@router.get("/sign-out")
def show_sign_out(request: Request, device: Device) -> Response:
    """Say that nobody is signed in here; to who still is, offer it."""
    return private(page(request, "people/sign_out.html", {"device": device}))


def _code_page(request: Request, asked: AskedView, typed: Typed) -> Response:
    values = {
        "email": asked.email,
        "minutes": asked.minutes,
        "action": path("sign-in", "code", asked.id),
        "again": path("sign-in", "code", asked.id, "again"),
        "is_kept": False,
        "gist": (),
    }
    return private(form_page(request, "people/code.html", values, typed))


def _link_page(request: Request, token: str, asked: AskedView, wrong: Saying, waits: Waiting | None = None) -> Response:
    values: dict[str, object] = {"token": token, "email": asked.email, "purpose": asked.purpose.value, "wrong": wrong}
    values |= {"what": words.said(deeds.WHAT[waits.kind]) if waits else "", "gist": deeds.gist(waits) if waits else ()}
    status = HTTPStatus.GONE if wrong else HTTPStatus.OK
    return private(page(request, "people/link.html", values, status=status))


def _waiting(db: Session, asked: AskedView) -> Waiting | None:
    """Return what a link confirms; None where it confirms nothing."""
    if asked.purpose is not Purpose.CONFIRM or not asked.holds:
        return None
    return pending.waiting(db, UUID(asked.subject), now())
