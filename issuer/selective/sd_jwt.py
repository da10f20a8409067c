"""SD-JWT VC written by openvc: salts, digests and disclosures are its own, the key stays ours."""

from dataclasses import dataclass

from openvc.proof.errors import ProofError
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from badges.documents import JsonObject
from badges.errors import UnsupportedSuite
from badges.keys import ED25519, P256
from badges.ports import Signer

_JOSE = {P256: "ES256", ED25519: "EdDSA"}


@dataclass(frozen=True)
class _JoseKey:
    """One of our signers, spoken to as openvc does: it signs and never shows itself."""

    signer: Signer
    alg: str

    @property
    def kid(self) -> str:
        """The URL of the public key."""
        return self.signer.verification_method

    def sign(self, signing_input: bytes) -> bytes:
        """The signature in the form of JWS (RFC 7518 section 3.4)."""
        return self.signer.sign(signing_input)


class SdJwtWriter:
    """`ports.SelectiveDisclosure` on openvc-core (RFC 9901, draft-ietf-oauth-sd-jwt-vc)."""

    def __init__(self) -> None:
        self._suite = SdJwtVcProofSuite()

    def issue(
        self,
        claims: JsonObject,
        disclosable: tuple[str, ...],
        signer: Signer,
        holder_key: JsonObject,
    ) -> str:
        """The compact SD-JWT VC of `claims`, bound to `holder_key`.

        Raises:
            UnsupportedSuite: the key is of a kind that cannot sign it, or a claim that everybody
                must see was to be hidden (`proof.sd_jwt`).
            KeyUnavailable: the signer cannot sign.
        """
        alg = _JOSE.get(signer.algorithm)
        if alg is None:
            raise UnsupportedSuite("proof.suite_unsupported", suite=signer.algorithm)
        try:
            return self._suite.issue(
                dict(claims),
                signing_key=_JoseKey(signer, alg),
                disclosable=disclosable,
                holder_jwk=dict(holder_key),
            )
        except ProofError as error:
            raise UnsupportedSuite("proof.sd_jwt", reason=str(error)) from error
