"""The base of every table: one metadata with names for all constraints."""

from typing import ClassVar

from sqlalchemy import MetaData
from sqlmodel import SQLModel

# Migrations on SQLite rebuild tables and find constraints by name only; ``ix_%(column_0_label)s`` would collide.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What every model inherits; its metadata does not depend on which models were imported first."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)
