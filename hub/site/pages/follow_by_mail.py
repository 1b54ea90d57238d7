"""How does somebody follow by mail? A form on the page of everything one can take along; a code confirms it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from hub.communicate.following import actions, queries
from hub.people.pending.rules import Kind
from hub.site import deeds, following
from hub.site.asking.asked import Asked
from hub.site.deps import Act, Base, Doing
from hub.site.embedding import Frame
from hub.site.kept.known import known
from hub.site.pages.follow import shown
from hub.site.render import path, private
from hub.site.typed import FormTyped

router = APIRouter(include_in_schema=False)


@router.post("/{place}/follow")
def post_follow(request: Request, place: str, doing: Act, typed: FormTyped, base: Base) -> Response:
    """Follow something by mail; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    checked = following.checked(doing, here, typed)
    if checked.wrong:
        return private(shown(request, doing.db, here, (Frame(), Asked(), base), checked))
    following.count(doing)
    payload = following.payload_of(here, checked)
    return deeds.do_or_wait(request, doing, Kind.FOLLOW, payload, checked["email"], here.id)


@deeds.takes(Kind.FOLLOW)
def take_up(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Follow what was asked for; return where one sees all one follows."""
    wish = following.wish(doing.db, payload)
    if wish is None:
        return path("you", "following", told="gone")
    told = "joined" if queries.plan(doing.db, person_id) and not wish.at_once else "followed"
    actions.follow(doing.db, person_id, wish, doing.now)
    return path("you", "following", told=told)
