"""The tables, as SQLAlchemy Core knows them; `migrations/` makes them, and a test compares both.

Only what is asked by is a column of its own; a badge itself is its bytes. Instants are text in UTC,
since SQLite has no type for them and the same text sorts the same everywhere.
"""

from issuer.store.tables.awarding import (
    applications,
    assessments,
    batch_lines,
    batches,
    evidence_files,
    holders,
    posters,
)
from issuer.store.tables.badges import (
    achievement_drafts,
    achievement_versions,
    achievements,
    award_editions,
    awards,
    credential_statuses,
    journal,
    network_members,
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
from issuer.store.tables.mail import letter_templates, letters
from issuer.store.tables.people import (
    api_tokens,
    attempts,
    challenges,
    memberships,
    passkeys,
    passwords,
    people,
    sessions,
    sign_in_codes,
)
from issuer.store.tables.sharing import (
    imported_badges,
    portfolio_items,
    portfolios,
    wallet_offers,
)

__all__ = [
    "achievement_drafts",
    "achievement_versions",
    "achievements",
    "api_tokens",
    "applications",
    "assessments",
    "attempts",
    "award_editions",
    "awards",
    "batch_lines",
    "batches",
    "bridges",
    "challenges",
    "concept_links",
    "concept_vocabulary",
    "concepts",
    "credential_statuses",
    "evidence_files",
    "framework_versions",
    "frameworks",
    "holders",
    "imported_badges",
    "journal",
    "letter_templates",
    "letters",
    "memberships",
    "metadata",
    "network_members",
    "passkeys",
    "passwords",
    "people",
    "places",
    "portfolio_items",
    "portfolios",
    "posters",
    "proposals",
    "remarks",
    "reviews",
    "schemes",
    "sessions",
    "sign_in_codes",
    "signing_keys",
    "status_entries",
    "status_lists",
    "wallet_offers",
]
