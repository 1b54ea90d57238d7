"""Cem suggests a site he only reads: the same way in, and a mentor says yes with a reason of public interest."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from hub.aggregate.registering import actions
from hub.people.pending.rules import Kind
from hub.site import deeds, registering
from hub.site.deps import Act, Db, Doing
from hub.site.pages.register import first_form, look, send
from hub.site.registering import Room
from hub.site.render import path
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OTHERS = Room(is_own=False, first="people/suggest.html", second="people/suggest_found.html")


@router.get("/suggest")
def show_suggest(request: Request, db: Db, place: str = "") -> Response:
    """Ask for the address of a site worth reading."""
    return first_form(request, db, Typed((("place", place),)), OTHERS)


@router.post("/suggest")
def post_suggested_site(request: Request, typed: FormTyped) -> Response:
    """Look at a site and show what was found; nothing of it is kept."""
    return look(request, typed, OTHERS)


@router.post("/suggest/send")
def post_suggest(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Take what was picked, and have it wait for the code."""
    return send(request, doing, typed, OTHERS)


@deeds.takes(Kind.SUGGEST)
def suggest(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Keep what somebody suggested, now that their address is theirs; return where they see how it stands."""
    made = actions.register(doing.db, person_id, registering.application(payload), doing.now)
    return path("you", "registrations", made)
