"""The older list of 1EdTech: unsigned, on https, read and never emitted."""

from typing import Any

import pytest

from badges.errors import StatusError
from badges.status.revocation_list_1edtech import Revocation, RevocationListEntry, find

URL = "https://badges.example.fr/revocations"
ID = "https://badges.example.fr/credentials/1"


@pytest.mark.requirement("STAT-40")
def test_an_entry_names_its_list() -> None:
    """The address of the list is the identifier of the entry."""
    entry = {"id": URL, "type": "1EdTechRevocationList"}
    assert RevocationListEntry.read(entry) == RevocationListEntry(URL)


@pytest.mark.requirement("STAT-44")
@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"type": "BitstringStatusListEntry"}, "status.entry_type"),
        ({"id": "http://badges.example.fr/revocations"}, "status.entry_member"),
        ({"id": "https://["}, "status.entry_member"),
        ({"id": "https://a/" + "x" * 2_048}, "status.entry_member"),
        ({"id": None}, "status.entry_member"),
    ],
)
def test_an_entry_of_another_form_is_refused(members: dict[str, Any], code: str) -> None:
    """Without https nobody knows who wrote the list."""
    with pytest.raises(StatusError) as caught:
        RevocationListEntry.read({"id": URL, "type": "1EdTechRevocationList"} | members)
    assert caught.value.code == code


@pytest.mark.requirement("STAT-41", "STAT-42", "STAT-43")
@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ({"revokedCredential": [{"id": ID}]}, Revocation()),
        ({"revokedCredential": [{"id": ID, "revoked": True}]}, Revocation()),
        (
            {"revokedCredential": [{"id": ID, "revocationReason": "Erreur"}]},
            Revocation("Erreur"),
        ),
        ({"revokedCredentials": [ID]}, Revocation()),
        ({"revokedCredential": [], "revokedCredentials": [{"id": ID}]}, Revocation()),
        ({"revokedCredential": [{"id": ID, "revoked": False}, {"id": ID}]}, Revocation()),
        ({"revokedCredential": [5, {"id": ID}]}, Revocation()),
        ({"revokedCredential": []}, None),
        ({"revokedCredential": [{"id": ID, "revoked": False}]}, None),
        ({"revokedCredential": [{"id": f"{ID}1"}]}, None),
    ],
)
def test_listed_and_not_denied_is_cancelled(
    listing: dict[str, Any], expected: Revocation | None
) -> None:
    """Either name of the member, `revoked` true or absent, whatever else the list holds."""
    assert find(listing, ID) == expected


@pytest.mark.requirement("STAT-42")
@pytest.mark.parametrize(
    "listing",
    [
        *({}, {"revokedCredential": None}, {"revokedCredential": {}}),
        {"revokedCredential": [], "revokedCredentials": "x"},
        {"revokedCredential": [{"revoked": True}]},
        {"revokedCredential": [{"id": ID, "revoked": "false"}]},
        {"revokedCredential": [None]},
    ],
)
def test_a_list_that_may_speak_of_the_badge_is_not_passed_over(listing: dict[str, Any]) -> None:
    """What cannot be read is an error, never a badge that is fine."""
    with pytest.raises(StatusError, match=r"status\.revocation_list_malformed"):
        find(listing, ID)


def test_a_reason_is_cut() -> None:
    """The list's words do not become the report."""
    said = find({"revokedCredential": [{"id": ID, "revocationReason": "x" * 9_000}]}, ID)
    assert said is not None
    assert len(said.reason or "") == 300
