"""What makes the pages of a place look like that place? Its colours, and the picture at their head."""

from fastapi import APIRouter, Request, Response

from hub.errors import NotFound
from hub.site.deps import Here, settings_of
from hub.site.looks import stylesheet
from hub.site.pictures import picture
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
_KEEP = {"Cache-Control": "public, max-age=86400"}  # a new colour has a new address; a new picture can wait a day


@router.get("/{place}/look.css")
def show_look(here: Here) -> Response:
    """Give the stylesheet of a place's own colour."""
    return Response(stylesheet(here.colour) if here.colour else "", media_type="text/css", headers=_KEEP)


@router.get("/{place}/picture/{name}")
def show_picture(request: Request, here: Here, name: str) -> Response:
    """Give the picture at the head of a place's pages."""
    found = picture(settings_of(request).pictures, name) if name == here.picture else None
    if found is None:
        raise NotFound(gettext("There is no such picture here."))
    return Response(found.body, media_type=found.media_type, headers=_KEEP)
