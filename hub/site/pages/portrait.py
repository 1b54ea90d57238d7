"""What is a place like, and how do we know? Pictures of half a year, the numbers behind, and where all comes from."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site.deps import Db, Here
from hub.site.desk.turns import tended
from hub.site.kept.known import known
from hub.site.portrait import Part, Portrait, Row, portrait
from hub.site.render import page
from hub.site.words import gettext
from hub.site.words.speech import voice

router = APIRouter(include_in_schema=False)


@router.get("/{place}/about")
def show_portrait(request: Request, here: Here, db: Db) -> HTMLResponse:
    """Show who speaks in a place, what of, and when people meet there."""
    drawn, registry = portrait(db, here, now()), known(db)
    tree, touching = registry.tree, registry.touching(here.id)
    around = {"above": tree.above(here.id), "inside": tree.within(here.id), "touching": touching}
    tending = {"tended": tended(db, here, now())}
    named = {"part_names": _part_names(), "weekday": _weekday, "heads": _heads(drawn), "numbers": _numbers}
    return page(request, "portrait.html", {"here": here, "portrait": drawn} | around | tending | named)


def _part_names() -> dict[Part, str]:
    return {
        Part.MORNING: gettext("Morning"),
        Part.AFTERNOON: gettext("Afternoon"),
        Part.EVENING: gettext("Evening"),
        Part.ALL_DAY: gettext("All day"),
    }


def _weekday(day: date) -> str:
    return voice().day(day, "EEEE")


def _heads(drawn: Portrait) -> list[str]:
    """Name the columns of the tables behind the pictures: each week by its Monday."""
    weeks = [voice().day(week.monday, "d MMM") for week in drawn.weeks]
    return [gettext("Week that began on"), gettext("All"), *weeks]


def _numbers(rows: Sequence[Row]) -> list[list[object]]:
    return [[row.name, row.total, *row.bars.counts] for row in rows]
