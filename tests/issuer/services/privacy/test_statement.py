"""The record of processing tells everything that the database keeps of people, as it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import JSON, LargeBinary, String, Table

from badges.i18n import LANGUAGES, Translator
from issuer.services.privacy import durations, readable
from issuer.services.privacy.statement import ENTRIES, Duration, as_said, entries_about
from issuer.store import tables
from issuer.store.tables.base import UUID_LENGTH

# Texts of places, referentials and programs, which are about nobody.
IMPERSONAL = {
    "places": {"slug", "name", "language", "description", "url", "linkedin_id", "time_zone"},
    "signing_keys": {"name", "algorithm", "public", "state", "sealed"},
    "achievements": {
        *("slug", "name", "description", "criteria", "achievement_type", "language"),
        *("competencies", "artwork", "tags", "status_purpose", "state", "translations"),
    },
    "achievement_versions": {"definition"},
    "achievement_drafts": {"slug", "body"},
    "status_lists": {"id", "purpose", "issuer", "url", "body", "signed_by"},
    "awards": {"issuer"},
    "batches": {"state", "awarded", "valid_until", "hours"},
    "posters": {"lookup"},
    "letters": {"language"},
    "letter_templates": {"kind", "language", "subject", "text"},
    "frameworks": {"slug", "uuid", "prefix", "title", "draft"},
    "framework_versions": {"version", "note", "document"},
    "proposals": {
        *("label", "statement", "type", "language", "definition", "domain", "state", "result"),
    },
    "bridges": {
        *("competency", "relation", "scheme", "kind", "code", "label", "version", "status"),
        "uri",
    },
    "reviews": {"verdict"},
}
# Official referentials, and what can be searched of them.
_SHELVES = {"schemes", "concepts", "concept_links", "concept_vocabulary"}


def _texts(table: Table) -> set[str]:
    """The columns of a table that can say something: words, digests, bytes; no mere key."""
    found = set()
    for column in table.columns:
        is_text = isinstance(column.type, String | JSON | LargeBinary)
        is_uuid = isinstance(column.type, String) and column.type.length == UUID_LENGTH
        is_key = bool(column.foreign_keys) or (is_uuid and column.primary_key)
        if is_text and not is_key:
            found.add(column.name)
    return found


def _told() -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for entry in ENTRIES:
        for table, columns in entry.columns.items():
            told.setdefault(table, set()).update(columns)
    return told


@pytest.mark.parametrize("name", sorted(set(tables.metadata.tables) - _SHELVES))
def test_every_text_of_the_database_is_told_or_about_nobody(name: str) -> None:
    """A new column that could hold something of a person fails here until somebody says why."""
    told, apart = _told().get(name, set()), IMPERSONAL.get(name, set())
    untold = _texts(tables.metadata.tables[name]) - told - apart
    assert not untold, f"{name}: say in the statement why {sorted(untold)} is kept"


def test_the_statement_names_columns_that_exist() -> None:
    """What it tells of is kept indeed, and nothing is both of a person and of nobody."""
    for table, columns in _told().items():
        known = set(tables.metadata.tables[table].columns.keys())
        assert columns <= known, (table, columns - known)
        assert not columns & IMPERSONAL.get(table, set()), table


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_all_its_sentences(language: str) -> None:
    """What, why, how long with the durations in words, and who, in both languages."""
    say = Translator(language, "issuer")
    for entry in ENTRIES:
        for part in ("", ".what", ".why", ".who"):
            code = f"privacy.record.{entry.name}{part}"
            assert say(code) != code
        assert "{" not in readable.kept_for(say, entry), entry.name


def test_the_page_says_the_very_durations_that_are_applied() -> None:
    """A duration is written once: changing it changes what people read."""
    say = Translator("fr", "issuer")
    letter = next(entry for entry in ENTRIES if entry.name == "letter")
    assert letter.keeps["time"] == durations.LETTERS
    assert "30 jours" in readable.kept_for(say, letter)
    longer = replace(letter, keeps={"time": timedelta(days=60)})
    assert "60 jours" in readable.kept_for(say, longer)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, Duration(1, "days")),
        (90, Duration(90, "days")),
        (365, Duration(12, "months")),
        (1095, Duration(3, "years")),
    ],
)
def test_durations_are_said_in_the_unit_of_people(days: int, said: Duration) -> None:
    """Days up to a year, then months, then years."""
    assert as_said(timedelta(days=days)) == said


def test_each_entry_is_about_learners_or_about_the_team() -> None:
    """The two lists together are the whole record, and each has something."""
    learners, team = entries_about("learner"), entries_about("team")
    assert {entry.name for entry in learners + team} == {entry.name for entry in ENTRIES}
    assert learners
    assert team
