"""Open Badges 2.0, hosted and signed, and what came before it."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
)

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from badges.keys import PrivateKey
from tests.corpus.specimen import GENUINE, Specimen, World
from tests.verifier.badges_to_read import EMAIL_HASH, EMAIL_SALT

V2 = "https://w3id.org/openbadges/v2"
SITE = "https://ancien.example"


def specimens(world: World) -> Iterator[Specimen]:
    """Hosted and signed assertions, good, cancelled, out of scope, out of reach."""
    publish_issuer(world, SITE)
    for name, material, state, code in (*_hosted(world), *_signed(world), *_others(world)):
        yield Specimen(f"older/{name}", material, state, code)


Row = tuple[str, bytes, str, str]


def publish_issuer(world: World, site: str, **members: Any) -> None:
    """An issuer with one badge class at `site`."""
    issuer = {
        "@context": V2,
        "id": f"{site}/issuer",
        "type": "Issuer",
        "name": "Atelier d'avant",
        "url": site,
        "email": "bonjour@ancien.example",
    } | members
    world.web.publish(f"{site}/issuer", issuer, "application/ld+json")
    badge_class = {
        "@context": V2,
        "id": f"{site}/class",
        "type": "BadgeClass",
        "name": "Souder",
        "description": "Soude à l'étain.",
        "image": f"{site}/image.png",
        "criteria": {"narrative": "Souder deux fils."},
        "issuer": f"{site}/issuer",
    }
    world.web.publish(f"{site}/class", badge_class, "application/ld+json")


def assertion(world: World, name: str, site: str = SITE, **members: Any) -> JsonObject:
    """A hosted assertion of that name at `site`; None removes a member."""
    document: JsonObject = {
        "@context": V2,
        "id": f"{site}/assertions/{name}",
        "type": "Assertion",
        "recipient": {
            "type": "email",
            "hashed": True,
            "identity": EMAIL_HASH,
            "salt": EMAIL_SALT,
        },
        "badge": f"{site}/class",
        "verification": {"type": "HostedBadge"},
        "issuedOn": world.written(days=-30),
    } | members
    return {member: value for member, value in document.items() if value is not None}


def _hosted(world: World) -> Iterator[Row]:
    for name, members, state, code in (
        ("good", {}, GENUINE, "input.read"),
        ("expired", {"expires": world.written(days=-1)}, "expired", "time.expired"),
        ("cancelled", {"revoked": True, "revocationReason": "erreur"}, "revoked", "status.revoked"),
        ("early", {"issuedOn": world.written(days=2)}, "not_yet_valid", "time.not_yet_valid"),
    ):
        document = assertion(world, name, **members)
        world.web.publish(document["id"], document, "application/ld+json")
        yield f"hosted-{name}.json", serialize(document), state, code
        yield f"hosted-{name}.txt", document["id"].encode(), state, code
    unknown = assertion(world, "gone")
    yield "hosted-gone.json", serialize(unknown), "cannot_check", "fetch.unreachable"
    elsewhere = assertion(world, "loin", "https://ailleurs.example", badge=f"{SITE}/class")
    world.web.publish(elsewhere["id"], elsewhere, "application/ld+json")
    yield "hosted-out-of-scope.json", serialize(elsewhere), "not_the_issuer", "hosting."
    changed = assertion(world, "good") | {"issuedOn": world.written(days=-300)}
    yield "hosted-local-copy-differs.json", serialize(changed), GENUINE, "input.read"


def _signed(world: World) -> Iterator[Row]:
    site = "https://signe.example"
    key, other = PrivateKey.generate("RSA"), PrivateKey.generate("RSA")
    publish_issuer(world, site, publicKey=f"{site}/key", revocationList=f"{site}/revoked")
    listed = {
        "@context": V2,
        "id": f"{site}/key",
        "type": "CryptographicKey",
        "owner": f"{site}/issuer",
        "publicKeyPem": _pem(key),
    }
    world.web.publish(f"{site}/key", listed, "application/ld+json")
    revoked = f"{site}/assertions/cancelled"
    revocations = {
        "@context": V2,
        "id": f"{site}/revoked",
        "type": "RevocationList",
        "issuer": f"{site}/issuer",
        "revokedAssertions": [{"id": revoked, "revocationReason": "erreur"}],
    }
    world.web.publish(f"{site}/revoked", revocations, "application/ld+json")
    proof = {"type": "SignedBadge", "creator": f"{site}/key"}
    for name, signer, state, code in (
        ("good", key, GENUINE, "proof."),
        ("cancelled", key, "revoked", "status.revoked"),
        ("other-key", other, "altered", "proof."),
    ):
        document = assertion(world, name, site, verification=proof)
        yield f"signed-{name}.jws", jws(signer, document), state, code


def _pem(key: PrivateKey) -> str:
    public = load_der_private_key(key.secret(), None).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def jws(key: PrivateKey, document: JsonObject) -> bytes:
    """The assertion as a compact JWS under RS256 (OB2-09)."""
    parts = [encode_base64url(serialize(part)) for part in ({"alg": "RS256"}, document)]
    signing_input = ".".join(parts).encode("ascii")
    return signing_input + b"." + encode_base64url(key.sign(signing_input)).encode("ascii")


def _others(world: World) -> Iterator[Row]:
    page = world.web.pages[f"{SITE}/class"].body
    yield "badge-class.json", page, "unreadable", "input."
    first = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "a@example.com"},
        "badge": f"{SITE}/class",
        "verify": {"type": "hosted", "url": f"{SITE}/assertions/1"},
        "issuedOn": 1_400_000_000,
    }
    yield "version-1.json", serialize(first), "cannot_check", "input.open_badges_1"
