"""What do the mentors of a place leave each other? Notes, weeks of the rota, and what each did in a month."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit import queries as audit
from hub.people.helping import handing, taking_turns
from hub.people.persons import actions as persons_actions
from hub.people.persons import consents, vouching
from hub.people.persons import queries as persons
from hub.people.persons.actions import Agreement
from hub.people.persons.consents import DUTY_NAME
from hub.places.actions import bump
from hub.places.queries import PlaceView
from hub.site.desk import months, turns, wording
from hub.site.desk.reach import Acting, AtDesk, Looking, places, places_of, zone_of
from hub.site.kept.known import known
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
LONGEST_NOTE = 2_000
LONGEST_ABOUT = 100  # of what a note begins with
UP = "up"  # instead of a person: the week is free again


@router.get("/desk/notes")
def show_notes(request: Request, asked: Looking, place: str = "", about: str = "") -> HTMLResponse:
    """Show what mentors left for each other, and a form for another note."""
    begun = f"“{about[:LONGEST_ABOUT]}”: " if about else ""
    return _notes_page(request, asked, Typed((("place", place), ("words", begun))))


@router.post("/desk/notes")
def post_note(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Leave a note to the mentors of a place."""
    here = known(act.db).by_slug.get(typed["place"])
    checked = typed if here else typed.but(place=say("Choose a place."))
    if not typed["words"]:
        checked = checked.but(words=say("Write what the others should know."))
    if long := too_long(typed["words"], LONGEST_NOTE):
        checked = checked.but(words=long)
    if checked.wrong or here is None:
        return _notes_page(request, act, checked)
    act.must(rules.may_tend, here.id)
    taking_turns.leave_note(act.db, act.actor, here.id, typed["words"], act.now)
    return see(path("desk", "notes"))


@router.post("/desk/notes/{note}/done")
def post_note_done(act: Acting, note: UUID) -> Response:
    """Tick a note off."""
    found, reached = handing.note_of(act.db, note), places_of(act.db, act.actor, rules.may_tend)
    if found is None or (reached is not None and found.place_id not in reached):
        raise NotFound(say("There is no such note here."))
    taking_turns.finish_note(act.db, act.actor, note, act.now)
    return see(path("desk", "notes"))


@router.get("/desk/rota")
def show_rota(request: Request, asked: Looking, place: str = "") -> HTMLResponse:
    """Show whose week it is in a place, now and in the weeks to come."""
    tended = places(asked.db, asked.actor, rules.may_tend)
    if not tended:
        asked.must(rules.may_tend, None)
    here = known(asked.db).place(place) if place else next(iter(tended), None)
    if here is None:
        raise NotFound(say("There is no place here yet."))
    asked.must(rules.may_tend, here.id)
    return _rota_page(request, asked, here, Typed())


@router.post("/desk/rota")
def post_rota(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Take a week, give it to another mentor, or give it up."""
    here = known(act.db).place(typed["place"])
    act.must(rules.may_tend, here.id)
    if hindered := _turn(act, here, typed):
        return _rota_page(request, act, here, typed.but(week=hindered))
    bump(act.db, [here.id])
    return see(path("desk", "rota", place=here.slug))


@router.post("/desk/rota/name")
def post_rota_name(act: Acting, typed: FormTyped) -> Response:
    """Have one’s name on the page about a place in one’s weeks, or no longer."""
    here = known(act.db).place(typed["place"])
    act.must(rules.may_tend, here.id)
    vouching.take_back(act.db, act.me, DUTY_NAME, str(here.id), act.now)
    if typed["show"]:
        shown = say("Show my name on the page about %(place)s in the weeks that are mine.", place=here.name)
        persons_actions.agree(act.db, act.me, Agreement(DUTY_NAME, str(shown), str(here.id)), act.now)
    bump(act.db, [here.id])
    return see(path("desk", "rota", place=here.slug))


@router.get("/desk/month")
def show_month(request: Request, asked: Looking, month: str = "") -> HTMLResponse:
    """Show what somebody did in a month, and where it stands in the log."""
    zone = zone_of(places(asked.db, asked.actor, rules.may_open_here))
    shown = months.read(month) if month else months.month_of(asked.now, zone)
    since, until = shown.bounds(zone)
    counts = audit.counts(asked.db, audit.Asked(actor_id=asked.me, since=since, until=until))
    days = {"first": shown.first.isoformat(), "last": shown.last.isoformat()}
    values = {
        "month": shown,
        "counts": [(wording.DEEDS[each], number, _in_log(asked, each, days)) for each, number in counts.items()],
        "total": sum(counts.values()),
        "later": shown.after if until <= asked.now else None,
        "earlier": shown.before if audit.log(asked.db, audit.Asked(actor_id=asked.me, until=since), 1) else None,
        "zone": zone,
    }
    return private(page(request, "people/month.html", values))


def _in_log(asked: AtDesk, deed: rules.Deed, days: dict[str, str]) -> str:
    return path("desk", "log", deed=deed.value, by=str(asked.me), **days)


def _turn(act: AtDesk, here: PlaceView, typed: Typed) -> Saying | None:
    """Do with a week what was asked; say what hinders it, where something does."""
    week = next((each for each in turns.weeks_of(here, act.now) if str(each) == typed["week"]), None)
    if week is None:
        return say("This week cannot be taken: it is over, or too far ahead.")
    heirs = {UP: None, **{str(each): each for each in turns.mentors(act.db, here)}}
    if typed["to"] and typed["to"] not in heirs:
        return say("Only a mentor of this place can have a week of it.")
    if typed["to"]:
        done = taking_turns.give(act.db, act.actor, (here.id, week.monday), heirs[typed["to"]], act.now)
    else:
        done = taking_turns.take(act.db, act.actor, here.id, week.monday, act.now)
    return None if done else say("Somebody was faster: look at the rota again.")


def _rota_page(request: Request, asked: AtDesk, here: PlaceView, typed: Typed) -> HTMLResponse:
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend),
        "turns": turns.turns(asked.db, here, asked.now),
        "mentors": {who: name for who, name in turns.mentors(asked.db, here).items() if who != asked.me},
        "me": asked.me,
        "is_named": asked.me in consents.agreeing(asked.db, DUTY_NAME, [str(here.id)]),
        "my_name": persons.person(asked.db, asked.me).name,
    }
    return private(form_page(request, "people/rota.html", values, typed))


def _notes_page(request: Request, asked: AtDesk, typed: Typed) -> HTMLResponse:
    tended = places(asked.db, asked.actor, rules.may_tend)
    if not tended:
        asked.must(rules.may_tend, None)
    notes = handing.notes(asked.db, places_of(asked.db, asked.actor, rules.may_tend))
    values = {
        "notes": notes,
        "names": persons.called(asked.db, {each.person_id for each in notes}),
        "places": {place.id: place for place in tended},
        "offered": [(place.slug, place.name) for place in tended],
        "zone": zone_of(tended),
    }
    return private(form_page(request, "people/handover.html", values, typed))
