"""What has whoever runs this hub written down about safety, and what may one ask of them? For everybody to read."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.duties import forgetting
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.helping import documents
from hub.people.helping.documents import Document
from hub.people.helping.drafting import blocks, how_long
from hub.people.helping.safety import TITLES, Kind, answered
from hub.site.asking.asked import number
from hub.site.deps import Db
from hub.site.desk.reach import NO_PLACE_ZONE
from hub.site.render import page, path
from hub.site.safety import LANGUAGE

router = APIRouter(include_in_schema=False)
# What every hub says, written down by its people or not.
OWN_PAGES: Mapping[Kind, str] = {
    Kind.TERMS: "about/terms.html",
    Kind.PRIVACY: "about/privacy.html",
    Kind.ACCESSIBILITY: "about/accessibility.html",
}


@router.get("/terms")
def show_terms(request: Request, db: Db) -> HTMLResponse:
    """Say whose words these are and what may be done with them."""
    return _own_page(request, db, Kind.TERMS)


@router.get("/privacy")
def show_privacy(request: Request, db: Db) -> HTMLResponse:
    """Say what this hub knows about people."""
    return _own_page(request, db, Kind.PRIVACY)


@router.get("/accessibility")
def show_accessibility(request: Request, db: Db) -> HTMLResponse:
    """Say how usable this hub is, and what is not yet."""
    return _own_page(request, db, Kind.ACCESSIBILITY)


@router.get("/safety")
def show_safety(request: Request, db: Db) -> HTMLResponse:
    """Say what keeps this a safe place, and list what is written down about it."""
    held = documents.newest(db)
    listed = [(TITLES[kind], address(kind, held), held.get(kind)) for kind in Kind]
    return page(request, "about/safety.html", {"listed": listed, "zone": NO_PLACE_ZONE})


@router.get("/safety/{kind}")
def show_document(request: Request, kind: str, db: Db) -> HTMLResponse:
    """Show a document as it holds, with its earlier versions."""
    asked = kind_of(kind)
    held = documents.newest(db).get(asked)
    if held is None:
        raise NotFound(say("This document is not published yet."))
    return page(request, "about/document.html", {"title": TITLES[asked], **_shown(db, held)})


@router.get("/safety/{kind}/{version}")
def show_version(request: Request, kind: str, version: str, db: Db) -> HTMLResponse:
    """Show a version of a document as it was published."""
    asked = kind_of(kind)
    found = documents.version(db, asked, number(version))
    return page(request, "about/document.html", {"title": TITLES[asked], **_shown(db, found)})


def kind_of(name: str) -> Kind:
    """Return which document an address names; NotFound when it names none."""
    if name not in set(Kind):
        raise NotFound(say("There is no such document here."))
    return Kind(name)


def address(kind: Kind, held: Mapping[Kind, Document]) -> str:
    """Return where a document is read; empty where it is not published."""
    if kind in OWN_PAGES:
        return path(kind.value)
    return path("safety", kind.value) if kind in held else ""


def _own_page(request: Request, db: Session, kind: Kind) -> HTMLResponse:
    held = documents.newest(db).get(kind)
    kept = [(each.what, how_long(each), each.why) for each in forgetting.kept()]
    values = {"document": None, "kept": kept, **(_shown(db, held) if held else {})}
    return page(request, OWN_PAGES[kind], values)


def _shown(db: Session, document: Document) -> Mapping[str, object]:
    return {
        "document": document,
        "blocks": blocks(document.body),
        "spoken": answered(document.answers).get(LANGUAGE, ""),
        "versions_of_it": documents.versions(db, document.kind),
        "zone": NO_PLACE_ZONE,
    }
