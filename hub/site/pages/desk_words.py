"""Which words wait for a mentor, and what do they decide of each? The queue, and the look before a decision."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.tagging import counting
from hub.errors import NotFound
from hub.establish.deciding.queries import Asked
from hub.kit.saying import say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site import agreeing, words
from hub.site.deps import Doing, acting
from hub.site.desk import word_log, word_looks, word_piles
from hub.site.desk.reach import Looking, places, tended
from hub.site.desk.word_choices import REASONS, Choice, Ground, called, chosen, filled, question
from hub.site.desk.word_piles import OPEN, PILES, Spot
from hub.site.proposing.board import board
from hub.site.proposing.looking import Looked
from hub.site.render import form_page, page, private, see
from hub.site.typed import FormTyped, Typed, in_address

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from
MOST_NAMES = 1_000  # that are suggested; any other may be typed


Wished = Annotated[Typed, Depends(in_address, scope="function")]


@router.get("/desk/words")
def show_words(request: Request, asked: Looking, wished: Wished) -> HTMLResponse:
    """Show the words nobody agreed on yet, twenty at a time, each with what may be decided of it."""
    return _queue(request, asked, wished, OPEN)


@router.get("/desk/words/{pile}")
def show_pile(request: Request, pile: str, asked: Looking, wished: Wished) -> HTMLResponse:
    """Show another pile of words that wait."""
    if pile not in PILES:
        raise NotFound(say("There is no such pile of words at this desk."))
    return _queue(request, asked, wished, pile)


@router.get("/desk/words/{place}/decide")
def show_choice(request: Request, place: str, asked: Looking, wished: Wished) -> Response:
    """Show what a choice about a word would change, before it is done."""
    here, (choice, _) = tended(asked, place), chosen(wished)
    if choice is None or not wished["word"]:
        return see(Spot.of(here, wished).address)
    typed = filled(choice, wished, _usual(choice, wished["word"], here))
    on = word_looks.ground(asked, here, typed["word"])
    # What a new tag means nobody else knows: it is asked for before anything is looked at.
    is_begun = choice is Choice.NEW and "meaning" not in dict(wished.fields)
    found = Looked(typed, on.board) if is_begun else word_looks.look(asked, choice, typed, on)
    return _choice_page(request, asked, on, found)


@router.post("/desk/words/{place}/decide")
def post_choice(request: Request, place: str, asked: Looking, sent: FormTyped) -> Response:
    """Do what was looked at, or show it again where it is something else by now."""
    here, (choice, _) = tended(asked, place), chosen(sent)
    if choice is None or not sent["word"]:
        return see(Spot.of(here, sent).address)
    typed = filled(choice, sent, {})
    on = word_looks.ground(asked, here, typed["word"])
    found = word_looks.look(asked, choice, typed, on)
    is_overtaken = sent["stood"] not in {"", word_looks.stood(on)}
    if found.asked is None or sent.wrong or is_overtaken:
        told = replace(found, typed=found.typed.but(**sent.wrong))
        return _choice_page(request, asked, on, told, is_overtaken=is_overtaken)
    if sent["seen"] != found.mark:
        return see(word_piles.look_address(here, typed))
    # What it touches was counted while nobody was kept from writing; whether it still holds is asked by who writes.
    with acting(request, sent) as doing:
        return _done(request, doing, found, replace(found.asked, by_id=doing.actor.person_id), sent)


def _done(request: Request, doing: Doing, found: Looked, wanted: Asked, sent: Typed) -> Response:
    here = found.board.here
    doing.must(rules.may_tend, here.id)
    on = word_looks.ground(doing, here, found.typed["word"])
    if sent["stood"] != word_looks.stood(on):
        return _choice_page(request, doing, on, found, is_overtaken=True)
    made = agreeing.act_or_propose(doing, wanted, here, asks_others=sent["step"] == "ask")
    if made.refused:
        return _choice_page(request, doing, on, replace(found, asked=None, refused=made.refused))
    return see(Spot.of(here, found.typed).address)


def _queue(request: Request, asked: Doing, wished: Typed, pile: str) -> HTMLResponse:
    here, shown = tended(asked, wished["place"]), PILES[pile]
    spot, heap = Spot.of(here, wished), shown.heap(asked, here, wished["after"])
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend)[:MOST_PLACES],
        "pile": pile,
        "here_parts": word_piles.pile_parts(pile),
        "shown": shown,
        "piles": [(name, each.title, word_piles.pile_parts(name)) for name, each in PILES.items()],
        "heap": heap,
        "counting": pile == OPEN and counting.awaits(asked.db),
        "focus": min(spot.at, len(heap.rows) - 1) if wished["at"] else -1,
        "after": wished["after"],
        "proposed": word_log.proposed(asked, here),
        "last": word_log.last(asked, here),
        "names": board(asked.db, here).names[:MOST_NAMES],
        "zone": here.timezone,
    }
    return private(page(request, "establish/desk_words.html", values))


def _choice_page(
    request: Request, asked: Doing, on: Ground, found: Looked, *, is_overtaken: bool = False
) -> HTMLResponse:
    here, choice = on.board.here, Choice(found.typed["do"])
    values = {
        "here": here,
        "choice": choice.value,
        "question": question(choice, found.typed["word"], _tag_name(found)),
        "found": found,
        "acts": word_looks.acts(asked, found),
        "next": word_looks.next_of(asked, found),
        "wheres": word_looks.named_wheres(asked, on),
        "meant": on.meant,
        "alike": word_looks.alike(on, found.typed["tag"]),
        "stood": word_looks.stood(on),
        "decided": None if on.meant.is_open else word_looks.decided(asked, here, found.typed["word"]),
        "is_overtaken": is_overtaken,
        "back": Spot.of(here, found.typed).address,
        "zone": here.timezone,
    }
    answer = private(form_page(request, "establish/desk_words_decide.html", values, found.typed))
    if found.refused or is_overtaken:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _usual(choice: Choice, word: str, here: PlaceView) -> Mapping[str, str]:
    """Return what one would mostly say in the form of a choice, so that one key is enough."""
    return {"name": called(word), "where": here.slug, "reason": words.said(REASONS[choice])}


def _tag_name(found: Looked) -> str:
    tag = found.board.tag(found.typed["tag"])
    return tag.name if tag else found.typed["tag"] or "…"
