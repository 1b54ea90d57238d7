"""Where did somebody mean to go whose address leads nowhere? To the same place written as ours are, or near it."""

from contextlib import suppress
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from hub.db.engine import reading
from hub.kit.text import slugify, squeeze, storable, visible
from hub.places.queries import PlaceView
from hub.site.deps import engine_of
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.words import gettext, prefix
from hub.site.words.addresses import ONE_FOR_ALL

LONGEST_NAME = 80  # characters of what may be the name of a place
LONGEST_SUFFIX = 4  # letters of .atom and .json
FOR_PROGRAMS = ONE_FOR_ALL | {"api"}


@dataclass(frozen=True, slots=True)
class Way:
    """What a page of trouble offers: the place its address names, else what to look for; and links that lead on."""

    here: PlaceView | None = None
    typed: str = ""  # what the address has where a place would stand
    links: tuple[tuple[str, str], ...] = ()  # words and address
    hint: str = ""  # better than what is said of such trouble elsewhere


def address_meant(parts: list[str], question: str) -> str:
    """Return the address of ours that somebody meant who wrote the name of a place as people do; empty for none.

    >>> address_meant(["Kings Heath", "tags"], "a=b"), address_meant(["Kings-Heath.atom"], "")
    ('/kings-heath/tags?a=b', '/kings-heath.atom')
    >>> address_meant(["kings-heath", "Tags"], ""), address_meant(["API", "v1"], ""), address_meant(["!?"], "")
    ('', '', '')
    """
    first, *rest = parts or [""]
    stem, suffix = _suffixed(first)
    slug = slugify(stem)
    # A slug that would be written differently once more could send a browser round in circles.
    if not slug or slug == stem or slug != slugify(slug) or slug in FOR_PROGRAMS:
        return ""
    return path(slug + suffix, *rest) + (f"?{question}" if question else "")


def parts_of(request: Request) -> list[str]:
    """Return the parts of the address asked for, decoded, without its language."""
    address = str(request.scope["path"]).removeprefix(prefix())
    return [part for part in address.split("/") if part]


def way(request: Request) -> Way:
    """Return what to offer somebody whom the address asked for leads nowhere; a database in trouble offers nothing."""
    first, *rest = parts_of(request) or [""]
    name, _ = _suffixed(first)
    here = None if name in FOR_PROGRAMS else _place(request, name)
    if here:
        stream = gettext("The stream of %(place)s") % {"place": here.name}
        return _to_the_sheet(here, rest) or Way(here, links=((stream, path(here.slug)),))
    # What is no part of a place's address, as /items/7, is no name either.
    may_name = "place" in request.path_params or not request.path_params
    return Way(typed=squeeze(storable(visible(name.replace("-", " "))))[:LONGEST_NAME] if may_name else "")


def _to_the_sheet(here: PlaceView, rest: list[str]) -> Way | None:
    if not rest or _suffixed(rest[0])[0] != "noticeboard":
        return None
    links = ((gettext("This week’s noticeboard"), path(here.slug, "noticeboard")),)
    return Way(here, links=links, hint=gettext("Start from this week’s sheet; it leads to those of the weeks before."))


def _place(request: Request, slug: str) -> PlaceView | None:
    with suppress(SQLAlchemyError), reading(engine_of(request)) as db:
        return known(db).by_slug.get(slug)
    return None


def _suffixed(part: str) -> tuple[str, str]:
    """Split what a form is asked by from the end of *part*, its dot included."""
    stem, dot, suffix = part.rpartition(".")
    is_form = dot and suffix.isascii() and suffix.isalnum() and len(suffix) <= LONGEST_SUFFIX
    return (stem, dot + suffix.lower()) if is_form else (part, "")
