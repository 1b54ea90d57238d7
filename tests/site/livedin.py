"""A hub that people live in: something is at every address, and everybody is there who may ask for it.

Generated tests walk all addresses of the site with it. A new sort of id in an address needs an example here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import Wish
from hub.aggregate.registering.models import SourceOwner
from hub.aggregate.tagging.models import SourceRule
from hub.kit.ids import as_id
from hub.kit.saying import say
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from hub.people.signin import actions as signin
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from hub.site.pages import ROUTERS, demo, styleguide
from hub.site.pages.demo import Guest
from tests import town
from tests.site.agreed import agreed_on
from tests.site.befriended import befriended
from tests.site.gathered import coming
from tests.site.offered import KEY, offered
from tests.site.paired import paired
from tests.site.spoken import spoken
from tests.site.storied import told_by
from tests.site.venued import meeting_places
from tests.site.waiting import Here, asked, brought, cases, desk, mailed, mentioned, operators, tags_that_fetch

PERSONAS = ("visitor", "member", "other member", "mentor here", "mentor elsewhere", "moderator", "admin")
GUESTS = (Guest("ben", "Ben", "ben@hub.example", say("who writes a blog"), lambda _db, _now: None),)
_SIGNED_IN: Mapping[str, tuple[str, Kind | None]] = {
    "member": ("Ben", None),
    "other member": ("Bea", None),
    "mentor here": ("Ada", Kind.MENTOR),
    "mentor elsewhere": ("Eli", Kind.MENTOR),
    "moderator": ("Mo", Kind.MODERATOR),
    "admin": ("Ruth", Kind.ADMIN),
}
# What nobody may read but those it is for; written so that it is found wherever it leaks.
PRIVATE = (
    "ben@hub.example",
    "+44 1632 960123",
    "Quibblethorpe",
    "Wimbleford",
    "Snodgrove",
    "Pennywhistle",
    "Tiddlesworth",
)
# What some pages make no sense without.
_ASKED = {
    "/oembed": "?url=https://hub.example/alderford",
    "/share": "?title=Bins&url=https://a.example/",
    "/{place}/search": "?q=bins",
    "/you/answers.atom": f"?key={KEY}",
    "/api/v1/items": "?place=alderford",
    "/api/v1/tags": "?place=alderford",
    "/api/v1/sources": "?place=alderford",
    "/api/v1/events": "?place=alderford",
}
# What a form has to say so that anybody may be asked for a right: where.
_WHERE = b"place=alderford&week=2026-W47"
_SENT = dict.fromkeys(("/desk/rota", "/desk/rota/name", "/desk/people/{person}/consent"), _WHERE)
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass
class LivedIn:
    """What is there: an example of each id in an address, and the cookie of everybody who is signed in."""

    ids: Mapping[str, str]
    tokens: Mapping[str, str] = field(default_factory=dict)

    def address(self, route: APIRoute) -> str:
        """Return an address of *route* at which something is."""
        return self._filled(route.path, self.ids) + _ASKED.get(route.path, "")

    @staticmethod
    def sent(route: APIRoute) -> bytes:
        """Return the form that is sent to *route*: an empty one, or one that says no more than where."""
        return _SENT.get(route.path, b"")

    def nothing_at(self, route: APIRoute) -> str:
        """Return an address of *route* at which nothing is, though its ids look like those of what is there."""
        return self._filled(route.path, self._nowhere)

    @cached_property
    def _nowhere(self) -> Mapping[str, str]:
        return {
            name: example if name.rpartition("/")[2] in _PUBLIC else _like(example)
            for name, example in self.ids.items()
        }

    @staticmethod
    def _filled(written: str, ids: Mapping[str, str]) -> str:
        def example(found: re.Match[str]) -> str:
            before = written[: found.start()] + found[1]
            named = [name for name in (before, found[1]) if name in ids]
            assert named, f"tests/site/livedin.py has no example of {{{found[1]}}} in {written}"
            return ids[named[0]]

        return _PARAMETER.sub(example, written)


# What everybody sees that it is there.
_PUBLIC = frozenset(
    {
        *(
            "shelf",
            "kind",
            "version",
            "place",
            "outlet",
            "sheet",
            "word",
            "tag",
            "name",
            "copy",
            "source",
            "item",
            "event",
        ),
        "story",
        *("thread", "reply"),
        *("slug", "wish", "pile"),
        *("venue", "location"),
    }
)


def routes(method: str = "") -> Sequence[APIRoute]:
    """Return every address of the site that takes *method*, the ones of the demo and the style guide too."""
    routers: tuple[APIRouter, ...] = (styleguide.router, demo.router, *ROUTERS)
    every = [each for router in routers for each in router.routes if isinstance(each, APIRoute)]
    return [each for each in every if not method or method in (each.methods or ())]


def move_in(db: Session, settings: Settings, now: datetime) -> LivedIn:
    """Fill an empty database with a town and its people, and with something at every address."""
    place, weir = town.place(db, "Alderford"), town.place(db, "Weir")
    source = town.source(db, "Mill End Diary", place, site="https://diary.example/")
    homes = {persona: weir.id if persona.endswith("elsewhere") else place.id for persona in _SIGNED_IN}
    who = {persona: _somebody(db, persona, home, now) for persona, home in homes.items()}
    people = {persona: person_id for persona, (person_id, _) in who.items()}
    here = Here(db, settings, now, place.id, people["member"])
    here.keep(SourceOwner(source_id=source.id, person_id=here.ben, since=now))
    rule = SourceRule(
        source_id=source.id, kind="path", match="/sport/", shown="/sport/", tag_id=town.tag(db, "Sport").id
    )
    here.keep(rule)
    kept = (
        mailed(here),
        cases(here, source.id, people),
        asked(here),
        tags_that_fetch(here),
        brought(here),
        mentioned(here),
        desk(here, people),
        operators(here, people),
    )
    ids = _said(db, place, source, now) | {name: example for each in kept for name, example in each.items()}
    tokens = {persona: token for persona, (_, token) in who.items()}
    ids |= {"rule": str(rule.id), "pile": "ambiguous"}
    ids |= meeting_places(here)
    ids |= offered(here, source.id, people)
    ids |= {**coming(here, place), **befriended(here)}
    ids |= paired(here, people)
    ids |= spoken(db, place, int(ids["item"]), people)
    return LivedIn(ids | agreed_on(db, place.id, people, ids["tag"]), tokens)


def _said(db: Session, place: Place, source: Source, now: datetime) -> dict[str, str]:
    """Have the council, Ben and a calendar say something; return the ids everybody knows."""
    bins = town.tag(db, "Bins & recycling", also=["refuse"])
    council = town.feed(db, town.source(db, "Alderford Council", place, kind="council"), looked_at=now)
    diary = town.feed(db, source, looked_at=now, last_post_at=now - timedelta(days=200), post_gap=7 * 86_400)
    item = town.item(db, council, "Bins on Tuesday", [place], [bins], now - timedelta(hours=1))
    shut = town.item(db, diary, "The bridge is shut", [place], at=now - timedelta(hours=2))
    story = told_by(db, place, item, shut)
    calendar = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
    called = _called(db, diary, now)
    event = town.meetup(db, calendar, "Repair café", now + timedelta(days=1), location="Old Library")
    known = {"place": "alderford", "item": str(item.id), "source": source.slug, "event": str(event.id), "slug": "ben"}
    known["story"] = str(story)
    shapes = {"shelf": "feeds", "outlet": "atom", "sheet": "json", "name": "none.png", "copy": "0-none.webp"}
    return (
        known
        | shapes
        | {"/websub/token": called.token}
        | {f"/mail/{deed}/{{token}}/kind": "tag" for deed in ("mute", "hear")}
        | {f"/mail/{deed}/{{token}}/{{kind}}/target": bins.id.hex for deed in ("mute", "hear")}
        | {"word": bins.slug, "tag": bins.slug, "/tags/tag": bins.id.hex}
    )


def _called(db: Session, feed: Feed, now: datetime) -> Subscription:
    """Have a hub push the news of a feed."""
    made = Subscription(
        feed_id=feed.id,
        hub="https://pushing.example/",
        topic=feed.url,
        token="t" * 43,
        secret="Snodgrove",
        wish=Wish.SUBSCRIBE,
        made_at=now,
        due_at=now,
        lease_until=now + timedelta(days=1),
    )
    db.add(made)
    return made


def _somebody(db: Session, persona: str, place_id: UUID, now: datetime) -> tuple[UUID, str]:
    name, kind = _SIGNED_IN[persona]
    person_id = persons.welcome(db, f"{name.lower()}@hub.example", now)
    persons.confirm(db, person_id, now)
    persons.describe(db, person_id, name, "en")
    if kind:
        persons.grant(db, NOBODY, person_id, kind, WHOLE_HUB if kind is Kind.ADMIN else place_id, now)
    return person_id, signin.begin(db, person_id, "Firefox on Android", now)


def _like(example: str) -> str:
    """Return an id that looks like *example* and is nobody's."""
    if example.isdigit():
        return "987654"
    found = as_id(example)
    return str(UUID(int=found.int ^ 0xFFFF)) if found else example[:-2] + ("AA" if example[-2:] != "AA" else "BB")


def cookies(lived_in: LivedIn, persona: str) -> dict[str, str]:
    """Return the headers by which a browser of *persona* is known."""
    token = lived_in.tokens.get(persona)
    return {"Cookie": f"__Host-hub={token}"} if token else {}
