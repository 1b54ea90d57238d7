"""By which conditions is a listed date shown? Its calendar is looked at, nobody took it down, and it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, exists, or_, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.neighbours import KEPT_TRUE
from hub.meet.events.models import Event, EventTag, ListedDate
from hub.meet.events.values import Narrowed
from hub.meet.events.withheld import TakenDown, taken_down
from hub.meet.venues.models import Venue

Condition = ColumnElement[bool]
_ANY = UUID(int=0)  # the id of nothing: stands in a shape for whichever is asked for


@dataclass(frozen=True, slots=True)
class Shown:
    """Which dates are shown: where, narrowed to what; those that differ in ``values`` alone share a statement."""

    place_id: UUID
    narrowed: Narrowed
    down: TakenDown

    @property
    def shape(self) -> "Shown":
        """The same for any place, tag, venue and source: what a statement is compiled for once."""
        asked = self.narrowed
        tag, venue, source = (each and _ANY for each in (asked.tag_id, asked.venue_id, asked.source_id))
        return Shown(_ANY, replace(asked, tag_id=tag, venue_id=venue, source_id=source), self.down)

    @property
    def values(self) -> Mapping[str, UUID | None]:
        """What a statement made for the shape is asked with."""
        asked = self.narrowed
        return {"place": self.place_id, "tag": asked.tag_id, "venue": asked.venue_id, "source": asked.source_id}

    @property
    def listed(self) -> list[Condition]:
        """The conditions by which dates stand in the list of the place, whatever it is narrowed to."""
        return [col(ListedDate.place_id) == bindparam("place", self.place_id), *anywhere(self.down)]

    @property
    def often(self) -> list[Condition]:
        """The conditions where much of what is listed fits: date by date, until there are enough."""
        facts, tagged = _facts(self.narrowed), _tagged(self.narrowed)
        fits = [exists(select(Event.id).where(Event.id == ListedDate.event_id, *facts))] if facts else []
        has_tag = [exists(tagged.where(EventTag.event_id == ListedDate.event_id))] if self.narrowed.tag_id else []
        return [*self.listed, *fits, *self._of_source, *has_tag]

    @property
    def seldom(self) -> list[Condition]:
        """The same conditions where hardly anything fits: looked for among the events, which are fewer than dates."""
        facts, tagged = _facts(self.narrowed), _tagged(self.narrowed)
        fits = [col(ListedDate.event_id).in_(select(Event.id).where(*facts))] if facts else []
        has_tag = [col(ListedDate.event_id).in_(tagged)] if self.narrowed.tag_id else []
        return [*self.listed, *fits, *self._of_source, *has_tag]

    @property
    def _of_source(self) -> Sequence[Condition]:
        asked = self.narrowed.source_id
        return [col(ListedDate.source_id) == bindparam("source", asked)] if asked else []


def shown(db: Session, place_id: UUID, narrowed: Narrowed) -> Shown:
    """Return which dates are shown in a place now, to who narrows it down so."""
    return Shown(place_id, narrowed, taken_down(db))


def anywhere(down: TakenDown) -> list[Condition]:
    """Return the conditions by which dates stand in the list of any place, where *down* is taken down."""
    # A calendar that is no longer looked at is not listed: nobody would hear of a change.
    unread = select(Feed.id).join(Source).where(or_(~KEPT_TRUE, col(Source.retired)))
    return [col(ListedDate.feed_id).not_in(unread), *down.none_of(ListedDate.source_id, ListedDate.event_id)]


def _facts(narrowed: Narrowed) -> list[Any]:
    facts: list[Any] = [col(getattr(Event, name)) for name in ("free", "online", "children") if getattr(narrowed, name)]
    if narrowed.venue_id:
        facts.append(col(Event.venue_id) == bindparam("venue", narrowed.venue_id))
    if narrowed.step_free:
        steps = select(Venue.step_free).where(Venue.id == Event.venue_id).scalar_subquery()
        facts.append(func.coalesce(col(Event.step_free), steps).is_(True))
    return facts


def _tagged(narrowed: Narrowed) -> Any:  # noqa: ANN401 -- a select of ids
    return select(EventTag.event_id).where(col(EventTag.tag_id) == bindparam("tag", narrowed.tag_id))
