"""Does this credential, or this presentation, hold? Any of the data model, not only badges.

What the data model forbids is refused first, each departure told; then the usual checks judge.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.errors import BadgeError, DocumentError
from badges.model.data_model import (
    ENVELOPED_CREDENTIAL,
    ENVELOPED_PRESENTATION,
    Departure,
    departures,
    envelope_departures,
    is_envelope,
    presentation_departures,
)
from badges.net import OfflineFetcher
from verifier.bootstrap import Verifier
from verifier.case import Expected, Kind, credential_kind_of, listed, objects
from verifier.errors import InputError
from verifier.intake.compact_jwt import COMPACT_JWT
from verifier.intake.data_url import DATA_URL
from verifier.intake.material import Onward, Tools
from verifier.policy import DEFAULT, PROOF, Policy
from verifier.ports import NoSight
from verifier.web.vc_problems import (
    CHALLENGE,
    DOMAIN,
    MALFORMED,
    PARSING,
    Judgement,
    Problem,
    judged,
    refused,
)

_STATUS_CHECKS = frozenset({"status.revocation", "status.suspension", "status.message"})
# What a client may ask for by name -> the questions of ours that it means.
_CHECKS = {
    "proof": frozenset[str](),
    "credentialStatus": _STATUS_CHECKS,
    "status": _STATUS_CHECKS,
    "credentialSchema": frozenset({"document.schema"}),
}
_ALL = ("proof", "credentialStatus")
_LENGTH = 2_000


@dataclass(frozen=True)
class Wanted:
    """What the client asks: by which rules, under which names, and what a holder was asked."""

    policy: Policy
    checks: tuple[str, ...]
    expected: Expected


def verify_credential(verifier: Verifier, body: JsonObject) -> Judgement:
    """The judgement on `verifiableCredential`, an object, bare or in its envelope."""
    wanted = _wanted(body)
    if isinstance(wanted, Problem):
        return refused((), [wanted])
    document = body.get("verifiableCredential")
    if not isinstance(document, dict):
        return refused(wanted.checks, [_malformed("vc_api.not_an_object", "verifiableCredential")])
    found = _document(document, ENVELOPED_CREDENTIAL)
    if not isinstance(found, Secured):
        return refused(wanted.checks, found)
    wrong = departures(found.document)
    if wrong:
        return refused(wanted.checks, _departures(wrong))
    if not found.is_jwt and not document.get("proof"):
        return refused(wanted.checks, [_malformed("proof.missing", "/proof")])
    return _judge(verifier, found, credential_kind_of(found.document), wanted)


def verify_presentation(verifier: Verifier, body: JsonObject) -> Judgement:
    """The judgement on `verifiablePresentation`, or on an unsigned `presentation`."""
    wanted = _wanted(body)
    if isinstance(wanted, Problem):
        return refused((), [wanted])
    member, other = "verifiablePresentation", "presentation"
    if body.get(member) is None:
        member = other if other in body else member
    elif body.get(other) is not None:  # nobody could tell of which of them the answer speaks
        return refused(wanted.checks, [_malformed("vc_api.two_presentations", f"/{other}")])
    document = body.get(member)
    if not isinstance(document, dict):
        return refused(wanted.checks, [_malformed("vc_api.not_an_object", member)])
    found = _document(document, ENVELOPED_PRESENTATION)
    if not isinstance(found, Secured):
        return refused(wanted.checks, found)
    wrong = list(_wrong(found, wanted.expected))
    if wrong:
        return refused(wanted.checks, wrong)
    return _judge(verifier, found, Kind.PRESENTATION, wanted)


def _judge(verifier: Verifier, secured: Secured, kind: Kind, wanted: Wanted) -> Judgement:
    try:
        report = verifier.pipeline.verify_document(
            secured, kind, policy=wanted.policy, expected=wanted.expected
        )
    except DocumentError as error:
        return refused(wanted.checks, [unreadable(error)])
    return judged(report, wanted.checks)


def unreadable(error: BadgeError) -> Problem:
    """The problem of a body or a document that cannot even be read."""
    return Problem(error.code, PARSING, error.params)


def _document(document: JsonObject, envelope_type: str) -> Secured | Iterable[Problem]:
    """The signed document: the object itself, or what its envelope carries."""
    try:
        if not is_envelope(document):
            return Secured(serialize(document), MEDIA_TYPE_JSON)
        wrong = envelope_departures(document)
        if wrong:
            return _departures(wrong)
        if envelope_type not in listed(document.get("type")):
            return [_malformed("vcdm.envelope_type", "/type")]
        secured = _carried(document["id"])
        _ = secured.document
    except (InputError, DocumentError, UnicodeEncodeError) as error:
        return [unreadable(error) if isinstance(error, BadgeError) else _malformed("vcdm.id", "")]
    return secured


def _carried(url: str) -> Secured:
    """The compact JWS that a `data:` URL carries.

    Raises:
        InputError: it carries something else.
    """
    opened = DATA_URL.open(url.encode(), Tools(OfflineFetcher(), NoSight()))
    if not isinstance(opened, Onward) or not COMPACT_JWT.accepts(opened.material):
        raise InputError("vc_api.envelope")
    return Secured(opened.material, MEDIA_TYPE_JWT)


def _wanted(body: JsonObject) -> Wanted | Problem:
    options = body.get("options")
    options = {} if options is None else options
    if not isinstance(options, dict):
        return _malformed("vc_api.options", "/options")
    asked = options.get("checks")
    names = [] if asked is None else asked
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return _malformed("vc_api.checks", "/options/checks")
    answers = {name: options.get(name) for name in ("challenge", "domain")}
    if not all(_is_answer(value) for value in answers.values()):
        return _malformed("vc_api.challenge", "/options")
    checks = tuple(dict.fromkeys(names)) or _ALL
    return Wanted(_policy(tuple(names)), checks, Expected(**answers))


def _policy(names: tuple[str, ...]) -> Policy:
    """The questions behind those names; all of them when none is named, or one unknown to us.

    Every proof must hold, as W3C data integrity has it: a program cannot weigh one against another.
    """
    if not names or not _CHECKS.keys() >= set(names):
        return DEFAULT.with_all_proofs()
    asks = (PROOF.asks or frozenset()).union(*(_CHECKS[name] for name in names))
    return replace(PROOF.with_all_proofs(), asks=asks | {"credentials.inside", "document.shape"})


def _is_answer(value: Any) -> bool:
    return value is None or (isinstance(value, str) and 0 < len(value) <= _LENGTH)


def _unanswered(expected: Expected) -> Iterable[Problem]:
    """Nobody signed, so nobody answered: a challenge or a domain that was asked for is missing."""
    if expected.challenge is not None:
        yield Problem("vc_api.unanswered", CHALLENGE, {"asked": "challenge"})
    if expected.domain is not None:
        yield Problem("vc_api.unanswered", DOMAIN, {"asked": "domain"})


def _wrong(presented: Secured, expected: Expected) -> Iterable[Problem]:
    """What forbids a presentation before any signature is looked at."""
    document = presented.document
    wrong = presentation_departures(document)
    if wrong:
        yield from _departures(wrong)
    elif _is_nameless(document):
        yield _malformed("vc_api.holder", "/holder")
    elif not presented.is_jwt and "proof" not in document:
        yield from _unanswered(expected)


def _is_nameless(presentation: JsonObject) -> bool:
    """Whether who presents speaks of themselves without saying so (VCDM 2.0, section 4.13.4)."""
    if "holder" in presentation:
        return False
    methods = [proof.get("verificationMethod") for proof in objects(presentation.get("proof"))]
    signers = {str(method).partition("#")[0] for method in methods}
    for inner in objects(presentation.get("verifiableCredential")):
        issuer = inner.get("issuer")
        if (issuer.get("id") if isinstance(issuer, dict) else issuer) in signers:
            return True
    return False


def _departures(found: Iterable[Departure]) -> list[Problem]:
    return [_malformed(departure.code, departure.path) for departure in found]


def _malformed(code: str, path: str) -> Problem:
    return Problem(code, MALFORMED, {"path": path})
