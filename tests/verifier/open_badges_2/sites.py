"""Small sites that publish badges of Open Badges 2.0, for tests to edit."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from badges.errors import Unreachable
from badges.keys import PrivateKey
from badges.ports import Fetched
from tests.verifier.badges_to_read import Desk
from tests.verifier.test_pipeline import require_whole
from tests.world import StillClock, WebOfDocuments
from verifier.report import Report
from verifier.trust import TrustLists

CONTEXT = "https://w3id.org/openbadges/v2"
HOME = "https://lieu.example.fr"
ISSUER, BADGE, KEY = f"{HOME}/issuer", f"{HOME}/badges/animer", f"{HOME}/key"
ASSERTION, REVOCATIONS = f"{HOME}/assertions/1", f"{HOME}/revoked"
ELSEWHERE = "https://ailleurs.example"
EMAIL = "ines@example.fr"
PICTURE = f"{HOME}/animer.png"


@dataclass
class WebWithErrors(WebOfDocuments):
    """A web that also answers with errors and redirections, and notes what was asked for."""

    statuses: dict[str, int] = field(default_factory=dict)
    answered_by: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, its error, or the page as another address answered it."""
        self.accepted[url] = accept
        if url in self.statuses:
            self.visits.append(url)
            raise Unreachable("fetch.status", url=url, status=self.statuses[url])
        page = super().fetch(url, accept=accept, limit=limit)
        return Fetched(self.answered_by.get(url, url), page.media_type, page.body)


def changed(document: JsonObject, members: dict[str, Any]) -> JsonObject:
    """`document` with members replaced or, when None, removed."""
    return {name: value for name, value in (document | members).items() if value is not None}


def assertion(**members: Any) -> JsonObject:
    """A hosted assertion; `members` replace or, when None, remove members of it."""
    document = {
        "@context": CONTEXT,
        "id": ASSERTION,
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": EMAIL},
        "badge": BADGE,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-11-20T09:00:00Z",
    }
    return changed(document, members)


def badge_class(**members: Any) -> JsonObject:
    """What the badge is for."""
    document = {
        "@context": CONTEXT,
        "id": BADGE,
        "type": "BadgeClass",
        "name": "Animer un atelier",
        "description": "Prépare et mène un atelier.",
        "image": PICTURE,
        "criteria": {"narrative": "Mener deux ateliers."},
        "issuer": ISSUER,
        "tags": ["atelier"],
        "alignment": [{"targetName": "Animer", "targetUrl": "https://example.org/k/1"}],
    }
    return changed(document, members)


def profile(**members: Any) -> JsonObject:
    """Who awards the badge."""
    document = {
        "@context": CONTEXT,
        "id": ISSUER,
        "type": "Issuer",
        "name": "Le Lieu",
        "url": HOME,
        "email": "bonjour@lieu.example.fr",
        "publicKey": KEY,
    }
    return changed(document, members)


@cache
def private_key(algorithm: str = "RSA", number: int = 0) -> PrivateKey:
    """A key that is made once for all tests: RSA keys take their time."""
    del number
    return PrivateKey.generate(algorithm)


@cache
def pem(key: PrivateKey) -> str:
    """The public part as `publicKeyPem` holds it; made once, since RSA keys are slow to load."""
    loaded = serialization.load_der_private_key(key.secret(), password=None)
    return (
        loaded.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def key_document(key: PrivateKey | None = None, **members: Any) -> JsonObject:
    """The key as its owner publishes it."""
    document = {
        "@context": CONTEXT,
        "id": KEY,
        "type": "CryptographicKey",
        "owner": ISSUER,
        "publicKeyPem": pem(key or private_key()),
    }
    return changed(document, members)


def signed_assertion(**members: Any) -> JsonObject:
    """An assertion that says it is signed."""
    verification = {"type": "SignedBadge", "creator": KEY}
    return assertion(**({"id": "urn:uuid:4f8b", "verification": verification} | members))


def jws(document: JsonObject, key: PrivateKey | None = None, **header: Any) -> bytes:
    """`document` as a compact JWS; `header` replaces members of the header."""
    parts = ({"alg": "RS256"} | header, document)
    content = ".".join(encode_base64url(serialize(part)) for part in parts).encode()
    return content + b"." + encode_base64url((key or private_key()).sign(content)).encode()


@dataclass
class Place:
    """A site in its web, and a verifier that reads what comes from there."""

    web: WebWithErrors = field(default_factory=WebWithErrors)
    clock: StillClock = field(default_factory=StillClock)
    trust: TrustLists = field(default_factory=TrustLists)

    def __post_init__(self) -> None:
        for document in (assertion(), badge_class(), profile(), key_document()):
            self.publish(document)

    def publish(self, document: JsonObject, url: str | None = None) -> None:
        """Put a document at its own address, or at another one."""
        self.web.publish(url or document["id"], document, "application/ld+json")

    def read(self, material: bytes | JsonObject, **options: Any) -> Report:
        """The report on bytes, or on a document as JSON."""
        body = material if isinstance(material, bytes) else serialize(material)
        return Desk(self.web, self.clock, self.trust).read(body, **options)


def code(report: Report, check: str = "issuer.hosting") -> str:
    """The code of one finding, after a look at the whole report."""
    require_whole(report)
    return report.finding(check).code
