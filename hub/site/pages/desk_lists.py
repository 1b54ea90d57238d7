"""A mentor brings a list of feeds: from a file or an address, read at once, and looked through while they do else."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour

from hub.aggregate.importing import queries
from hub.aggregate.importing.actions import Bringing, bring
from hub.aggregate.importing.listed import LONGEST_TITLE, Listed
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, visible
from hub.kit.urls import bare_host
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site import agreeing, limits
from hub.site.deps import Doing, acting, chosen, network_of
from hub.site.desk.reach import Looking, places, places_of, tended, zone_of
from hub.site.kept.known import known
from hub.site.looking import looker_of
from hub.site.render import form_page, path, private, see
from hub.site.typed import Typed, too_long
from hub.site.uploaded import FormListed, Uploaded

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerHour(20, namespace="lists-person")
LONGEST_ADDRESS = 2_000


@router.get("/desk/lists")
def show_lists(request: Request, asked: Looking, place: str = "") -> HTMLResponse:
    """Ask for a list, and show those that were brought."""
    return _ask(request, asked, Typed((("place", tended(asked, place).slug),)))


@router.post("/desk/lists")
def post_list(request: Request, sent: FormListed) -> Response:
    """Read a list while no transaction is open, keep it, and lead to how far the look at it is."""
    with acting(request, sent.typed) as doing:
        here, told = tended(doing, sent.typed["place"]), _checked(sent)
        if told.wrong:
            return _ask(request, doing, told)
        too_many = say("You have brought many lists in an hour. Wait a while, then bring the next.")
        limits.tally(doing).must(OF_PERSON, agreeing.may_speak(doing).hex, too_many)
    listed = _read(request, sent)
    with acting(request, sent.typed) as doing:
        if fault := _fault(listed):
            field = "file" if sent.body else "address"
            return _ask(request, doing, sent.typed.but(**{field: fault}))
        return see(path("desk", "lists", _keep(doing, tended(doing, here.slug), listed, sent)))


def _checked(sent: Uploaded) -> Typed:
    typed = sent.typed
    if bool(sent.body) == bool(typed["address"]):
        one = say("Choose a file or type an address: one of the two.")
        return typed.but(file=one)
    long = too_long(typed["address"], LONGEST_ADDRESS)
    return typed.but(address=long) if long else typed


def _read(request: Request, sent: Uploaded) -> Listed | Saying:
    looker, network = looker_of(request), network_of(request)
    return looker.read_list(network, sent.body) if sent.body else looker.list_at(network, sent.typed["address"])


def _fault(listed: Listed | Saying) -> Saying | None:
    if isinstance(listed, Saying):
        return listed
    if listed.lines:
        return None
    if listed.included:
        return say("It names no feeds, but other lists. Nobody follows those: bring them one by one.")
    return say("It names no feed: none of its lines has an address of one (xmlUrl).")


def _keep(doing: Doing, here: PlaceView, listed: Listed | Saying, sent: Uploaded) -> object:
    assert not isinstance(listed, Saying)  # noqa: S101 -- who calls has looked
    address = "" if sent.body else sent.typed["address"]
    name = listed.title or sent.name or bare_host(address) or address
    brought = Bringing(
        place_id=here.id,
        listed=listed,
        name=excerpt(visible(name), LONGEST_TITLE) or "OPML",
        url=address,
        person_id=doing.actor.person_id,
        servers=tuple(chosen(doing.db).mastodon_servers),
    )
    return bring(doing.db, brought, doing.now)


def _ask(request: Request, asked: Doing, typed: Typed) -> HTMLResponse:
    reached = places(asked.db, asked.actor, rules.may_tend)
    values = {
        "places": [(place.slug, place.name) for place in reached],
        "names": {place.id: place.name for place in known(asked.db).tree.places.values()},
        "lists": queries.lists(asked.db, places_of(asked.db, asked.actor, rules.may_tend)),
        "zone": zone_of(reached),
    }
    return private(form_page(request, "aggregate/lists.html", values, typed))
