"""Documents put together to be taken for what they are not: each is refused, or says nothing."""

from itertools import combinations
from typing import Any

import pytest

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from tests.verifier.badges_to_read import (
    LIST_URL,
    OB_3,
    VC_2,
    Desk,
    Place,
    badge,
    endorsement,
    status_entry,
    status_list,
    with_subject,
)
from tests.verifier.jwt_forgery import sign, with_claims
from tests.verifier.proofs_to_read import add_proof, presentation
from verifier.case import Kind, credential_kind_of, kind_of
from verifier.policy import POLICIES
from verifier.report import Outcome, Report, Severity, State, Summary, Verdict
from verifier.web.vc_verifying import verify_credential, verify_presentation

FORGER, HOLDER = Place.by_key(), Place.by_key()
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
VICTIM = "did:web:victime.example"
CREDENTIAL, PRESENTATION = "VerifiableCredential", "VerifiablePresentation"
KINDS = {
    Kind.BADGE: "OpenBadgeCredential",
    Kind.RECORD: "ClrCredential",
    Kind.ENDORSEMENT: "EndorsementCredential",
    Kind.STATUS_LIST: "BitstringStatusListCredential",
    Kind.PRESENTATION: PRESENTATION,
}
IRIS = {
    CREDENTIAL: f"https://www.w3.org/2018/credentials#{CREDENTIAL}",
    PRESENTATION: f"https://www.w3.org/2018/credentials#{PRESENTATION}",
}


def claim(*types: str) -> JsonObject:
    """A badge in the name of somebody else, of these types."""
    issuer = {"id": VICTIM, "type": ["Profile"], "name": "La victime"}
    return badge(FORGER, id="urn:uuid:9", issuer=issuer, type=list(types))


def forged(*types: str) -> JsonObject:
    """The same, signed by the forger as holders sign what they present."""
    return add_proof(claim(*types), FORGER, proofPurpose="authentication")


def in_jwt(payload: JsonObject, kind: str = "JWT") -> Secured:
    """A compact JWS by the forger."""
    return sign(FORGER, {"alg": "EdDSA", "kid": FORGER.method, "typ": kind}, payload)


def read(desk: Desk, document: JsonObject, **options: Any) -> Report:
    """The report on a document."""
    return desk.read(serialize(document), **options)


@pytest.mark.requirement("VER-05", "VER-14")
@pytest.mark.parametrize("policy", [policy.name for policy in POLICIES])
def test_a_presentation_that_is_a_credential_is_neither(desk: Desk, policy: str) -> None:
    """Signed by whoever presents, shown in the name of an issuer: refused by every policy."""
    document = forged(CREDENTIAL, PRESENTATION)
    for material in (
        serialize(document),
        in_jwt(document, "vp+jwt"),
        in_jwt(document, "vc+jwt"),
        in_jwt({"vc": document}),
        in_jwt({"vp": document}),
    ):
        report = desk.read(material, policy=policy)
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
        assert report.finding("proof.signature").code == "type.two_kinds"


@pytest.mark.requirement("VER-05")
@pytest.mark.parametrize(
    "members",
    [
        {"type": [PRESENTATION, IRIS[CREDENTIAL]]},
        {"type": [IRIS[PRESENTATION], CREDENTIAL]},
        {"type": [PRESENTATION], "@type": [CREDENTIAL]},
        {"type": [CREDENTIAL], "@type": PRESENTATION},
    ],
)
def test_other_spellings_of_two_kinds_are_seen(desk: Desk, members: JsonObject) -> None:
    """A type may be written by its address, and its member by its keyword."""
    report = read(desk, claim() | members)
    assert report.finding("document.shape").code == "type.two_kinds"
    assert report.verdict is Verdict.REJECTED


@pytest.mark.requirement("VER-05")
@pytest.mark.parametrize(("one", "other"), tuple(combinations(KINDS, 2)))
def test_no_two_kinds_are_ever_one_document(desk: Desk, one: Kind, other: Kind) -> None:
    """However it is signed and whatever it is taken for, nobody believes it."""
    types = [CREDENTIAL, KINDS[one], KINDS[other]]
    assert kind_of({"type": types}) is not Kind.PRESENTATION
    own = badge(FORGER, type=types, **{"@context": [VC_2, CLR, OB_3]})
    for material in (
        Secured(serialize(own), MEDIA_TYPE_JSON),
        in_jwt(with_claims(own)),
        in_jwt(own, "vc+jwt"),
        in_jwt(own, "vp+jwt"),
    ):
        report = desk.read(material)
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
        assert report.finding("document.shape").code == "type.two_kinds"
        for kind in (one, other):
            asked = desk.verifier.pipeline.verify_document(material, kind)
            assert asked.verdict is Verdict.REJECTED


@pytest.mark.requirement("VER-05")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not Kind.PRESENTATION])
def test_a_presentation_and_any_kind_without_the_common_name(desk: Desk, kind: Kind) -> None:
    """Leaving out what all credentials are called changes nothing."""
    document = claim(PRESENTATION, KINDS[kind])
    assert kind_of(document) is kind
    assert read(desk, document).finding("document.shape").code == "type.two_kinds"


@pytest.mark.requirement("VER-05", "JWT-04")
def test_vc_api_judges_no_credential_as_a_presentation(desk: Desk) -> None:
    """Alone, in a JWT, in its envelope; and what presents is no credential."""
    two = forged(CREDENTIAL, PRESENTATION)
    enveloped = {
        "@context": VC_2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{in_jwt({'vc': two}).text}",
    }
    presented = add_proof(presentation(FORGER.did), FORGER, proofPurpose="authentication")
    for document in (two, enveloped, presented):
        for checks in (None, ["proof"]):
            body = {"verifiableCredential": document, "options": {"checks": checks}}
            assert not verify_credential(desk.verifier, body).verified
    for document in (two, forged(CREDENTIAL), forged(CREDENTIAL, "OpenBadgeCredential")):
        assert not verify_presentation(desk.verifier, {"verifiablePresentation": document}).verified
    assert verify_presentation(desk.verifier, {"verifiablePresentation": presented}).verified
    assert credential_kind_of(presented) is Kind.CREDENTIAL


@pytest.mark.requirement("JWT-04", "JWT-07")
def test_each_claim_holds_its_own_kind(desk: Desk) -> None:
    """`vc` holds no presentation and `vp` no credential, even by the true issuer's key."""
    own = badge(FORGER)
    claims = {"iss": FORGER.did, "jti": own["id"], "sub": own["credentialSubject"]["id"]}
    begun = {"nbf": 1_795_165_200}
    presented = presentation(FORGER.did, FORGER.sign(own).document)
    assert desk.read(in_jwt({"vc": own} | claims | begun)).state is State.GENUINE
    assert desk.read(in_jwt({"vp": presented})).state is State.GENUINE
    for payload, cause in (
        ({"vp": own} | claims | begun, "jwt.claim_kind"),
        ({"vc": presented}, "jwt.claim_kind"),
        ({"vc": own, "vp": presented} | claims | begun, "jwt.two_credentials"),
    ):
        report = desk.read(in_jwt(payload))
        assert report.finding("proof.signature").params["cause"] == cause
        assert report.verdict is Verdict.REJECTED


def test_a_presentation_says_nothing_of_its_own() -> None:
    """Of several badges people see what they share, never what the wrapping claims."""
    desk = Desk()
    cheap = [FORGER.sign(badge(FORGER, id=f"urn:uuid:{number}")).document for number in (1, 2)]
    loud = claim(PRESENTATION) | {"verifiableCredential": cheap, "name": "Doctorat"}
    summary = read(desk, loud).summary
    assert (summary.achievement, summary.issuer_name) == ("Animer un atelier", "Le Lieu Un")
    assert (summary.issuer_id, summary.awarded) == (FORGER.did, None)
    alone = read(desk, claim(PRESENTATION) | {"name": "Doctorat"})
    assert alone.summary == Summary()
    assert alone.verdict is not Verdict.ACCEPTED


def test_an_unsigned_record_says_nothing_of_its_own(desk: Desk) -> None:
    """Its name and issuer are shown only when its signature holds."""
    inside = FORGER.sign(badge(FORGER)).document
    record = claim(CREDENTIAL, "ClrCredential") | {"name": "Doctorat"}
    record["credentialSubject"] = {"type": ["ClrSubject"], "verifiableCredential": [inside, inside]}
    summary = read(desk, record).summary
    assert (summary.achievement, summary.issuer_name) == ("Animer un atelier", "Le Lieu Un")


@pytest.mark.requirement("VER-06")
@pytest.mark.parametrize(
    "member", ["issuer", "credentialSubject", "validUntil", "name", "credentialStatus", "proof"]
)
def test_unsigned_words_of_a_wrapping_are_refused(desk: Desk, member: str) -> None:
    """An envelope and an unsigned presentation carry badges; what they add is signed by nobody."""
    token = FORGER.sign(badge(FORGER), "vc-jwt").text
    envelope = {
        "@context": VC_2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }
    said: JsonObject = {member: {"id": "urn:x:y", "type": "X"}}
    assert read(desk, envelope).state is State.GENUINE
    for material in (
        envelope | said,
        presentation(None, envelope | said),
        {"verifiableCredential": [envelope | said]},
    ):
        report = read(desk, material)
        causes = {finding.params.get("cause") for finding in report.findings}
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
        assert "vcdm.envelope_member" in causes
    if member != "proof":
        report = read(desk, presentation(None, envelope, **said))
        assert report.finding("document.terms").code == "presentation.unsigned"
        assert report.state is State.UNREADABLE


def test_the_answer_of_a_program_is_never_shown(desk: Desk) -> None:
    """Members beside the credential are tolerated, and appear nowhere."""
    signed = FORGER.sign(badge(FORGER)).document
    answer = {"verifiableCredential": signed, "issuer": VICTIM, "name": "Doctorat"}
    report = read(desk, answer)
    assert report.state is State.GENUINE
    assert VICTIM not in str(report.to_json("fr"))
    assert "Doctorat" not in str(report.to_json("fr"))


def test_only_a_holder_who_signed_is_known_to_present(desk: Desk) -> None:
    """Anybody can write the subject's name as holder, or sign and leave the subject unnamed."""
    own = FORGER.sign(with_subject(badge(FORGER), id=HOLDER.did)).document
    nameless = FORGER.sign(with_subject(badge(FORGER), id=None)).document
    unsigned = presentation(HOLDER.did, own)
    signed = add_proof(unsigned, HOLDER, proofPurpose="authentication")
    stolen = add_proof(unsigned, FORGER, proofPurpose="authentication")
    silent = add_proof(presentation(HOLDER.did, nameless), HOLDER, proofPurpose="authentication")
    for document, code in (
        (unsigned, "holder.unproven"),
        (stolen, "holder.unproven"),
        (silent, "holder.unnamed"),
        (signed, "holder.same"),
    ):
        assert read(desk, document).finding("presentation.holder").code == code


@pytest.mark.requirement("VER-21", "STAT-02")
@pytest.mark.parametrize(
    "purpose", ["", " ", "revocation ", "\trevocation", "Revocation", "SUSPENSION", "two words"]
)
def test_a_purpose_that_cannot_be_read_is_never_green(desk: Desk, purpose: str) -> None:
    """It may be meant to cancel: the status is unknown, even where a list says the same word."""
    listing = status_list(FORGER)
    listing["credentialSubject"]["statusPurpose"] = purpose
    desk.web.publish(LIST_URL, FORGER.sign(listing).body)
    entry = status_entry(statusPurpose=purpose)
    report = desk.read(FORGER.sign(badge(FORGER, credentialStatus=entry)))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    finding = report.finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.entry_malformed")


@pytest.mark.requirement("BAKE-02", "BAKE-08")
def test_a_second_badge_in_a_picture_is_told_to_people(desk: Desk) -> None:
    """The first one counts; that another was left unread is a warning in the report."""
    badges = [FORGER.sign(badge(FORGER, id=f"urn:uuid:{number}")).document for number in (1, 2)]
    element = "<o:credential><![CDATA[{}]]></o:credential>"
    inside = "".join(element.format(serialize(document).decode()) for document in badges)
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"'
    report = desk.read(f"<svg {space}>{inside}</svg>".encode())
    finding = report.finding("input.readable")
    assert (finding.code, finding.severity) == ("baking.several", Severity.WARNING)
    assert report.verdict is Verdict.ACCEPTED
    assert "baking.several" in report.to_json("fr")["warnings"]
    assert "plusieurs badges" in report.to_json("fr")["findings"][0]["message"]


def test_an_endorsement_that_is_a_badge_too_endorses_nothing(desk: Desk) -> None:
    """Inside a badge it is refused like alone."""
    own = badge(FORGER)
    word = endorsement(HOLDER, own["id"])
    word["type"] = [*word["type"], "OpenBadgeCredential"]
    report = desk.read(FORGER.sign(own | {"endorsement": [HOLDER.sign(word).document]}))
    finding = report.finding("endorsements")
    assert (finding.code, finding.params["cause"]) == ("endorsement.invalid", "type.two_kinds")
