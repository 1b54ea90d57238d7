"""How are the rows of the registry read and written? As plain values, past the object mapper."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from hub.db.base import Table
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.tags.models import FormerSlug, Ruling, Tag, TagEdge, TagLabel

AMONG = 5_000  # values one statement names
_TABLES: Mapping[type[Row], type[Table]] = {
    TagRow: Tag,
    LabelRow: TagLabel,
    EdgeRow: TagEdge,
    RulingRow: Ruling,
    SlugRow: FormerSlug,
}
_COLUMNS = {"normal": "key"}  # where a row's own key has the name already
_Row = TypeVar("_Row", TagRow, LabelRow, EdgeRow, RulingRow, SlugRow)


def read(db: Session, kind: type[_Row], column: str, among: Iterable[UUID | str]) -> Iterator[_Row]:
    """Yield the rows of a *kind* in which *column* is one of these values, in order of their keys."""
    for some in _in_lots(among):
        yield from _read(db, kind, _table(kind).c[column].in_(some))


def bonds(db: Session, column: str, among: Iterable[UUID], kinds: Iterable[str]) -> Iterator[EdgeRow]:
    """Yield the bonds of these *kinds* in which *column* is one of these tags."""
    edges = _table(EdgeRow)
    for some in _in_lots(among):
        yield from _read(db, EdgeRow, sa.and_(edges.c[column].in_(some), edges.c.bond.in_(list(kinds))))


def everything(db: Session, kind: type[_Row]) -> Iterator[_Row]:
    """Yield all rows of a *kind*, in order of their keys."""
    yield from _read(db, kind, sa.true())


def registry(db: Session) -> list[Row]:
    """Return every row of the registry."""
    return [
        *everything(db, TagRow),
        *everything(db, LabelRow),
        *everything(db, EdgeRow),
        *everything(db, RulingRow),
        *everything(db, SlugRow),
    ]


def write(db: Session, images: Sequence[Image]) -> None:
    """Make every row as it is said to be after; who calls has looked that each is as it is said to be before."""
    db.flush()
    gone = [each.before for each in images if each.before and each.after is None]
    changed = [each.after for each in images if each.before and each.after]
    new = [each.after for each in images if each.before is None and each.after]
    for kind in (SlugRow, RulingRow, EdgeRow, LabelRow, TagRow):
        _delete(db, kind, [row for row in gone if type(row) is kind])
    for kind in _TABLES:
        _update(db, kind, [row for row in changed if type(row) is kind])
        _insert(db, kind, [row for row in new if type(row) is kind])
    db.expire_all()  # what was read through the mapper may be another thing now


def _read(db: Session, kind: type[_Row], where: sa.ColumnElement[bool]) -> Iterator[_Row]:
    made: Callable[..., _Row] = kind
    told = sa.select(*(each for _, each in _named(kind))).where(where).order_by(*_table(kind).primary_key)
    for row in db.execute(told):
        yield made(*row)


def _insert(db: Session, kind: type[Row], rows: Collection[Row]) -> None:
    if rows:
        db.connection().execute(sa.insert(_table(kind)), [_values(row) for row in rows])


def _update(db: Session, kind: type[Row], rows: Collection[Row]) -> None:
    if rows:
        table = _table(kind)
        held = {name: column for name, column in _named(kind) if not column.primary_key}
        wanted = sa.update(table).where(*(column == sa.bindparam(f"its_{column.name}") for column in table.primary_key))
        values = [{f"its_{name}": value for name, value in _values(row).items()} for row in rows]
        told: dict[str, sa.BindParameter[object]] = {
            column.name: sa.bindparam(f"its_{column.name}") for column in held.values()
        }
        db.connection().execute(wanted.values(told), values)


def _delete(db: Session, kind: type[Row], rows: Collection[Row]) -> None:
    if rows:
        table = _table(kind)
        names = [column.name for column in table.primary_key]
        wanted = sa.delete(table).where(*(table.c[name] == sa.bindparam(f"its_{name}") for name in names))
        values = [{f"its_{name}": value for name, value in _values(row).items() if name in names} for row in rows]
        db.connection().execute(wanted, values)


def _values(row: Row) -> dict[str, object]:
    return {column.name: getattr(row, name) for name, column in _named(type(row))}


def _named(kind: type[Row]) -> list[tuple[str, sa.Column[object]]]:
    table = _table(kind)
    return [(each.name, table.c[_COLUMNS.get(each.name, each.name)]) for each in fields(kind)]


def _table(kind: type[Row]) -> sa.Table:
    return Table.metadata.tables[str(_TABLES[kind].__tablename__)]


def _in_lots(values: Iterable[UUID | str]) -> Iterator[Sequence[UUID | str]]:
    listed = list(dict.fromkeys(values))
    for start in range(0, len(listed), AMONG):
        yield listed[start : start + AMONG]
