"""The database: engine, base of all tables, and the few differences between SQLite and PostgreSQL."""
