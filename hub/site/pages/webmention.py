"""Where do other sites say that they mention us? Programs and people send the same form, and see what became of it.

The protocol is the W3C Recommendation Webmention (https://www.w3.org/TR/webmention/).
"""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from limits import RateLimitItemPerHour

from hub.communicate.mentions import actions, queries
from hub.communicate.mentions.actions import Told
from hub.communicate.mentions.addresses import fault
from hub.communicate.mentions.rules import path_of
from hub.errors import TooOften
from hub.kit.saying import say
from hub.kit.urls import absolute
from hub.kit.zones import USUAL_ZONE
from hub.net.pacing import registrable, tenant
from hub.people.signin.often import ALL
from hub.site import limits
from hub.site.deps import Act, Base, Db, Doing, network_of
from hub.site.mention_words import STATES, way_on, why
from hub.site.mentioned import Meant, meant
from hub.site.render import form_page, iso, page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.words import said

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(60, namespace="mentions-network")
OF_SITE = RateLimitItemPerHour(60, namespace="mentions-site")
OF_ALL = RateLimitItemPerHour(600, namespace="mentions")  # of strangers
OF_KNOWN = RateLimitItemPerHour(30, namespace="mentions-known")  # of one site, by one network
TRY_LATER = 3_600  # seconds
By = Annotated[str, Query(max_length=10, description="How it was sent: “page” for a form.")]
About = Annotated[str, Query(alias="target", max_length=2_000, description="The page here that is mentioned.")]


@router.get("/webmention")
def show_webmention(request: Request, about: About = "") -> HTMLResponse:
    """Say how other sites tell us that they mention a page, and ask somebody for theirs."""
    return _form(request, Typed((("target", about),)))


@router.post("/webmention")
def post_webmention(request: Request, act: Act, typed: FormTyped, base: Base, by: By = "") -> Response:
    """Take note that a page is said to mention one of ours; it is looked at later.

    Who sent a form of a page is answered with pages, a program with the statuses it knows.
    """
    target = meant(act.db, typed["target"], base)
    checked = _checked(act, typed, target, base)
    if checked.wrong or target is None:
        return _form(request, checked) if by else _refused(checked)
    _count(request, act, checked["source"], target.place_id)
    told = Told(absolute("", checked["source"]), checked["target"], target.kind, target.id, target.place_id)
    address = path("webmention", actions.receive(act.db, told, act.now))
    return see(address) if by else _taken(base + address)


@router.get("/webmention/{mention}")
def show_mention(request: Request, mention: UUID, db: Db, base: Base) -> Response:
    """Say what became of a mention."""
    found = queries.mention(db, mention)
    if "application/json" in request.headers.get("accept", ""):
        told = {"source": found.source_url, "target": found.target_url, "state": found.state.value}
        words = {"words": said(STATES[found.state]), "why": said(why(found))}
        return private(JSONResponse(told | words | {"asked": iso(found.asked_at)}))
    target = base + path_of(found.target_url, base)
    values = {
        "mention": found,
        "target": target,
        "state": STATES[found.state],
        "why": why(found),
        "way_on": way_on(found),
    }
    return private(page(request, "communicate/mention_sent.html", values | {"zone": USUAL_ZONE}))


def _checked(act: Doing, typed: Typed, target: Meant | None, base: str) -> Typed:
    """Return what was typed with what is wrong with it; nobody is asked for it."""
    checked = typed.but(**fault(typed["source"], typed["target"], base))
    if checked.wrong:
        return checked
    if target is None:
        return checked.but(target=say("There is no such page here, or it takes no mentions."))
    if queries.is_blocked(act.db, typed["source"], target.place_id):
        return checked.but(source=say("Nothing of this site is taken here: a moderator decided so."))
    return checked


def _count(request: Request, act: Doing, source: str, place_id: UUID | None) -> None:
    """Count a mention by who sends it, by whose page it is, and in all: no page is asked for more often than that.

    What others send in the name of a site that is known does not use up its turns, nor does a flood of strangers.
    """
    counts, too_many = limits.tally(act), say("Too many mentions came at once. Send it again later.")
    network, is_known = network_of(request), queries.is_known(act.db, source, place_id)
    counts.must(OF_NETWORK, network, too_many)
    if is_known:
        counts.must(OF_KNOWN, f"{tenant(source)} {network}", too_many)
    else:
        counts.must(OF_SITE, registrable(source), too_many)
        counts.must(OF_ALL, ALL, too_many)
    if queries.is_full(act.db, source, is_known=is_known):
        raise TooOften(too_many, seconds=TRY_LATER)


def _taken(address: str) -> Response:
    sentence = said(say("Thank you. We look at your page soon; what becomes of it is told at this address:"))
    headers = {"Location": address}
    return private(PlainTextResponse(f"{sentence}\n{address}\n", HTTPStatus.CREATED, headers))


def _refused(typed: Typed) -> Response:
    lines = [f"{name}: {said(sentence)}" for name, sentence in typed.wrong.items()]
    return private(PlainTextResponse("\n".join(lines) + "\n", HTTPStatus.BAD_REQUEST))


def _form(request: Request, typed: Typed) -> HTMLResponse:
    return private(form_page(request, "communicate/webmention.html", {}, typed))
