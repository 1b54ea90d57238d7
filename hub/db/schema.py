"""Which schema a database has, and the walk to the newest one."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

if TYPE_CHECKING:
    from alembic.config import Config

# The newest version, so that whoever finds it need not load Alembic, which is ten megabytes in every web worker.
HEAD = "f37c600010"


class Schema(StrEnum):
    """How a database's schema stands to this version of the hub."""

    NEWEST = "newest"
    OLDER = "older"
    EMPTY = "empty"
    UNKNOWN = "unknown"  # of a newer hub, or of something else


def config(connection: Connection | None = None) -> "Config":
    """Return Alembic's configuration for *connection*, without any file."""
    from alembic.config import Config  # noqa: PLC0415 -- see HEAD

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def state(engine: Engine) -> Schema:
    """Say how the schema behind *engine* stands."""
    with engine.connect() as connection:
        has_any = inspect(connection).has_table("alembic_version")
        asked = "SELECT version_num FROM alembic_version"
        current = connection.exec_driver_sql(asked).scalar() if has_any else None
    if current is None:
        return Schema.EMPTY
    if current == HEAD:
        return Schema.NEWEST
    return Schema.OLDER if current in _versions() else Schema.UNKNOWN


def _versions() -> frozenset[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- see HEAD

    return frozenset(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())


def migrate(engine: Engine) -> None:
    """Walk the schema up to the newest version, in one transaction."""
    with engine.begin() as connection:
        migrate_within(connection)


def migrate_within(connection: Connection) -> None:
    """Walk the schema up to the newest version in the transaction under way."""
    from alembic import command  # noqa: PLC0415 -- see HEAD

    command.upgrade(config(connection), "head")


def revise(engine: Engine, message: str) -> None:
    """Write a new version from what the models say more than the schema behind *engine*; for developers."""
    from alembic import command  # noqa: PLC0415 -- see HEAD

    with engine.begin() as connection:
        command.revision(config(connection), message, autogenerate=True)
