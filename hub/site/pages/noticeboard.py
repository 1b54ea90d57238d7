"""What does a place tell those without a computer? A sheet a week: as a page to print, as PDF, and as plain text."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.saying import say
from hub.site.deps import Base, Db, Here, settings_of
from hub.site.outlets import qr
from hub.site.outlets.formats import kept
from hub.site.render import page, path
from hub.site.sheets import noticeboard, poster
from hub.site.sheets.noticeboard import Sheet
from hub.site.sheets.plaintext import text
from hub.site.sheets.press import Order, Press
from hub.site.sheets.sheetwords import SheetWords, words_of
from hub.site.sheets.weeks import read_week, week_of

router = APIRouter(include_in_schema=False)


class Size(StrEnum):
    """How large the letters are."""

    USUAL = ""
    LARGE = "large"


def sheet_asked(
    here: Here, db: Db, base: Base, week: Annotated[str, Query(description="A week, like 2026-W47.")] = ""
) -> Sheet:
    """Return the sheet an address asks for; NotFound for a week that is to come, or of which nothing is known."""
    moment = now()
    this_week = week_of(moment.astimezone(ZoneInfo(here.timezone)).date())
    asked = read_week(week) if week else this_week
    if asked > this_week:
        raise NotFound(say("That week is still to come; its noticeboard will hang here when it begins."))
    made = noticeboard.sheet(db, here, asked, moment, base)
    if made.is_empty and not made.current:
        raise NotFound(say("Nothing is known of that week here."))
    return made


def words_around(request: Request, sheet: "Asked") -> SheetWords:
    """Return what the hub says around the sheet asked for."""
    return words_of(sheet, settings_of(request).contact)


def press_of(request: Request) -> Press:
    """Return the press this site's lifespan opened."""
    opened: Press = request.state.press
    return opened


Asked = Annotated[Sheet, Depends(sheet_asked, scope="function")]
Around = Annotated[SheetWords, Depends(words_around, scope="function")]


class Printed(Response):
    """A sheet that is set when it is about to leave: the page's thread and its transaction have ended by then."""

    def __init__(self, press: Press, order: Order, name: str) -> None:
        """Take what to set, and the *name* of the file."""
        super().__init__()
        self._press, self._order, self._name = press, order, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the sheet, or get it as it was set before, and send it; NotReady before anything was sent."""
        answer = kept(await self._press.pdf(self._order), "application/pdf")
        answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(self._name, safe='')}.pdf"
        await answer(scope, receive, send)


@router.get("/{place}/noticeboard.pdf")
def show_noticeboard_pdf(
    here: Here, sheet: Asked, words: Around, press: Annotated[Press, Depends(press_of)], size: Size = Size.USUAL
) -> Response:
    """Give the sheet as PDF, in usual or large letters."""
    name = "-".join(filter(None, (here.slug, str(sheet.week), size.value)))
    return Printed(press, Order(poster.data(sheet, words), sheet.made, size.value), name)


@router.get("/{place}/noticeboard.txt")
def show_noticeboard_text(sheet: Asked, words: Around) -> Response:
    """Give the sheet as plain text, to be read aloud or on the barest screen."""
    return kept(text(sheet, words).encode(), "text/plain")


@router.get("/{place}/noticeboard")
def show_noticeboard(
    request: Request, here: Here, sheet: Asked, words: Around, size: Size = Size.USUAL
) -> HTMLResponse:
    """Show the sheet as a page that prints onto A4."""
    values = {"here": here, "sheet": sheet, "words": words, "large": size is Size.LARGE}
    return page(request, "noticeboard/noticeboard.html", values)


@router.get("/{place}/qr.svg")
def show_qr_lines(here: Here, base: Base) -> Response:
    """Give the address of a place as a QR code made of lines."""
    return kept(qr.svg(base + path(here.slug)), "image/svg+xml")


@router.get("/{place}/qr.png")
def show_qr_pixels(here: Here, base: Base) -> Response:
    """Give the address of a place as a QR code made of pixels."""
    return kept(qr.png(base + path(here.slug)), "image/png")
