"""What did an item say before it was edited? Its last versions, for those who look after one of its places."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.aggregate.items import versions
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.site import aims
from hub.site.asking.asked import number
from hub.site.desk.reach import Looking, places, zone_of
from hub.site.render import page, private

router = APIRouter(include_in_schema=False)
PARTS: dict[str, Saying] = {
    "title": say("Title"),
    "link": say("Link"),
    "author": say("Author"),
    "published": say("Date"),
    "text": say("Text"),
}


@router.get("/desk/items/{item}/versions")
def show_versions(request: Request, item: str, asked: Looking) -> HTMLResponse:
    """Show how an item was edited, the last time first."""
    aim = aims.of_item(asked.db, number(item))
    aims.must(asked, rules.may_hide, aim)
    values = {
        "title": aim.about.title,
        "item": number(item),
        "edits": versions.edits(asked.db, number(item)),
        "parts": PARTS,
        "days": versions.KEPT.days,
        "most": versions.MOST,
        "zone": zone_of(places(asked.db, asked.actor, rules.may_hide)),
    }
    return private(page(request, "aggregate/versions.html", values))
