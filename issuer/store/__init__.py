"""The only room that speaks SQL: SQLite by default, PostgreSQL by URL, one code for both."""

from issuer.store.database import SqlStore, open_store
from issuer.store.migrating import Migrated, migrate

__all__ = ["Migrated", "SqlStore", "migrate", "open_store"]
