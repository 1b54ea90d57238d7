"""How Alembic meets our database: always over a connection handed in by hub.db.schema."""

from alembic import context

from hub.db.search import SEARCH_TABLE
from hub.tables import metadata


def _is_ours(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:  # noqa: FBT001 -- Alembic's signature
    # FTS5 keeps shadow tables (item_search_data…) that autogenerate would want to drop.
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLE))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=_is_ours,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
