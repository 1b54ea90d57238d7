"""Since when is a tag agreed on, and who stands behind that? Reads of the first decision on each of many tags."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.deciding.rules import Origin
from hub.establish.tags.models import Tag


@dataclass(frozen=True, slots=True)
class Since:
    """The decision by which a tag was agreed on; a tag older than the log of decisions has none."""

    is_filed: bool  # it stands in the registry file
    decision_id: int | None = None
    at: datetime | None = None
    by_id: UUID | None = None
    origin: str = ""  # a value of deciding.rules.Origin


def since(db: Session, tag_ids: Collection[UUID]) -> Mapping[UUID, Since]:
    """Return since when each of these tags is agreed on."""
    first = (
        select(col(DecisionTag.tag_id).label("tag_id"), func.min(col(DecisionTag.decision_id)).label("decision_id"))
        .where(col(DecisionTag.tag_id).in_(tag_ids))
        .group_by(col(DecisionTag.tag_id))
        .subquery()
    )
    columns = (col(Tag.id), col(Tag.origin), *map(col, (Decision.id, Decision.at, Decision.by_id, Decision.origin)))
    asked = (
        select(*columns)
        .outerjoin(first, first.c.tag_id == col(Tag.id))
        .outerjoin(Decision, col(Decision.id) == first.c.decision_id)
        .where(col(Tag.id).in_(tag_ids))
    )
    return {row[0]: _since(row) for row in db.execute(asked)}


def _since(row: Sequence[Any]) -> Since:
    is_filed = row[1] == Origin.FILE
    # A tag of the file that is older than the log: whoever changed it first did not bring it.
    if row[2] is None or (is_filed and row[5] != Origin.FILE):
        return Since(is_filed)
    return Since(is_filed, *row[2:])
