"""Is this page one of the items here? Looked for among what its publisher said lately."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.items.models import Item
from hub.kit.urls import canonical

# Items of its publishers among which a page is looked for. An index by link would be paid at every item, and would find
# one spelling of an address only: they are compared one by one, and people share what is new.
LATELY = 2_000
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id


def item_at(db: Session, url: str, source_ids: Collection[UUID]) -> int | None:
    """Return the newest item of these sources that leads to *url*, however it is spelt; None when there is none."""
    if not source_ids:
        return None
    said = select(_ITEM_ID, col(Item.link)).where(col(Item.source_id).in_(source_ids))
    wanted = canonical(url)
    lately = db.execute(said.order_by(col(Item.sort_at).desc()).limit(LATELY))
    return next((found for found, link in lately if canonical(link) == wanted), None)
