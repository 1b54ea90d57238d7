"""Who decided what, and why? The log for those who may read it with its names, and its files."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from hub.kit.saying import say
from hub.people import rules
from hub.people.audit import queries as audit
from hub.people.audit.queries import Logged
from hub.people.persons import queries as persons
from hub.site.desk import logbook, wording
from hub.site.desk.logbook import Filters
from hub.site.desk.reach import AtDesk, Looking, places, zone_of
from hub.site.facts import facts
from hub.site.render import page, path, private

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 50
IN_A_FILE = 10_000


def filters(  # each as it stands in the address
    place: str = "", deed: str = "", by: str = "", first: str = "", last: str = "", before: str = ""
) -> Filters:
    """Return which lines of the log are asked for, as typed."""
    return Filters(place=place, deed=deed, by=by, first=first, last=last, before=before)


Narrowed = Annotated[Filters, Depends(filters, scope="function")]


@router.get("/desk/log")
def show_audit(request: Request, asked: Looking, narrowed: Narrowed) -> HTMLResponse:
    """Show the log, the newest first."""
    wanted = logbook.asked_for(asked, narrowed)
    found = audit.log(asked.db, wanted, ON_A_PAGE + 1)
    reached = places(asked.db, asked.actor, rules.may_read_log)
    people = persons.called(asked.db, audit.actors(asked.db, logbook.asked_for(asked, Filters())))
    values = {
        "lines": logbook.lines(asked, found[:ON_A_PAGE]),
        "older": _older(narrowed, found, ON_A_PAGE, "log"),
        "narrowed": narrowed,
        "facts": facts,
        "place_choices": [("", say("all of them")), *((place.slug, place.name) for place in reached)],
        "deed_choices": [("", say("anything")), *((deed.value, said) for deed, said in wording.DEEDS.items())],
        "people_choices": [("", say("anybody")), *((str(who), name) for who, name in people.items())],
        "files": {name: path("desk", f"log.{name}", **narrowed.asked) for name in ("csv", "json")},
        "most": IN_A_FILE,
        "zone": zone_of(reached),
    }
    return private(page(request, "people/audit.html", values))


@router.get("/desk/log.csv")
def show_audit_csv(asked: Looking, narrowed: Narrowed) -> Response:
    """Give the log as a table for a spreadsheet."""
    found = _in_a_file(asked, narrowed)
    named = {"Content-Disposition": 'attachment; filename="log.csv"'}
    return private(
        Response(logbook.table(logbook.lines(asked, found[:IN_A_FILE])), media_type="text/csv", headers=named)
    )


@router.get("/desk/log.json")
def show_audit_json(asked: Looking, narrowed: Narrowed) -> Response:
    """Give the log to programs."""
    found = _in_a_file(asked, narrowed)
    older = _older(narrowed, found, IN_A_FILE, "log.json")
    lines = [logbook.facts(line) for line in logbook.lines(asked, found[:IN_A_FILE])]
    return private(JSONResponse({"lines": lines, "older": older}))


def _in_a_file(asked: AtDesk, narrowed: Filters) -> Sequence[Logged]:
    return audit.log(asked.db, logbook.asked_for(asked, narrowed), IN_A_FILE + 1)


def _older(narrowed: Filters, found: Sequence[Logged], most: int, name: str) -> str:
    """Return where the lines after *most* of these are; empty when there are none."""
    if len(found) <= most:
        return ""
    return path("desk", name, **{**narrowed.asked, "before": str(found[most - 1].id)})
