"""What is one with what now? Rows that were put together name their heir, and may have been heirs themselves."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel

from hub.db.reads import Read, ReadAmong

_MOST = 50  # put together one after the other


class Heirs:
    """The reads of a *table* whose rows have a number, a place, and the number of their heir."""

    def __init__(self, table: type[SQLModel]) -> None:
        row: Any = table
        earlier: Any = aliased(table)
        here = bindparam("place_id", type_=Uuid())
        asked = select(row.id).where(row.id == bindparam("number", type_=BigInteger()), row.place_id == here)
        met = asked.cte("met", recursive=True)
        # An heir is of the same place. UNION forgets what it met, so circles end.
        met = met.union(select(earlier.id).join(met, earlier.heir_id == met.c.id).where(earlier.place_id == here))
        self._all = Read(select(met.c.id))
        self._heirs = ReadAmong(select(row.id, row.heir_id).where(row.heir_id.is_not(None)), row.id)

    def today(self, db: Session, numbers: Collection[int]) -> Mapping[int, int]:
        """Return what each of these is now: itself, or what it was put together with in the end."""
        found = {each: each for each in numbers}
        for _ in range(_MOST):
            became = dict(self._heirs.among(db, sorted(set(found.values()))))
            if not became:
                break
            found = {before: became.get(after, after) for before, after in found.items()}
        return found

    def all_numbers(self, db: Session, place_id: UUID, number: int) -> list[int]:
        """Return the number of something in a place, and those of all that became it: the lowest first."""
        return sorted(each for (each,) in self._all.rows(db, place_id=place_id, number=number))
