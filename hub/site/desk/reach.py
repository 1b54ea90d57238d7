"""How far does a desk reach? The places somebody has a right for, with all that lies in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlmodel import Session

from hub.errors import NotAllowed, NotFound, SignInFirst
from hub.kit.clock import now
from hub.kit.saying import say
from hub.kit.zones import USUAL_ZONE
from hub.people import rules
from hub.people.rules import Actor, Right
from hub.places.queries import PlaceView
from hub.site.deps import Act, Db, Device, Doing, Member, line
from hub.site.kept.known import known

NO_PLACE_ZONE = USUAL_ZONE  # of the hub itself, where a desk reaches no place


@dataclass(frozen=True, slots=True)
class AtDesk(Doing):
    """Somebody at their desk."""

    @property
    def me(self) -> UUID:
        """Who it is."""
        assert self.actor.person_id is not None  # noqa: S101 -- nobody else is let in
        return self.actor.person_id


def looking(db: Db, actor: Member, device: Device) -> AtDesk:
    """Return who looks at a desk; SignInFirst for nobody, NotAllowed for who has none."""
    return _with_desk(Doing(db, actor, now(), device))


def acting(doing: Act) -> AtDesk:
    """Return who does something at a desk; SignInFirst for nobody, NotAllowed for who has none."""
    return _with_desk(doing)


Looking = Annotated[AtDesk, Depends(looking, scope="function")]
Acting = Annotated[AtDesk, Depends(acting, scope="function")]


def places_of(db: Session, actor: Actor, may: Right) -> Collection[UUID] | None:
    """Return the places *actor* has a right for; None for the whole hub, with what lies in no place."""
    if may(actor, ()):
        return None
    return frozenset(place_id for place_id in known(db).tree.places if may(actor, line(db, place_id)))


def places(db: Session, actor: Actor, may: Right) -> Sequence[PlaceView]:
    """Return the places *actor* has a right for, the widest first, then by name: forms offer the first one."""
    reached, tree = places_of(db, actor, may), known(db).tree
    found = [place for place in tree.places.values() if reached is None or place.id in reached]
    return sorted(found, key=lambda place: (len(tree.above(place.id)), place.name, place.slug))


def tended(asked: Doing, place: str, may: Right = rules.may_tend) -> PlaceView:
    """Return the place of a page: the one its address names, else the widest one has the right for; else NotAllowed."""
    widest = None if place else next(iter(places(asked.db, asked.actor, may)), None)
    if not place and widest is None:
        asked.must(may, None)
        raise NotFound(say("There is no place here yet."))
    here = widest or known(asked.db).place(place)
    asked.must(may, here.id)
    return here


def tops(db: Session, place_ids: Collection[UUID] | None) -> Sequence[PlaceView]:
    """Return, of these places (None: of all), those that lie in no other of them."""
    tree = known(db).tree
    if place_ids is None:
        return tree.tops
    here = [tree.places[each] for each in place_ids if each in tree.places]
    return [place for place in here if not any(above.id in place_ids for above in tree.above(place.id))]


def zone_of(found: Sequence[PlaceView]) -> str:
    """Return at which wall clock a desk that reaches these places writes its times."""
    return found[0].timezone if found else NO_PLACE_ZONE


def _with_desk(doing: Doing) -> AtDesk:
    if not doing.actor.is_member:
        raise SignInFirst(say("Sign in to do this."))
    if not rules.may_open_desk(doing.actor):
        raise NotAllowed(say("This desk is for those who look after a place."))
    return AtDesk(doing.db, doing.actor, doing.now, doing.device)
