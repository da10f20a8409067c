"""The only room that speaks SQL: SQLite by default, PostgreSQL by URL, one code for both."""

from issuer.store.database import SqlStore, migrate, open_store

__all__ = ["SqlStore", "migrate", "open_store"]
