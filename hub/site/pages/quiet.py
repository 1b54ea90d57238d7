"""Who has gone quiet, and how does a mentor write to them? A bin of the desk, and a page for each."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.feeds.quiet import QuietVoice, gone_quiet
from hub.aggregate.registering.owners import owners
from hub.errors import NotFound
from hub.kit.saying import Saying, say, say_count
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.audit.recent import done_lately
from hub.people.helping.rules import LONGEST_WORDS
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.people.persons.queries import PersonView
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking, places_of
from hub.site.letters import letter
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
DAY_SECONDS = 86_400


@router.get("/desk/quiet/{source}")
def show_quiet(request: Request, source: str, asked: Looking) -> HTMLResponse:
    """Show who has gone quiet, and the form that writes to them."""
    return _page(request, asked, _voice(asked, source), Typed())


@router.post("/desk/quiet/{source}")
def post_greeting(request: Request, source: str, act: Acting, typed: FormTyped) -> Response:
    """Mail a greeting to who speaks for a source, or keep that it was greeted in another way."""
    found = _voice(act, source)
    fault = _fault(typed["words"])
    checked = typed.but(words=fault) if fault else typed
    if checked.wrong:
        return _page(request, act, found, checked)
    for reader in _readers(act, found):
        _mail(act, found, reader, checked["words"])
    _greeted(act, found)
    return see(path("desk", "quiet"))


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the sources of these places that have gone quiet and were not written to lately."""
    return [_row(each) for each in _quiet(db, place_ids, now)]


def leave_in_peace(doing: Doing, key: str) -> bool:
    """Ask nothing of a quiet source for a while; False where it is not quiet, or not looked after by who acts."""
    found = _found(doing, key)
    if found:
        _greeted(doing, found)
    return found is not None


put_up(
    Shelf(
        name="quiet",
        title=say("People gone quiet"),
        lead=say("They wrote regularly and stopped. Often a kind word is all that is missing, or their site broke."),
        none=say("Everybody who wrote regularly still does."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(Bulk("leave", "l", say("Leave them in peace"), leave_in_peace),),
    )
)


def _quiet(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[QuietVoice]:
    greeted = done_lately(db, Deed.WRITE, Thing.SOURCE, now)
    return [each for each in gone_quiet(db, place_ids, now) if each.id.hex not in greeted]


def _row(voice: QuietVoice) -> Row:
    return Row(voice.slug, voice.name, voice.last_post_at, path("desk", "quiet", voice.slug), (_rhythm(voice),))


def _rhythm(voice: QuietVoice) -> Saying:
    days = max(1, round(voice.post_gap.total_seconds() / DAY_SECONDS))
    return say_count("They used to write every day.", "They used to write every %(count)s days.", days)


def _found(doing: Doing, slug: str) -> QuietVoice | None:
    reached = places_of(doing.db, doing.actor, rules.may_tend)
    return next((each for each in _quiet(doing.db, reached, doing.now) if each.slug == slug), None)


def _voice(asked: Doing, slug: str) -> QuietVoice:
    found = _found(asked, slug)
    if found is None:
        raise NotFound(say("There is no such quiet source here."))
    return found


def _greeted(doing: Doing, voice: QuietVoice) -> None:
    home = next(iter(sorted(voice.place_ids)), None)
    note(doing.db, doing.actor, Entry(Deed.WRITE, Thing.SOURCE, voice.id, home), doing.now)


def _readers(asked: Doing, voice: QuietVoice) -> Sequence[PersonView]:
    """Return who speaks for a source and can be mailed."""
    found = (people.person(asked.db, each) for each in owners(asked.db, voice.id))
    return [each for each in found if each.email]


def _mail(act: Doing, voice: QuietVoice, to: PersonView, words: str) -> None:
    by = people.called(act.db, [act.actor.person_id]) if act.actor.person_id else {}
    title = say("A word from your neighbours, about %(source)s", source=voice.name)
    paragraphs = [words, say("%(mentor)s, mentor", mentor=next(iter(by.values()), ""))]
    told = letter("notice", to.email, to.language, "sources", title=title, paragraphs=paragraphs)
    post(act.db, told, act.now)


def _fault(typed: str) -> Saying | None:
    if not typed:
        return say("Write a few words.")
    return too_long(typed, LONGEST_WORDS)


def _page(request: Request, asked: Doing, voice: QuietVoice, typed: Typed) -> HTMLResponse:
    readers = _readers(asked, voice)
    values = {
        "voice": voice,
        "rhythm": _rhythm(voice),
        "readers": [each.called for each in readers],
        "zone": NO_PLACE_ZONE,
    }
    return private(form_page(request, "people/quiet.html", values, typed))
