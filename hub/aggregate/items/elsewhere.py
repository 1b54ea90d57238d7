"""Where else does the same article stand? Told on the card of whichever of them is shown."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Item, ItemTwin
from hub.db.reads import ReadAmong


class Also(NamedTuple):
    """The same article in another source."""

    item_id: int
    slug: str
    name: str


def also_in(db: Session, item_ids: Sequence[int]) -> Mapping[int, Sequence[Also]]:
    """Return where else each of these items stands, by name; those that stand nowhere else are left out."""
    found: dict[int, dict[str, Also]] = {}
    for item_id, *other in _OTHERS.among(db, item_ids):
        also = Also(*other)
        found.setdefault(item_id, {}).setdefault(also.slug, also)
    return {item_id: tuple(others.values()) for item_id, others in found.items()}


_PAIRS = union_all(
    select(col(ItemTwin.item_id).label("of"), col(ItemTwin.lead_id).label("other")),
    select(col(ItemTwin.lead_id), col(ItemTwin.item_id)),
).subquery("pairs")
_OF, _OTHER = aliased(Item), aliased(Item)
_OTHERS = ReadAmong(
    select(_PAIRS.c.of, col(_OTHER.id), col(Source.slug), col(Source.name))
    .join(_OTHER, col(_OTHER.id) == _PAIRS.c.other)
    .join(_OF, col(_OF.id) == _PAIRS.c.of)
    .join(Source, col(Source.id) == col(_OTHER.source_id))
    # A source with two feeds is one voice.
    .where(col(_OTHER.source_id) != col(_OF.source_id))
    .order_by(col(Source.name), col(_OTHER.id)),
    _PAIRS.c.of,
)
