"""What the badge says, gathered for people: copied from the document, judged by nobody here."""

from datetime import datetime

from badges.documents import JsonObject
from badges.errors import DocumentError, ProofError
from badges.ob2 import Award, Way
from badges.proofs import presented
from verifier.case import Case, Kind, a_text, an_instant, an_object, objects, only
from verifier.intake import Received
from verifier.pipeline.summary_of_parts import sum_up_parts
from verifier.report import EvidenceClaim, Source, Summary

_SAID = "summary"
_LENGTH = 300
_URL_LENGTH = 2_048
_NARRATIVE = 4_000
_SHOWN = 12
"""Pieces of evidence: more of them nobody reads."""

_NOTHING = EvidenceClaim()
_WRAPPINGS = (Kind.RECORD, Kind.PRESENTATION)
_STANDARDS = {
    Kind.RECORD: "CLR 2.0",
    Kind.PRESENTATION: "W3C VC",
    Kind.CREDENTIAL: "W3C VC",
}
"""What is not Open Badges 3.0; the edition of the data model is told beside it."""


def sum_up(
    case: Case, received: Received | None = None, as_of: datetime | None = None
) -> tuple[Source, Summary]:
    """Where the badge comes from, and what it says; `as_of` is the age of what was asked."""
    (name, description, criteria, creator), issuer = case.in_common(_SAID, _common)
    summary = Summary(
        _holder(case.subject),
        name or _text(case.document, "name"),
        description,
        criteria,
        creator,
        _text(case.subject, "narrative", _NARRATIVE),
        _evidence(case.document),
        *issuer,
        trust=case.trust,
        voucher=case.voucher,
        awarded=_awarded(case),
        valid_from=case.begins_at,
        valid_until=case.ends_at,
        competencies=case.competencies,
        endorsements=case.endorsements,
    )
    if case.kind in _WRAPPINGS:
        # A presentation awards nothing, whatever it says; a record speaks once its signature holds.
        speaks = case.kind is Kind.RECORD and bool(case.verified)
        summary = sum_up_parts(case.parts, summary if speaks else None)
    return _source(case, received, as_of), summary


_Words = tuple[str | None, str | None, str | None, str | None]


def _common(case: Case) -> tuple[_Words, _Words]:
    """What is said of the achievement, and of the issuer."""
    return _of_the_achievement(case), _of_the_issuer(case)


def _of_the_achievement(case: Case) -> _Words:
    """Its name, description and criteria, and who made its definition."""
    achievement = case.achievement
    criteria = an_object(only(achievement.get("criteria")))
    return (
        _text(achievement, "name"),
        _text(achievement, "description", _NARRATIVE),
        _text(criteria, "narrative", _NARRATIVE),
        _creator(case),
    )


def _of_the_issuer(case: Case) -> _Words:
    """Its identifier, name, address of its site, and e-mail address."""
    identifier = case.issuer_id[:_URL_LENGTH] or None
    issuer = case.issuer
    return identifier, _text(issuer, "name"), _text(issuer, "url"), _text(issuer, "email")


def _source(case: Case, received: Received | None, as_of: datetime | None) -> Source:
    """What arrived, and how: a credential, or a badge of the standard before (OB2-15)."""
    if case.award is not None:
        standard, model, proofs = "OB 2.0", None, _ways(case.award)
    else:
        standard = _STANDARDS.get(case.kind, "OB 3.0")
        model = "VC 1.1" if case.is_vcdm_1 else "VC 2.0"
        proofs = _proofs(case)
    document = case.kind.value
    if received is None:
        return Source(None, document, standard, model, proofs)
    return Source(
        received.container,
        document,
        standard,
        model,
        proofs,
        url=received.url,
        path=received.path,
        as_of=as_of,
        remarks=received.remarks,
    )


def _ways(award: Award) -> tuple[str, ...]:
    """The algorithm that a signed badge names; of a hosted one, that it is hosted."""
    if award.way is Way.HOSTED:
        return (award.way.value,)
    try:
        header = {} if award.signature is None else award.signature.header
    except DocumentError:
        return ()
    return (str(header["alg"])[:80],) if "alg" in header else ()


def _holder(subject: JsonObject) -> str | None:
    """The name that the holder agreed to show: an identity of type name, in clear."""
    for identity in objects(subject.get("identifier")):
        if identity.get("identityType") == "name" and identity.get("hashed") is False:
            return _text(identity, "identityHash")
    return None


def _awarded(case: Case) -> datetime | None:
    """When it was awarded; mostly the instant from which it is valid, which was read before."""
    written = case.document.get("awardedDate")
    return case.begins_at if written == case.begins else an_instant(written) or case.begins_at


def _creator(case: Case) -> str | None:
    """Who made the definition, when it is not the issuer: only the issuer's word for it."""
    creator = an_object(only(case.achievement.get("creator")))
    if not creator or creator.get("id") == case.issuer_id:
        return None
    return _text(creator, "name") or _text(creator, "id")


def _evidence(document: JsonObject) -> tuple[EvidenceClaim, ...]:
    """The first things that are said to show it; one that says nothing of itself is left out."""
    claims = [
        EvidenceClaim(
            _text(item, "id", _URL_LENGTH),
            _text(item, "name"),
            _text(item, "narrative", _NARRATIVE),
            _text(item, "genre"),
        )
        for item in objects(document.get("evidence"))
    ]
    return tuple([claim for claim in claims if claim != _NOTHING][:_SHOWN])


def _proofs(case: Case) -> tuple[str, ...]:
    if case.attempts:
        return tuple([attempt.name for attempt in case.attempts])
    try:
        proofs = presented(case.secured)
    except ProofError:
        return ()
    return tuple(str(proof.get("cryptosuite") or proof.get("type"))[:80] for proof in proofs)


def _text(part: JsonObject, member: str, limit: int = _LENGTH) -> str | None:
    text = a_text(part.get(member))
    return text[:limit] if text else None
