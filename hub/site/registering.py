"""What is asked of who brings a site to the hub, and what is wrong with what they typed? For /register and /suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import randbelow
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from limits import RateLimitItemPerDay, RateLimitItemPerHour
from sqlmodel import Session

from hub.aggregate.feeds.registry import KINDS, SHOWS
from hub.aggregate.registering import queries as registering
from hub.aggregate.registering.actions import Application
from hub.aggregate.registering.found import FoundSite, Post
from hub.aggregate.registering.meant import meant
from hub.aggregate.registering.patterns import without_feeds
from hub.aggregate.registering.queries import KnownAs, PickedFeed
from hub.aggregate.registering.rules import LONGEST_NAME, LONGEST_NOTE, MOST_FEEDS, OF_SUGGESTED, is_open
from hub.aggregate.tagging.kept import kept_registry
from hub.aggregate.tagging.rules import Registry, Speaker
from hub.errors import NotAllowed
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, visible
from hub.people.persons import queries as persons
from hub.people.rules import Kind
from hub.people.signin.often import ALL
from hub.places.rules import WHOLE_HUB
from hub.secret import key_for
from hub.site import deeds, limits, ticket
from hub.site.deps import Doing, line, network_of, settings_of
from hub.site.found_feeds import known_of, picked_of
from hub.site.kept.known import known
from hub.site.of_many import many_fault
from hub.site.ticket import SOONEST, Ticket
from hub.site.typed import Typed, too_long, trapped

LOOKS_OF_NETWORK = RateLimitItemPerHour(20, namespace="looks-network")
SENT_OF_NETWORK = RateLimitItemPerDay(40, namespace="sites-network")
SENT_OF_PERSON = RateLimitItemPerDay(10, namespace="sites-person")
LOOKS_OF_ALL = RateLimitItemPerHour(200, namespace="looks")
SHOWN_WORDS: Final[Mapping[str, Saying]] = {
    "link": say("Only the title, with a link to the site"),
    "excerpt": say("The title and the first few lines, with a link to the site"),
    "full": say("The whole text, with a link to the site"),
}
TOO_OLD: Final = say("What was found has been lying here too long. Have the site looked at once more.")


@dataclass(frozen=True, slots=True)
class Room:
    """Where something is brought in: as somebody's own, or suggested."""

    is_own: bool
    first: str  # the template of the form that asks for a site
    second: str  # that of the form that shows what was found

    @property
    def shows(self) -> Sequence[str]:
        """How much may be allowed to be shown."""
        return SHOWS if self.is_own else OF_SUGGESTED


def must_be_open(request: Request, db: Session) -> None:
    """Go on where sites may be brought in; NotAllowed before a second moderator is there."""
    if not is_open_now(request, db):
        raise NotAllowed(say("Sites cannot be registered yet: this hub needs two moderators first, and has fewer."))


def is_open_now(request: Request, db: Session) -> bool:
    """Say whether sites may be brought in."""
    return is_open(persons.moderators(db), one_is_enough=settings_of(request).one_moderator)


def asks_somebody(typed: str) -> bool:
    """Say whether any website is asked to find out what is at what somebody *typed*: a mere slip counts as no look."""
    wanted = meant(typed).addresses
    return bool(wanted) and not without_feeds(wanted[0])


def count_look(request: Request, doing: Doing) -> None:
    """Count a look at a site; TooOften when it is one too many from this network, or from all."""
    too_many = say("Many sites were looked at from where you are.")
    counts = limits.tally(doing)
    counts.must(LOOKS_OF_NETWORK, network_of(request), too_many)
    counts.must(LOOKS_OF_ALL, ALL, too_many)


def count_sent(request: Request, doing: Doing) -> None:
    """Count a site that is sent; TooOften when it is one too many from this network, or by this member."""
    counts, too_many = limits.tally(doing), say("So many sites are enough for a day.")
    counts.must(SENT_OF_NETWORK, network_of(request), too_many)
    if doing.actor.person_id:
        counts.must(SENT_OF_PERSON, doing.actor.person_id.hex, too_many)


def places(db: Session) -> Sequence[tuple[str, str]]:
    """Return every place as a form offers it, each below what it lies in."""
    tree = known(db).tree
    found = [place for top in tree.tops for place in (top, *tree.within(top.id))]
    return [(place.slug, " › ".join(each.name for each in (*tree.above(place.id), place))) for place in found]


def tended(db: Session, place_id: UUID) -> bool:
    """Say whether anybody is there who can say yes for a place."""
    held = persons.roles(db, [*line(db, place_id), WHOLE_HUB])
    return any(role.kind in {Kind.MENTOR, Kind.ADMIN} for role in held)


def ticket_for(db: Session, site: FoundSite, place_id: UUID, now: datetime) -> Ticket:
    """Write down what was found, with the tags its posts would get in a place."""
    from hub.duties.discovering import posts  # noqa: PLC0415 -- loaded with the first look

    agreed = kept_registry(db)
    feeds = tuple(
        PickedFeed(
            feed.url,
            _title(feed.title, site),
            posts(feed, agreed.vocabulary, _speaker(db, agreed, feed.url, place_id)),
            feed.reads,
            feed.what,
            feed.also,
        )
        for feed in site.feeds
    )
    lean = tuple(replace(feed, posts=tuple(map(_short, feed.posts))) for feed in feeds)
    return Ticket(now, site.url, _title(site.title, site), lean, (2 + randbelow(8), 2 + randbelow(8)))


def _speaker(db: Session, agreed: Registry, url: str, place_id: UUID) -> Speaker:
    """Return the source that has this feed already, with its rules, else a new blog of the place."""
    sources = registering.claimed(db, [url])
    new = Speaker("blog", frozenset({place_id}), only_when_mentioned=False)
    return agreed.speakers.get(sources[0].source_id, new) if len(sources) == 1 else new


def brought(request: Request, typed: Typed, now: datetime) -> Ticket | None:
    """Return what was found, as the form brought it back; None where it is none of ours, or too old."""
    return ticket.opened(typed["ticket"], key_for(settings_of(request), ticket.KEY), now)


def seal(request: Request, found: Ticket) -> str:
    """Return what was found as a form carries it."""
    return ticket.sealed(found, key_for(settings_of(request), ticket.KEY))


def first_faults(db: Session, typed: Typed) -> Typed:
    """Return what was typed into the first form with what is wrong with it."""
    wrong = {
        "site": None if typed["site"] else say("Type the address of the website."),
        "place": None if typed["place"] in known(db).by_slug else say("Choose a place."),
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault and name not in typed.wrong})


def checked(doing: Doing, typed: Typed, found: Ticket, room: Room) -> Typed:
    """Return what was typed into the second form with what is wrong with it."""
    heard = known_of(doing.db, found)
    wrong: dict[str, Saying | None] = {
        "feed": many_fault(doing, typed)
        or _feeds_fault(typed, found, heard, room)
        or (_mine_fault(doing, typed, heard) if room.is_own else None),
        "place": None if typed["place"] in known(doing.db).by_slug else say("Choose a place."),
        "name": _name_fault(typed["name"]),
        "kind": None if typed["kind"] in KINDS else say("Choose what it is."),
        "shows": None if typed["shows"] in room.shows else say("Choose how much may be shown."),
        "note": _note_fault(typed["note"], room),
        "sum": None if doing.actor.is_member else _sum_fault(typed["sum"], found),
        "website": trapped(typed),
    }
    told = typed.but(**{name: fault for name, fault in wrong.items() if fault and name not in typed.wrong})
    return told if doing.actor.is_member else deeds.with_email(told)


def theirs_already(db: Session, person_id: UUID, urls: Sequence[str]) -> str:
    """Return the slug of the source that speaks through these feeds and is this person's; empty where none is."""
    heard, mine = registering.known_as(db, urls).heard, registering.owned_slugs(db, person_id)
    return next((named.slug for named in heard.values() if named.slug in mine), "")


def is_hurried(found: Ticket, now: datetime) -> bool:
    """Say whether a form was sent sooner than anybody fills it in: whoever did is asked to press once more."""
    return now - found.at < SOONEST


def as_payload(doing: Doing, typed: Typed, found: Ticket, room: Room) -> dict[str, Any]:
    """Return what was picked as what waits for a code keeps it."""
    feeds = [feed.told for feed in picked_of(doing.db, found, typed.all("feed"))]
    words = {name: typed[name] for name in ("name", "kind", "shows", "note")}
    place_id = known(doing.db).by_slug[typed["place"]].id
    return {**words, "place_id": place_id.hex, "site": found.site, "is_own": room.is_own, "feeds": feeds}


def application(payload: Mapping[str, Any]) -> Application:
    """Return what waited for a code as what is to be registered."""
    feeds = tuple(map(PickedFeed.of, payload["feeds"]))
    return Application(
        place_id=UUID(payload["place_id"]),
        name=payload["name"],
        kind=payload["kind"],
        site=payload["site"],
        shows=payload["shows"],
        feeds=feeds,
        is_own=payload["is_own"],
        note=payload["note"],
    )


def _feeds_fault(typed: Typed, found: Ticket, heard: KnownAs, room: Room) -> Saying | None:
    picked = set(typed.all("feed"))
    if not picked or not picked <= {feed.url for feed in found.feeds} or len(picked) > MOST_FEEDS:
        return say("Pick at least one of the feeds that were found.")
    if room.is_own:
        several = len({heard.heard[url].slug for url in picked if url in heard.heard}) > 1
        return say("These belong to different sources here. Register one of them at a time.") if several else None
    if picked & heard.heard.keys():
        return say("One of these is in the stream already. Pick none of those.")
    return (
        say("Its owner took it out of this hub, and only they may bring it back.") if picked & heard.departed else None
    )


def _mine_fault(doing: Doing, typed: Typed, heard: KnownAs) -> Saying | None:
    mine = registering.owned_slugs(doing.db, doing.actor.person_id)
    named = [heard.heard[url] for url in typed.all("feed") if url in heard.heard]
    theirs = next((each.name for each in named if each.slug in mine), "")
    return say("“%(name)s” is yours already: your page leads to it.", name=theirs) if theirs else None


def _name_fault(name: str) -> Saying | None:
    if not visible(name).strip():
        return say("Type what it is called.")
    return say("This is longer than 80 letters. Shorten it.") if len(name) > LONGEST_NAME else None


def _note_fault(note: str, room: Room) -> Saying | None:
    if not room.is_own and not note:
        return say("Say in a few words why people here should read it.")
    return too_long(note, LONGEST_NOTE)


def _sum_fault(answer: str, found: Ticket) -> Saying | None:
    is_right = answer.isdecimal() and len(answer) < len("1000") and int(answer) == sum(found.sum_of)
    return None if is_right else say("This is not the sum. Write it in digits.")


def _title(title: str, site: FoundSite) -> str:
    return excerpt(visible(title), LONGEST_NAME) or site.url[:LONGEST_NAME]


def _short(post: Post) -> Post:
    return replace(post, title=excerpt(post.title, 120), tags=post.tags[:8], places=post.places[:8])
