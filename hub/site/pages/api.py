"""What can a program ask this hub? Read-only JSON under /api/v1, and a page that lists it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from hub.aggregate.items import cards
from hub.aggregate.items import queries as items
from hub.places import queries as places
from hub.site import answers
from hub.site.answers import (
    ItemAnswer,
    ItemsAnswer,
    PlacesAnswer,
    SourcesAnswer,
    TagsAnswer,
)
from hub.site.asking.asked import Question, mark, number
from hub.site.asking.meant import meant, place_first
from hub.site.deps import Base, Db
from hub.site.meetup_answers import EventsAnswer, EventsQuestion, events_answer
from hub.site.render import page
from hub.site.voices import speaking
from hub.site.wordbook.answering import agreed_answers, former_answers

router = APIRouter()
InPlace = Annotated[str, Query(description="Slug of a place.")]
WithFormer = Annotated[bool, Query(description="Also those that were merged, renamed or retired since.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most: 100 to the utmost.")]


@router.get("/api/v1/places")
def list_places(db: Db) -> PlacesAnswer:
    """List every place."""
    tree = places.tree(db)
    return PlacesAnswer(places=[answers.place_answer(place, tree) for place in tree.places.values()])


@router.get("/api/v1", include_in_schema=False)
def show_index(request: Request, base: Base) -> JSONResponse:
    """Say what can be asked."""
    return JSONResponse(answers.index_answer(request.app.openapi(), base).model_dump())


@router.get("/api/v1/items")
def list_items(asked: Question, db: Db, base: Base, limit: Limit = items.PAGE) -> ItemsAnswer:
    """List what was said in the first place named, newest first; further places, inside it, narrow that down."""
    told = meant(db, *place_first(db, asked))
    found = items.stream(db, told.wanted, limit)
    following = mark(found.next) if found.next else None
    shown = [answers.item_answer(card, base) for card in found.cards]
    return ItemsAnswer(items=shown, next=following, remarks=[str(remark) for remark in told.remarks])


@router.get("/api/v1/items/{item}")
def show_item(item: str, db: Db, base: Base) -> ItemAnswer:
    """Show one item."""
    return answers.item_answer(cards.whole(db, number(item)).card, base)


@router.get("/api/v1/tags")
def list_tags(db: Db, place: InPlace = "", *, former: WithFormer = False) -> TagsAnswer:
    """List the tags agreed in the whole hub, and in a place where one is named."""
    scopes = [places.place(db, place).id] if place else []
    return TagsAnswer(tags=[*agreed_answers(db, scopes), *(former_answers(db) if former else ())])


@router.get("/api/v1/sources")
def list_sources(place: InPlace, db: Db) -> SourcesAnswer:
    """List who speaks for a place and the places in it, and how their feeds are doing."""
    here = places.place(db, place)
    return SourcesAnswer(sources=[answers.source_answer(source) for source in speaking(db, here)])


@router.get("/api/v1/events")
def list_events(asked: EventsQuestion, db: Db, base: Base) -> EventsAnswer:
    """List the dates of meetups in a place, soonest first, with the filters of their list."""
    return events_answer(db, places.place(db, asked.place), asked, base)


@router.get("/api/docs", include_in_schema=False)
def show_docs(request: Request) -> HTMLResponse:
    """Show what the API offers, from its own description."""
    return page(request, "about/api.html", {"description": request.app.openapi()})
