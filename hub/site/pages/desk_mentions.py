"""Which mentions are read before they appear? A bin of the desk, and a page for each with four ways to decide."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from hashlib import blake2s
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.communicate.mentions import actions, queries
from hub.communicate.mentions.queries import MentionView
from hub.communicate.mentions.rules import State
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.net.pacing import tenant
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.mention_words import DOUBTS, KINDS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)


@router.get("/desk/mentions/{mention}")
def show_held_mention(request: Request, mention: UUID, asked: Looking) -> HTMLResponse:
    """Show a mention as it would stand on its page, and ask whether it may."""
    return _page(request, _mention(asked, mention), Typed())


@router.post("/desk/mentions/{mention}")
def post_held_mention(request: Request, mention: UUID, act: Acting, typed: FormTyped) -> Response:
    """Show a mention or refuse it; this once, or all that comes from its site."""
    found = _mention(act, mention)
    decide = _WAYS.get(typed["say"])
    if decide is None:
        return _page(request, found, typed.but(say=say("Choose what becomes of it.")))
    if typed["say"] in _SHOWING and typed["read"] != _mark(found):
        changed = say("Its author has changed it since you read it. This is what it says now.")
        return _page(request, found, typed.but(say=changed))
    decide(act, found)
    return see(path("desk", "mentions"))


def waiting(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Row]:
    """Return the mentions in these places that wait to be read, the oldest first."""
    return [_row(each) for each in queries.held(db, place_ids)]


def let_through(doing: Doing, key: str) -> bool:
    """Show the mention of this key; False where one may read none such, it waits no more, or says something else."""
    mention_id, _, read = key.partition(".")
    return _in_bulk(doing, mention_id, _let, read)


def refuse(doing: Doing, key: str) -> bool:
    """Refuse the mention of this key; False where there is none that one may read, or it waits no more."""
    return _in_bulk(doing, key.partition(".")[0], _refuse)


put_up(
    Shelf(
        name="mentions",
        title=say("Mentions from other sites"),
        lead=say(
            "Somebody mentions a page of yours on a site nobody here knows. Those of registered sources, and of sites "
            "you let through for good, appear by themselves. Open one to let its site through, or to block it."
        ),
        none=say("No mention waits to be read."),
        may=rules.may_hide,
        rows=waiting,
        bulks=(Bulk("let", "y", say("Show them"), let_through), Bulk("refuse", "r", say("Refuse them"), refuse)),
    )
)


def _in_bulk(doing: Doing, key: str, decide: Callable[[Doing, MentionView], None], read: str | None = None) -> bool:
    try:
        found = _mention(doing, UUID(key))
        if found.state is not State.HELD or (read is not None and read != _mark(found)):
            return False
        decide(doing, found)
    except (ValueError, NotFound):
        return False
    return True


def _let(act: Doing, mention: MentionView) -> None:
    actions.admit(act.db, mention.id, act.now)
    _note(act, Deed.LET_THROUGH, mention)


def _refuse(act: Doing, mention: MentionView) -> None:
    actions.refuse(act.db, mention.id)
    _note(act, Deed.REFUSE, mention)


def _let_site(act: Doing, mention: MentionView) -> None:
    actions.admit_site(act.db, mention.source_url, mention.place_id, act.now)
    _note_site(act, Deed.LET_THROUGH, mention)


def _block_site(act: Doing, mention: MentionView) -> None:
    actions.block_site(act.db, mention.source_url, mention.place_id, act.now)
    _note_site(act, Deed.REFUSE, mention)


_WAYS: Final[Mapping[str, Callable[[Doing, MentionView], None]]] = {
    "let": _let,
    "let-site": _let_site,
    "refuse": _refuse,
    "block": _block_site,
}
_SHOWING: Final = frozenset({"let", "let-site"})


def _mark(mention: MentionView) -> str:
    """Return what tells all that a mention shows from what it may show later: nothing appears that nobody read."""
    shown = (mention.kind, mention.author_name, mention.author_url, mention.title, mention.words, mention.rsvp)
    return blake2s(repr(tuple(map(str, shown))).encode(), digest_size=8).hexdigest()


def _note(act: Doing, deed: Deed, mention: MentionView) -> None:
    entry = Entry(deed, Thing.MENTION, mention.id, mention.place_id, before={"state": mention.state.value})
    note(act.db, act.actor, entry, act.now)


def _note_site(act: Doing, deed: Deed, mention: MentionView) -> None:
    entry = Entry(deed, Thing.DOMAIN, mention.host, mention.place_id, after={"mentions": deed is Deed.LET_THROUGH})
    note(act.db, act.actor, entry, act.now)


def _mention(asked: Doing, mention_id: UUID) -> MentionView:
    """Return a mention that waits, or is shown, to who looks after its place; to others there is none."""
    found = queries.mention(asked.db, mention_id)
    is_there = found.state in {State.HELD, State.SHOWN}
    if not is_there or not rules.may_hide(asked.actor, line(asked.db, found.place_id)):
        raise NotFound(say("There is no such mention here, or it was forgotten by now."))
    return found


def _row(mention: MentionView) -> Row:
    where: tuple[tuple[Saying, str], ...] = (
        (say("Read it there"), mention.source_url),
        (say("The page it mentions"), mention.target_url),
    )
    title = say("%(name)s on %(site)s", name=mention.name, site=mention.host)
    lines = (KINDS[mention.kind], mention.words, DOUBTS.get(mention.trouble, ""))
    return Row(
        f"{mention.id}.{_mark(mention)}", title, mention.asked_at, path("desk", "mentions", mention.id), lines, where
    )


def _page(request: Request, mention: MentionView, typed: Typed) -> HTMLResponse:
    doubt = DOUBTS.get(mention.trouble)
    values = {
        "mention": mention,
        "mark": _mark(mention),
        "kind": KINDS[mention.kind],
        "doubt": doubt,
        "site": tenant(mention.source_url),  # all of it is let through, or blocked: whoever else writes there
        "zone": NO_PLACE_ZONE,
    }
    return private(form_page(request, "communicate/desk_mention.html", values, typed))
