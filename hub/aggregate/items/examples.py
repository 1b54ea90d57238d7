"""What was said under each tag last? A few items of many tags at once, for lists of tags."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item, StreamEntry
from hub.establish.tags.models import Tag

FEW = 2


@dataclass(frozen=True, slots=True)
class Example:
    """An item that has a tag."""

    item_id: int
    title: str
    language: str


def newest(db: Session, place_id: UUID, tag_ids: Collection[UUID]) -> Mapping[UUID, tuple[Example, ...]]:
    """Return the newest items of a place under each of these tags; tags without any are left out."""
    # One step into the index for each: to rank all that was ever said would read all of it.
    asked = select(col(Tag.id), *(_newest(place_id, number) for number in range(FEW)))
    rows = {tag_id: [id_ for id_ in ids if id_] for tag_id, *ids in db.execute(asked.where(col(Tag.id).in_(tag_ids)))}
    wanted = {id_ for ids in rows.values() for id_ in ids}
    titles = db.execute(select(col(Item.id), Item.title, Item.language).where(col(Item.id).in_(wanted)))
    told = {item_id: Example(item_id, title, language) for item_id, title, language in titles}
    return {tag_id: tuple(told[id_] for id_ in ids) for tag_id, ids in rows.items() if ids}


def _newest(place_id: UUID, number: int) -> ScalarSelect[int]:
    entry = select(col(StreamEntry.item_id)).where(
        col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == col(Tag.id)
    )
    newest_first = entry.order_by(col(StreamEntry.sort_at).desc(), col(StreamEntry.item_id).desc())
    return newest_first.offset(number).limit(1).correlate(Tag).scalar_subquery()
