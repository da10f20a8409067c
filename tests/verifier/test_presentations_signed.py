"""Who presents, and for which occasion: proofs of presentations."""

from typing import Any

import pytest

from badges.documents import JsonObject, Secured
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import VC_2, Desk, Place, badge
from tests.verifier.proofs_to_read import add_proof, in_json, presentation
from verifier.case import Expected
from verifier.report import Outcome, Report, State, Verdict

HOLDER = Place.by_key()
ISSUER = Place.by_key()
ASKED = {"challenge": "3f1b-77", "domain": "verifier.example"}


def inside() -> JsonObject:
    """A badge that the holder was awarded."""
    return ISSUER.sign(badge(ISSUER)).document


def signed(place: Place = HOLDER, holder: str | None = HOLDER.did, **members: Any) -> JsonObject:
    """A presentation of one badge, signed to authenticate, with these members in its proof."""
    document = presentation(holder, inside())
    return add_proof(document, place, **({"proofPurpose": "authentication"} | members))


def read(desk: Desk, document: JsonObject | Secured, **asked: str | None) -> Report:
    """The report on a presentation, when this was asked of the holder."""
    secured = document if isinstance(document, Secured) else in_json(document)
    return desk.verifier.pipeline.verify(secured.body, expected=Expected(**asked))


def token(place: Place = HOLDER, typ: str = "JWT", **claims: Any) -> Secured:
    """A presentation as a JWT of the data model 1.1, these claims added or, when None, removed."""
    payload = {
        "iss": place.did,
        "jti": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b12",
        "vp": presentation(place.did, inside(), id="urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b12"),
    } | claims
    payload = {name: value for name, value in payload.items() if value is not None}
    header = {"alg": "EdDSA", "kid": place.method, "typ": typ}
    return jwt_forgery.sign(place, header, payload)


@pytest.mark.requirement("PRF-04", "KEY-02")
def test_a_presentation_is_signed_to_authenticate(desk: Desk) -> None:
    """The holder's key, listed for authentication; a proof to assert does not present."""
    report = read(desk, signed())
    assert report.finding("proof.signature").code == "proof.valid"
    assert report.finding("proof.controller").code == "key.controlled_by_holder"
    other = read(desk, signed(proofPurpose="assertionMethod"))
    assert other.finding("proof.signature").params["cause"] == "proof.purpose"
    assert other.verdict is Verdict.REJECTED


@pytest.mark.requirement("KEY-02", "PRF-06")
def test_a_key_to_assert_alone_does_not_present(desk: Desk) -> None:
    """The holder's document must list the key for authentication."""
    place = Place.by_web(desk.web)
    report = read(desk, signed(place, place.did))
    finding = report.finding("proof.signature")
    assert finding.code == "key.unresolved"
    assert str(finding.params["problem"]).endswith("#INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD")


@pytest.mark.requirement("KEY-06")
def test_somebody_else_does_not_present_for_the_holder(desk: Desk) -> None:
    """A good proof by another key is told as such."""
    report = read(desk, signed(ISSUER))
    assert report.finding("proof.controller").code == "key.holder_mismatch"
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)


def test_a_presentation_may_leave_its_holder_unsaid(desk: Desk) -> None:
    """Then there is nobody to compare the key with."""
    report = read(desk, signed(holder=None))
    assert report.finding("proof.signature").outcome is Outcome.PASSED
    assert report.finding("proof.controller").code == "key.no_holder"


def test_a_presentation_may_be_unsigned(desk: Desk) -> None:
    """Its parts are signed; but an unsigned one answers no question."""
    document = presentation(HOLDER.did, inside())
    report = read(desk, document)
    for check in ("proof.signature", "proof.controller"):
        assert report.finding(check).code == "proof.unsigned_presentation"
        assert report.finding(check).outcome is Outcome.NOT_APPLICABLE
    asked = read(desk, document, **ASKED)
    assert asked.finding("proof.signature").code == "proof.unanswered"
    assert asked.verdict is Verdict.REJECTED


@pytest.mark.requirement("PRF-06")
def test_challenge_and_domain_are_those_that_were_asked(desk: Desk) -> None:
    """The same answer holds for its own question only; where none is asked both are ignored."""
    answer = signed(challenge="3f1b-77", domain="verifier.example")
    assert read(desk, answer, **ASKED).finding("proof.signature").code == "proof.valid"
    assert read(desk, answer).finding("proof.signature").code == "proof.valid"
    for asked, code, problem in (
        ({"challenge": "other"}, "proof.challenge", "INVALID_CHALLENGE_ERROR"),
        ({"domain": "other.example"}, "proof.domain", "INVALID_DOMAIN_ERROR"),
    ):
        finding = read(desk, answer, **asked).finding("proof.signature")
        assert finding.code == code
        assert finding.params["problem"] == f"https://w3id.org/security#{problem}"
    for name, value in ASKED.items():
        report = read(desk, signed(), **{name: value})
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)


@pytest.mark.requirement("PRF-06")
@pytest.mark.parametrize(
    ("domain", "holds"),
    [(["verifier.example"], True), (["verifier.example", "b.example"], False), ([], False)],
)
def test_several_domains_are_all_meant(desk: Desk, domain: list[str], *, holds: bool) -> None:
    """A proof for two domains is for both together, not for one of them."""
    document = signed(domain=domain) if domain else signed()
    report = read(desk, document, domain="verifier.example")
    assert (report.finding("proof.signature").code == "proof.valid") is holds


@pytest.mark.requirement("JWT-04", "JWT-07", "VER-22")
def test_a_presentation_as_jwt_is_read(desk: Desk) -> None:
    """The `vp` claim of the data model 1.1: issuer of the token is the holder."""
    report = read(desk, token())
    assert report.source.document == "presentation"
    assert report.finding("proof.signature").code == "proof.valid"
    assert report.finding("proof.controller").code == "key.controlled_by_holder"
    silent = read(desk, token(vp=presentation(None, inside())))
    assert silent.finding("proof.controller").code == "key.controlled_by_holder"


@pytest.mark.requirement("JWT-09")
def test_the_payload_itself_may_be_the_presentation(desk: Desk) -> None:
    """VC-JOSE-COSE: no `vp` claim, and the type says what is inside."""
    payload = presentation(HOLDER.did, inside())
    header = {"alg": "EdDSA", "kid": HOLDER.method, "typ": "vp+jwt"}
    report = read(desk, jwt_forgery.sign(HOLDER, header, payload))
    assert report.finding("proof.signature").code == "proof.valid"
    wrong = jwt_forgery.sign(HOLDER, {**header, "typ": "vc+jwt"}, payload)
    assert read(desk, wrong).finding("proof.signature").params["cause"] == "jwt.type_differs"
    badge_as_vp = jwt_forgery.sign(HOLDER, header, jwt_forgery.with_claims(badge(HOLDER)))
    assert desk.read(badge_as_vp).finding("proof.signature").params["cause"] == "jwt.type_differs"


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize(
    ("claims", "cause"),
    [
        ({"iss": "did:example:somebody"}, "jwt.claim_differs"),
        ({"jti": "urn:uuid:other"}, "jwt.claim_differs"),
        ({"vc": {"type": ["VerifiableCredential"]}}, "jwt.two_credentials"),
        ({"holder": "did:example:somebody"}, "jwt.two_credentials"),
        ({"exp": "soon"}, "jwt.numeric_date"),
    ],
)
def test_the_claims_say_the_same_as_the_presentation(
    desk: Desk, claims: JsonObject, cause: str
) -> None:
    """Two readers could see two presentations: refused."""
    report = read(desk, token(**claims))
    assert report.verdict is Verdict.REJECTED
    assert report.finding("proof.signature").params.get("cause", cause) == cause


@pytest.mark.requirement("JWT-07", "PRF-06")
def test_nonce_and_audience_are_the_question_of_a_jwt(desk: Desk) -> None:
    """`nonce` is the challenge, and the domain is one of the audiences."""
    answer = token(nonce="3f1b-77", aud=["verifier.example", "b.example"])
    assert read(desk, answer, **ASKED).finding("proof.signature").code == "proof.valid"
    assert read(desk, token(), **ASKED).finding("proof.signature").code == "proof.challenge"
    finding = read(desk, token(aud="b.example"), domain="a.example").finding("proof.signature")
    assert (finding.code, finding.params["found"]) == ("proof.domain", "b.example")


@pytest.mark.requirement("JWT-07")
def test_a_presentation_has_its_time(desk: Desk) -> None:
    """`nbf` and `exp` of the token are judged at the one instant, with a minute of grace before."""
    noon = 1_795_348_800
    cases: tuple[tuple[JsonObject, str], ...] = (
        ({"nbf": noon + 60, "exp": noon}, "proof.valid"),
        ({"nbf": noon + 61}, "proof.not_yet_valid"),
        ({"exp": noon - 1}, "proof.expired"),
    )
    for claims, code in cases:
        assert read(desk, token(**claims)).finding("proof.signature").code == code


def test_a_badge_that_also_says_presentation_is_refused(desk: Desk) -> None:
    """More types never make less of what is asked."""
    both = badge(HOLDER, type=["VerifiableCredential", "OpenBadgeCredential"], **{"@context": None})
    both["@context"] = [VC_2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    both["type"] = [*both["type"], "VerifiablePresentation"]
    report = desk.read(in_json(add_proof(both, HOLDER, proofPurpose="authentication")))
    assert report.finding("proof.signature").code == "type.two_kinds"
    assert report.state is State.UNREADABLE
