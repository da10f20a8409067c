"""The same signed statements written otherwise: what a reader of the JSON sees must not change."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_multibase
from badges.proofs.rdfc import hash_rdfc
from schemas.catalogue import EDITION_2025_04
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    OB_3,
    VC_2,
    Desk,
    Place,
    achievement,
    badge,
    endorsement,
    status_entry,
    status_list,
)
from verifier.checks.document_terms import DOCUMENT_TERMS
from verifier.report import Outcome, Report, Severity, State, Verdict

PLACE = Place.by_key()
CREDENTIALS = "https://www.w3.org/2018/credentials#"
STATUS = "https://www.w3.org/ns/credentials/status#"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
CLAIMED = jwt_forgery.with_claims(badge(PLACE))
PAST = "2026-11-21T00:00:00Z"

Change = Callable[[JsonObject], None]


def _read(desk: Desk, document: JsonObject, change: Change) -> Report:
    changed = copy.deepcopy(document)
    change(changed)
    return desk.read(serialize(changed))


def _full_iri(document: JsonObject) -> None:
    value = {"@type": DATE_TIME, "@value": document.pop("validUntil")}
    document[f"{CREDENTIALS}validUntil"] = value


def _alias(document: JsonObject) -> None:
    document["@context"].append({"fin": {"@id": f"{CREDENTIALS}validUntil", "@type": DATE_TIME}})
    document["fin"] = document.pop("validUntil")


def _nest(document: JsonObject) -> None:
    document["@context"].append({"more": "@nest"})
    document["more"] = {"validUntil": document.pop("validUntil")}


def _included(document: JsonObject) -> None:
    document["@context"].append({"more": "@included"})
    node = {name: document[name] for name in ("id", "type")}
    document["more"] = [node | {"validUntil": document.pop("validUntil")}]


@pytest.mark.requirement("SAFE-01", "TRAP-03", "VER-06")
@pytest.mark.parametrize("change", [_full_iri, _alias, _nest, _included])
def test_an_end_cannot_be_hidden_under_another_name(desk: Desk, change: Change) -> None:
    """An expired badge stays refused when its end is written so that the signature still holds."""
    document = PLACE.sign(badge(PLACE, validUntil=PAST)).document
    assert desk.read(serialize(document)).state is State.EXPIRED
    report = _read(desk, document, change)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
    described_twice = report.finding("document.context").code == "context.described_twice"
    cause = report.finding("document.terms").params.get("cause")
    assert described_twice or cause == "jsonld.other_name"


def _entry_elsewhere(document: JsonObject) -> None:
    document[f"{CREDENTIALS}credentialStatus"] = document.pop("credentialStatus")


def _entry_in_full(document: JsonObject) -> None:
    entry = document["credentialStatus"]
    entry["type"] = f"{STATUS}BitstringStatusListEntry"
    for name in ("statusPurpose", "statusListIndex"):
        entry[f"{STATUS}{name}"] = entry.pop(name)
    entry[f"{STATUS}statusListCredential"] = {"id": entry.pop("statusListCredential")}


def _in_status(**members: Any) -> Change:
    return lambda document: document["credentialStatus"].update(members)


@pytest.mark.requirement("STAT-25", "VER-16", "VER-21", "TRAP-16")
@pytest.mark.parametrize(
    "change",
    [
        _entry_elsewhere,
        _entry_in_full,
        _in_status(type=["BitstringStatusListEntry"]),
        _in_status(statusPurpose=["revocation"]),
        _in_status(statusPurpose={"@value": "revocation"}),
        lambda document: document.update(credentialStatus=[[document["credentialStatus"]]]),
    ],
    ids=["elsewhere", "in full", "types", "purposes", "value", "list of lists"],
)
def test_a_revocation_cannot_be_hidden_by_its_form(desk: Desk, change: Change) -> None:
    """A revoked badge is never accepted when its status is written in another form."""
    desk.web.publish(LIST_URL, PLACE.sign(status_list(PLACE, INDEX)).body)
    document = PLACE.sign(badge(PLACE, credentialStatus=status_entry())).document
    assert desk.read(serialize(document)).state is State.REVOKED
    assert _read(desk, document, change).verdict is not Verdict.ACCEPTED


@pytest.mark.requirement("STAT-25", "VER-21")
def test_one_entry_that_cannot_be_read_does_not_hide_another(desk: Desk) -> None:
    """Of two entries the one that tells of a revocation decides, in whatever order they come."""
    desk.web.publish(LIST_URL, PLACE.sign(status_list(PLACE, INDEX)).body)
    unknown = status_entry(id="urn:uuid:1", statusListIndex="007")
    signed = PLACE.sign(badge(PLACE, credentialStatus=[unknown, status_entry()]))
    finding = desk.read(signed).finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "status.revoked")


@pytest.mark.requirement("SAFE-01", "END-05")
def test_an_end_cannot_move_into_an_endorsement(desk: Desk) -> None:
    """What is said of the badge's own identifier elsewhere is signed too, and out of sight."""
    voice = Place.by_key()
    praise = voice.sign(endorsement(voice, "https://badges.example.fr/credentials/4f8b")).document
    signed = PLACE.sign(badge(PLACE, validUntil=PAST, endorsement=[praise])).document
    assert desk.read(serialize(signed)).state is State.EXPIRED

    def move(document: JsonObject) -> None:
        target = document["endorsement"][0]["credentialSubject"]
        target["type"] = ["EndorsementSubject", *document["type"]]
        target["validUntil"] = document.pop("validUntil")

    report = _read(desk, signed, move)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
    assert report.finding("document.context").code == "context.described_twice"


@pytest.mark.requirement("SAFE-05", "TRAP-20")
def test_a_name_of_the_standard_keeps_its_meaning(desk: Desk) -> None:
    """Older contexts protect nothing: a later context must not give their names another meaning."""
    contexts = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "https://w3id.org/security/data-integrity/v2",
    ]
    own = {"name": "https://example.org/name"}
    older = {"@context": contexts, "issuanceDate": "2026-11-20T09:00:00Z"}
    document = badge(PLACE, validFrom=None, awardedDate=None, **older)
    assert desk.read(PLACE.sign(document)).verdict is Verdict.ACCEPTED
    document["@context"] = [*contexts, own]
    document["proof"] = PLACE.sign(badge(PLACE)).document["proof"]
    finding = desk.read(serialize(document)).finding("document.terms")
    assert finding.params["cause"] == "jsonld.other_meaning"


@pytest.mark.requirement("PRF-04", "SAFE-01")
def test_the_end_of_a_proof_cannot_be_hidden(desk: Desk) -> None:
    """A proof whose own end is over does not hold when that end is written as a full IRI."""
    document = badge(PLACE)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-20T09:00:00Z",
        "expires": PAST,
        "verificationMethod": PLACE.method,
        "proofPurpose": "assertionMethod",
    }
    value = encode_multibase(PLACE.key.sign(hash_rdfc(document, options).signed))
    proof: JsonObject = options | {"proofValue": value}
    assert desk.read(serialize({**document, "proof": proof})).state is State.EXPIRED
    end = {"@type": DATE_TIME, "@value": proof.pop("expires")}
    proof["https://w3id.org/security#expiration"] = end
    assert desk.read(serialize({**document, "proof": proof})).verdict is Verdict.REJECTED


@pytest.mark.requirement("ISS-06", "TRAP-17", "VER-06")
def test_what_an_earlier_context_left_unsigned_is_told(desk: Desk) -> None:
    """An endorsement that anybody could have added since is not said to be covered."""
    document = badge(PLACE)
    signed = PLACE.sign(document).document
    options = {name: value for name, value in signed["proof"][0].items() if name != "proofValue"}
    former = PLACE.key.sign(hash_rdfc(document, options, EDITION_2025_04).signed)
    proof = options | {"proofValue": encode_multibase(former)}
    added = {**document, "endorsementJwt": ["e30.e30.AA"], "proof": [proof]}
    report = desk.read(Secured(serialize(added), MEDIA_TYPE_JSON))
    finding = report.finding(DOCUMENT_TERMS.id)
    assert (finding.code, finding.severity) == ("jsonld.unsigned", Severity.WARNING)


@pytest.mark.requirement("JWT-04", "JWT-07")
@pytest.mark.parametrize(
    "member", [{"validUntil": PAST}, {"credentialStatus": {}}, {"issuer": "did:key:z6Mk"}]
)
def test_a_token_holds_one_credential(desk: Desk, member: JsonObject) -> None:
    """Members of a credential beside `vc` would make two readings of one signature."""
    claims = {name: CLAIMED[name] for name in ("iss", "jti", "sub", "nbf")}
    header = {"alg": "EdDSA", "kid": PLACE.method}
    payload = claims | {"vc": badge(PLACE)}
    assert desk.read(jwt_forgery.sign(PLACE, header, payload)).verdict is Verdict.ACCEPTED
    report = desk.read(jwt_forgery.sign(PLACE, header, payload | member))
    assert report.finding("proof.signature").params["cause"] == "jwt.two_credentials"


@pytest.mark.requirement("SAFE-07", "VER-02", "TRAP-24")
def test_a_thousand_types_are_too_many(desk: Desk) -> None:
    """Types repeated say nothing new to the signature, and would cost seconds each time."""
    signed = PLACE.sign(badge(PLACE)).document
    signed["type"] *= 1_000
    finding = desk.read(serialize(signed)).finding("proof.signature")
    assert finding.params["cause"] == "jsonld.too_costly"


@pytest.mark.requirement("SAFE-07", "VER-02")
def test_a_context_of_its_own_does_not_buy_more_work(desk: Desk) -> None:
    """A badge that only the slow way can read must be short."""
    evidence = [{"type": ["Evidence"], "name": f"n{n}"} for n in range(4_000)]
    own = {"x": "https://example.org/x"}
    signed = PLACE.sign(badge(PLACE, evidence=evidence)).document
    assert desk.read(serialize(signed)).verdict is Verdict.ACCEPTED
    signed["@context"] = [VC_2, OB_3, own]
    finding = desk.read(serialize(signed)).finding("proof.signature")
    assert finding.params["cause"] == "jsonld.too_costly"


@pytest.mark.requirement("VER-02", "VER-20")
def test_endorsements_inside_endorsements_are_not_read_without_end(desk: Desk) -> None:
    """Each is in the document once and would be read again for each that holds it."""
    voice = Place.by_key()
    evidence = [{"type": ["Evidence"], "narrative": "n" * 200_000}]
    inner = endorsement(voice, achievement()["id"], evidence=evidence)
    for number in range(4):
        outer = endorsement(voice, achievement()["id"], id=f"urn:uuid:{number}")
        inner = outer | {"endorsement": [inner]}
    finding = desk.read(PLACE.sign(badge(PLACE, endorsement=[inner]))).finding("endorsements")
    assert finding.params["endorsements"] == 5
    assert len(finding.evidence) == 2
