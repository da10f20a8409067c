"""Who stands behind a wallet: a presentation signed to us, now, by the key of its holder.

DIDAuthentication of W3C VCALM 1.0: the wallet signs our challenge and our domain for the purpose
`authentication`. Only keys that are their own identity are read (did:key, did:jwk), so nothing is
fetched for a stranger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from badges import proofs
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.errors import BadgeError
from badges.proofs import Verified
from issuer.errors import InvalidRequest

PURPOSE = "authentication"
METHODS = ("key", "jwk")
CRYPTOSUITES = (
    "eddsa-rdfc-2022",
    "ecdsa-rdfc-2019",
    "eddsa-jcs-2022",
    "ecdsa-jcs-2019",
    "Ed25519Signature2020",
)
"""What wallets may sign with; the last one is what the Learner Credential Wallet uses."""

_FIELD = "verifiablePresentation"
_TYPE = "VerifiablePresentation"
_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Question:
    """What a presentation must answer: for whom it is made, and a challenge of ours."""

    domain: str
    is_ours: Callable[[str], bool]
    now: datetime


def proven_holder(presentation: object, question: Question) -> str:
    """The DID that signed `presentation` in answer to `question`.

    Raises:
        InvalidRequest: it is no signed presentation, answers another question, or its signature
            does not hold or is not its holder's (`exchange.*`).
    """
    document = _require_presentation(presentation)
    proof = _require_one_proof(document)
    _require_answers(proof, question)
    verified = _verify(document, proof)
    if verified.expires is not None and verified.expires <= question.now:
        raise _refusal("exchange.challenge")
    if verified.created is not None and verified.created > question.now + _SKEW:
        raise _refusal("exchange.challenge")
    return _require_own_key(document, verified)


def _require_presentation(presentation: object) -> JsonObject:
    if not isinstance(presentation, dict):
        raise _refusal("exchange.presentation")
    types = presentation.get("type")
    if _TYPE not in (types if isinstance(types, list) else [types]):
        raise _refusal("exchange.presentation")
    return presentation


def _require_one_proof(document: JsonObject) -> JsonObject:
    found = document.get("proof")
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, dict):
        raise _refusal("exchange.unsigned")
    return found


def _require_answers(proof: JsonObject, question: Question) -> None:
    """Return when the proof names our challenge and our domain: cheap, so it comes first."""
    challenge = proof.get("challenge")
    if not isinstance(challenge, str) or not question.is_ours(challenge):
        raise _refusal("exchange.challenge")
    if proof.get("domain") != question.domain:
        raise _refusal("exchange.domain")


def _verify(document: JsonObject, proof: JsonObject) -> Verified:
    secured = Secured(serialize(document), MEDIA_TYPE_JSON)
    try:
        suite = proofs.suite_of(proof)
        if suite.name not in CRYPTOSUITES:
            raise _refusal("exchange.proof", problem="proof.suite_unsupported")
        return suite.verify(secured, proof, Resolver(None), purpose=PURPOSE)
    except InvalidRequest:
        raise
    except BadgeError as error:
        raise _refusal("exchange.proof", problem=error.code) from error


def _require_own_key(document: JsonObject, verified: Verified) -> str:
    """The holder, when the key that signed is theirs (KEY-06)."""
    holder = document.get("holder")
    named = holder.get("id") if isinstance(holder, dict) else holder
    controller = verified.method.controller
    if named != controller or not controller.startswith(
        tuple(f"did:{method}:" for method in METHODS)
    ):
        raise _refusal("exchange.holder")
    return controller


def _refusal(code: str, **params: Any) -> InvalidRequest:
    return InvalidRequest(code, field=_FIELD, **params)
