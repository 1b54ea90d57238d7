"""Where does the address lead of a tag that is none any more? To its heir, or to why there is none."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from hub.errors import NotFound, Retired
from hub.establish.tags.former import Former
from hub.establish.tags.queries import TagView
from hub.kit.saying import say
from hub.site.kept.known import tag_called, was_called
from hub.site.render import path_with


def agreed(db: Session, slug: str) -> TagView:
    """Return the tag of this *slug*, or its heir; Retired where it has none, NotFound where there never was a tag."""
    found = tag_called(db, slug)
    if found is None and retired(db, slug):
        raise Retired(say("This tag was retired: people here agreed to use it no longer."))
    if found is None:
        raise NotFound(say("Nobody agreed on a tag of this name."))
    return found


def retired(db: Session, slug: str) -> Former | None:
    """Return what the tag of this *slug* was, where it was retired and nothing has its place."""
    return None if tag_called(db, slug) else was_called(db, slug)


def lead_on(request: Request, *parts: str) -> RedirectResponse:
    """Lead on for good to the address of these *parts*, with the same question.

    Browsers are not to keep that: for a week it may be taken back.
    """
    onward = path_with(parts, request.query_params.multi_items())
    return RedirectResponse(onward, HTTPStatus.MOVED_PERMANENTLY, {"Cache-Control": "no-store"})
