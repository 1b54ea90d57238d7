"""The words a place agreed on, and what was said under each."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.communicate.mentions.queries import shown_at
from hub.communicate.mentions.rules import Target, id_of_tag
from hub.kit.clock import now
from hub.site.asking.asked import Question
from hub.site.conversing.rows import rows_of
from hub.site.deps import Base, Db, Here
from hub.site.listing import listing
from hub.site.listing.frames import Besides, listed
from hub.site.listing.listing import Told
from hub.site.listing.narrowing import titled
from hub.site.listing.view import seen
from hub.site.outlets.formats import Outlet, answer
from hub.site.render import page
from hub.site.talking import talk_of_tag
from hub.site.wordbook.entries import wordbook
from hub.site.wordbook.leading import agreed, lead_on, retired
from hub.site.wordbook.sorting import sorting
from hub.site.wordbook.whole import all_of, all_of_retired
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
MOST_PAGES = 1_000
Number = Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES, description="Which page of them.")]


@router.get("/{place}/tags")
def show_tags(request: Request, here: Here, db: Db, number: Number = 1) -> HTMLResponse:
    """Show every agreed tag of a place: what it means, how it is written and used, and who agreed on it."""
    values = {"here": here, "book": wordbook(db, here, number, now()), "sorting": sorting(db, here)}
    return page(request, "establish/tags.html", values)


@router.get("/{place}/tags/{word}.{outlet}")
def show_tag_feed(
    request: Request, outlet: Outlet, here: Here, word: str, asked: Question, db: Db, base: Base
) -> Response:
    """Give what was said under a tag to a feed reader."""
    tag = agreed(db, word)
    if tag.slug != word:
        return lead_on(request, here.slug, "tags", f"{tag.slug}.{outlet}")
    title = gettext("%(tag)s in %(place)s") % {"tag": tag.name, "place": here.name}
    found = listing.of_tag(db, here, tag, asked)
    return answer(outlet, listing.channel(db, found, outlet, Told(titled(title, found), base, now())))


@router.get("/{place}/tags/{word}")
def show_tag(request: Request, here: Here, word: str, asked: Question, db: Db) -> Response:
    """Show what a tag means, how it is spelt and hangs together with others, and what was said under it."""
    if was := retired(db, word):
        return page(request, "establish/retired.html", all_of_retired(db, here, was, now()), status=HTTPStatus.GONE)
    tag = agreed(db, word)
    if tag.slug != word:
        return lead_on(request, here.slug, "tags", tag.slug)
    found = seen(db, listing.of_tag(db, here, tag, asked), now())
    talk = talk_of_tag(db, here, tag, now())
    told = tuple(shown_at(db, Target.TAG, id_of_tag(here.id, tag.id)))
    besides = Besides(
        lambda: {**all_of(db, here, tag, now()), "talks": rows_of(db, here, talk.rows), "mentions": told},
        (talk.state, told),
    )
    return listed(request, db, found, "establish/tag.html", besides)
