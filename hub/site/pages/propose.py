"""What does somebody want to change about the tags? A form for each sort of change, looked at before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.establish.deciding.rules import AT_ONCE, BY_SILENCE, Level
from hub.kit.saying import NOTHING, Saying, say
from hub.people.cases import queries as cases
from hub.places.queries import PlaceView
from hub.site import agreeing
from hub.site.deps import Db, Doing, Here, Look, acting
from hub.site.kept.known import known
from hub.site.proposing.anew import refilled
from hub.site.proposing.board import board
from hub.site.proposing.drafting import PARTS, Wish
from hub.site.proposing.levels import SENT, SENT_AT_ONCE
from hub.site.proposing.looking import Looked, looked
from hub.site.proposing.shown import proposal_in
from hub.site.render import form_page, page, path_with, private, refused, see
from hub.site.typed import FormTyped, Typed, in_address

router = APIRouter(include_in_schema=False)
Tag = Annotated[str, Query(max_length=120, description="The tag to begin with.")]
Anew = Annotated[UUID | None, Query(description="The proposal to begin with.")]
Label = Annotated[str, Query(max_length=120, description="The word to begin with.")]
Into = Annotated[str, Query(max_length=120, description="The tag that is to stay.")]
Other = Annotated[str, Query(max_length=120, description="The other tag to begin with.")]


@dataclass(frozen=True, slots=True)
class Told:
    """A sort of change in words."""

    name: str
    title: Saying
    lead: Saying


WISHES: Mapping[Wish, Told] = {
    told_of: Told(told_of.value, title, lead)
    for told_of, title, lead in (
        (Wish.NEW, say("A new tag"), say("A word for something people here talk about, and that has no tag yet.")),
        (Wish.SPELLING, say("Another spelling"), say("A word that means a tag too, or that should not.")),
        (Wish.MERGE, say("Two tags are one"), say("They mean the same: one of them goes, with all its spellings.")),
        (
            Wish.SPLIT,
            say("One tag is several"),
            say("It means too much: some of its spellings go to a tag of their own."),
        ),
        (Wish.RENAME, say("A better name"), say("The tag stays what it is, and is called something else.")),
        (Wish.MEANING, say("What it means"), say("Say in better words what people here mean by a tag.")),
        (Wish.BOND, say("How two tags hang together"), say("One is part of the other, or they are related.")),
        (Wish.WORD, say("A word that is no tag"), say("It means different things, or nothing that needs a tag.")),
        (Wish.RETIRE, say("Take a tag away"), say("Nobody needs it any more.")),
    )
}
LABELS: Mapping[str, Saying] = {
    "name": say("Name"),
    "meaning": say("What people here mean by it"),
    "also": say("Other spellings"),
    "tag": say("Tag"),
    "label": say("Spelling"),
    "into": say("Tag that stays"),
    "bond": say("How do they hang together?"),
    "other": say("The other tag"),
    "stand": say("What is decided of it?"),
    "where": say("Where it counts"),
    "broader": say("Part of which wider tag?"),
    "reason": say("Why?"),
    **{f"name-{part}": say("Name") for part in PARTS},
    **{f"meaning-{part}": say("What people here mean by it") for part in PARTS},
    **{f"goes-{part}": say("Spellings that go to it") for part in PARTS},
}
# What a field is called in the form of one sort of change alone.
OWN_LABELS: Mapping[Wish, Mapping[str, Saying]] = {
    Wish.NEW: {"name": say("Name of the tag")},
    Wish.RENAME: {"name": say("New name")},
    Wish.MERGE: {"tag": say("Tag that goes")},
    Wish.SPLIT: {"tag": say("Tag that means too much")},
    Wish.WORD: {"label": say("Word")},
}
OTHERS = say("You look after a part of that. Others decide it with you.")
LONGEST_ADDRESS = 4_000  # letters: proxies on the way take twice as many


@router.get("/{place}/proposals/new")
def show_wishes(request: Request, here: Here, db: Db, tag: Tag = "") -> HTMLResponse:
    """Say what can be proposed."""
    return page(
        request,
        "establish/propose.html",
        {
            "here": here,
            "wishes": list(WISHES.values()),
            "tag": board(db, here).tag(tag),
            "few": AT_ONCE,
            "many": BY_SILENCE,
        },
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """With what a form begins, as its address says."""

    tag: str
    label: str
    into: str
    other: str
    anew: UUID | None


def begun(tag: Tag = "", label: Label = "", into: Into = "", other: Other = "", anew: Anew = None) -> Begun:
    """Read with what a form begins."""
    return Begun(tag, label, into, other, anew)


@router.get("/{place}/proposals/new/{wish}")
def show_wish(
    request: Request, here: Here, wish: Wish, asked: Look, first: Annotated[Begun, Depends(begun)]
) -> HTMLResponse:
    """Ask for one sort of change."""
    agreeing.may_speak(asked)
    if "step" in request.query_params:
        return _form(request, asked, here, wish, looked(asked.db, here, wish, in_address(request)))
    fields = _first_fields(asked, here, first)
    chosen = board(asked.db, here, fields["tag"])
    named = {field: tag.name for field in ("tag", "into", "other") if (tag := chosen.tag(fields.get(field, "")))}
    return _form(request, asked, here, wish, Looked(Typed(tuple({**fields, **named}.items())), chosen))


@router.post("/{place}/proposals/new/{wish}")
def post_wish(request: Request, place: str, wish: Wish, asked: Look, typed: FormTyped) -> Response:
    """Show what a change would touch, or send it: at once, or for others to say what they think."""
    agreeing.may_speak(asked)
    here = known(asked.db).place(place)
    # Counted while nobody is kept from writing; whether it can still be done is asked again by who writes it.
    found = looked(asked.db, here, wish, typed)
    if found.asked is None or typed["step"] not in {"send", "ask"} or not found.was_seen:
        # What is only looked at has an address of its own, so that one can go back to it; as long as one can hold it.
        address = path_with((here.slug, "proposals", "new", wish.value), _looked_at(typed))
        if found.asked and not typed.wrong and len(address) <= LONGEST_ADDRESS:
            return see(address)
        return _form(request, asked, here, wish, found)
    with acting(request, typed) as doing:
        mine = replace(found.asked, by_id=agreeing.may_speak(doing))
        outcome = agreeing.act_or_propose(doing, mine, here, asks_others=typed["step"] == "ask")
    if outcome.refused:
        return _form(request, asked, here, wish, replace(found, asked=None, refused=outcome.refused))
    return see(outcome.address)


def _looked_at(typed: Typed) -> list[tuple[str, str]]:
    """Return the fields with which a form is looked at again."""
    return [*((name, value) for name, value in typed.fields if name not in {"step", "seen"}), ("step", "look")]


def _first_fields(asked: Doing, here: PlaceView, first: Begun) -> Mapping[str, str]:
    usual = {"tag": first.tag, "label": first.label, "into": first.into, "other": first.other, "where": here.slug}
    if first.anew is None:
        return usual
    found = proposal_in(asked.db, here, first.anew)
    slugs = {place.id: place.slug for place in known(asked.db).tree.places.values()}
    # What a moderator took down does not come back by the hand of somebody else.
    is_hidden = found.by_id in cases.silenced(asked.db, [found.by_id])
    return {**usual, **refilled(found.script, slugs), "reason": "" if is_hidden else found.reason}


def _form(request: Request, asked: Doing, here: PlaceView, wish: Wish, found: Looked) -> HTMLResponse:
    values = {
        "here": here,
        "wish": WISHES[wish],
        "board": found.board,
        "parts": PARTS,
        "labels": {**LABELS, **OWN_LABELS.get(wish, {})}.items(),
        "refused": found.refused.faults if found.refused else (),
        "clashes": found.clashes,
        "preview": _preview(asked, found) if found.asked else None,
    }
    answer = private(form_page(request, "establish/propose_form.html", values, found.typed))
    return refused(answer) if found.refused else answer


def _preview(asked: Doing, found: Looked) -> Mapping[str, object]:
    place_id = found.asked.place_id if found.asked else None
    acts = found.level is Level.AT_ONCE and place_id is not None and agreeing.may_decide(asked, place_id)
    return {
        "sentences": found.sentences,
        "reach": found.reach,
        "where": found.where,
        "notes": found.notes,
        "others": OTHERS if _tends_part(asked, found) else NOTHING,
        "mark": found.mark,
        "acts": acts,
        "next": SENT_AT_ONCE if acts else SENT[found.level],
        "button": say("Do it now") if acts else say("Propose it"),
    }


def _tends_part(asked: Doing, found: Looked) -> bool:
    """Say whether who asks decides here, but not of all the places where this counts."""
    here, wanted = found.board.here.id, found.asked
    return wanted is not None and agreeing.may_decide(asked, here) and not agreeing.may_decide(asked, wanted.place_id)
