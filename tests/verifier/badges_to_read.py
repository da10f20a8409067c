"""Small signed badges for tests of the verifier: a place with a key, its badge, its status list."""

import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from badges import proofs
from badges.documents import JsonObject, Secured
from badges.keys import KeySigner, PrivateKey
from badges.status import bitstring
from tests.world import NOON, StillClock, WebOfDocuments
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Report
from verifier.trust import TrustLists

VC_2 = "https://www.w3.org/ns/credentials/v2"
OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LIST_URL = "https://badges.example.fr/status/1"
INDEX = 48213
EMAIL_SALT = "Kosher"
EMAIL_HASH = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
OURS = "https://badges.example.fr/frameworks/tiers-lieux"


@dataclass
class Place:
    """A place that signs: with a did:key, or with a did:web whose document it publishes."""

    key: PrivateKey
    did: str
    method: str

    @classmethod
    def by_key(cls, algorithm: str = "Ed25519") -> "Place":
        """A place known by its key alone."""
        key = PrivateKey.generate(algorithm)
        multikey = key.public.multikey()
        return cls(key, f"did:key:{multikey}", f"did:key:{multikey}#{multikey}")

    @classmethod
    def by_web(
        cls, web: WebOfDocuments, slug: str = "lieu-1", algorithm: str = "Ed25519"
    ) -> "Place":
        """A place known by its site, which lists its key."""
        did = f"did:web:badges.example.fr:places:{slug}"
        place = cls(PrivateKey.generate(algorithm), did, f"{did}#key-1")
        web.publish(f"https://badges.example.fr/places/{slug}/did.json", place.document)
        return place

    @property
    def document(self) -> JsonObject:
        """The DID document of the place."""
        if self.key.algorithm == "RSA":
            listed = {"type": "JsonWebKey", "publicKeyJwk": self.key.public.jwk()}
        else:
            listed = {"type": "Multikey", "publicKeyMultibase": self.key.public.multikey()}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.did,
            "verificationMethod": [{"id": self.method, "controller": self.did, **listed}],
            "assertionMethod": [self.method],
        }

    def sign(self, document: JsonObject, suite: str = "eddsa-rdfc-2022") -> Secured:
        """`document` secured by this place's key."""
        signer = KeySigner(self.key, self.method)
        return proofs.suite(suite).secure(document, signer, created=NOON)


def badge(place: Place, **members: Any) -> JsonObject:
    """An unsigned badge of `place`; `members` replace or, when None, remove members of it."""
    document: JsonObject = {
        "@context": [VC_2, OB_3],
        "id": "https://badges.example.fr/credentials/4f8b",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Animer un atelier",
        "awardedDate": "2026-11-20T00:00:00Z",
        "validFrom": "2026-11-20T09:00:00Z",
        "issuer": {"id": place.did, "type": ["Profile"], "name": "Le Lieu Un"},
        "credentialSubject": {
            "id": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Inès Martin",
                    "identityType": "name",
                },
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": EMAIL_HASH,
                    "identityType": "emailAddress",
                    "salt": EMAIL_SALT,
                },
            ],
            "achievement": achievement(),
        },
    }
    document |= members
    return {name: value for name, value in document.items() if value is not None}


def achievement(**members: Any) -> JsonObject:
    """What the badge is for."""
    return {
        "id": "https://badges.example.fr/achievements/animer",
        "type": ["Achievement"],
        "name": "Animer un atelier",
        "description": "Prépare et mène un atelier avec un petit groupe.",
        "criteria": {"narrative": "Mener deux ateliers devant un pair."},
    } | members


def with_subject(document: JsonObject, **members: Any) -> JsonObject:
    """A copy of `document` with members of its subject replaced or, when None, removed."""
    changed = copy.deepcopy(document)
    subject = changed["credentialSubject"] | members
    changed["credentialSubject"] = {k: v for k, v in subject.items() if v is not None}
    return changed


def status_entry(**members: Any) -> JsonObject:
    """The status entry of the badge."""
    return {
        "id": f"{LIST_URL}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": LIST_URL,
    } | members


def status_list(place: Place, *indices: int, **members: Any) -> JsonObject:
    """An unsigned status list in which `indices` are set; `members` replace members of it."""
    document: JsonObject = {
        "@context": [VC_2],
        "id": LIST_URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": place.did,
        "validFrom": "2026-11-20T09:00:00Z",
        "credentialSubject": {
            "id": f"{LIST_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode(indices),
        },
    } | members
    return {name: value for name, value in document.items() if value is not None}


def endorsement(place: Place, target: str, **members: Any) -> JsonObject:
    """An unsigned endorsement by `place` of whatever `target` names."""
    return {
        "@context": [VC_2, OB_3],
        "id": "https://ailleurs.example.org/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Je confirme",
        "issuer": {"id": place.did, "type": ["Profile"], "name": "Le Voisin"},
        "validFrom": "2026-11-20T09:00:00Z",
        "credentialSubject": {
            "id": target,
            "type": ["EndorsementSubject"],
            "endorsementComment": "Du bon travail.",
        },
    } | members


@dataclass
class Desk:
    """A verifier in a small world: what it reads, at which instant, with which web and lists."""

    web: WebOfDocuments = field(default_factory=WebOfDocuments)
    clock: StillClock = field(default_factory=StillClock)
    trust: TrustLists = field(default_factory=TrustLists)

    @property
    def verifier(self) -> Verifier:
        """The verifier of this desk."""
        return Verifier(Pipeline(self.clock, self.web, self.trust))

    def read(self, material: Secured | bytes, **options: Any) -> Report:
        """The report on a signed document or raw bytes."""
        body = material.body if isinstance(material, Secured) else material
        return self.verifier.verify(body, **options)

    def at(self, instant: datetime) -> "Desk":
        """The same desk at another instant."""
        return Desk(self.web, StillClock(instant), self.trust)
