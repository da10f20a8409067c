"""The tables, as SQLAlchemy Core knows them; `migrations/` makes them, and a test compares both.

Only what is asked by is a column of its own; a badge itself is its bytes. Instants are text in UTC,
since SQLite has no type for them and the same text sorts the same everywhere.
"""

from issuer.store.tables.badges import (
    achievements,
    awards,
    credential_statuses,
    journal,
    places,
    signing_keys,
    status_entries,
    status_lists,
)
from issuer.store.tables.base import metadata
from issuer.store.tables.commons import (
    bridges,
    framework_versions,
    frameworks,
    proposals,
    remarks,
    reviews,
)
from issuer.store.tables.concepts import concept_links, concept_vocabulary, concepts, schemes
from issuer.store.tables.people import memberships, people, sessions, sign_in_codes

__all__ = [
    "achievements",
    "awards",
    "bridges",
    "concept_links",
    "concept_vocabulary",
    "concepts",
    "credential_statuses",
    "framework_versions",
    "frameworks",
    "journal",
    "memberships",
    "metadata",
    "people",
    "places",
    "proposals",
    "remarks",
    "reviews",
    "schemes",
    "sessions",
    "sign_in_codes",
    "signing_keys",
    "status_entries",
    "status_lists",
]
