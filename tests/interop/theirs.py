"""Badges made by other people's software, for our verifier to read."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from openbadgeslib.keys import (
    KeyFactory,
    KeyType,
    alg_for_key_type,
    public_jwk_from_pem,
)
from openbadgeslib.ob3 import (
    Achievement,
    Alignment,
    IdentityObject,
    Issuer,
    OB3LdpSigner,
    OB3Signer,
    OpenBadgeCredential,
    build_did_document,
    build_status_list_credential,
    did_key_from_pem,
    sign_status_list_credential,
    status_entry,
)

from badges.documents import JsonObject, serialize
from tests.world import WebOfDocuments

SITE = "https://autre-lieu.example"
LIST_URL = f"{SITE}/status/1"
LIVE, REVOKED = 4711, 4712

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="4"/></svg>'
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class LibraryIssuer:
    """A place that issues with openbadgeslib, under a `did:key` or a `did:web` of its own."""

    did: str
    algorithm: str
    private_pem: bytes
    method: str | None = None

    def credential(self, index: int | None = None) -> OpenBadgeCredential:
        """A badge with what the library can say, at an index of the status list if one is given."""
        issued = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
        return OpenBadgeCredential(
            issuer=Issuer(id=self.did, name="Atelier de la Forêt", url=SITE),
            recipient_id="mailto:camille@example.org",
            achievement=Achievement(
                id=f"{SITE}/achievements/animer",
                name="Animer un atelier « découverte »",
                description="Prépare et anime un atelier.",
                criteria_narrative="Animer **trois** ateliers.",
                achievement_type="Badge",
                alignments=[
                    Alignment("Animer", "https://example.org/k/1", "Référentiel", "K1", "Animer")
                ],
            ),
            issuance_date=issued,
            expiration_date=issued + timedelta(days=365),
            evidence_url=f"{SITE}/preuves/1",
            identifiers=[IdentityObject.create("camille@example.org", salt="9c1f5a")],
            credential_status=[]
            if index is None
            else [status_entry(LIST_URL, "revocation", index)],
        )

    def json(self, index: int | None = None) -> bytes:
        """A badge with an embedded eddsa-rdfc-2022 proof."""
        return self._embedding().sign_to_json(self.credential(index)).encode()

    def jwt(self, index: int | None = None) -> bytes:
        """A badge as a JWT, whose header carries the public key."""
        return self._wrapping().sign(self.credential(index)).encode()

    def images(self) -> dict[str, bytes]:
        """The four baked images that the library can make."""
        credential = self.credential()
        return {
            "png-json": self._embedding().sign_into_png(credential, PNG),
            "svg-json": self._embedding().sign_into_svg(credential, SVG),
            "png-jwt": self._wrapping().sign_into_png(credential, PNG),
            "svg-jwt": self._wrapping().sign_into_svg(credential, SVG),
        }

    def status_list(self) -> bytes:
        """The status list, which this library signs as a JWT only."""
        document = build_status_list_credential(self.did, LIST_URL, "revocation", [REVOKED])
        return sign_status_list_credential(document, self.private_pem, self.algorithm).encode()

    def _embedding(self) -> OB3LdpSigner:
        return OB3LdpSigner(self.private_pem, self.method)

    def _wrapping(self) -> OB3Signer:
        return OB3Signer(self.private_pem, self.algorithm)


def issuer_by_key(key_type: KeyType = KeyType.ED25519) -> LibraryIssuer:
    """An issuer that is its own key, Ed25519 or P-256."""
    private, public = KeyFactory(key_type).generate_keypair()
    return LibraryIssuer(did_key_from_pem(public), alg_for_key_type(key_type), private)


def issuer_by_site(key_type: KeyType, web: WebOfDocuments) -> LibraryIssuer:
    """An issuer whose site, in `web`, publishes its key as a JWK."""
    private, public = KeyFactory(key_type).generate_keypair()
    did = "did:web:autre-lieu.example"
    document = build_did_document(did, [("badge_1", public_jwk_from_pem(public))])
    web.publish(f"{SITE}/.well-known/did.json", serialize(document), "application/did+json")
    return LibraryIssuer(did, alg_for_key_type(key_type), private, f"{did}#badge_1")


def unsigned_credential(index: int) -> JsonObject:
    """A badge for @digitalbazaar/vc to sign: it will write its own issuer id."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:6b7f0a4e-52a1-4a8e-9b53-{index:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Animer un atelier « découverte »",
        "validFrom": "2026-01-05T09:00:00Z",
        "issuer": {"type": ["Profile"], "name": "Atelier de la Forêt", "url": SITE},
        "credentialSubject": {
            "id": "did:example:camille",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{SITE}/achievements/animer",
                "type": ["Achievement"],
                "name": "Animer un atelier",
                "description": "Prépare et anime un atelier.",
                "criteria": {"narrative": "Animer **trois** ateliers."},
            },
        },
        "credentialStatus": status_entry(LIST_URL, "revocation", index),
    }
