"""How far is the look at a list, and what of it does a mentor take? Ticked, taken in one go, and taken back as one."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.importing import actions, queries
from hub.aggregate.importing.actions import Mended
from hub.aggregate.importing.listed import LONGEST_TITLE
from hub.aggregate.importing.queries import MOST_FOLDERS, PAGE, ListView, Row
from hub.aggregate.importing.repairs import repaired
from hub.aggregate.importing.rules import State
from hub.errors import NotFound
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import visible
from hub.people import rules
from hub.site.asking.asked import number
from hub.site.deps import Doing, chosen, line
from hub.site.desk.lists import DEEDS, GROUPS, told_of
from hub.site.desk.reach import Acting, Looking, zone_of
from hub.site.kept.known import known
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.words.kinds import kind_name

router = APIRouter(include_in_schema=False)
LATELY = 20  # lines that are shown while the look goes on


@router.get("/desk/lists/{list_id}")
def show_list(request: Request, list_id: UUID, asked: Looking, page: str = "1", done: str = "") -> HTMLResponse:
    """Show how far the look at a list is; when it has ended, what there is to take."""
    return _page(request, asked, _found(asked, list_id), Typed((("page", page),)), told_of(done))


@router.post("/desk/lists/{list_id}")
def post_list(request: Request, list_id: UUID, act: Acting, typed: FormTyped) -> Response:
    """Keep what was ticked, and take it, look again at what is dead, or take everything back."""
    found = _found(act, list_id)
    deed = DEEDS.get(typed["do"])
    if deed is None:
        return _page(request, act, found, typed.but(do=say("Press one of the buttons.")))
    done = deed(act, found, typed)
    if isinstance(done, Saying):
        return _page(request, act, found, typed.but(row=done))
    return see(path("desk", "lists", found.id, done=f"{typed['do']}-{done}", page=typed["page"]))


@router.get("/desk/lists/{list_id}/{row_id}")
def show_line(request: Request, list_id: UUID, row_id: UUID, asked: Looking) -> HTMLResponse:
    """Show one line of a list, with what can be changed of it."""
    found = _found(asked, list_id)
    each = queries.row(asked.db, found.id, row_id)
    typed = Typed((("title", each.called), ("feed", each.url or each.written), ("kind", each.kind or found.kind)))
    return _line_page(request, found, each, typed)


@router.post("/desk/lists/{list_id}/{row_id}")
def post_line(request: Request, list_id: UUID, row_id: UUID, act: Acting, typed: FormTyped) -> Response:
    """Change a line: its name, its kind, or its address, which is then looked at."""
    found = _found(act, list_id)
    each = queries.row(act.db, found.id, row_id)
    checked = _checked(each, typed)
    if checked.wrong:
        return _line_page(request, found, each, checked)
    wanted = Mended(typed["title"], typed["feed"], typed["kind"])
    actions.mend(act.db, each.id, wanted, tuple(chosen(act.db).mastodon_servers))
    return see(path("desk", "lists", found.id, done="mend-1"))


def _checked(each: Row, typed: Typed) -> Typed:
    if each.state in {State.TAKEN, State.LEAVING}:
        typed = typed.but(feed=say("A source was made of it: change it there."))
    if not visible(typed["title"]).strip():
        typed = typed.but(title=say("Type what it is called."))
    if len(typed["title"]) > LONGEST_TITLE:
        typed = typed.but(title=say("This is longer than 80 letters. Shorten it."))
    if typed["feed"] not in {each.url, each.written} and (why := repaired(typed["feed"]).refused):
        typed = typed.but(feed=why)
    if typed["kind"] not in KINDS:
        typed = typed.but(kind=say("Choose what kind of source it is."))
    return typed


def _found(asked: Doing, list_id: UUID) -> ListView:
    """Return a list to who looks after its place; to others there is none."""
    found = queries.brought(asked.db, list_id)
    if not rules.may_tend(asked.actor, line(asked.db, found.place_id)):
        raise NotFound(say("There is no such list here."))
    return found


def _kinds() -> Sequence[tuple[str, str]]:
    return sorted(((kind, kind_name(kind)) for kind in KINDS), key=lambda pair: pair[1])


def _page(request: Request, asked: Doing, found: ListView, typed: Typed, told: Saying = NOTHING) -> HTMLResponse:
    page, is_underway = max(number(typed["page"] or "1"), 1), found.progress.waiting > 0
    lines = queries.newest(asked.db, found.id, LATELY) if is_underway else queries.rows(asked.db, found.id, page)
    last = -(-found.progress.all // PAGE)
    values = {
        "found": found,
        "here": known(asked.db).tree.places[found.place_id],
        "is_underway": is_underway,
        "groups": [(state, [row for row in lines if row.state is state]) for state in GROUPS],
        "words": GROUPS,
        "lines": lines,
        "remarked": queries.remarked(asked.db, found.id) if is_underway else (),
        "shown": ".".join(str(row.position) for row in lines if row.is_takeable),
        "kinds": _kinds(),
        "folders": list(queries.folders(asked.db, found.id).items())[:MOST_FOLDERS],
        "page": page,
        "last": last,
        "may_undo": found.may_undo(asked.now),
        "told": told,
    }
    return private(form_page(request, "aggregate/list.html", values, typed))


def _line_page(request: Request, found: ListView, each: Row, typed: Typed) -> HTMLResponse:
    values = {
        "found": found,
        "row": each,
        "words": GROUPS,
        "kinds": _kinds(),
        "most": LONGEST_TITLE,
        "zone": zone_of(()),
    }
    return private(form_page(request, "aggregate/list_line.html", values, typed))
