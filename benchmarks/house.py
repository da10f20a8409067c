"""Our side: one key, the badges that it signs, and a verifier with everything at hand.

The issuer is a `did:key`, so that every contender finds the key in the badge itself and none goes
to the network. Our verifier runs every check that it has, status included: the list comes from
memory, as it does for every badge of a batch but the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import cycle, islice

from badges import jsonld
from badges.clock import FixedClock
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured
from badges.encoding import decode_instant, encode_base58
from badges.errors import Unreachable
from badges.json_schema import require_valid
from badges.keys import ED25519, KeySigner, PrivateKey
from badges.model.credential import CREDENTIALS_V2
from badges.net import CachingFetcher
from badges.ports import Fetched
from badges.proofs import presented, suite
from badges.proofs.series import Series
from badges.settings import Settings
from badges.status import bitstring
from benchmarks.credentials import BEGIN, STATUS_LIST, Recipient, Shape
from verifier.bootstrap import Verifier, bootstrap
from verifier.report import Report, Verdict

CREATED = BEGIN
NOW = BEGIN + timedelta(days=30)
EDDSA = suite("eddsa-rdfc-2022")
JWT = suite("vc-jwt")

_TYPES = frozenset({"VerifiableCredential", "OpenBadgeCredential"})
_SEED = slice(-32, None)
_ED25519_SECRET = bytes((0x80, 0x26))
_REVOKED = range(100_000, 131_072, 37)
_A_DAY = 86_400


@dataclass(frozen=True)
class StatusPage:
    """The only page of this world: the status list, as its site gives it."""

    body: bytes

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The list.

        Raises:
            Unreachable: another address.
        """
        del accept, limit
        if url != STATUS_LIST:
            raise Unreachable("fetch.unreachable", url=url)
        return Fetched(url, "application/vc", self.body, max_age=_A_DAY)


@dataclass(frozen=True)
class House:
    """A place that issues one kind of badge, and somebody who verifies them."""

    shape: Shape
    key: PrivateKey = field(default_factory=lambda: PrivateKey.generate(ED25519))

    @cached_property
    def did(self) -> str:
        """Who issues."""
        return f"did:key:{self.key.public.multikey()}"

    @cached_property
    def signer(self) -> KeySigner:
        """The key under the name that verifiers know it by."""
        return KeySigner(self.key, f"{self.did}#{self.key.public.multikey()}")

    @property
    def secret_multikey(self) -> str:
        """The private key, as the peers in Node read it."""
        return f"z{encode_base58(_ED25519_SECRET + self.key.secret()[_SEED])}"

    @cached_property
    def series(self) -> Series:
        """The badges of one group."""
        return Series(self.document(Recipient(0)), self.shape.slots)

    @cached_property
    def status_list(self) -> bytes:
        """The signed status list of its badges."""
        return self._sign(_status_list(self.did)).body

    @cached_property
    def verifier(self) -> Verifier:
        """Our verifier as its door builds it, with the status list one question away."""
        page = StatusPage(self.status_list)
        settings = Settings(now=NOW)
        return bootstrap(settings, clock=FixedClock(NOW), fetcher=CachingFetcher(page))

    def document(self, recipient: Recipient) -> JsonObject:
        """The unsecured badge of somebody, from the model."""
        return self.shape.document(self.did, recipient)

    def issue(self, recipient: Recipient) -> bytes:
        """One badge as the service makes it: model, portability, schema, proof, JSON."""
        document = self.document(recipient)
        jsonld.require_portable(document)
        require_valid(document)
        return self._sign(document).body

    def issue_in_series(self, values: dict[str, str]) -> bytes:
        """One badge of a group, from the texts that are its own."""
        return self.series.secure(values, self.signer, created=CREATED).body

    def issue_jwt(self, document: JsonObject) -> bytes:
        """One badge as a VC-JWT."""
        return JWT.secure(document, self.signer, created=CREATED).body

    def verify(self, body: bytes) -> Report:
        """All that our verifier says of a badge."""
        return self.verifier.verify(body)

    def check_proof(self, body: bytes) -> object:
        """The proof alone.

        Raises:
            ProofError: it does not hold.
        """
        arrived = Secured(body, MEDIA_TYPE_JSON)
        (proof,) = presented(arrived)
        return EDDSA.verify(arrived, proof, self._resolve)

    def check_jwt(self, body: bytes) -> bool:
        """Whether a VC-JWT holds as far as openbadgeslib looks: signature, claims, type, dates.

        Raises:
            ProofError: the signature or a claim does not hold.
        """
        arrived = Secured(body, MEDIA_TYPE_JWT)
        (proof,) = presented(arrived)
        JWT.verify(arrived, proof, self._resolve)
        document = arrived.document
        until = document.get("validUntil")
        is_current = decode_instant(document["validFrom"]) <= NOW and (
            until is None or decode_instant(until) > NOW
        )
        return is_current and _TYPES.issubset(document["type"])

    def accepts(self, body: bytes) -> bool:
        """Whether our verifier accepts a badge."""
        return is_accepted(self.verify(body))

    @cached_property
    def _resolve(self) -> Resolver:
        return Resolver(None)

    def _sign(self, document: JsonObject) -> Secured:
        return EDDSA.secure(document, self.signer, created=CREATED)


@dataclass(frozen=True)
class People:
    """Recipients one after the other, so that no badge is met again before 100,000 others."""

    house: House
    first: int = 0

    @cached_property
    def _numbers(self) -> Iterator[int]:
        return cycle(range(self.first, _REVOKED.start))

    def next(self, count: int) -> list[Recipient]:
        """As many others, none of them revoked."""
        return [Recipient(number) for number in islice(self._numbers, count)]

    def values(self, count: int) -> list[dict[str, str]]:
        """The texts of as many others."""
        return [self.house.shape.values(person) for person in self.next(count)]

    def documents(self, count: int) -> list[JsonObject]:
        """The unsecured badges of as many others."""
        return [self.house.document(person) for person in self.next(count)]

    def signed(self, count: int) -> list[bytes]:
        """The signed badges of as many others."""
        return [self.house.issue_in_series(values) for values in self.values(count)]


def is_accepted(report: Report) -> bool:
    """Whether a report lets the badge in."""
    return report.verdict is Verdict.ACCEPTED


def _status_list(issuer: str) -> JsonObject:
    return {
        "@context": [CREDENTIALS_V2],
        "id": STATUS_LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": "2024-11-22T09:00:00Z",
        "credentialSubject": {
            "id": f"{STATUS_LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode(_REVOKED),
        },
    }
