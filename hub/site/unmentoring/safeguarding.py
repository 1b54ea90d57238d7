"""Who looks after safety in a place, and how do they hear that something waits? Without a word of what it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import say
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.rules import Kind
from hub.places.rules import WHOLE_HUB
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import path


def keepers(db: Session, place_id: UUID, kind: Kind = Kind.SAFEGUARDING) -> Sequence[PersonView]:
    """Return who looks after safety in a place, or holds a role of another *kind* there."""
    found = persons.roles(db, [*line(db, place_id), WHOLE_HUB])
    return list({each.person.id: each.person for each in found if each.kind is kind}.values())


def tell_safeguarding(doing: Doing, place_id: UUID, desk: str = "unmentoring") -> None:
    """Tell who looks after safety that a report waits; where nobody does, tell the admins to find somebody."""
    here = known(doing.db).tree.places[place_id]
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
    for to in found:
        if to.email:
            link = path("desk", desk, place=here.slug) if desk != "unmentoring" else path("desk", desk, here.slug)
            values = {"title": say("Somebody did not feel safe"), "link": link, "action": say("Your desk:")}
            post(doing.db, letter("notice", to.email, to.language, "", paragraphs=told, **values), doing.now)
