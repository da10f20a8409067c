"""The record of CLR 2.0 before it is signed: several credentials of one person in one envelope.

The credentials inside are documents that others signed: they stand there untouched, with their own
proofs (CLR-02).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.errors import SchemaError
from badges.model.credential import CREDENTIALS_V2, OPEN_BADGES_3_0_3
from badges.model.identity import plain_name
from badges.model.profile import Profile

CLR_2_0_1 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@dataclass(frozen=True, kw_only=True)
class LearnerRecord:
    """A ClrCredential: whose badges, told together by whom, and since when (CLR-01).

    `is_partial` says that the person has more than what is told here. It has no status: each
    credential inside keeps its own, and who withdraws the record stops serving it.
    """

    id: str
    name: str
    issuer: Profile
    valid_from: datetime
    holder: str
    credentials: Sequence[JsonObject]
    description: str | None = None
    is_partial: bool = False

    def __post_init__(self) -> None:
        if not self.credentials:
            raise SchemaError("model.record_empty")

    def to_document(self) -> JsonObject:
        """The whole record, `@context` first."""
        told = {} if self.description is None else {"description": self.description}
        return {
            "@context": [CREDENTIALS_V2, CLR_2_0_1, OPEN_BADGES_3_0_3],
            "id": self.id,
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": self.name,
            **told,
            "partial": self.is_partial,
            "issuer": self.issuer.to_document(),
            "validFrom": encode_instant(self.valid_from),
            "credentialSubject": {
                "type": ["ClrSubject"],
                "identifier": [plain_name(self.holder).to_document()],
                "verifiableCredential": list(self.credentials),
            },
        }
