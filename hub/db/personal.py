"""What in the tables is about somebody, and what becomes of it when they leave? One rule for each reference.

A room lists its references; what is told to somebody, and what is erased, follows from the list alone. The walk over
all tables finds what no room has listed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from hub.db.base import Table
from hub.kit.mailboxes import email_key
from hub.kit.saying import Saying

Told = Mapping[str, Sequence[Mapping[str, object]]]  # rows by the name of their table, as values of Python


class Fate(StrEnum):
    """What becomes of a row when the person it refers to is erased."""

    GOES = "goes"  # it is theirs, and goes with them
    PARTS = "parts"  # it stays for others; what in it is theirs is emptied
    STAYS = "stays"  # their id alone stays in it, which names nobody any more


class By(StrEnum):
    """How a column refers to somebody."""

    ID = "id"
    KEY = "key"  # of their e-mail address
    ADDRESS = "address"  # their e-mail address as typed


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom rows refer to; without keys where they have no address."""

    id: UUID
    keys: tuple[str, ...] = ()  # of their address, and of those they had before


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to a person, and what becomes of its rows."""

    model: type[Table]
    column: str
    fate: Fate
    by: By = By.ID
    empties: Mapping[str, object] = field(default_factory=dict)  # what else goes, where the row stays
    shows: tuple[str, ...] = ()  # of a row that is not theirs, what is told to them; empty: all of it

    @property
    def name(self) -> str:
        """Return the column as the schema names it, with its table."""
        return f"{self.model.__tablename__}.{self.column}"

    @property
    def table(self) -> sa.Table:
        """Return the table of the rows."""
        return Table.metadata.tables[str(self.model.__tablename__)]


@dataclass(frozen=True, slots=True)
class Kept:
    """How long something is kept, and why so long."""

    what: Saying
    days: float | None  # None: as long as the hub runs, or until who it is about leaves
    why: Saying

    @classmethod
    def long(cls, what: Saying, how_long: timedelta, why: Saying) -> "Kept":
        """Say it with the length a room's rules use."""
        return cls(what, how_long / timedelta(days=1), why)


def told(db: Session, references: Iterable[Reference], who: Somebody) -> Told:
    """Return the rows that refer to somebody, by table; those of other people's rows by table and column."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for each in references:
        if (match := _match(db, each, who)) is None:
            continue
        shown = [each.table.c[name] for name in each.shows] or list(_own(each))
        rows = db.execute(sa.select(*shown).where(match).order_by(*each.table.primary_key.columns))
        name = each.name if each.shows else each.table.name
        known = found.setdefault(name, [])  # a row may refer to somebody twice
        known += [told for row in rows.mappings() if (told := dict(row)) not in known]
    return found


def erase(db: Session, references: Iterable[Reference], who: Somebody) -> None:
    """Erase somebody from the rows that refer to them, each by its fate, in the order of the list."""
    for each in references:
        if (match := _match(db, each, who)) is None:
            continue
        match each.fate:
            case Fate.GOES:
                db.execute(sa.delete(each.table).where(match))
            case Fate.PARTS:
                empty = {**each.empties, each.column: None if each.by is By.ID else ""}
                db.execute(sa.update(each.table).where(match).values(empty))
            case Fate.STAYS:
                pass


def references_in(metadata: sa.MetaData) -> Iterator[str]:
    """Yield every column of the schema that refers to a person by the looks of it, with its table."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if refers(column):
                yield f"{table.name}.{column.name}"


def refers(column: sa.Column[object]) -> bool:
    """Say whether a column refers to a person: by a key, by its name, or by holding a way to reach them."""
    if any(key.target_fullname == "person.id" for key in column.foreign_keys):
        return True
    if isinstance(column.type, sa.Uuid):
        return column.name.endswith(("_by", "person_id")) or column.name in {"actor_id", "for_id"}
    is_number = isinstance(column.type, sa.Integer)  # how far a change reaches is no way to reach somebody
    return column.name in {"email", "email_key", "to_key", "to_address", "reach"} and not is_number


def _match(db: Session, each: Reference, who: Somebody) -> sa.ColumnElement[bool] | None:
    column = each.table.c[each.column]
    match each.by:
        case By.ID:
            return column == who.id
        case By.KEY:
            return column.in_(who.keys) if who.keys else None
        case By.ADDRESS:
            spelt = _spellings(db, column, who.keys)
            return column.in_(spelt) if spelt else None


def _spellings(db: Session, column: sa.Column[str], keys: Collection[str]) -> Sequence[str]:
    """Return how addresses with these keys are written in a column: which two are one mailbox, no SQL can tell."""
    if not keys:
        return ()
    written = db.scalars(sa.select(column).where(column.contains("@")).distinct())
    return [each for each in written if email_key(each) in keys]


def _own(each: Reference) -> Iterator[sa.Column[object]]:
    """Yield what of a row is told: no secret, and not who else had to do with it."""
    for column in each.table.columns:
        is_secret = isinstance(column.type, sa.LargeBinary) or column.name == "token"
        is_person = isinstance(column.type, sa.Uuid) and refers(column)
        if not is_secret and not is_person:
            yield column
