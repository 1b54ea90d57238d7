"""What makes the pages of a place look like that place? Its colours, and the picture at their head."""

from fastapi import APIRouter, Request, Response

from hub.errors import NotFound
from hub.site.deps import Here, settings_of
from hub.site.headers import FOR_EVER
from hub.site.looks.looks import mark, stylesheet
from hub.site.looks.pictures import picture
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)


@router.get("/{place}/look.css")
def show_look(here: Here, v: str = "") -> Response:
    """Give the stylesheet of a place's own colour; for ever under the mark it has now."""
    keep = {"Cache-Control": FOR_EVER} if v == mark(here.colour) else {}
    return Response(stylesheet(here.colour), media_type="text/css", headers=keep)


@router.get("/{place}/picture/{name}")
def show_picture(request: Request, here: Here, name: str) -> Response:
    """Give the picture at the head of a place's pages, which may be kept no longer than a page: it can be withdrawn."""
    found = picture(settings_of(request).pictures, name) if name == here.picture else None
    if found is None:
        raise NotFound(gettext("There is no such picture here."))
    return Response(found.body, media_type=found.media_type)
