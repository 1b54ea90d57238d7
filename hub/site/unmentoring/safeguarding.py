"""Who looks after safety in a place, and how do they hear that something waits? Without a word of what it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import Saying, say
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.rules import Kind
from hub.places.queries import PlaceView, retired
from hub.places.rules import WHOLE_HUB
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import path


def keepers(db: Session, place_id: UUID | None, kind: Kind = Kind.SAFEGUARDING) -> Sequence[PersonView]:
    """Return who looks after safety in a place (None: the whole hub), or holds a role of another *kind* there."""
    found = persons.roles(db, [*line(db, place_id), WHOLE_HUB])
    return list({each.person.id: each.person for each in found if each.kind is kind}.values())


def tell_safeguarding(doing: Doing, place_id: UUID, desk: str = "") -> None:
    """Tell who looks after safety that a report waits; where nobody does, the admins to find somebody.

    A *desk* is the address of the one at which it is read; empty: that of rounds.
    """
    here = known(doing.db).tree.places.get(place_id)
    told = [_unsafe_in(here.name) if here else _unsafe_in_a_place_taken_out(doing, place_id)]
    found, way = keepers(doing.db, place_id), (desk or _desk(here), say("Your desk:"))
    if not found:
        found, way = keepers(doing.db, place_id, Kind.ADMIN), (path("desk", "roles"), say("Give somebody the role:"))
        told.append(_NOBODY if here else _NOBODY_ANYWHERE)
    _mail(doing, found, told, way)


_NOBODY = say("Nobody has the role “Safeguarding” there. Give it to somebody now: only they can read it.")
_NOBODY_ANYWHERE = say(
    "Nobody has the role “Safeguarding” who could read it. Give it to somebody for the whole hub now, "
    "to yourself if there is nobody else: only they can read it."
)


def _unsafe_in(name: str) -> Saying:
    return say(
        "Somebody who was brought together with somebody in %(place)s did not feel safe. Read it today.", place=name
    )


def _unsafe_in_a_place_taken_out(doing: Doing, place_id: UUID) -> Saying:
    return say(
        "Somebody who was brought together with somebody in %(place)s, which is no longer in the registry, "
        "did not feel safe. Read it today.",
        place=retired(doing.db)[place_id].name,
    )


def _desk(here: PlaceView | None) -> str:
    return path("desk", "unmentoring", here.slug) if here else path("desk", "safeguarding")


def _mail(doing: Doing, people: Sequence[PersonView], told: Sequence[Saying], way: tuple[str, Saying]) -> None:
    values = {"title": say("Somebody did not feel safe"), "link": way[0], "action": way[1]}
    for to in people:
        if to.email:
            post(doing.db, letter("notice", to.email, to.language, "", paragraphs=list(told), **values), doing.now)
