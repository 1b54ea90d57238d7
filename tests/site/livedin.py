"""A hub that people live in: something is at every address, and everybody is there who may ask for it.

Generated tests walk all addresses of the site with it. A new sort of id in an address needs an example in `_examples`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlmodel import Session

from hub.aggregate.feeds.models import Source
from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import Registration, RegistrationFeed, SourceOwner
from hub.kit.saying import say
from hub.people.cases import queries
from hub.people.cases.actions import About, Decider, Found, Verdict, decide, report
from hub.people.cases.rules import Measure, Reason, Side, Target, appeal_token
from hub.people.helping import documents
from hub.people.helping.models import DutyTurn, HandoverNote, HelpRequest
from hub.people.helping.safety import Kind as Safety
from hub.people.mail.actions import post
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.people.pending.actions import Wish, put_down
from hub.people.pending.rules import Kind as Waits
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Actor, Kind
from hub.people.signin import actions as signin
from hub.people.signin.actions import Ask
from hub.people.signin.rules import Purpose
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from hub.secret import key_for
from hub.settings import Settings
from hub.site.codes import key_of
from hub.site.deciding import APPEALS
from hub.site.pages import ROUTERS, demo, styleguide
from hub.site.pages.demo import Guest
from tests import town

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
PRIVATE = ("ben@hub.example", "+44 1632 960123", "Quibblethorpe", "Wimbleford", "Snodgrove", "Pennywhistle")
# What some pages make no sense without.
_ASKED = {
    "/oembed": "?url=https://hub.example/alderford",
    "/share": "?title=Bins&url=https://a.example/",
    "/{place}/search": "?q=bins",
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
    {"shelf", "kind", "version", "place", "outlet", "sheet", "word", "tag", "name", "source", "item", "event", "slug"}
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
    here = _Here(db, settings, now, place.id, people["member"])
    here.keep(SourceOwner(source_id=source.id, person_id=here.ben, since=now))
    kept = (_mailed(here), _cases(here, source.id, people), _asked(here), _desk(here, people), _operators(here, people))
    ids = _said(db, place, source, now) | {name: example for each in kept for name, example in each.items()}
    return LivedIn(ids, {persona: token for persona, (_, token) in who.items()})


def _said(db: Session, place: Place, source: Source, now: datetime) -> dict[str, str]:
    """Have the council, Ben and a calendar say something; return the ids everybody knows."""
    bins = town.tag(db, "Bins & recycling", also=["refuse"])
    council = town.feed(db, town.source(db, "Alderford Council", place, kind="council"), looked_at=now)
    diary = town.feed(db, source, looked_at=now, last_post_at=now - timedelta(days=200), post_gap=7 * 86_400)
    item = town.item(db, council, "Bins on Tuesday", [place], [bins], now - timedelta(hours=1))
    town.item(db, diary, "The bridge is shut", [place], at=now - timedelta(hours=2))
    calendar = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
    event = town.meetup(db, calendar, "Repair café", now + timedelta(days=1), location="Old Library")
    known = {"place": "alderford", "item": str(item.id), "source": source.slug, "event": str(event.id), "slug": "ben"}
    shapes = {"shelf": "labels", "outlet": "atom", "sheet": "json", "name": "none.png"}
    return known | shapes | {"word": bins.slug, "tag": bins.slug}


@dataclass(frozen=True)
class _Here:
    """Where somebody keeps something."""

    db: Session
    settings: Settings
    now: datetime
    place_id: UUID
    ben: UUID

    def keep(self, *rows: object) -> None:
        """Add *rows*, one after the other."""
        for row in rows:
            self.db.add(row)
            self.db.flush()


def _somebody(db: Session, persona: str, place_id: UUID, now: datetime) -> tuple[UUID, str]:
    name, kind = _SIGNED_IN[persona]
    person_id = persons.welcome(db, f"{name.lower()}@hub.example", now)
    persons.confirm(db, person_id, now)
    persons.describe(db, person_id, name, "en")
    if kind:
        persons.grant(db, NOBODY, person_id, kind, WHOLE_HUB if kind is Kind.ADMIN else place_id, now)
    return person_id, signin.begin(db, person_id, "Firefox on Android", now)


def _mailed(here: _Here) -> Mapping[str, str]:
    """Have a code mailed to Ben, a deed of his wait for one, and a letter to him be on its way."""
    key = key_of(here.settings)
    code = signin.ask_code(here.db, Ask("ben@hub.example", Purpose.SIGN_IN), key, here.now)
    wish = Wish(Waits.CORRECT, {"words": "Quibblethorpe"}, "ben@hub.example", here.place_id)
    put_down(here.db, wish, here.now)
    signin.ask_code(here.db, Ask("ben@hub.example", Purpose.CONFIRM, str(wish.id)), key, here.now)
    letter = Letter("notice", "ben@hub.example", "Hello", "Hello", "<p>Hello</p>", "sources")
    post(here.db, letter, here.now)
    stop = stop_token(letter.id, key_for(here.settings, STOP))
    return {
        "code_id": str(code.code_id),
        "deed_id": str(wish.id),
        "/sign-in/link/token": code.link_token,
        "/mail/stop/token": stop,
        "/mail/start/token": stop,
        "/demo/mail/name": f"{here.now:%Y%m%dT%H%M%S}-{letter.id}",
    }


def _cases(here: _Here, source_id: UUID, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have one thing reported, and another decided."""
    open_about = About(Target.SOURCE, source_id.hex, here.place_id, "Mill End Diary", here.ben)
    number = report(here.db, open_about, _found("Wimbleford", here.ben), here.now).number
    decided_about = About(Target.SOURCE, uuid4().hex, here.place_id, "Another diary")
    decided = report(here.db, decided_about, _found("Snodgrove", here.ben), here.now).number
    case_id = queries.case(here.db, decided).id
    verdict = Verdict(Measure.NOTHING, Reason.OTHER, "It is only a diary.")
    made = decide(here.db, Decider(Actor(people["moderator"]), Kind.MODERATOR), case_id, verdict, here.now)
    appeal = appeal_token(made.decision_id, Side.REPORTER, key_for(here.settings, APPEALS))
    return {"case": str(number), "/appeals/token": appeal}


def _found(words: str, person_id: UUID) -> Found:
    return Found(Reason.WRONG, words, person_id.hex, person_id)


def _asked(here: _Here) -> Mapping[str, str]:
    """Have Ben register a site, ask for help, and pin up a notice, which all wait for somebody."""
    registration = Registration(
        person_id=here.ben,
        place_id=here.place_id,
        is_own=True,
        name="Kiln Post",
        site="http://127.0.0.1/",  # which is never dialled
        note="Pennywhistle",
        token=uuid4().hex,
        state="waiting",
        asked_at=here.now,
    )
    feed = RegistrationFeed(registration_id=registration.id, url="http://127.0.0.1/feed", title="Kiln Post")
    asked = HelpRequest(
        kind="help",
        place_id=here.place_id,
        name="Ben",
        reach="+44 1632 960123",
        words="Snodgrove",
        person_id=here.ben,
        asked_at=here.now,
    )
    notice = Notice(
        place_id=here.place_id,
        person_id=here.ben,
        title="Lost cat",
        words="Pennywhistle",
        ends_on=here.now.date() + timedelta(days=9),
        state="waiting",
        written_at=here.now,
    )
    here.keep(registration, feed, asked, notice)
    return {
        "registration_id": str(registration.id),
        "/register/proof/token": registration.token,
        "question": str(asked.id),
        "notice": str(notice.id),
    }


def _desk(here: _Here, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ada keep a note for the other mentors, and take this week."""
    ada, monday = people["mentor here"], here.now.date() - timedelta(days=here.now.weekday())
    note = HandoverNote(place_id=here.place_id, person_id=ada, words="Pennywhistle", written_at=here.now)
    here.keep(note, DutyTurn(place_id=here.place_id, week=monday, person_id=ada))
    ids = {"note": str(note.id), "person": str(here.ben)}
    return ids | {"/desk/roles/person": str(ada), "/desk/roles/{person}/kind": "mentor"}


def _operators(here: _Here, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ruth publish the terms, and somebody complain."""
    documents.publish(here.db, Actor(people["admin"]), Safety.TERMS, ("{}", "Be kind."), here.now)
    complaint = HelpRequest(
        kind="complaint",
        target_kind="other",
        name="Ben",
        reach="+44 1632 960123",
        words="Wimbleford",
        asked_at=here.now,
        due_at=here.now + timedelta(days=30),
    )
    here.keep(complaint)
    return {"kind": "terms", "version": "1", "complaint": str(complaint.id), "number": complaint.id.hex[:8]}


def _like(example: str) -> str:
    """Return an id that looks like *example* and is nobody's."""
    if example.isdigit():
        return "987654"
    try:
        return str(UUID(int=UUID(example).int ^ 0xFFFF))
    except ValueError:
        return example[:-2] + ("AA" if example[-2:] != "AA" else "BB")


def cookies(lived_in: LivedIn, persona: str) -> dict[str, str]:
    """Return the headers by which a browser of *persona* is known."""
    token = lived_in.tokens.get(persona)
    return {"Cookie": f"__Host-hub={token}"} if token else {}
