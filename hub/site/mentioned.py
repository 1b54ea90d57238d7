"""Which page of ours does an address name that takes mentions? One that exists, and that everybody sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import cards
from hub.aggregate.stories import queries as stories
from hub.communicate.mentions.addresses import named
from hub.communicate.mentions.rules import Target, id_of_tag, path_of
from hub.communicate.replies import queries as replies
from hub.communicate.threads import queries as threads
from hub.errors import HubError, NotFound
from hub.kit.ids import as_id
from hub.meet.events import queries as meetups
from hub.places.queries import PlaceView
from hub.site.asking.asked import number
from hub.site.kept.known import known, tag_called


@dataclass(frozen=True, slots=True)
class Meant:
    """A page of ours that takes mentions."""

    kind: Target
    id: str
    place_id: UUID | None


def meant(db: Session, url: str, base_url: str) -> Meant | None:
    """Return the page of ours at *url* that takes mentions; None where there is none that everybody sees."""
    told = named(path_of(url, base_url))
    if told is None:
        return None
    try:
        here = known(db).place(told.place) if told.place else None
        return _FINDERS[told.kind](db, here, told.name)
    except HubError:  # it is not there, or was taken down
        return None


def _item(db: Session, _here: PlaceView | None, name: str) -> Meant:
    card, tree = cards.whole(db, number(name)).card, known(db).tree
    slugs = {why.slug for why in card.places}
    homes = [place for place in tree.places.values() if place.slug in slugs]
    home = min(homes, key=lambda place: len(tree.above(place.id)), default=None)
    return Meant(Target.ITEM, str(card.id), home.id if home else None)


def _reply(db: Session, _here: PlaceView | None, name: str) -> Meant:
    reply = replies.seen(db, _id(name), None)
    return Meant(Target.REPLY, reply.id.hex, replies.place_of(db, reply.id))


def _place(_db: Session, here: PlaceView | None, _name: str) -> Meant:
    place_id = _there(here)
    return Meant(Target.PLACE, place_id.hex, place_id)


def _tag(db: Session, here: PlaceView | None, name: str) -> Meant:
    tag, place_id = tag_called(db, name), _there(here)
    if tag is None:
        raise NotFound
    return Meant(Target.TAG, id_of_tag(place_id, tag.id), place_id)


def _story(db: Session, here: PlaceView | None, name: str) -> Meant:
    place_id, story_id = _there(here), number(name)
    heir = stories.heir(db, place_id, story_id)
    stories.story(db, place_id, heir or story_id)
    return Meant(Target.STORY, str(heir or story_id), place_id)


def _thread(db: Session, here: PlaceView | None, name: str) -> Meant:
    place_id, thread_id = _there(here), number(name)
    heir = threads.heir(db, place_id, thread_id)
    threads.thread(db, place_id, heir or thread_id)
    return Meant(Target.THREAD, str(heir or thread_id), place_id)


def _source(db: Session, here: PlaceView | None, name: str) -> Meant:
    source, place_id = feeds.source(db, name), _there(here)
    if source.retired:
        raise NotFound
    return Meant(Target.SOURCE, source.id.hex, place_id)


def _event(db: Session, here: PlaceView | None, name: str) -> Meant:
    event, place_id = meetups.event(db, _id(name)), _there(here)
    if event is None or here is None or all(place.slug != here.slug for place in event.places):
        raise NotFound
    return Meant(Target.EVENT, event.id.hex, place_id)


def _id(name: str) -> UUID:
    found = as_id(name)
    if found is None:
        raise NotFound
    return found


def _there(here: PlaceView | None) -> UUID:
    if here is None:
        raise NotFound
    return here.id


_FINDERS: Final[Mapping[Target, Callable[[Session, PlaceView | None, str], Meant]]] = {
    Target.ITEM: _item,
    Target.REPLY: _reply,
    Target.PLACE: _place,
    Target.TAG: _tag,
    Target.STORY: _story,
    Target.THREAD: _thread,
    Target.SOURCE: _source,
    Target.EVENT: _event,
}
