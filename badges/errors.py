"""Every error of ours, as one tree. Each carries a stable code and parameters, no prose.

BadgeError
├── DocumentError        not readable as a document
│   ├── Malformed  ├── TooLarge  ├── TooDeep  └── DuplicateKey
├── JsonLdError          not expressible as linked data without loss
│   ├── UnknownContext  ├── LostTerm  └── CanonicalisationTooCostly
├── SchemaError          the document does not follow the data model
├── ProofError           the proof does not hold
│   ├── MalformedProof  ├── UnsupportedSuite  ├── SignatureMismatch
│   └── PurposeMismatch └── ControllerMismatch
├── KeyMaterialError     a key cannot be read, or not by us
├── ResolutionError      a DID or controller URL does not lead to its key
├── StatusError          a status list cannot be used
├── BakingError          an image cannot carry, or does not carry, a badge
├── FrameworkError       a referential's file cannot be read
├── FetchError           a document could not be fetched
│   ├── Refused  ├── Unreachable  ├── FetchTooLarge  └── TooSlow
└── SettingsError        a setting is wrong; only at start-up

`issuer.errors` and `verifier.errors` hang their own families on the same root. Words for people are
added at the door, from the code and the parameters (`badges.i18n`).
"""

from typing import Any


class BadgeError(Exception):
    """Root of every error of ours: a stable `code` and the `params` that its sentence needs."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Code and parameters, for logs; people get a sentence from the catalogue."""
        if not self.params:
            return self.code
        return f"{self.code} ({', '.join(f'{k}={v!r}' for k, v in self.params.items())})"


class DocumentError(BadgeError):
    """The bytes are not a document that we accept to read."""


class Malformed(DocumentError):
    """Not JSON, not UTF-8, or not the shape that the format fixes."""


class TooLarge(DocumentError):
    """More bytes, members or items than the limits allow."""


class TooDeep(DocumentError):
    """Nested deeper than the limits allow."""


class DuplicateKey(DocumentError):
    """An object names the same member twice: two readers could see two documents."""


class JsonLdError(BadgeError):
    """The document cannot be turned into linked data without loss."""


class UnknownContext(JsonLdError):
    """A JSON-LD context that the catalogue does not hold; contexts are never fetched."""


class LostTerm(JsonLdError):
    """A term, type or identifier that JSON-LD would drop, and so leave unsigned (SAFE-01)."""


class CanonicalisationTooCostly(JsonLdError):
    """The blank nodes are so alike that naming them would exceed the work limit (SAFE-07)."""


class SchemaError(BadgeError):
    """The document does not follow the Open Badges 3.0 data model."""


class ProofError(BadgeError):
    """A proof is missing, unreadable, or does not hold."""


class MalformedProof(ProofError):
    """The proof lacks a member, or one has the wrong form."""


class UnsupportedSuite(ProofError):
    """A cryptosuite or algorithm that we do not know: not the same as a wrong signature."""


class SignatureMismatch(ProofError):
    """The signature is not the one of this content by this key."""


class PurposeMismatch(ProofError):
    """The proof, or the key, is for another purpose than the expected one."""


class ControllerMismatch(ProofError):
    """The key belongs to somebody else than the one who must have signed."""


class KeyMaterialError(BadgeError):
    """A key cannot be decoded, is of a kind that we do not use, or does not open."""


class ResolutionError(BadgeError):
    """A DID or controller URL does not lead to the verification method it names."""


class StatusError(BadgeError):
    """A status list cannot be decoded or does not answer for this entry."""


class BakingError(BadgeError):
    """An image cannot carry a badge, or carries none that can be read."""


class FrameworkError(BadgeError):
    """The file of a referential cannot be read as what it claims to be."""


class FetchError(BadgeError):
    """A document could not be fetched."""


class Refused(FetchError):
    """Our own guard forbids this address, scheme or redirect."""


class Unreachable(FetchError):
    """Nobody answered, or not with success; trying again later may help."""


class FetchTooLarge(FetchError):
    """The answer is larger than the limit."""


class TooSlow(FetchError):
    """The answer did not come in time."""


class SettingsError(BadgeError):
    """A setting is wrong; raised while starting, never later."""
