"""What is a correction about? Its item, source or venue by name, and where everybody may see that."""

from contextlib import suppress
from dataclasses import dataclass

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import withholding
from hub.errors import HubError
from hub.kit.ids import as_id
from hub.meet.venues import queries as venues
from hub.people.helping.queries import Asked
from hub.people.helping.rules import Target
from hub.site.kept.known import known
from hub.site.render import path


@dataclass(frozen=True, slots=True)
class Corrected:
    """What somebody wants mended: what it is called, and its page; both empty where there is none, or none any more."""

    title: str = ""
    address: str = ""


def corrected(db: Session, question: Asked) -> Corrected:
    """Return what a correction is about; nothing of a question, or of what is gone or taken down."""
    found = Corrected()
    with suppress(HubError):
        if question.target_kind == Target.ITEM:
            found = _item(db, int(question.target_id))
        elif question.target_kind == Target.SOURCE:
            found = _source(db, question)
        elif question.target_kind == Target.VENUE:
            found = _venue(db, question)
    return found


def _item(db: Session, item_id: int) -> Corrected:
    told = withholding.subject(db, item_id)
    withholding.refuse(db, item_id, told.source_id, told.link)
    return Corrected(told.title or told.source, path("items", item_id))


def _source(db: Session, question: Asked) -> Corrected:
    source_id = as_id(question.target_id)
    named = feeds.named(db, [source_id]).get(source_id) if source_id else None
    place = known(db).tree.places.get(question.place_id) if question.place_id else None
    return Corrected(named.name, path(place.slug, "sources", named.slug)) if named and place else Corrected()


def _venue(db: Session, question: Asked) -> Corrected:
    venue_id = as_id(question.target_id)
    found = venues.view(db, venue_id) if venue_id else None
    place = known(db).tree.places.get(found.place_id) if found else None
    return Corrected(found.name, path(place.slug, "venues", found.slug)) if found and place else Corrected()
