"""Who a place is to the world: its `issuer.id`, its verification methods, its documents.

Under an https origin a place is a did:web whose document we publish; under plain http, on a laptop,
nobody could fetch that document, so the place is the did:key of its Ed25519 key (interfaces.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from badges.did import did_web
from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.keys import ED25519, P256
from badges.model.credential import CREDENTIALS_V2, OPEN_BADGES_3_0_3
from badges.model.profile import LINKEDIN_ORGANISATION, IdentifierEntry, Profile
from badges.settings import Settings
from issuer.errors import KeyUnavailable
from issuer.model import Place, SigningKey
from issuer.services.addresses import place_url

DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"

_DID_KEY = "did:key:"


@dataclass(frozen=True)
class Identity:
    """A place as the world knows it: its `issuer.id` and every key that it ever had."""

    place: Place
    issuer: str
    keys: tuple[SigningKey, ...]

    @property
    def is_did_key(self) -> bool:
        """Whether the key itself is the identity, which then can never be replaced."""
        return is_did_key(self.issuer)

    @property
    def algorithm_of_jwt(self) -> str:
        """ES256, since the official validator refuses EdDSA (ADR 4); a did:key has one key only."""
        return ED25519 if self.is_did_key else P256

    def key(self, algorithm: str = ED25519) -> SigningKey:
        """The key that signs as this issuer now.

        Raises:
            KeyUnavailable: there is none.
        """
        if not self.is_did_key:
            return active_key(self.place.slug, self.keys, algorithm)
        for key in self.keys:
            if _DID_KEY + key.public == self.issuer:
                return key
        raise KeyUnavailable("keys.none_active", place=self.place.slug, algorithm=algorithm)

    def document(self) -> JsonObject:
        """The DID document that makes this issuer's keys known."""
        return did_document_of(self.issuer, self.keys)


def is_did_key(issuer: str) -> bool:
    """Whether an issuer is identified by its key itself."""
    return issuer.startswith(_DID_KEY)


def identity_of(settings: Settings, place: Place, keys: tuple[SigningKey, ...]) -> Identity:
    """Who `place` signs as now.

    Raises:
        KeyUnavailable: the place has no key in use.
        ResolutionError: the public origin cannot be a did:web.
    """
    if settings.is_https:
        issuer = did_web(urlsplit(settings.base_url).netloc, "places", place.slug)
    else:
        issuer = _DID_KEY + active_key(place.slug, keys, ED25519).public
    return Identity(place, issuer, keys)


def active_key(place: str, keys: Iterable[SigningKey], algorithm: str) -> SigningKey:
    """The key in use of that algorithm; of several, the newest.

    Raises:
        KeyUnavailable: there is none.
    """
    found = [key for key in keys if key.algorithm == algorithm and key.state == "active"]
    if not found:
        raise KeyUnavailable("keys.none_active", place=place, algorithm=algorithm)
    return found[-1]


def verification_method(issuer: str, key: SigningKey) -> str:
    """The absolute URL of a key: `did:web:…#key-1`, or `did:key:z6Mk…#z6Mk…` (KEY-03, KEY-05)."""
    return f"{issuer}#{key.public if is_did_key(issuer) else key.name}"


def profile_of(settings: Settings, place: Place, issuer: str) -> Profile:
    """The issuer as it stands in a badge: an object with everything to reach the place (ISS-12)."""
    linkedin = (
        (IdentifierEntry(identifier=place.linkedin_id, identifier_type=LINKEDIN_ORGANISATION),)
        if place.linkedin_id
        else ()
    )
    return Profile(
        id=issuer,
        name=place.name,
        url=place.url or place_url(settings.base_url, place.slug),
        description=place.description,
        email=place.email,
        other_identifier=linkedin,
    )


def profile_document(settings: Settings, place: Place, issuer: str) -> JsonObject:
    """The profile as a JSON-LD document of its own, with contexts that define all of its terms."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3],
        **profile_of(settings, place, issuer).to_document(),
    }


def did_document_of(did: str, keys: Iterable[SigningKey]) -> JsonObject:
    """The DID document of a place, in the shape that the official validator needs (KEY-05).

    Retired keys stay listed, for what they signed stays true (KEY-11). A revoked key stays
    published with its date, but asserts nothing any more: a thief could sign with any date.
    """
    published = list(keys)
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": [_method(did, key) for key in published],
        "assertionMethod": [
            verification_method(did, key) for key in published if key.state != "revoked"
        ],
    }


def _method(did: str, key: SigningKey) -> JsonObject:
    method: JsonObject = {
        "id": verification_method(did, key),
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": key.public,
    }
    if key.state == "revoked" and key.ended is not None:
        method["revoked"] = encode_instant(key.ended)
    return method
