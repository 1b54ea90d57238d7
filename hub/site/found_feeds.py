"""What is known of the feeds found at a site, which is picked first, and what is said of the look, for /register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from hub.aggregate.feeds.registry import USUALLY_SHOWS
from hub.aggregate.registering import queries as registering
from hub.aggregate.registering.found import FoundSite, What
from hub.aggregate.registering.queries import KnownAs, PickedFeed
from hub.kit.saying import NOTHING, Saying, say
from hub.places.queries import PlaceView
from hub.site.found_calendars import told_of_calendar
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.ticket import Ticket
from hub.site.typed import Typed


def known_of(db: Session, found: Ticket) -> KnownAs:
    """Return what is known of the feeds found, by their own addresses: of any address with the same posts."""
    told = registering.known_as(db, [url for feed in found.feeds for url in (feed.url, *feed.also)])
    pairs = [(feed.url, url) for feed in found.feeds for url in (*reversed(feed.also), feed.url)]
    heard = {feed: told.heard[url] for feed, url in pairs if url in told.heard}
    moving = {feed: told.moving[url] for feed, url in pairs if url in told.moving and feed not in heard}
    return KnownAs(heard, frozenset(feed for feed, url in pairs if url in told.departed), moving)


def picked_of(db: Session, found: Ticket, picked: Collection[str]) -> Sequence[PickedFeed]:
    """Return the feeds that were picked, each by the address at which it is heard already, where it is."""
    told = registering.known_as(db, [url for feed in found.feeds for url in (feed.url, *feed.also)])
    return [_as_heard(feed, told) for feed in found.feeds if feed.url in picked]


def pages_of(db: Session, found: Ticket, heard: KnownAs) -> Mapping[str, str]:
    """Return where the sources stand, by their names, where all that was found is heard already."""
    places = known(db).tree.places
    pages: dict[str, str] = {}
    for feed in found.feeds:
        named, sources = heard.heard[feed.url], registering.claimed(db, (feed.url, *feed.also))
        homes = [places[each].slug for source in sources for each in source.homes if each in places]
        pages.update((named.name, path(home, "sources", named.slug)) for home in sorted(homes)[:1])
    return pages


def suggested_answers(found: Ticket, heard: KnownAs, here: PlaceView) -> Typed:
    """Return the second form as it is shown first: the likeliest feed picked, the name the site gives itself."""
    free = [feed for feed in found.feeds if feed.what is not What.COMMENTS and feed.url not in heard.departed]
    picked = [("feed", feed.url) for feed in free[:1]]
    kind = "events" if {feed.what for feed in found.feeds} == {What.CALENDAR} else "blog"
    rest = (("name", found.title), ("place", here.slug), ("kind", kind), ("shows", USUALLY_SHOWS))
    return Typed((*picked, *rest))


def names_of(db: Session, slug: str) -> Sequence[str]:
    """Return how a place and the places in it are called, by its slug."""
    here = known(db).place(slug)
    return [here.name, *(each.name for each in known(db).tree.within(here.id))]


def told_of_look(site: FoundSite, timezone: str) -> Sequence[Saying]:
    """Return what somebody should know of how their site was looked at, days being those of *timezone*."""
    slow = say("The site has more than we could ask it in one look, or was slow: we may have missed a feed.")
    calendar = next((feed for feed in site.feeds if feed.what is What.CALENDAR), None)
    told = told_of_calendar(calendar, timezone) if calendar else ()
    return [words for words in (site.mended, slow if site.is_cut else NOTHING, *told) if words]


def nothing_found(site: FoundSite) -> Saying:
    """Say that a site has no feed, and what of that we can tell."""
    if site.page.is_h_feed:
        return say(
            "The site marks its posts so that some programs can tell them (h-feed), but it has no feed of its own. "
            "Turn on RSS or Atom beside that."
        )
    return say("The site answers, but we found no feed on it: nothing that tells others what is new.")


def _as_heard(feed: PickedFeed, told: KnownAs) -> PickedFeed:
    return next((replace(feed, url=url) for url in (feed.url, *feed.also) if url in told.heard), feed)
