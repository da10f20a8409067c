"""What our codes are called in the standards: problem types for machines (PRF-06, RFC 9457).

The types are those of W3C vc-data-integrity section 4.7 and of Controlled Identifiers section 3.5;
they are told to experts beside our own code, which says more.
"""

SECURITY = "https://w3id.org/security#"
CREDENTIALS = "https://www.w3.org/TR/vc-data-model#"

PROOF_GENERATION = f"{SECURITY}PROOF_GENERATION_ERROR"
PROOF_VERIFICATION = f"{SECURITY}PROOF_VERIFICATION_ERROR"
PROOF_TRANSFORMATION = f"{SECURITY}PROOF_TRANSFORMATION_ERROR"
INVALID_DOMAIN = f"{SECURITY}INVALID_DOMAIN_ERROR"
INVALID_CHALLENGE = f"{SECURITY}INVALID_CHALLENGE_ERROR"
INVALID_METHOD_URL = f"{SECURITY}INVALID_VERIFICATION_METHOD_URL"
INVALID_DOCUMENT = f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"
INVALID_DOCUMENT_ID = f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"
INVALID_METHOD = f"{SECURITY}INVALID_VERIFICATION_METHOD"
INVALID_RELATIONSHIP = f"{SECURITY}INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"
DATA_LOSS = f"{SECURITY}DATA_LOSS_DETECTION_ERROR"
PARSING = f"{CREDENTIALS}PARSING_ERROR"

_TYPES = {
    "proof.challenge": INVALID_CHALLENGE,
    "proof.domain": INVALID_DOMAIN,
    "proof.method_purpose": INVALID_RELATIONSHIP,
    "proof.not_an_object": PARSING,
    "proof.too_many": PARSING,
    "proof.instant": PROOF_GENERATION,
    "proof.suite_mismatch": PROOF_GENERATION,
    "series.slot": PROOF_GENERATION,
    "proof.suite_missing": PROOF_GENERATION,
    "proof.jcs_context": PROOF_TRANSFORMATION,
    "proof.jcs_number": PROOF_TRANSFORMATION,
    "proof.verification_method": INVALID_METHOD_URL,
    "encoding.instant": PROOF_GENERATION,
    "did.url": INVALID_METHOD_URL,
    "did.web": INVALID_METHOD_URL,
    "did.key": INVALID_METHOD_URL,
    "did.jwk": INVALID_METHOD_URL,
    "did.method_unknown": INVALID_METHOD_URL,
    "did.document_id": INVALID_DOCUMENT_ID,
    "did.document": INVALID_DOCUMENT,
    "did.document_shape": INVALID_DOCUMENT,
    "did.no_methods": INVALID_DOCUMENT,
    "did.too_many_methods": INVALID_DOCUMENT,
    "did.redirected": INVALID_DOCUMENT,
    "did.offline": INVALID_DOCUMENT,
    "jsonld.unknown_context": PROOF_TRANSFORMATION,
    "jsonld.too_costly": PROOF_TRANSFORMATION,
    "key.unreachable": INVALID_DOCUMENT,
    "key.controller_mismatch": INVALID_METHOD,
    "issuer.not_authenticated": INVALID_DOCUMENT,
}
# By the first word of the code, where the whole code is not listed.
_FAMILIES = {
    "proof": PROOF_VERIFICATION,
    "jwt": PROOF_VERIFICATION,
    "did": INVALID_METHOD,
    "key": INVALID_METHOD,
    "fetch": INVALID_DOCUMENT,
    "jsonld": DATA_LOSS,
    "context": PROOF_TRANSFORMATION,
    "document": PARSING,
    "encoding": PARSING,
}


def problem_type(code: str) -> str | None:
    """The problem type of the standards for one of our codes about proofs and keys; else None."""
    return _TYPES.get(code) or _FAMILIES.get(code.partition(".")[0])
