"""With what does the form of a meetup begin? With nothing, with a conversation it is about, or with an earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import listed
from hub.communicate.replies.queries import thread_told
from hub.communicate.threads.namesakes import namesakes
from hub.errors import NotFound
from hub.kit.days import today
from hub.kit.ids import as_id
from hub.kit.saying import say
from hub.kit.text import excerpt
from hub.meet.hosting import queries
from hub.meet.hosting.rules import LONGEST_TITLE
from hub.people.persons import queries as people
from hub.places.queries import PlaceView
from hub.site.asking.asked import thread_number
from hub.site.conversing.titles import title
from hub.site.deps import Doing
from hub.site.hosting import drafting
from hub.site.kept.known import known
from hub.site.meeting_places import venue_here
from hub.site.typed import Typed


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation a meetup is about."""

    thread_id: int
    title: str
    tags: tuple[str, ...]


def begun(asked: Doing, here: PlaceView, about: str, copied: str, venue: str = "") -> Typed:
    """Return what stands in the form at first; NotFound for a conversation or a venue not of *here*."""
    fields: dict[str, str] = {}
    person_id = asked.actor.person_id
    if person_id:
        fields["name"] = people.person(asked.db, person_id).name
    if venue:
        found = venue_here(asked.db, here, venue)
        fields["location"] = ", ".join(filter(None, (found.name, found.full_address)))
    if talk := talk_of(asked.db, here, about):
        fields |= _about(talk)
    elif person_id and (earlier := _copied(asked, person_id, here, as_id(copied))):
        return earlier
    return Typed(tuple(fields.items()))


def talk_of(db: Session, here: PlaceView, about: str) -> Talk | None:
    """Return the conversation an address or a form names, as it is now; None where it names none.

    NotFound where there is none such in *here*.
    """
    if not about:
        return None
    told = thread_told(db, thread_number(about))
    if told.place_id != here.id:
        raise NotFound(say("There is no such conversation here."))
    return Talk(told.id, title(db, told.id), _tags(db, told.id))


def _about(talk: Talk) -> Mapping[str, str]:
    return {
        "about": str(talk.thread_id),
        "title": excerpt(talk.title, LONGEST_TITLE),
        "labels": ", ".join(talk.tags),
    }


def _tags(db: Session, thread_id: int) -> tuple[str, ...]:
    found = namesakes(db, [thread_id]).get(thread_id)
    cards = listed(db, [found.lead_id]) if found and found.lead_id else []
    named = {why.name: None for card in cards for why in card.tags}
    own = [tag.name for tag in known(db).tags if found and tag.id == found.tag_id]
    return tuple({**dict.fromkeys(own), **named})


def _copied(asked: Doing, person_id: UUID, here: PlaceView, wanted: UUID | None) -> Typed | None:
    """Return an own meetup, or event, as it would be held once more; None where who looks has none such."""
    mine = [each for each in queries.of_person(asked.db, person_id) if wanted and wanted in {each.id, each.event_id}]
    if not mine:
        return None
    return drafting.typed_of(drafting.once_more(mine[0].written, today(asked.now, here.timezone)))
