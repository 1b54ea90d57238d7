"""A mentor brings the words of another town: what is new of them, and a proposal of what was ticked."""

from collections.abc import Mapping, Sequence
from threading import BoundedSemaphore

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour

from hub.aggregate.tagging.reaching import reach
from hub.duties.bringing import Compared, compared, read_words
from hub.errors import NotAllowed, NotReady
from hub.establish.deciding import queries
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import LONGEST_WORDS, Refused
from hub.establish.deciding.script import Script
from hub.establish.sharing.brought import Brought, Form, form_of
from hub.establish.sharing.matching import Fate, scripts
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site import agreeing, bringing, limits
from hub.site.agreeing import Outcome
from hub.site.deps import Doing, acting
from hub.site.desk.reach import Acting, Looking, places
from hub.site.kept.known import known
from hub.site.render import form_page, private, see
from hub.site.typed import FormTyped, Typed, too_long
from hub.site.uploaded import FormUploaded, Uploaded
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerHour(20, namespace="imports-person")
_turn = BoundedSemaphore(1)  # a child that reads takes a processor for a second or two


@router.get("/desk/tags/import")
def show_import(request: Request, asked: Looking) -> HTMLResponse:
    """Ask for a file of another town's words."""
    return _ask(request, asked, Typed())


@router.post("/desk/tags/import")
def post_import(request: Request, sent: FormUploaded, asked: Looking) -> HTMLResponse:
    """Show what of a file is new here; nothing of it is kept."""
    here, form = _place(asked, sent.typed["place"]), form_of(sent.name)
    if here is None:
        return _ask(request, asked, sent.typed.but(place=say("Choose the place that is to have these words.")))
    if form is None or not sent.body:
        wrong = say("Choose a file that ends in .ttl, .jsonld, .json, .csv, .yaml or .yml.")
        return _ask(request, asked, sent.typed.but(file=wrong))
    _count(request, sent.typed)
    found = _read(sent, form)
    if isinstance(found, Saying):
        return _ask(request, asked, sent.typed.but(file=found))
    typed = Typed((("place", here.slug), ("reason", _reason(found, sent.name))))
    return _compare(request, asked, compared(asked.db, found, here.id), typed)


@router.post("/desk/tags/import/send")
def post_import_send(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Propose what was ticked, as one change others can judge."""
    here = _place(act, typed["place"])
    if here is None:
        return _ask(request, act, typed.but(place=say("Choose the place that is to have these words.")))
    shown = bringing.sent(typed)
    checked = _checked(typed)
    if checked.wrong:
        return _list(request, act, shown, checked)
    outcome = _propose(act, here, bringing.chosen(typed, shown), typed["reason"])
    if outcome.refused:
        return _list(request, act, shown, typed.but(rows=outcome.refused.faults[0]))
    return see(outcome.address)


def _checked(typed: Typed) -> Typed:
    if not typed.all("row"):
        typed = typed.but(rows=say("Tick at least one word, then press the button."))
    if not typed["reason"]:
        return typed.but(reason=say("Say in a sentence why these are good words for here."))
    long = too_long(typed["reason"], LONGEST_WORDS)
    return typed.but(reason=long) if long else typed


def _propose(act: Doing, here: PlaceView, ticked: Sequence[Script], reason: str) -> Outcome:
    """Open a proposal of what was ticked; what it touches is counted here, as for any other."""
    script = next(iter(scripts(ticked, [tag.slug for tag in known(act.db).tags])), ())
    found = queries.rehearse(act.db, script)
    if isinstance(found, Refused):
        return Outcome(refused=found)
    place_id = queries.place_of(act.db, script)
    touched = reach(act.db, place_id, found.images).weight
    asked = Asked(script, place_id, agreeing.may_speak(act), reason, touched)
    return agreeing.act_or_propose(act, asked, here, asks_others=True)


def _count(request: Request, typed: Typed) -> None:
    """Count a file in a transaction of its own, which has ended before the file is read."""
    with acting(request, typed) as doing:
        too_many = say("You have brought many files in an hour. Wait a while, then bring the next.")
        limits.tally(doing).must(OF_PERSON, agreeing.may_speak(doing).hex, too_many)


def _read(sent: Uploaded, form: Form) -> Brought | Saying:
    if not _turn.acquire(blocking=False):
        raise NotReady(say("Another file is being read just now. Wait a moment, then send yours again."))
    try:
        return read_words(sent.body, form)
    finally:
        _turn.release()


def _tended(asked: Doing) -> Sequence[PlaceView]:
    """Return the places whose words this mentor tends; NotAllowed for who tends none."""
    found = places(asked.db, asked.actor, rules.may_tend)
    if not found:
        raise NotAllowed(say("You may not do this here."))
    return found


def _place(asked: Doing, slug: str) -> PlaceView | None:
    return next((place for place in _tended(asked) if place.slug == slug), None)


def _reason(found: Brought, file: str) -> str:
    return gettext("From the words of %(town)s.") % {"town": found.title or file}


def _ask(request: Request, asked: Doing, typed: Typed) -> HTMLResponse:
    values = {"places": [(place.slug, place.name) for place in _tended(asked)]}
    return private(form_page(request, "establish/desk_import.html", values, typed))


def _compare(request: Request, asked: Doing, found: Compared, typed: Typed) -> HTMLResponse:
    shown = bringing.listed(found.matches)
    all_ticked = tuple(("row", str(number)) for number in range(len(shown)))
    told = {
        "count": len(found.brought.words),
        "same": [match.word.name for match in found.matches if match.fate is Fate.SAME],
        "clashing": [match for match in found.matches if match.clashes],
        "left_out": found.brought.left_out,
        "waiting": sum(bool(match.script) for match in found.matches) - len(shown),
    }
    return _list(request, asked, shown, Typed((*typed.fields, *all_ticked)), told)


def _list(
    request: Request, asked: Doing, shown: Sequence[Script], typed: Typed, told: Mapping[str, object] | None = None
) -> HTMLResponse:
    names = {tag.slug: tag.name for tag in known(asked.db).tags}
    values = {
        "here": _place(asked, typed["place"]),
        "lines": bringing.lines(shown, names),
        "listed": bringing.written(shown),
        "ticked": frozenset(typed.all("row")),
        "told": told,
    }
    return private(form_page(request, "establish/desk_import_found.html", values, typed))
