"""What was decided about what people say here? The log everybody may read; nobody is named in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.kit.saying import Saying, say
from hub.kit.zones import USUAL_ZONE
from hub.people.cases import queries, wording
from hub.people.cases.queries import MOST_LISTED, Logged
from hub.people.cases.rules import Target
from hub.people.rules import Deed, Kind
from hub.places.queries import PlaceView, Tree
from hub.site.deps import Db, Here
from hub.site.kept.known import known
from hub.site.render import iso, page, path
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
Before = Annotated[int | None, Query(ge=1, le=2**53)]
BY = {
    Kind.MENTOR: say("By a mentor"),
    Kind.MODERATOR: say("By a moderator"),
    Kind.SAFEGUARDING: say("By a moderator"),
    Kind.ADMIN: say("By whoever runs this hub"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A decision in words."""

    at: datetime
    did: Saying
    what: Saying
    where: str
    reason: Saying
    by: Saying
    number: int


@router.get("/log")
def show_log(request: Request, db: Db, before: Before = None) -> HTMLResponse:
    """Show what was decided in the whole hub."""
    return _page(request, db, None, before)


@router.get("/log.json")
def show_log_json(db: Db, before: Before = None) -> Response:
    """Give what was decided in the whole hub to programs."""
    return _json(db, None, before)


@router.get("/{place}/log")
def show_log_of_place(request: Request, here: Here, db: Db, before: Before = None) -> HTMLResponse:
    """Show what was decided in a place and in what lies in it."""
    return _page(request, db, here, before)


@router.get("/{place}/log.json")
def show_log_of_place_json(here: Here, db: Db, before: Before = None) -> Response:
    """Give what was decided in a place to programs."""
    return _json(db, here, before)


def _page(request: Request, db: Session, here: PlaceView | None, before: int | None) -> HTMLResponse:
    found = queries.log(db, _places(db, here), before)
    title = gettext("Decisions in %(place)s") % {"place": here.name} if here else gettext("Decisions")
    parts = (here.slug, "log") if here else ("log",)
    older = path(*parts, before=str(found[-1].id)) if len(found) == MOST_LISTED else ""
    values = {"title": title, "lines": _lines(db, found), "older": older, "here": here}
    zone = here.timezone if here else USUAL_ZONE
    return page(request, "people/log.html", values | {"zone": zone, "as_json": f"{path(*parts)}.json"})


def _json(db: Session, here: PlaceView | None, before: int | None) -> Response:
    found = queries.log(db, _places(db, here), before)
    told = [
        {
            "at": iso(line.at),
            "case": line.number,
            "what": line.target,
            "place": _where(known(db).tree, line.place_id, "slug"),
            "deed": line.deed,
            "measure": line.measure,
            "before": line.before,
            "reason": line.reason,
            "by": line.role,
        }
        for line in found
    ]
    return JSONResponse({"decisions": told, "before": found[-1].id if len(found) == MOST_LISTED else None})


def _lines(db: Session, found: Sequence[Logged]) -> Sequence[Line]:
    tree = known(db).tree
    ids = {int(line.target_id) for line in found if line.target is Target.ITEM}
    sources = withholding.sources_of(db, ids)
    return [
        Line(
            at=line.at,
            did=_did(line),
            what=_what(line, sources.get(int(line.target_id), "") if line.target is Target.ITEM else ""),
            where=_where(tree, line.place_id, "name"),
            reason=wording.REASONS[line.reason],
            by=BY[Kind(line.role)],
            number=line.number,
        )
        for line in found
    ]


def _did(line: Logged) -> Saying:
    """Say what was done; of an appeal, what it changed."""
    done, before = wording.DONE[line.measure], wording.DONE[line.before]
    if line.deed is not Deed.DECIDE_APPEAL:
        return done
    if line.measure is line.before:
        return say("Decided on an appeal, and nothing changed: %(done)s", done=done)
    return say("Decided on an appeal: %(done)s (before: %(before)s)", done=done, before=before)


def _what(line: Logged, source: str) -> Saying:
    return say("An item of %(source)s", source=source) if source else wording.TARGETS[line.target]


def _where(tree: Tree, place_id: UUID | None, name: str) -> str:
    place = tree.places.get(place_id) if place_id else None
    return str(getattr(place, name)) if place else ""


def _places(db: Session, here: PlaceView | None) -> Collection[UUID] | None:
    return None if here is None else {here.id, *(each.id for each in known(db).tree.within(here.id))}
