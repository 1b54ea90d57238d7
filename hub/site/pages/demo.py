"""Who may one be in the demo, and which mail came? Pages that exist on loopback alone, where a demo asks for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.site.deps import Act, Db, Doing, settings_of
from hub.site.entering import enter
from hub.site.headers import policy
from hub.site.mailbox import mail, mails
from hub.site.render import page, path, private, see

router = APIRouter(include_in_schema=False)
MOST = 100  # mails of a list
Name = Annotated[str, Path(max_length=80)]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody one may be in the demo."""

    slug: str
    name: str
    email: str
    what: Saying  # they do here
    settle: Callable[[Session, datetime], object]  # has everybody of the demo here, those too who had themselves erased


@router.get("/demo/mail")
def show_mails(request: Request, db: Db) -> Response:
    """List every mail of the demo, newest first."""
    came = list(islice(mails(db, settings_of(request)), MOST))
    return private(page(request, "demo/mails.html", {"mails": came}))


@router.get("/demo/mail/{name}")
def show_mail(request: Request, db: Db, name: Name) -> Response:
    """Show one mail, as text and, in a frame that may do nothing, as HTML."""
    shown = private(page(request, "demo/mail.html", {"mail": mail(db, settings_of(request), name)}))
    shown.headers["Content-Security-Policy"] = policy(frames="'self'")
    return shown


@router.get("/demo/mail/{name}/html")
def show_mail_as_html(request: Request, db: Db, name: Name) -> Response:
    """Show the HTML of a mail, to be framed: no script, no form, nothing from elsewhere."""
    shown = private(HTMLResponse(mail(db, settings_of(request), name).html))
    shown.headers["Content-Security-Policy"] = policy(framed_by="'self'") + "; sandbox"
    return shown


@router.post("/demo/be/{slug}")
def post_be(request: Request, doing: Act, slug: str) -> Response:
    """Sign in as somebody of the demo, without a code."""
    guests: Sequence[Guest] = request.app.state.guests
    guest = next((each for each in guests if each.slug == slug), None)
    person = (persons.by_email(doing.db, guest.email) or _anew(doing, guest)) if guest else None
    if person is None:
        raise NotFound(say("There is no such person in the demo."))
    return enter(request, doing, person.id, see(path("you")))


def _anew(doing: Doing, guest: Guest) -> PersonView | None:
    """Have somebody here again who had themselves erased."""
    guest.settle(doing.db, doing.now)
    return persons.by_email(doing.db, guest.email)
