"""How long each kind of document may be kept: one table, for the memory and for bundles.

A revocation must be seen soon, a key changes seldom, and what is about a person is not kept at all.
The kind is read from the document itself: its address says nothing of it.
"""

import re
from dataclasses import dataclass

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Limits, Secured, parse
from badges.errors import BadgeError
from badges.ports import Fetched

_LIMITS = Limits(size=1_400_000)
_MILLISECONDS = 1000
_COMPACT_JWS = b"eyJ"
_VOCABULARY = re.compile(r"^.*[#/:]", re.DOTALL)


@dataclass(frozen=True)
class Lifetime:
    """How long one kind of document may be believed without asking again, in seconds.

    `usual` when its site says nothing, `longest` whatever its site says; `bundled` is the age up to
    which a copy out of a bundle is believed (None: any age, and the report tells its date).
    """

    kind: str
    usual: float
    longest: float
    bundled: float | None


STATUS_LIST = Lifetime("status_list", usual=60, longest=300, bundled=300)
CONTROLLER = Lifetime("controller", usual=600, longest=3_600, bundled=None)
SCHEMA = Lifetime("schema", usual=600, longest=3_600, bundled=None)
PROFILE = Lifetime("profile", usual=60, longest=300, bundled=None)
HOSTED = Lifetime("hosted_assertion", usual=0, longest=0, bundled=300)
PERSONAL = Lifetime("personal", usual=0, longest=0, bundled=None)
OTHER = Lifetime("other", usual=60, longest=300, bundled=None)

LIFETIMES = (STATUS_LIST, HOSTED, PERSONAL, CONTROLLER, SCHEMA, PROFILE, OTHER)
"""The whole table; of several kinds that one document could be, the first one counts.

- `status_list`: revocations; the list's own `ttl` decides within the limit, and how long a copy of
  it in a bundle is believed (STAT-27).
- `hosted_assertion`: an Open Badges 2.0 badge that is true for as long as its site serves it.
- `personal`: badges, presentations, pictures, pages: about a person, so never kept.
- `controller`: DID documents and other documents that list keys.
- `schema`: JSON Schemas.
- `profile`: issuers and badge classes of Open Badges 2.0.
- `other`: JSON of no kind that we know.
"""

_BY_TYPE = {
    "BitstringStatusListCredential": STATUS_LIST,
    "BitstringStatusList": STATUS_LIST,
    "StatusList2021Credential": STATUS_LIST,
    "1EdTechRevocationList": STATUS_LIST,
    "RevocationList": STATUS_LIST,
    "Assertion": HOSTED,
    "VerifiableCredential": PERSONAL,
    "VerifiablePresentation": PERSONAL,
    "Issuer": PROFILE,
    "Profile": PROFILE,
    "BadgeClass": PROFILE,
    "CryptographicKey": PROFILE,
}
_BY_MEMBER = (
    ("encodedList", STATUS_LIST),
    ("revokedAssertions", STATUS_LIST),
    ("revokedCredential", STATUS_LIST),
    ("revokedCredentials", STATUS_LIST),
    ("recipient", HOSTED),
    ("verificationMethod", CONTROLLER),
    ("assertionMethod", CONTROLLER),
    ("publicKeyMultibase", CONTROLLER),
    ("publicKeyJwk", CONTROLLER),
    ("kty", CONTROLLER),
    ("$schema", SCHEMA),
)


@dataclass(frozen=True)
class Keeping:
    """What an answer is, and how many seconds it says itself that it may be kept (`ttl`)."""

    lifetime: Lifetime
    own: float | None = None

    def seconds(self, max_age: int | None) -> float:
        """How long the memory keeps it: the shortest of the table, its site and its `ttl`."""
        told = [float(value) for value in (max_age, self.own) if value is not None]
        return min([self.lifetime.longest, *(told or [self.lifetime.usual])])

    @property
    def bundled(self) -> float | None:
        """The age up to which a bundled copy is believed: its own `ttl`, else the table's."""
        if self.lifetime.bundled is None:
            return None
        return self.lifetime.bundled if self.own is None else self.own


def keeping(answer: Fetched) -> Keeping:
    """What the table says of an answer."""
    document = _document(answer.body)
    if document is None:
        return Keeping(PERSONAL)
    lifetime = _of(document)
    return Keeping(lifetime, _ttl(document) if lifetime is STATUS_LIST else None)


def _document(body: bytes) -> JsonObject | None:
    """The JSON object or the claims of the JWS that was answered; None for anything else."""
    try:
        if body.startswith(_COMPACT_JWS):
            return Secured(body.strip(), MEDIA_TYPE_JWT).document
        return parse(body, _LIMITS)
    except BadgeError:
        return None


def _of(document: JsonObject) -> Lifetime:
    """The kind of a document: that of its most telling type, else of a member that only it has."""
    parts = [document, *_parts(document, "credentialSubject")]
    types = [_short(kind) for part in parts for kind in _texts(part.get("type"))]
    kinds = [_BY_TYPE[kind] for kind in types if kind in _BY_TYPE]
    kinds += [kind for member, kind in _BY_MEMBER if any(member in part for part in parts)]
    return min(kinds, key=LIFETIMES.index, default=OTHER)


def _ttl(document: JsonObject) -> float | None:
    """The `ttl` of a status list, which is in milliseconds (STAT-27); None when it has none."""
    found = [part["ttl"] for part in _parts(document, "credentialSubject") if "ttl" in part]
    told = [item for item in found if isinstance(item, int | float) and not isinstance(item, bool)]
    return max(0.0, min(told) / _MILLISECONDS) if told else None


def _parts(document: JsonObject, member: str) -> list[JsonObject]:
    value = document.get(member)
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def _short(kind: str) -> str:
    """A type without its vocabulary: `ob:Assertion` and `https://…#Assertion` are one."""
    return _VOCABULARY.sub("", kind)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]
