"""What the tests of proofs work with: a badge, keys made once, a resolver, a test catalogue."""

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from badges.did import did_key, did_key_method
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_multibase
from badges.errors import ResolutionError
from badges.keys import KeySigner, PrivateKey
from badges.ports import PublicKey, VerificationMethod
from badges.proofs import Suite, Verified, presented, suite_of
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc
from schemas.catalogue import CURRENT, Catalogue

CREATED = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)
ASSERTS = frozenset({"assertionMethod"})
RSA_METHOD = "did:web:badges.example.fr:places:atelier#rsa-1"

_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
_VOCABULARY = b'{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}'


class CatalogueOfExamples(Catalogue):
    """Ours, and the context of W3C's examples, which defines any term: for vectors alone."""

    def content(self, url: str) -> bytes:
        """The bytes of `url`."""
        return _VOCABULARY if url == _EXAMPLES else CURRENT.content(url)


EXAMPLES = CatalogueOfExamples("examples", ())


def with_examples(suite: DataIntegritySuite) -> DataIntegritySuite:
    """`suite` under the catalogue that knows W3C's examples."""
    transform = partial(hash_rdfc, catalogue=EXAMPLES)
    return dataclasses.replace(suite, transform=transform, earlier=())


@cache
def key(algorithm: str, number: int = 1) -> PrivateKey:
    """A key of each algorithm and number: the same in every run, but for RSA."""
    if algorithm == "RSA":
        return PrivateKey.generate(algorithm)
    prefix = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26"}[algorithm]
    seed = hashlib.sha256(f"{algorithm}/{number}".encode()).digest()
    return PrivateKey.from_multikey(encode_multibase(prefix + seed))


def signer(algorithm: str = "Ed25519") -> KeySigner:
    """The issuer's signer; RSA keys have no did:key, so theirs is on the web."""
    private = key(algorithm)
    return KeySigner(private, RSA_METHOD if algorithm == "RSA" else did_key_method(private.public))


def issuer_of(algorithm: str = "Ed25519") -> str:
    """The identifier of the issuer who signs with that key."""
    return RSA_METHOD.partition("#")[0] if algorithm == "RSA" else did_key(key(algorithm).public)


def badge(algorithm: str = "Ed25519", **members: Any) -> JsonObject:
    """An unsecured badge of the issuer, with `members` replaced or added."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://badges.example.fr/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Animer un atelier",
        "awardedDate": "2026-11-20T00:00:00Z",
        "validFrom": "2026-11-22T09:00:00Z",
        "issuer": {"id": issuer_of(algorithm), "type": ["Profile"], "name": "L’Atelier"},
        "credentialSubject": {
            "id": "urn:uuid:6c0e5a6e-3a6b-4a55-9a3c-3f1d6a7d9c11",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example.fr/achievements/12",
                "type": ["Achievement"],
                "name": "Animer un atelier",
                "description": "Préparer et conduire un atelier.",
                "criteria": {"narrative": "Trois ateliers menés."},
                "creditsAvailable": 3,
                "tag": ["atelier", "transmission"],
            },
        },
        **members,
    }


@dataclasses.dataclass
class Keyring:
    """A resolver made of a dictionary, which notes what it was asked."""

    methods: Mapping[str, VerificationMethod]
    asked: list[str] = dataclasses.field(default_factory=list)

    def __call__(self, url: str) -> VerificationMethod:
        """The method at `url` (`ports.KeyResolver`)."""
        self.asked.append(url)
        if url not in self.methods:
            raise ResolutionError("did.method_missing", method=url)
        return self.methods[url]


def keyring(
    by: KeySigner, public: PublicKey | None = None, purposes: frozenset[str] = ASSERTS
) -> Keyring:
    """A resolver that knows the method of `by`, perhaps with another key or other purposes."""
    url = by.verification_method
    method = VerificationMethod(url, url.partition("#")[0], public or by.key.public, purposes)
    return Keyring({url: method})


def in_json(document: JsonObject) -> Secured:
    """A document as it would arrive."""
    return Secured(serialize(document), MEDIA_TYPE_JSON)


def verify(secured: Secured, resolve: Keyring, suite: Suite | None = None) -> Verified:
    """The last proof of `secured`, verified by the suite that it names."""
    proof = presented(secured)[-1]
    return (suite or suite_of(proof)).verify(secured, proof, resolve)
