"""How does an admin answer a letter? With all that is here of whoever asked, or with their erasure."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.db.engine import is_sqlite
from hub.duties import forgetting
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.persons import queries as persons
from hub.people.persons.appointing import is_last_admin
from hub.people.rules import Deed, Thing
from hub.site import telling
from hub.site.deps import Fresh
from hub.site.desk.reach import Acting, AtDesk, Looking
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
MOST_FOUND = 20
LONGEST_WHY = 1_000


@router.post("/desk/people/find")
def post_find(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Find somebody by their address or their name; a form is sent, as addresses of people stand in no address bar."""
    act.must(rules.may_answer_for_data, None)
    found = persons.sought(act.db, typed["sought"], MOST_FOUND) if typed["sought"] else []
    if len(found) == 1:
        return see(path("desk", "people", found[0].id))
    if not found:
        nobody = say("Nobody here has this address or name.")
        typed = typed.but(sought=nobody if typed["sought"] else say("Type an e-mail address or a name."))
    return private(form_page(request, "people/sought.html", {"found": found}, typed))


@router.get("/desk/people/{person}/leave")
def show_by_letter(request: Request, asked: Looking, fresh: Fresh, person: UUID) -> HTMLResponse:  # noqa: ARG001 -- a code was typed lately
    """Show what an admin may do for somebody who asked: hand out what is here of them, or erase them."""
    asked.must(rules.may_answer_for_data, None)
    return _page(request, asked, person, Typed())


@router.post("/desk/people/{person}/export")
def post_export(request: Request, act: Acting, person: UUID, typed: FormTyped) -> Response:
    """Hand out all that is here of somebody, for the letter that answers theirs."""
    act.must(rules.may_answer_for_data, None)
    act.must_be_fresh()
    persons.person(act.db, person)
    if fault := _why_fault(typed["why"]):
        return _page(request, act, person, typed.but(why=fault))
    note(act.db, act.actor, Entry(Deed.EXPORT, Thing.PERSON, person, why=typed["why"]), act.now)
    return telling.as_file(request, forgetting.everything_about(act.db, person), act.now)


@router.post("/desk/people/{person}/erase")
def post_erase(request: Request, act: Acting, person: UUID, typed: FormTyped) -> Response:
    """Erase somebody who asked for it."""
    act.must(rules.may_answer_for_data, None)
    act.must_be_fresh()
    persons.person(act.db, person)
    checked = typed.but(**_erase_faults(act, person, typed))
    if checked.wrong:
        return _page(request, act, person, checked)
    forgetting.erase(act.db, person, act.now)
    # Afterwards: what the log said about them loses its words, and this is not about who they were.
    note(act.db, act.actor, Entry(Deed.ERASE, Thing.PERSON, person, why=typed["why_gone"]), act.now)
    return see(path("desk", "people"))


def _erase_faults(act: AtDesk, person_id: UUID, typed: Typed) -> dict[str, Saying]:
    faults: dict[str, Saying | None] = {"why_gone": _why_fault(typed["why_gone"])}
    if person_id == act.me:
        faults["sure"] = say("This is you: have yourself erased on your own page.")
    elif is_last_admin(act.db, person_id):
        faults["sure"] = say("They are the only admin of this hub: make somebody else one first.")
    elif typed["sure"] != "yes":
        faults["sure"] = say("Tick this if you are sure: what is erased does not come back.")
    return {name: fault for name, fault in faults.items() if fault}


def _why_fault(why: str) -> Saying | None:
    if why and len(why) <= LONGEST_WHY:
        return None
    return say("Say why, in a sentence or two: at most %(most)s letters.", most=LONGEST_WHY)


def _page(request: Request, asked: AtDesk, person_id: UUID, typed: Typed) -> HTMLResponse:
    values = {
        "person": persons.person(asked.db, person_id),
        "sources": forgetting.sources_that_go(asked.db, person_id),
        "wiped_at_once": is_sqlite(asked.db),
    }
    return private(form_page(request, "people/by_letter.html", values, typed))
