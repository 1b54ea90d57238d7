"""The agreed tags of a place for programs, spreadsheets and other towns; and the one address of a tag that stays."""

from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from hub.errors import NotFound
from hub.establish.sharing.brought import Form
from hub.establish.tags.queries import TagView, tag_ever
from hub.kit.saying import say
from hub.site.deps import Base, Db, Here
from hub.site.kept.known import Known, known
from hub.site.outlets.formats import kept
from hub.site.outlets.tagsheets import as_csv, rows, scheme
from hub.site.render import path, see

router = APIRouter(include_in_schema=False)


class Sheet(StrEnum):
    """The forms of the registry, by the suffix of their address."""

    JSON = "json"
    CSV = "csv"
    TURTLE = "ttl"
    JSON_LD = "jsonld"


@router.get("/tags/{tag}")
def show_tag_address(tag: str, db: Db) -> Response:
    """Lead from the address of a tag that stays to its page, in the place it was agreed in."""
    found = tag_ever(db, _id(tag))
    return see(path(_home(known(db), found), "tags", found.slug))


@router.get("/{place}/tags.{sheet}")
def show_tags_sheet(sheet: Sheet, here: Here, db: Db, base: Base) -> Response:
    """Give the agreed tags of a place to a program, a spreadsheet or another town."""
    match sheet:
        case Sheet.JSON:
            return JSONResponse({"place": here.slug, "tags": rows(db, here, base)})
        case Sheet.CSV:
            return kept(as_csv(rows(db, here, base)), "text/csv")
    from hub.establish.sharing import skos  # noqa: PLC0415 -- a worker nobody asks for SKOS needs none of it

    form = Form(sheet.value)
    return kept(skos.written(scheme(db, here, base), form), skos.MEDIA_TYPES[form])


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise NotFound(say("Nobody agreed on a tag of this name.")) from None


def _home(registry: Known, tag: TagView) -> str:
    """Return the slug of the place a tag is the name of, or was agreed in; of the hub's own, the first place."""
    places = registry.tree.places
    near = [places[each] for each in (tag.place_id, tag.scope_id) if each and each in places]
    found = next(iter([*near, *registry.tree.tops]), None)
    if found is None:
        raise NotFound(say("There is no such place here."))
    return found.slug
