"""The credential: contexts, types, validity and status entry."""

from dataclasses import replace
from datetime import timedelta

import pytest

from badges.errors import LostTerm, SchemaError
from badges.jsonld import require_nothing_lost
from badges.model.credential import (
    EXTENSIONS,
    AchievementCredential,
    CredentialSchema,
    RefreshService,
    StatusListEntry,
)
from tests.badges.model.parts import BADGE, BASE


@pytest.mark.requirement("ISS-01", "ISS-04")
def test_contexts_are_two_in_order() -> None:
    """Credentials v2 first, Open Badges 3.0.3 second, and nothing else by default."""
    assert BADGE.to_document()["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]


@pytest.mark.requirement("ISS-03", "TRAP-05")
@pytest.mark.parametrize(
    "badge",
    [
        replace(BADGE, credential_schema=(CredentialSchema(),)),
        replace(BADGE, refresh_service=RefreshService(f"{BASE}/refresh/1")),
    ],
)
def test_1edtech_types_bring_their_context(badge: AchievementCredential) -> None:
    """The names of 1EdTech bring extensions.json as third context, without which they are lost."""
    document = badge.to_document()
    assert document["@context"][2:] == [EXTENSIONS]
    require_nothing_lost(document)
    document["@context"].pop()
    with pytest.raises(LostTerm):
        require_nothing_lost(document)


@pytest.mark.requirement("SCH-01", "SCH-05")
def test_the_schema_is_named_only_when_asked_for() -> None:
    """By default none; else the official address, under the type that 1EdTech gave it."""
    assert "credentialSchema" not in BADGE.to_document()
    document = replace(BADGE, credential_schema=(CredentialSchema(),)).to_document()
    address = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    assert document["credentialSchema"] == [
        {
            "id": f"{address}ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ]


@pytest.mark.requirement("ISS-08")
def test_types_are_both_written() -> None:
    """VerifiableCredential and OpenBadgeCredential, as an array."""
    assert BADGE.to_document()["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


@pytest.mark.requirement("ISS-10", "ISS-11")
def test_validity_never_ends_before_it_begins() -> None:
    """An end at or before the beginning is refused; without an end none is written."""
    assert "validUntil" not in BADGE.to_document()
    for end in (BADGE.valid_from, BADGE.valid_from - timedelta(days=1)):
        with pytest.raises(SchemaError, match=r"model\.validity_reversed"):
            replace(BADGE, valid_until=end)


@pytest.mark.requirement("STAT-01", "STAT-02", "STAT-03", "STAT-04", "STAT-05", "STAT-09")
def test_the_status_entry_is_one_object_with_a_text_index() -> None:
    """Its id is not the list itself, its index is a string, and it has one purpose."""
    assert BADGE.to_document()["credentialStatus"] == {
        "id": f"{BASE}/status/1#48213",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "48213",
        "statusListCredential": f"{BASE}/status/1",
    }


@pytest.mark.parametrize(
    ("url", "index", "purpose"),
    [("/status/1", 1, "revocation"), (BASE, -1, "revocation"), (BASE, 1, "anger")],
)
def test_impossible_status_entries_are_refused(url: str, index: int, purpose: str) -> None:
    """A relative list, a negative index and an unknown purpose."""
    with pytest.raises(SchemaError):
        StatusListEntry(url, index, purpose)


@pytest.mark.requirement("DM-01")
def test_every_term_reaches_the_signature() -> None:
    """Nothing of a whole badge is dropped by JSON-LD."""
    require_nothing_lost(BADGE.to_document())
