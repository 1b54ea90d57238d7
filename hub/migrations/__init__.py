"""The walk of the schema from the first version to the newest; written by Alembic, read by hub.db.schema."""
