"""What may a handler ask for? The database, the place, who asks, and where we are."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db import patience
from hub.db.engine import reading, writing
from hub.errors import NotAllowed, SignInFirst, TooOften
from hub.kit.clock import now
from hub.kit.saying import say
from hub.people.persons import queries as persons
from hub.people.rules import NOBODY, Actor, Right
from hub.people.signin import actions as devices
from hub.people.signin import queries as signin
from hub.people.signin.queries import SessionView
from hub.people.signin.rules import is_fresh, network
from hub.places.queries import PlaceView, retired
from hub.settings import Settings
from hub.site.kept.known import ask_once, known
from hub.site.typed import FormTyped

_SETTINGS = "settings"  # in the notes of a session


def settings_of(request: Request) -> Settings:
    """Return the settings this site was made with."""
    settings: Settings = request.app.state.settings
    return settings


def chosen(db: Session) -> Settings:
    """Return the settings of the site a session was opened by: for what is asked the database alone."""
    noted: Settings = db.info[_SETTINGS]
    return noted


def engine_of(request: Request) -> Engine:
    """Return the engine this site's lifespan opened."""
    opened: Engine = request.state.engine
    return opened


def session(request: Request) -> Iterator[Session]:
    """Open one transaction per request and end it before the answer leaves."""
    with reading(engine_of(request)) as opened:
        opened.info[_SETTINGS] = settings_of(request)
        ask_once(opened)
        patience.limit(opened)
        yield opened


Db = Annotated[Session, Depends(session, scope="function")]


def here(db: Db, place: str) -> PlaceView:
    """Return the place an address names; NotFound when there is none."""
    return known(db).place(place)


Here = Annotated[PlaceView, Depends(here, scope="function")]


def base_url(request: Request) -> str:
    """Return the address people reach this hub by, without a slash at its end."""
    return settings_of(request).base_url


Base = Annotated[str, Depends(base_url)]


SAFE_COOKIE, PLAIN_COOKIE = "__Host-hub", "hub"  # without TLS no browser takes the first


def cookie_name(settings: Settings) -> str:
    """Return what the one cookie of a member is called at this hub's address."""
    return SAFE_COOKIE if settings.base_url.startswith("https:") else PLAIN_COOKIE


def network_of(request: Request) -> str:
    """Return the network a request comes from, as far as proxies of our own tell; what others claim is not heard."""
    ours = settings_of(request).trusted_proxies
    claimed = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    # Each proxy of ours adds at the end whom it speaks with: what stands before that, anybody can have written.
    asking = claimed[-ours] if 0 < ours <= len(claimed) else ""
    return network(asking.strip()) or network(request.client.host if request.client else "")


def device(request: Request, db: Db) -> SessionView | None:
    """Return the device that asks, where somebody is signed in on it."""
    return _device(request, db)


Device = Annotated[SessionView | None, Depends(device, scope="function")]


def who(db: Db, device: Device) -> Actor:
    """Return who asks; NOBODY where nobody is signed in."""
    return persons.actor(db, device.person_id) if device else NOBODY


Who = Annotated[Actor, Depends(who, scope="function")]


def signed_in_on(device: Device) -> SessionView:
    """Return the device of who is signed in; SignInFirst where nobody is."""
    if device is None:
        raise SignInFirst(say("Sign in to see this."))
    return device


MyDevice = Annotated[SessionView, Depends(signed_in_on, scope="function")]


def member(actor: Who) -> Actor:
    """Return who asks; SignInFirst where nobody is signed in."""
    if not actor.is_member:
        raise SignInFirst(say("Sign in to see this."))
    return actor


Member = Annotated[Actor, Depends(member, scope="function")]


def fresh(device: Device) -> SessionView:
    """Return the device on which a code was typed just now; SignInFirst where none was."""
    if device is None or not is_fresh(device.proved_at, now()):
        raise SignInFirst(say("To see this, show once more that your address is yours."))
    return device


Fresh = Annotated[SessionView, Depends(fresh, scope="function")]


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed under way: one transaction that writes, who does it, and when."""

    db: Session
    actor: Actor
    now: datetime
    device: SessionView | None = None  # on which they are signed in

    def must(self, may: Right, place_id: UUID | None) -> None:
        """Go on if a right of ``people.rules`` allows it at this place (None: the whole hub), else NotAllowed."""
        if not self.actor.is_member:
            raise SignInFirst(say("Sign in to do this."))
        if not may(self.actor, line(self.db, place_id)):
            raise NotAllowed(say("You may not do this here."))

    def must_be(self, person_id: UUID) -> None:
        """Go on if this very person acts, else SignInFirst."""
        if self.actor.person_id != person_id:
            raise SignInFirst(say("Sign in to do this."))

    def must_be_member(self) -> SessionView:
        """Return the device of who is signed in, else SignInFirst."""
        if self.device is None:
            raise SignInFirst(say("Sign in to do this."))
        return self.device

    def must_be_fresh(self) -> SessionView:
        """Return the device if a code was typed on it just now, else SignInFirst: for what cannot be undone."""
        if self.device is None or not is_fresh(self.device.proved_at, self.now):
            raise SignInFirst(say("To do this, show once more that your address is yours."))
        return self.device


# The form is read in full before the transaction begins: who sends it slowly keeps nobody else from writing.
def doing(request: Request, _: FormTyped) -> Iterator[Doing]:
    """Open the transaction of a deed, and commit it before the answer leaves.

    What was counted is kept when it was one too many; whoever raises TooOften has done nothing else.
    """
    refused = None
    with writing(engine_of(request)) as db:
        db.info[_SETTINGS] = settings_of(request)
        moment = now()
        device = _device(request, db)
        if device:
            devices.seen(db, device.id, moment)
        try:
            yield Doing(db, persons.actor(db, device.person_id) if device else NOBODY, moment, device)
        except TooOften as trouble:
            refused = trouble
    if refused:
        raise refused


def looking(db: Db, actor: Member) -> Doing:
    """Return who looks at a form for members."""
    return Doing(db, actor, now())


Look = Annotated[Doing, Depends(looking, scope="function")]
Act = Annotated[Doing, Depends(doing, scope="function")]
acting = contextmanager(doing)  # for handlers that look at other sites: no transaction waits for those


def line(db: Session, place_id: UUID | None, gone: Mapping[UUID, PlaceView] | None = None) -> Collection[UUID]:
    """Return a place and all it lies in: where a role may be held that counts there.

    Of a place that was taken out of the registry, all it lay in: what was said there may still wait for somebody.
    Who asks for many of those reads all that are *gone* once and gives them along.
    """
    tree = known(db).tree
    if place_id and place_id not in tree.places:
        gone = retired(db) if gone is None else gone
        return (place_id, *line(db, gone[place_id].parent_id if place_id in gone else None, gone))
    return (place_id, *(place.id for place in tree.above(place_id))) if place_id else ()


def _device(request: Request, db: Session) -> SessionView | None:
    token = request.cookies.get(cookie_name(settings_of(request)), "")
    return signin.session(db, token, now()) if token else None
