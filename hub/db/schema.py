"""Which schema a database has, and the walk to the newest one."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


class Schema(StrEnum):
    """How a database's schema stands to this version of the hub."""

    NEWEST = "newest"
    OLDER = "older"
    EMPTY = "empty"
    UNKNOWN = "unknown"  # of a newer hub, or of something else


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for *connection*, without any file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def state(engine: Engine) -> Schema:
    """Say how the schema behind *engine* stands."""
    scripts = ScriptDirectory.from_config(config())
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return Schema.EMPTY
    if current == scripts.get_current_head():
        return Schema.NEWEST
    known = {script.revision for script in scripts.walk_revisions()}
    return Schema.OLDER if current in known else Schema.UNKNOWN


def migrate(engine: Engine) -> None:
    """Walk the schema up to the newest version, in one transaction."""
    with engine.begin() as connection:
        migrate_within(connection)


def migrate_within(connection: Connection) -> None:
    """Walk the schema up to the newest version in the transaction under way."""
    command.upgrade(config(connection), "head")


def revise(engine: Engine, message: str) -> None:
    """Write a new version from what the models say more than the schema behind *engine*; for developers."""
    with engine.begin() as connection:
        command.revision(config(connection), message, autogenerate=True)
