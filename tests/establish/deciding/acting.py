"""Decisions made in the database, and what is in it then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.establish.deciding import actions, rows
from hub.establish.deciding.images import EdgeRow, Row, TagRow
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Origin, Refused
from hub.establish.deciding.script import Operation
from hub.establish.deciding.today import Today
from hub.establish.tags.rules import Bond
from hub.kit.text import slugify
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.paper import LINES, PLACES, TOWN
from tests.town import NOON

_IDS = {"id", "tag_id", "heir_id"}


def decide(db: Session, *script: Operation, place_id: UUID = WHOLE_HUB, at: datetime = NOON) -> int:
    """Decide a script that can be carried out."""
    made = actions.decide(db, Asked(script, place_id, None, "It is time."), Origin.MENTOR, at)
    assert isinstance(made, int), [str(each) for each in made.faults]
    return made


def refused(db: Session, *script: Operation, place_id: UUID = WHOLE_HUB) -> str:
    """Return why a script cannot be decided."""
    return said(actions.decide(db, Asked(script, place_id, None, ""), Origin.MENTOR, NOON))


def propose(db: Session, *script: Operation, by: UUID | None = None, level: Level = Level.SILENCE) -> UUID:
    """Open a proposal that can be opened."""
    made = actions.propose(db, Asked(script, WHOLE_HUB, by, "It is time.", 42), level, NOON)
    assert isinstance(made, UUID), [str(each) for each in made.faults]
    return made


def hub_of(*sealers: UUID, touches: int = 0) -> Today:
    """Return a hub in which these may seal everything, and every change touches so many items."""
    return Today(lambda _place: frozenset(sealers), lambda _place, _images: touches)


def said(found: object) -> str:
    """Return the sentences of a refusal."""
    assert isinstance(found, Refused), found
    return " ".join(map(str, found.faults))


def table(db: Session) -> Sequence[Row]:
    """Return every row of the registry, as plain values, in an order of their own."""
    return sorted(rows.registry(db), key=lambda row: (type(row).__name__, row.key))


def places(db: Session) -> None:
    """Add the places of the stories on paper that lie in the town."""
    db.add(Place(id=TOWN, slug="alderford", name=PLACES[TOWN]))
    db.flush()
    inside = [place_id for place_id, line in LINES.items() if place_id != TOWN and TOWN in line]
    db.add_all(Place(id=each, slug=slugify(PLACES[each]), name=PLACES[each], parent_id=TOWN) for each in inside)
    db.flush()


def nameless(rows: Iterable[Row]) -> set[object]:
    """Return rows with the slugs of tags for their ids, which are never the same twice."""
    told = list(rows)
    slugs = {row.id: row.slug for row in told if isinstance(row, TagRow)}
    return {_plain(row, slugs) for row in told}


def _plain(row: Row, slugs: Mapping[UUID, str]) -> object:
    if isinstance(row, EdgeRow):
        pair = (slugs[row.tag_id], slugs[row.other_id])
        return (row.bond, pair if row.bond == Bond.BROADER else frozenset(pair))
    values = ((each.name, getattr(row, each.name)) for each in fields(row))
    return type(row), tuple([slugs.get(value, value) if name in _IDS else value for name, value in values])
