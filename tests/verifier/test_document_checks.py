"""What a badge must say and how: types, contexts, data model, references, dates."""

import copy
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import (
    OB_3,
    VC_2,
    Desk,
    Place,
    achievement,
    badge,
    endorsement,
    with_subject,
)
from tests.verifier.jwt_forgery import with_claims
from tests.world import NOON
from verifier.report import Finding, Outcome, Report, Severity, State, Verdict

PLACE = Place.by_key()
BADGE = badge(PLACE)


def found(desk: Desk, check: str, document: JsonObject) -> Finding:
    """The finding of one check on a document, whatever its signature."""
    signed = document | {"proof": [{"type": "DataIntegrityProof"}]}
    return _read(desk, signed).finding(check)


def _read(desk: Desk, document: JsonObject) -> Report:
    return desk.read(serialize(document))


@pytest.mark.requirement("VER-05")
@pytest.mark.parametrize(
    "types",
    [
        *(["VerifiableCredential"], ["OpenBadgeCredential"], "OpenBadgeCredential", [], 5, None),
        ["VerifiableCredential", "BitstringStatusListCredential"],
        ["VerifiableCredential", 5],
    ],
)
def test_other_types_are_no_badge(desk: Desk, types: Any) -> None:
    """A credential of another kind is refused as a badge, with its own code."""
    finding = found(desk, "document.shape", badge(PLACE) | {"type": types})
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "type.missing")


@pytest.mark.requirement("VER-05", "ISS-08")
@pytest.mark.parametrize("name", ["OpenBadgeCredential", "AchievementCredential"])
def test_both_names_of_a_badge_are_read(desk: Desk, name: str) -> None:
    """The standard has two names for one class."""
    report = desk.read(PLACE.sign(badge(PLACE, type=["VerifiableCredential", name])))
    assert report.state is State.GENUINE


@pytest.mark.requirement("VER-05", "END-03")
def test_an_endorsement_that_arrives_alone_is_no_badge_but_is_checked(desk: Desk) -> None:
    """Its own checks are asked, and the words never speak of a badge that was awarded."""
    report = desk.read(PLACE.sign(endorsement(PLACE, "https://example.org/1")))
    assert (report.verdict, report.source.document) == (Verdict.ACCEPTED, "endorsement")
    assert report.headline("fr") == "Recommandation authentique"
    assert report.finding("alignment.known").outcome is Outcome.NOT_APPLICABLE


def _without_identity(document: JsonObject) -> JsonObject:
    return with_subject(document, id=None, identifier=None)


@pytest.mark.requirement("VER-11", "VER-12")
@pytest.mark.parametrize(
    ("document", "code", "severity"),
    [
        (_without_identity(BADGE), "subject.unidentified", Severity.FATAL),
        (BADGE | {"credentialSubject": []}, "subject.several", Severity.FATAL),
        (with_subject(BADGE, achievement=None), "achievement.missing", Severity.FATAL),
        (
            with_subject(BADGE, achievement=achievement(criteria={})),
            "criteria.empty",
            Severity.FATAL,
        ),
        (BADGE | {"issuer": PLACE.did}, "issuer.bare", Severity.WARNING),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_a_schema_cannot_say_is_checked(
    desk: Desk, document: JsonObject, code: str, severity: Severity
) -> None:
    """Each rule across the document has its code and its weight."""
    finding = found(desk, "document.shape", document)
    assert (finding.outcome, finding.code, finding.severity) == (Outcome.FAILED, code, severity)


@pytest.mark.parametrize(
    "document", [BADGE, BADGE | {"credentialSubject": [BADGE["credentialSubject"]]}]
)
def test_a_badge_that_says_what_it_must_passes(desk: Desk, document: JsonObject) -> None:
    """One subject, alone or in a list of one, with an achievement and its criteria."""
    assert found(desk, "document.shape", document).outcome is Outcome.PASSED


@pytest.mark.requirement("VER-04", "VER-07")
@pytest.mark.parametrize(
    ("contexts", "outcome", "code"),
    [
        ([VC_2, OB_3], Outcome.PASSED, "context.known"),
        ([VC_2, OB_3.replace("3.0.3", "3.0.1")], Outcome.FAILED, "context.old"),
        (["https://www.w3.org/2018/credentials/v1", OB_3], Outcome.FAILED, "context.old"),
        ([OB_3, VC_2], Outcome.FAILED, "context.unknown"),
        ([VC_2], Outcome.FAILED, "context.unknown"),
        (VC_2, Outcome.FAILED, "context.unknown"),
        ([], Outcome.FAILED, "context.unknown"),
        (None, Outcome.FAILED, "context.unknown"),
        ([VC_2, "https://example.org/context"], Outcome.FAILED, "context.unknown"),
        ([VC_2, OB_3, "https://example.org/context"], Outcome.UNKNOWN, "context.unavailable"),
        ([VC_2, OB_3.replace("3.0.3", "3.0.9")], Outcome.UNKNOWN, "context.unavailable"),
        ([VC_2, {"name": "https://example.org/name"}], Outcome.FAILED, "context.unknown"),
    ],
)
def test_contexts_are_known_or_refused(
    desk: Desk, contexts: Any, outcome: Outcome, code: str
) -> None:
    """Unknown contexts are never fetched; old ones are read with a remark."""
    finding = found(desk, "document.context", badge(PLACE) | {"@context": contexts})
    assert (finding.outcome, finding.code) == (outcome, code)
    assert finding.severity is (Severity.WARNING if code == "context.old" else Severity.FATAL)
    assert not desk.web.visits


@pytest.mark.requirement("VER-07")
def test_a_context_that_we_do_not_carry_is_seen_on_any_part(desk: Desk) -> None:
    """It may be a sound extension of that part alone: left open, not told as altered."""
    proof = {"@context": "https://example.org/context", "type": ["Evidence"], "narrative": "x"}
    report = _read(desk, PLACE.sign(BADGE).document | {"evidence": [proof]})
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("document.context").params["url"] == "https://example.org/context"


VC_1 = "https://www.w3.org/2018/credentials/v1"
INTEGRITY = "https://w3id.org/security/data-integrity/v2"
OLDER = {
    "3.0.2 with VC 2.0": [VC_2, OB_3.replace("3.0.3", "3.0.2")],
    "3.0.3 with VC 1.1": [VC_1, OB_3, INTEGRITY],
    "3.0.1 with VC 1.1": [VC_1, OB_3.replace("3.0.3", "3.0.1"), INTEGRITY],
    "3.0.0 with VC 1.1": [VC_1, OB_3.replace("-3.0.3", ""), INTEGRITY],
}


def _older(contexts: list[str]) -> JsonObject:
    document = badge(PLACE, awardedDate=None, **{"@context": contexts})
    if contexts[0] == VC_1:
        document["issuanceDate"] = document.pop("validFrom")
        document["expirationDate"] = "2027-11-20T09:00:00Z"
    return document


@pytest.mark.requirement("ISS-02", "VER-04", "VER-22")
@pytest.mark.parametrize("name", OLDER)
def test_a_badge_of_an_older_context_is_accepted_with_a_remark(desk: Desk, name: str) -> None:
    """Readers also accept the earlier contexts of Open Badges 3.0 and the data model 1.1."""
    report = desk.read(PLACE.sign(_older(OLDER[name])))
    assert report.state is State.GENUINE
    assert report.to_json("fr")["warnings"] == ["context.old"]
    assert report.source.data_model == name[-6:]


@pytest.mark.requirement("VER-22", "JWT-04")
def test_a_token_with_the_credential_inside_is_read(desk: Desk) -> None:
    """The older shape of a JWT keeps the credential under `vc`, the claims beside it."""
    document = _older(OLDER["3.0.1 with VC 1.1"])
    claims = with_claims(document)
    beside = {name: claims[name] for name in ("iss", "jti", "sub", "nbf")}
    header = {"alg": "EdDSA", "kid": PLACE.method}
    payload = {"vc": document, **beside, "exp": 1_826_701_200}
    report = desk.read(jwt_forgery.sign(PLACE, header, payload))
    assert report.state is State.GENUINE
    assert report.credential == document
    assert (
        desk.at(NOON.replace(year=2028)).read(jwt_forgery.sign(PLACE, header, payload)).state
        is State.EXPIRED
    )


@pytest.mark.requirement("VER-06", "JWT-06")
def test_a_term_without_meaning_in_a_token_is_refused_but_not_called_altered(desk: Desk) -> None:
    """The JWT's signature covers it; the badge is broken all the same for other readers."""
    report = desk.read(PLACE.sign(BADGE | {"honour": "x"}, "vc-jwt"))
    assert report.finding("proof.signature").outcome is Outcome.PASSED
    assert report.finding("document.terms").code == "jsonld.dropped"
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)


@pytest.mark.requirement("JWT-07", "JWT-05")
@pytest.mark.parametrize(
    "claims",
    [
        *({"iss": "did:web:other"}, {"sub": "urn:uuid:0"}, {"jti": "urn:uuid:0"}, {"nbf": 1}),
        *({"iss": None}, {"sub": None}, {"jti": None}, {"nbf": None}),
        *({"exp": 1}, {"nbf": "1795165200"}, {"exp": "soon"}),
    ],
    ids=str,
)
def test_claims_that_contradict_the_badge_are_refused(desk: Desk, claims: JsonObject) -> None:
    """A well-signed token whose claims say something else than its credential does not hold."""
    report = desk.read(jwt_forgery.with_payload(PLACE, BADGE, **claims))
    assert report.verdict is Verdict.REJECTED
    expected = "proof.expired" if claims == {"exp": 1} else "proof.invalid"
    assert report.finding("proof.signature").code == expected


@pytest.mark.requirement("TRAP-03")
@pytest.mark.parametrize("member", ["@graph", "@included", "@reverse", "@nest", "@set", "@json"])
@pytest.mark.parametrize("value", [[], {}, None, "x", [{"id": "https://example.org/"}]])
def test_keywords_that_hide_content_are_refused(desk: Desk, member: str, value: Any) -> None:
    """What shapes the graph could stand in the document and not in the signature."""
    signed = PLACE.sign(BADGE).document
    for holder in ("top", "achievement"):
        document = copy.deepcopy(signed)
        node = document if holder == "top" else document["credentialSubject"]["achievement"]
        node[member] = value
        report = _read(desk, document)
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
        assert report.finding("document.context").code == "context.keyword"


@pytest.mark.requirement("TRAP-19", "SAFE-04", "DM-11")
def test_a_language_map_is_refused(desk: Desk) -> None:
    """Its words would pass the schema and leave the signature."""
    signed = PLACE.sign(BADGE).document
    signed["credentialSubject"]["achievement"]["name"] = {"fr": "Animer", "en": "Lead"}
    report = _read(desk, signed)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
    assert report.finding("document.terms").code == "jsonld.dropped"


@pytest.mark.requirement("TRAP-20", "SAFE-05")
def test_a_context_that_redefines_a_word_is_refused(desk: Desk) -> None:
    """A context of one's own cannot change what `name` or `image` means."""
    contexts = [VC_2, OB_3, {"name": "https://example.org/other"}]
    report = desk.read(PLACE.sign(BADGE | {"@context": contexts}, "vc-jwt"))
    finding = report.finding("document.terms")
    assert finding.params["cause"] == "jsonld.protected_term"
    assert report.verdict is Verdict.REJECTED


@pytest.mark.parametrize("value", [True, 5, "x", [1], {"@value": 1}, [[{}]]])
def test_a_proof_that_is_a_mere_value_is_refused(desk: Desk, value: Any) -> None:
    """Where a proof belongs, nothing else is read, at any depth."""
    for document in (BADGE | {"proof": value}, BADGE | {"endorsement": [{"proof": value}]}):
        assert _read(desk, document).verdict is Verdict.REJECTED


@pytest.mark.requirement("VER-10")
def test_a_document_outside_the_data_model_is_rejected(desk: Desk) -> None:
    """A good signature does not make a badge of a document without description."""
    document = with_subject(BADGE, achievement=achievement(description=5))
    report = desk.read(PLACE.sign(document))
    assert report.finding("proof.signature").outcome is Outcome.PASSED
    finding = report.finding("document.schema")
    assert finding.code == "schema.invalid"
    assert "description" in finding.params["path"]
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)


@pytest.mark.requirement("VER-10", "SCH-03", "TRAP-15")
def test_a_single_value_for_an_array_is_a_notice(desk: Desk) -> None:
    """The tolerant reading accepts, and the issuer is told what a strict reader would say."""
    document = with_subject(BADGE, achievement=achievement(tag="atelier"))
    report = desk.read(PLACE.sign(document))
    finding = report.finding("document.schema")
    assert (finding.code, finding.severity) == ("schema.not_strict", Severity.NOTICE)
    assert report.state is State.GENUINE


@pytest.mark.requirement("VER-10")
def test_a_schema_that_we_do_not_carry_is_told(desk: Desk) -> None:
    """Foreign schemas are not fetched; the report says that one was asked for."""
    entry = {"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
    finding = found(desk, "document.schema", BADGE | {"credentialSchema": [entry]})
    assert (finding.code, finding.severity) == ("schema.unavailable", Severity.WARNING)
    assert not desk.web.visits


@pytest.mark.requirement("VER-17", "VER-18", "ISS-11")
@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (None, None, "time.missing"),
        ("yesterday", None, "time.unreadable"),
        ("2026-11-20", None, "time.unreadable"),
        ("2026-11-20T09:00:00", None, "time.unreadable"),
        ("2026-02-30T09:00:00Z", None, "time.unreadable"),
        (5, None, "time.unreadable"),
        ("2026-11-20T09:00:00Z", "soon", "time.unreadable"),
        ("2026-11-20T09:00:00Z", "2026-11-19T09:00:00Z", "time.reversed"),
        ("2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z", "time.expired"),
        ("2026-11-22T14:02:00+01:00", None, "time.not_yet_valid"),
        ("2026-11-22T13:00:30+01:00", None, "time.valid"),
        ("2026-11-22T11:59:59.999Z", None, "time.valid"),
        ("0001-01-01T00:00:00+14:00", None, "time.unreadable"),
        ("2026-11-20T09:00:00Z", "9999-12-31T23:59:59-05:00", "time.valid"),
    ],
)
def test_dates_are_read_with_their_zone_or_not_at_all(
    desk: Desk, begins: Any, ends: Any, code: str
) -> None:
    """A date without zone, or that no calendar has, is never guessed."""
    document = badge(PLACE, validFrom=begins, validUntil=ends)
    assert found(desk, "validity.period", document).code == code
