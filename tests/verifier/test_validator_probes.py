"""The probes of the official validator as acceptance tests of ours: one wrong badge for each cell.

The order and the outcomes are those of section 9 of our reading of the standard. Where we answer
otherwise than the validator, the docstring says why.
"""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from tests.badges.baking.pictures import SVG, png
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
    with_subject,
)
from verifier.report import Outcome, Severity, Verdict

PLACE = Place.by_key()
BADGE = badge(PLACE)
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
PAST, FUTURE = "2026-11-21T00:00:00Z", "2026-11-30T00:00:00Z"

Cells = dict[str, tuple[bytes, str]]
"""What arrives, and the code that says what is wrong with it."""

LEFT_OPEN = {
    *("context.unavailable", "proof.unsupported", "key.unreachable"),
    *("status.unavailable", "status.list_unverified", "status.other_purpose"),
    *(
        "status.list_malformed",
        "status.list_too_short",
        "status.out_of_range",
        "status.unknown_type",
    ),
}
LET_PASS = {
    *("context.old", "schema.not_strict", "schema.unavailable", "schema.valid", "issuer.bare"),
}


def verdict_on(code: str) -> Verdict:
    """Our verdict on a badge of which that is the only fault."""
    if code in LET_PASS:
        return Verdict.ACCEPTED
    return Verdict.UNDETERMINED if code in LEFT_OPEN else Verdict.REJECTED


def token(document: JsonObject) -> bytes:
    """`document` under a sound signature, whatever it says: a JWT covers every byte."""
    return PLACE.sign(document, "vc-jwt").body


def changed(**members: Any) -> bytes:
    """A signed badge with members replaced or, when None, removed."""
    return token(badge(PLACE, **members))


def subject(**members: Any) -> bytes:
    """A signed badge with members of its subject replaced or removed."""
    return token(with_subject(BADGE, **members))


def about(**members: Any) -> bytes:
    """A signed badge with members of its achievement replaced."""
    return subject(achievement=achievement(**members))


def issued_by(**members: Any) -> bytes:
    """A signed badge with members of its issuer replaced."""
    return changed(issuer=BADGE["issuer"] | members)


def with_proof(**members: Any) -> bytes:
    """A signed badge with members of its proof replaced or, when None, removed afterwards."""
    document = PLACE.sign(BADGE).document
    proof = document["proof"][0] | members
    document["proof"] = [{name: value for name, value in proof.items() if value is not None}]
    return serialize(document)


PARSE: Cells = {
    "neither picture, JSON nor JWT": (b"bonjour", "input.unrecognised"),
    "a PNG without badge": (png(), "baking.no_credential"),
    "an SVG without badge": (SVG, "baking.no_credential"),
    "a JWT of two parts": (b"eyJhbGciOiJub25lIn0.e30", "input.unrecognised"),
}
LINKED: Cells = {
    "an undefined term": (changed(honour="x"), "jsonld.dropped"),
    "an undefined type": (changed(type=[*BADGE["type"], "Honour"]), "jsonld.dropped"),
    "a relative address": (changed(id="badges/1"), "jsonld.dropped"),
    "an unknown context": (
        changed(**{"@context": [VC_2, OB_3, "https://example.org/c"]}),
        "context.unavailable",
    ),
}
CONTEXTS: Cells = {
    "another first": (changed(**{"@context": ["https://example.org/c", OB_3]}), "context.unknown"),
    "another second": (changed(**{"@context": [VC_2, "https://example.org/c"]}), "context.unknown"),
    "an older one": (
        changed(awardedDate=None, **{"@context": [VC_2, OB_3.replace("3.0.3", "3.0.2")]}),
        "context.old",
    ),
    "none": (changed(**{"@context": None}), "context.unknown"),
}
TYPES: Cells = {
    "no VerifiableCredential": (changed(type=["OpenBadgeCredential"]), "type.missing"),
    "no badge": (changed(type=["VerifiableCredential"]), "type.missing"),
}
SCHEMAS: Cells = {
    "no description": (about(description=None), "schema.invalid"),
    "a single tag": (about(tag="atelier"), "schema.not_strict"),
}


def _asking(document: JsonObject, schema: str) -> bytes:
    entry = {"id": schema, "type": "1EdTechJsonSchemaValidator2019"}
    contexts = [VC_2, OB_3, EXTENSIONS]
    return token(document | {"@context": contexts, "credentialSchema": [entry]})


INLINE: Cells = {
    "out of reach": (_asking(BADGE, "https://example.org/schema.json"), "schema.unavailable"),
    "violated": (
        _asking(with_subject(BADGE, achievement=achievement(criteria=5)), SCHEMA),
        "schema.invalid",
    ),
}


def _invalid(material: bytes) -> tuple[bytes, str]:
    return material, "schema.invalid"


PERSON = {"hashed": False, "identityHash": "x", "identityType": "name"}
SUBJECT: Cells = {
    "another type": _invalid(subject(type=["Person"])),
    "nobody": (
        PLACE.sign(with_subject(BADGE, id=None, identifier=None)).body,
        "subject.unidentified",
    ),
    "an identity of another type": _invalid(subject(identifier=[PERSON | {"type": "Identity"}])),
    "a result of another type": _invalid(subject(result=[{"type": ["Note"]}])),
    "no achievement": (subject(achievement=None), "achievement.missing"),
    "a description of another type": _invalid(
        about(
            resultDescription=[
                {"id": "urn:x", "type": ["Scale"], "name": "x", "resultType": "Percent"}
            ]
        )
    ),
    "empty criteria": (about(criteria={}), "criteria.empty"),
    "a source of another type": _invalid(subject(source={"id": "urn:x", "type": ["Person"]})),
    "two subjects": (
        serialize(BADGE | {"credentialSubject": [BADGE["credentialSubject"]] * 2}),
        "subject.several",
    ),
}
EVIDENCE: Cells = {"another type": _invalid(changed(evidence=[{"type": ["Photo"]}]))}
ISSUER: Cells = {
    "absent": _invalid(serialize({n: v for n, v in BADGE.items() if n != "issuer"})),
    "a bare address": (PLACE.sign(BADGE | {"issuer": PLACE.did}).body, "issuer.bare"),
    "another type": _invalid(issued_by(type=["Person"])),
    "an identifier of another type": _invalid(
        issued_by(otherIdentifier=[{"type": "X", "identifier": "1", "identifierType": "name"}])
    ),
    "a parent of another type": _invalid(issued_by(parentOrg={"id": "urn:x", "type": ["X"]})),
    "a site out of reach": (issued_by(url="https://ferme.example.org/"), "schema.valid"),
}
P_384 = {"kty": "EC", "crv": "P-384", "x": "A" * 64, "y": "A" * 64}
HEADERS: dict[str, tuple[JsonObject, str]] = {
    "an algorithm that nobody signs with": ({"alg": "none"}, "proof.invalid"),
    "a shared secret": ({"alg": "HS256"}, "proof.invalid"),
    "neither kid nor jwk": ({"kid": None}, "proof.invalid"),
    "a kid out of reach": ({"kid": "https://ferme.example.org/jwk"}, "key.unreachable"),
    "another curve": ({"alg": "ES256", "kid": None, "jwk": P_384}, "proof.invalid"),
}
JWT: Cells = {
    name: (jwt_forgery.with_header(PLACE, BADGE, **header).body, code)
    for name, (header, code) in HEADERS.items()
} | {
    "another signature": (token(BADGE)[:-6] + b"AAAAAA", "proof.invalid"),
    "exp in the past": (jwt_forgery.with_payload(PLACE, BADGE, exp=1).body, "proof.expired"),
    "nbf in the future": (
        jwt_forgery.with_payload(PLACE, BADGE, nbf=1_800_000_000).body,
        "proof.invalid",
    ),
    "another iss": (
        jwt_forgery.with_payload(PLACE, BADGE, iss="did:web:other").body,
        "proof.invalid",
    ),
}
ELSEWHERE = "https://ferme.example.org/keys#1"
PROOF: Cells = {
    "none": (serialize(BADGE), "proof.missing"),
    "another purpose": (with_proof(proofPurpose="authentication"), "proof.invalid"),
    "no purpose": (with_proof(proofPurpose=None), "proof.invalid"),
    "another suite": (with_proof(cryptosuite="unheard-of-2030"), "proof.unsupported"),
    "a method without scheme": (with_proof(verificationMethod="key-1"), "key.unresolved"),
    "a method of an unknown scheme": (
        with_proof(verificationMethod="ftp://ferme.example.org/k"),
        "key.unresolved",
    ),
    "a method out of reach": (with_proof(verificationMethod=ELSEWHERE), "key.controller_mismatch"),
    "another controller": (Place.by_key().sign(BADGE).body, "key.controller_mismatch"),
    "another content": (serialize(PLACE.sign(BADGE).document | {"name": "Autre"}), "proof.invalid"),
}
DATES: Cells = {
    "over": (changed(validUntil=PAST), "time.expired"),
    "an end that is no date": (changed(validUntil="hier"), "time.unreadable"),
}
STARTS: Cells = {
    "not begun": (changed(validFrom=FUTURE), "time.not_yet_valid"),
    "a start that is no date": (serialize(BADGE | {"validFrom": "demain"}), "time.unreadable"),
}
PROBES = {
    "VAL-01": PARSE,
    "VAL-02": LINKED,
    "VAL-03": CONTEXTS,
    "VAL-04": TYPES,
    "VAL-05": SCHEMAS,
    "VAL-06": INLINE,
    "VAL-07": SUBJECT,
    "VAL-08": EVIDENCE,
    "VAL-09": ISSUER,
    "VAL-10a": JWT,
    "VAL-10b": PROOF,
    "VAL-13": DATES,
    "VAL-14": STARTS,
}


@pytest.mark.requirement("VAL-01", "VAL-02", "VAL-03", "VAL-04", "VAL-05", "VAL-06", "VAL-07")
@pytest.mark.requirement("VAL-08", "VAL-09", "VAL-10a", "VAL-10b", "VAL-13", "VAL-14", "VAL-20")
@pytest.mark.parametrize(
    ("probe", "name"), [(probe, name) for probe, cells in PROBES.items() for name in cells]
)
def test_each_cell_of_the_table_has_its_outcome(desk: Desk, probe: str, name: str) -> None:
    """A wrong badge for each thing that a probe looks at, our verdict, and the code that says it.

    A context, key or suite that we cannot have leaves the badge open: nothing shows that it is
    false. The data model lets an issuer be an address: a warning, and an error for certification.
    The issuer's site is not visited: a verifier tells nobody more than it must.
    """
    material, code = PROBES[probe][name]
    report = desk.read(material)
    assert code in [finding.code for finding in report.findings]
    assert report.verdict is verdict_on(code)
    assert "https://ferme.example.org/" not in desk.web.visits


@pytest.mark.requirement("VAL-20")
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_badge_that_passes_every_probe_has_neither_error_nor_warning(
    desk: Desk, suite: str
) -> None:
    """The badge from which each wrong one is made is itself beyond remark."""
    report = desk.read(PLACE.sign(BADGE, suite))
    answer = report.to_json("fr")
    assert (report.verdict, answer["errors"], answer["warnings"]) == (Verdict.ACCEPTED, [], [])


def _list(**members: Any) -> bytes:
    listing = status_list(PLACE)
    listing["credentialSubject"] |= members
    return PLACE.sign(listing).body


SHORT = "u" + encode_base64url(gzip.compress(bytes(16_383)))
LISTS: dict[str, tuple[bytes | None, str]] = {
    "the bit is set": (PLACE.sign(status_list(PLACE, INDEX)).body, "status.revoked"),
    "the list is not valid": (serialize(status_list(PLACE)), "status.list_unverified"),
    "another purpose": (_list(statusPurpose="suspension"), "status.other_purpose"),
    "a list too short": (_list(encodedList=SHORT), "status.list_too_short"),
    "a list that cannot be unfolded": (_list(encodedList="uAAAA"), "status.list_malformed"),
    "no list": (None, "status.unavailable"),
}


@pytest.mark.requirement("VAL-12", "VAL-20")
@pytest.mark.parametrize("name", LISTS)
def test_the_status_probe_has_its_outcomes(desk: Desk, name: str) -> None:
    """A set bit rejects; what cannot be known leaves it open, where the validator lets it pass."""
    page, code = LISTS[name]
    if page is not None:
        desk.web.publish(LIST_URL, page)
    report = desk.read(PLACE.sign(badge(PLACE, credentialStatus=status_entry())))
    assert report.finding("status.revocation").code == code
    assert report.verdict is verdict_on(code)


@pytest.mark.requirement("VAL-12", "VAL-20")
def test_an_index_outside_the_list_and_another_type_leave_it_open(desk: Desk) -> None:
    """The validator passes over other types: the badge may be cancelled, so we do not accept."""
    desk.web.publish(LIST_URL, _list())
    for entry, code in (
        (status_entry(statusListIndex="999999"), "status.out_of_range"),
        ({"id": "urn:x", "type": "https://example.org/terms#Other"}, "status.unknown_type"),
    ):
        report = desk.read(PLACE.sign(badge(PLACE, credentialStatus=entry)))
        assert report.finding("status.revocation").code == code
        assert report.verdict is Verdict.UNDETERMINED


NEIGHBOUR = Place.by_key()
ENDORSED = BADGE["id"]


def _praise(change: Callable[[JsonObject], object] | None = None, **members: Any) -> JsonObject:
    document = NEIGHBOUR.sign(endorsement(NEIGHBOUR, ENDORSED, **members)).document
    if change is not None:
        change(document)
    return document


ENDORSEMENTS: dict[str, tuple[JsonObject, str]] = {
    "another type": (_praise(type=["VerifiableCredential"]), "type.missing"),
    "outside the data model": (_praise(description=5), "schema.invalid"),
    "no proof": (_praise(lambda document: document.pop("proof")), "proof.missing"),
    "a wrong proof": (_praise(lambda document: document.update(name="x")), "proof.invalid"),
    "revoked": (_praise(credentialStatus=status_entry()), "status.revoked"),
    "over": (_praise(validUntil=PAST), "time.expired"),
    "not begun": (_praise(validFrom=FUTURE), "time.not_yet_valid"),
}


@pytest.mark.requirement("VAL-15", "VAL-20")
@pytest.mark.parametrize("name", ENDORSEMENTS)
def test_the_endorsement_probe_has_its_outcomes(desk: Desk, name: str) -> None:
    """Where the validator reports an error, we tell it beside the badge, which stays what it is."""
    embedded, cause = ENDORSEMENTS[name]
    desk.web.publish(LIST_URL, NEIGHBOUR.sign(status_list(NEIGHBOUR, INDEX)).body)
    report = desk.read(PLACE.sign(badge(PLACE, endorsement=[embedded]), "vc-jwt"))
    finding = report.finding("endorsements")
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.WARNING)
    assert finding.params["cause"] == cause
