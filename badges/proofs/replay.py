"""A presentation answers one question of one verifier: kept and shown again, it must be refused.

W3C vc-data-integrity section 4.4 steps 5 and 6: `challenge` and `domain` of a proof, or `nonce` and
`aud` of a JWT (RFC 7519).
"""

from badges.documents import JsonObject, Secured
from badges.errors import PurposeMismatch
from badges.proofs.suite import as_malformed_proof


def require_made_for(
    secured: Secured, proof: JsonObject, *, challenge: str | None, domain: str | None
) -> None:
    """Return when `proof` was made for this `challenge` and this `domain`; None asks nothing.

    Raises:
        PurposeMismatch: for another one, or for none (PRF-06).
        MalformedProof: the payload of a JWT cannot be read.
    """
    said = proof
    if secured.is_jwt:
        with as_malformed_proof():
            said = {
                "challenge": secured.payload.get("nonce"),
                "domain": secured.payload.get("aud"),
            }
    if challenge is not None and said.get("challenge") != challenge:
        raise PurposeMismatch("proof.challenge")
    if domain is None:
        return
    found = said.get("domain")
    names = found if isinstance(found, list) else [found]
    # A proof is for exactly the domains that it names; a JWT may have several audiences.
    matches = domain in names if secured.is_jwt else names == [domain]
    if not matches:
        shown = ", ".join(str(name) for name in names if name is not None)[:200]
        raise PurposeMismatch("proof.domain", found=shown, expected=domain[:200])
