"""What waits for a mentor? The desk, with a bin for each sort of thing, and a page for each bin."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.tagging.retagging import under_way
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people import rules
from hub.people.helping import handing
from hub.people.persons import queries as persons
from hub.site.asking.asked import number
from hub.site.deps import Doing
from hub.site.desk import broken, unanswered, venues, word_bins
from hub.site.desk.bins import MOST_ROWS, SHELVES, Shelf, bins
from hub.site.desk.reach import Acting, Looking, places, places_of, zone_of
from hub.site.desk.turns import my_weeks
from hub.site.proposing.lately import undoable
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
CHOICES = "choices"  # the name of the button that keeps what was chosen beside each row
BINS_OF_OURS = (broken, unanswered, venues, word_bins)  # brought so that their shelves are up


@router.get("/desk")
def show_desk(request: Request, asked: Looking) -> HTMLResponse:
    """Show what waits, where something has waited longest first."""
    found = bins(asked.db, asked.actor, asked.now)
    reached = places(asked.db, asked.actor, rules.may_open_here)
    notes = handing.notes(asked.db, places_of(asked.db, asked.actor, rules.may_tend))
    values = {
        "waiting": [each for each in found if each.count],
        "empty": [each for each in found if not each.count],
        "places": reached,
        "zone": zone_of(reached),
        "notes": len(notes),
        "weeks": my_weeks(asked),
        "undoable": undoable(asked),
        "may_tend": bool(places(asked.db, asked.actor, rules.may_tend)),
        "may_read_log": bool(places(asked.db, asked.actor, rules.may_read_log)),
        "may_bring_together": bool(places(asked.db, asked.actor, rules.may_bring_together)),
        "may_steer_talk": bool(places(asked.db, asked.actor, rules.may_steer_talk)),
        "sorting": under_way(asked.db, [place.id for place in reached]),
        "may_grant": rules.may_grant(asked.actor, ()),
        "name": persons.person(asked.db, asked.me).called,
    }
    return private(page(request, "people/desk.html", values))


@router.get("/desk/{shelf}")
def show_bin(request: Request, shelf: str, asked: Looking, done: str = "", left: str = "") -> HTMLResponse:
    """Show what is in a bin, and the buttons for what was chosen; what was done there, and what was *left* undone."""
    told = (number(done), number(left) if left else 0) if done else None
    return _bin_page(request, asked, _shelf(asked, shelf), Typed(), told)


@router.post("/desk/{shelf}")
def post_bin(request: Request, shelf: str, act: Acting, typed: FormTyped) -> Response:
    """Do the same with all that was chosen, each noted by itself."""
    found = _shelf(act, shelf)
    if found.choosing and typed["do"] == CHOICES:
        return _post_choices(request, act, found, typed)
    bulk = next((each for each in found.bulks if each.name == typed["do"]), None)
    chosen = typed.all("row")[:MOST_ROWS]
    if bulk is None or not chosen:
        return _bin_page(request, act, found, typed.but(rows=say("Choose at least one, then press a button.")))
    return _done(found, [bulk.do(act, key) for key in chosen])


def _post_choices(request: Request, act: Doing, shelf: Shelf, typed: Typed) -> Response:
    """Do what was chosen beside each row; go on to the first of which more is asked, the others wait."""
    chosen = [each for each in typed.all("choice")[:MOST_ROWS] if each]
    if not chosen or shelf.choosing is None:
        return _bin_page(request, act, shelf, typed.but(rows=say("Choose beside at least one, then press the button.")))
    onward = {each: address for each in chosen if (address := shelf.choosing.onward(act, each))}
    done = [shelf.choosing.do(act, each) for each in chosen if each not in onward]
    return see(next(iter(onward.values()))) if onward else _done(shelf, done)


def _done(shelf: Shelf, done: Sequence[bool]) -> Response:
    return see(path("desk", shelf.name, done=str(sum(done)), left=str(len(done) - sum(done))))


def _shelf(asked: Doing, name: str) -> Shelf:
    found = SHELVES.get(name)
    if found is None:
        raise NotFound(say("There is no such bin at this desk."))
    reached = places_of(asked.db, asked.actor, found.may)
    if reached is not None and not reached:
        asked.must(found.may, None)
    return found


def _bin_page(
    request: Request, asked: Doing, shelf: Shelf, typed: Typed, told: tuple[int, int] | None = None
) -> HTMLResponse:
    rows = shelf.rows(asked.db, places_of(asked.db, asked.actor, shelf.may), asked.now)
    values = {
        "shelf": shelf,
        "also": SHELVES.get(shelf.also),
        "rows": rows[:MOST_ROWS],
        "more": max(len(rows) - MOST_ROWS, 0),
        "ticked": set(typed.all("row")),
        "chosen": set(typed.all("choice")),  # beside the rows: a choice may have the key of its row
        "bulks": [bulk for bulk in shelf.bulks if not rows or any(bulk.name not in row.in_vain for row in rows)],
        "done": told[0] if told else None,
        "left": told[1] if told else 0,
        "zone": zone_of(places(asked.db, asked.actor, shelf.may)),
    }
    return private(form_page(request, "people/bin.html", values, typed))
