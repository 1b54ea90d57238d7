"""Who looks after safety in a place, and how do they hear that something waits? Without a word of what it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import Saying, say
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.rules import Kind
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
    if here is None:
        _mail(doing, keepers(doing.db, None, Kind.ADMIN), [_NOWHERE], path("desk"))
        return
    found = keepers(doing.db, place_id)
    told = [
        say(
            "Somebody who was brought together with somebody in %(place)s did not feel safe. Read it today.",
            place=here.name,
        )
    ]
    if not found:
        found = keepers(doing.db, place_id, Kind.ADMIN)
        told.append(say("Nobody has the role “Safeguarding” there. Give it to somebody now: only they can read it."))
    _mail(doing, found, told, desk or path("desk", "unmentoring", here.slug))


_NOWHERE = say(
    "Somebody did not feel safe, in a place that is no longer in the registry. "
    "Bring the place back: then whoever looks after safety there can read it."
)


def _mail(doing: Doing, people: Sequence[PersonView], told: Sequence[Saying], link: str) -> None:
    values = {"title": say("Somebody did not feel safe"), "link": link, "action": say("Your desk:")}
    for to in people:
        if to.email:
            post(doing.db, letter("notice", to.email, to.language, "", paragraphs=list(told), **values), doing.now)
