"""Which notices does a mentor read before they appear? A bin of the desk, and a page for each with yes and no."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.queries import NoticeView
from hub.aggregate.notices.rules import State, html_of
from hub.errors import NotFound
from hub.kit.saying import Dated, Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.helping.rules import LONGEST_WORDS
from hub.people.mail.actions import post
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.rules import Deed, Thing
from hub.site import pinning
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
YES, NO = "yes", "no"
STATES = {
    State.WAITING: say("It waits to be read."),
    State.SHOWN: say("It is in the stream."),
    State.ENDED: say("Its last day is over."),
    State.WITHDRAWN: say("Its author took it down."),
    State.REFUSED: say("It was not pinned up."),
}


@router.get("/desk/notices/{notice}")
def show_waiting_notice(request: Request, notice: UUID, asked: Looking) -> HTMLResponse:
    """Show a notice as it would look, and ask whether it may appear."""
    return _page(request, asked, _notice(asked, notice), Typed())


@router.post("/desk/notices/{notice}")
def post_reading(request: Request, notice: UUID, act: Acting, typed: FormTyped) -> Response:
    """Let a notice through, or say why not."""
    found = _notice(act, notice)
    fault = _fault(typed)
    if fault or typed.wrong:
        return _page(request, act, found, typed.but(**fault))
    if typed["say"] == YES:
        admit(act, found)
    else:
        _refuse(act, found, typed["words"])
    return see(path("desk", "notices"))


@router.post("/desk/notices/{notice}/withdraw")
def post_withdrawal_for(notice: UUID, act: Acting) -> Response:
    """Take a notice down for a resident in whose name a mentor pinned it up."""
    found = _notice(act, notice)
    act.must(rules.may_act_for, found.place_id)
    if found.entered_by and actions.withdraw(act.db, found.id, act.now):
        before, after = {"state": found.state.value}, {"state": State.WITHDRAWN.value}
        entry = Entry(Deed.ACT_FOR, Thing.NOTICE, found.id, found.place_id, before, after, for_id=found.person_id)
        note(act.db, act.actor, entry, act.now)
    return see(path("desk", "notices", found.id))


def admit(act: Doing, notice: NoticeView) -> bool:
    """Put a notice into the stream and write to its author; False where it does not wait any more."""
    item_id = actions.show(act.db, notice.id, act.now)
    if item_id is None:
        return False
    _note(act, Deed.ADMIT, notice, State.SHOWN)
    persons.approve(act.db, notice.person_id)
    _tell(act, notice, say("Your notice is up: “%(title)s”", title=notice.title), [_until(notice)], item_id)
    return True


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the notices of these places that wait to be read, the oldest first."""
    del now
    tree = known(db).tree.places
    return [_row(each, tree[each.place_id].name) for each in queries.waiting(db, place_ids) if each.place_id in tree]


def let_through(doing: Doing, key: str) -> bool:
    """Let the notice of this key through; False where there is none that one may read, or it waits no more."""
    try:
        return admit(doing, _notice(doing, UUID(key)))
    except (ValueError, NotFound):
        return False


put_up(
    Shelf(
        name="notices",
        title=say("First notices"),
        lead=say("Newcomers’ notices are read before they appear. Open one to read it in full, or to say no to it."),
        none=say("No notice waits to be read."),
        may=rules.may_hide,
        rows=waiting,
        bulks=(Bulk("admit", "y", say("Pin them up"), let_through),),
    )
)


def _row(notice: NoticeView, place: str) -> Row:
    lines = (place, notice.words, *([", ".join(notice.labels)] if notice.labels else []))
    return Row(str(notice.id), notice.title, notice.written_at, path("desk", "notices", notice.id), lines)


def _notice(asked: Doing, notice_id: UUID) -> NoticeView:
    """Return a notice to who looks after its place; to others there is none."""
    found = queries.notice(asked.db, notice_id)
    if not rules.may_hide(asked.actor, line(asked.db, found.place_id)):
        raise NotFound(say("There is no such notice here."))
    return found


def _refuse(act: Doing, notice: NoticeView, words: str) -> None:
    if not actions.refuse(act.db, notice.id):
        return
    _note(act, Deed.REFUSE, notice, State.REFUSED, words)
    title = say("Your notice was not pinned up: “%(title)s”", title=notice.title)
    _tell(act, notice, title, [say("A mentor read it and says:"), words, say("You may change it and send a new one.")])


def _note(act: Doing, deed: Deed, notice: NoticeView, state: State, why: str = "") -> None:
    before, after = {"state": State.WAITING.value}, {"state": state.value}
    entry = Entry(deed, Thing.NOTICE, notice.id, notice.place_id, before, after, why)
    note(act.db, act.actor, entry, act.now)


def _tell(
    act: Doing, notice: NoticeView, title: Saying, paragraphs: Sequence[Saying | str], item_id: int | None = None
) -> None:
    """Write to the author of a notice, where they have an address."""
    author = people.person(act.db, notice.person_id)
    if not author.email:
        return
    link = path("items", item_id) if item_id else ""
    told = letter(
        "notice", author.email, author.language, title=title, paragraphs=paragraphs, link=link, action=say("See it:")
    )
    post(act.db, told, act.now)


def _until(notice: NoticeView) -> Saying:
    return say(
        "It stays until the end of %(day)s. On your page you can take it down at any time.", day=Dated(notice.ends_on)
    )


def _fault(typed: Typed) -> dict[str, Saying]:
    if typed["say"] not in {YES, NO}:
        return {"say": say("Choose yes or no.")}
    if typed["say"] == NO and not typed["words"]:
        return {"words": say("Say why, in a sentence or two: we mail it to whoever wrote the notice.")}
    if len(typed["words"]) > LONGEST_WORDS:
        return {"words": say("This is too long: at most %(most)s letters.", most=LONGEST_WORDS)}
    return {}


def _page(request: Request, asked: Doing, notice: NoticeView, typed: Typed) -> HTMLResponse:
    place = known(asked.db).tree.places.get(notice.place_id)
    author = people.person(asked.db, notice.person_id)
    values = {
        "notice": notice,
        "looks": html_of(notice.words),
        "place": place,
        "author": author,
        "state": STATES[notice.state],
        "unseen": pinning.unseen(asked.db, notice.words),
        "zone": place.timezone if place else NO_PLACE_ZONE,
    }
    return private(form_page(request, "people/notice_read.html", values, typed))
