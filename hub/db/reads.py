"""Reads asked again and again, compiled once: for what every page needs, past SQLAlchemy's statement building.

A statement built and looked up anew costs some ten times what SQLite needs to answer it. Here it is compiled once for
each kind of database, and its rows go through the types of their columns only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Float, Select, SelectBase, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

AT_ONCE = 50  # values named in one statement: a page and what is folded on it
_PLACES = tuple(f"among_{n}" for n in range(AT_ONCE))
Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the driver's own words, and how values go in and come out."""

    sql: str
    by_position: bool
    binds: tuple[tuple[str, Converter | None], ...]  # in order, one twice where the statement names it twice
    fixed: dict[str, Any]  # values written into the statement
    results: tuple[Converter | None, ...]


class Told(NamedTuple):
    """Rows as the driver gives them: equal ones are told from others without a look at what they mean."""

    rows: tuple[Sequence[Any], ...]
    converters: tuple[Converter | None, ...]

    def meant(self) -> list[tuple[Any, ...]]:
        """Return the rows in the types of their columns."""
        return _converted(self.rows, self.converters)


class Read:
    """A select whose ``bindparam`` names are given at each asking; every value in it must have its column's type."""

    def __init__(self, statement: SelectBase) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, db: Session, **values: object) -> list[tuple[Any, ...]]:
        """Return all rows, as tuples, in the transaction of *db*."""
        return self.told(db, **values).meant()

    def told(self, db: Session, **values: object) -> Told:
        """Return all rows as they are told, for who may know already what they mean."""
        dialect = db.get_bind().dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        given = [
            (name, value if convert is None else convert(value))
            for name, convert in compiled.binds
            for value in (values[name] if name in values else compiled.fixed[name],)
        ]
        wanted = tuple(value for _, value in given) if compiled.by_position else dict(given)
        return Told(tuple(rows(db, compiled.sql, wanted)), compiled.results)

    def value(self, db: Session, **values: object) -> Any:  # noqa: ANN401 -- of the type of the only column
        """Return the only column of the first row; None when there is no row."""
        found = self.rows(db, **values)
        return found[0][0] if found else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = self._statement.compile(dialect=dialect)
        # As the driver is told them: a value written into the statement has a name only there.
        binds = {name: bind for bind, name in made.bind_names.items()}
        names = tuple(made.positiontup or binds)
        types = [(name, binds[name].type.dialect_impl(dialect)) for name in names]
        columns = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        compiled = _Compiled(
            sql=str(made),
            by_position=bool(made.positional),
            binds=tuple((name, each.bind_processor(dialect)) for name, each in types),
            fixed={name: made.params[name] for name in names if not binds[name].required},
            results=tuple(_converter(each, dialect) for each in columns),
        )
        self._compiled[dialect.name] = compiled
        return compiled


class ReadAmong(Read):
    """A select of what belongs to any of some values of *column*, however many they are when it is asked."""

    def __init__(self, statement: Select[*tuple[Any, ...]], column: Any) -> None:  # noqa: ANN401 -- a mapped column
        # One statement for any number: fewer values are filled up with the first of them.
        binds = [bindparam(name, type_=column.type) for name in _PLACES]
        super().__init__(statement.where(column.in_(binds)))

    def among(self, db: Session, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return all rows, those of the first ``AT_ONCE`` values first."""
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(values), AT_ONCE):
            part = tuple(values[start : start + AT_ONCE])
            whole = (*part, *(part[:1] * (AT_ONCE - len(part))))
            found += self.rows(db, **dict(zip(_PLACES, whole, strict=True)))
        return found


def rows(db: Session, sql: str, values: tuple[Any, ...] | Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """Return all rows of a statement in the driver's own words, as the driver gives them; DBAPIError as ever."""
    connection = _connection(db)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(sql, values, error, connection.dialect.loaded_dbapi.Error) from error
    finally:
        cursor.close()


def write(db: Session, sql: str, each: Sequence[Any]) -> None:
    """Run a statement in the driver's own words once for *each* tuple or dict of values; DBAPIError as ever."""
    connection = _connection(db)
    cursor = connection.connection.cursor()
    try:
        if len(each) == 1:
            cursor.execute(sql, each[0])
        else:
            cursor.executemany(sql, each)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(sql, each, error, connection.dialect.loaded_dbapi.Error) from error
    finally:
        cursor.close()


def _connection(db: Session) -> Connection:
    bound = db.get_bind()
    return bound if isinstance(bound, Connection) else db.connection()


def _converter(kind: TypeEngine[Any], dialect: Dialect) -> Converter | None:
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _moment
    # psycopg reads numbers by itself, and SQLAlchemy wants to know of which type.
    return None if isinstance(kind, Float) else kind.result_processor(dialect, None)


def _moment(told: str | None) -> datetime | None:
    # As SQLAlchemy reads it, in a third of the time: a page reads forty.
    return None if told is None else datetime.fromisoformat(told).replace(tzinfo=UTC)


def _converted(rows: Sequence[Sequence[Any]], converters: Sequence[Converter | None]) -> list[tuple[Any, ...]]:
    """Convert column by column: most of them need nothing."""
    if not rows or not any(converters):
        return [tuple(row) for row in rows]
    columns = zip(*rows, strict=True)
    made = [
        each if convert is None else [convert(value) for value in each]
        for each, convert in zip(columns, converters, strict=True)
    ]
    return list(zip(*made, strict=True))
