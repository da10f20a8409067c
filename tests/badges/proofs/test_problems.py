"""Our codes under the names of the standards, for machines that know only those."""

import tomllib
from pathlib import Path

import pytest

import badges
from badges.proofs.problems import problem_type

SECURITY = "https://w3id.org/security#"
LOCALE = Path(badges.__file__).parent / "locale" / "en"


@pytest.mark.requirement("PRF-06", "KEY-02")
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("proof.signature", "PROOF_VERIFICATION_ERROR"),
        ("proof.purpose", "PROOF_VERIFICATION_ERROR"),
        ("proof.previous", "PROOF_VERIFICATION_ERROR"),
        ("jwt.claim_differs", "PROOF_VERIFICATION_ERROR"),
        ("proof.suite_mismatch", "PROOF_GENERATION_ERROR"),
        ("proof.instant", "PROOF_GENERATION_ERROR"),
        ("jsonld.unknown_context", "PROOF_TRANSFORMATION_ERROR"),
        ("proof.jcs_number", "PROOF_TRANSFORMATION_ERROR"),
        ("jsonld.undefined_term", "DATA_LOSS_DETECTION_ERROR"),
        ("proof.challenge", "INVALID_CHALLENGE_ERROR"),
        ("proof.domain", "INVALID_DOMAIN_ERROR"),
        ("did.url", "INVALID_VERIFICATION_METHOD_URL"),
        ("proof.verification_method", "INVALID_VERIFICATION_METHOD_URL"),
        ("did.document", "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
        ("did.document_id", "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"),
        ("did.method_missing", "INVALID_VERIFICATION_METHOD"),
        ("did.method_controller", "INVALID_VERIFICATION_METHOD"),
        ("key.length", "INVALID_VERIFICATION_METHOD"),
        ("proof.method_purpose", "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"),
    ],
)
def test_a_code_has_the_name_that_the_standard_gives(code: str, name: str) -> None:
    """Data Integrity for proofs, Controlled Identifiers for keys."""
    assert problem_type(code) == SECURITY + name


def test_what_cannot_be_parsed_is_a_parsing_error() -> None:
    """That name belongs to the data model."""
    assert problem_type("document.not_json") == "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
    assert problem_type("proof.not_an_object") == problem_type("document.not_json")


def test_other_rooms_have_other_problems() -> None:
    """Dates and statuses are named by those who check them."""
    assert problem_type("time.expired") is None
    assert problem_type("status.revoked") is None


@pytest.mark.parametrize("room", ["proofs", "did", "keys"])
def test_every_code_about_proofs_and_keys_has_a_problem_type(room: str) -> None:
    """Whatever these rooms raise can be told to a machine."""
    codes = tomllib.loads((LOCALE / f"{room}.toml").read_text("utf-8"))
    assert codes
    assert all(problem_type(code) for code in codes)
