"""Records (CLR 2.0): outer and inner signatures are both verified, and every rule of the model."""

import json
from pathlib import Path
from typing import Any

import pytest

from badges.documents import JsonObject, Secured, parse, serialize
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
)
from verifier.report import Outcome, Report, State, Verdict

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CONTEXTS = [VC_2, CLR, OB_3]
SCHOOL = Place.by_key()
ISSUER = Place.by_key()


def awarded(**members: Any) -> JsonObject:
    """A signed badge inside."""
    return ISSUER.sign(badge(ISSUER, **members)).document


def record(
    *inside: Any, subject: JsonObject | None = None, contexts: Any = CONTEXTS, **members: Any
) -> JsonObject:
    """An unsigned record of these badges; `members` replace or, when None, remove members."""
    document: JsonObject = {
        "@context": contexts,
        "id": "urn:uuid:7f1d2a10-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Relevé d'acquis",
        "issuer": {"id": SCHOOL.did, "type": ["Profile"], "name": "L'école"},
        "validFrom": "2026-11-20T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11",
            "type": ["ClrSubject"],
            "verifiableCredential": list(inside),
        }
        | (subject or {}),
    }
    document |= members
    return {name: value for name, value in document.items() if value is not None}


def sign(document: JsonObject, suite: str = "eddsa-rdfc-2022") -> Secured:
    """The record signed by the school."""
    return SCHOOL.sign(document, suite)


def told(report: Report, check: str) -> tuple[Outcome, str]:
    """What was found."""
    finding = report.finding(check)
    return finding.outcome, finding.code


@pytest.mark.requirement("VER-05", "CLR-01", "CLR-02")
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_record_and_its_badges_are_verified(desk: Desk, suite: str) -> None:
    """The record is routed to its own checks, and each badge inside to those of badges."""
    report = desk.read(sign(record(awarded(), awarded(id="urn:uuid:2")), suite))
    assert report.state is State.GENUINE
    assert told(report, "credentials.inside") == (Outcome.PASSED, "inside.accepted")
    assert told(report, "document.schema")[1] in ("schema.valid", "schema.not_strict")
    assert told(report, "document.context") == (Outcome.PASSED, "context.known")
    assert (report.source.document, report.source.standard) == ("record", "CLR 2.0")
    assert [part.source.document for part in report.parts] == ["badge", "badge"]


@pytest.mark.requirement("CLR-02")
def test_inner_and_outer_signatures_both_count(desk: Desk) -> None:
    """A forged badge in a good record, a good badge in a forged record: both are refused."""
    forged = awarded() | {"name": "Autre badge"}
    report = desk.read(sign(record(forged)))
    assert told(report, "proof.signature")[0] is Outcome.PASSED
    assert told(report, "credentials.inside") == (Outcome.FAILED, "inside.rejected")
    assert report.state is State.ALTERED
    changed = sign(record(awarded())).document | {"name": "Autre relevé"}
    report = desk.read(serialize(changed))
    assert told(report, "proof.signature")[1] == "proof.invalid"
    assert told(report, "credentials.inside")[0] is Outcome.PASSED
    assert report.state is State.ALTERED
    unsigned = desk.read(serialize(record(awarded())))
    assert told(unsigned, "proof.signature")[1] == "proof.missing"
    bare = badge(ISSUER)
    assert desk.read(sign(record(bare))).verdict is Verdict.REJECTED


@pytest.mark.requirement("CLR-02")
def test_a_badge_swapped_after_signing_is_seen(desk: Desk) -> None:
    """Another good badge in its place: the record's own signature covers which ones are in it."""
    document = sign(record(awarded())).document
    document["credentialSubject"]["verifiableCredential"] = [awarded(id="urn:uuid:2")]
    report = desk.read(serialize(document))
    assert told(report, "credentials.inside")[0] is Outcome.PASSED
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


@pytest.mark.requirement("CLR-02")
def test_the_state_of_a_badge_inside_is_that_of_the_record(desk: Desk) -> None:
    """Expired, cancelled, out of reach: told as such."""
    expired = awarded(validUntil="2026-11-21T00:00:00Z")
    assert desk.read(sign(record(awarded(), expired))).state is State.EXPIRED
    cancelled = awarded(credentialStatus=status_entry())
    desk.web.publish(LIST_URL, ISSUER.sign(status_list(ISSUER, 48213)).body)
    assert desk.read(sign(record(cancelled))).state is State.REVOKED
    desk.web.withdraw(LIST_URL)
    report = desk.read(sign(record(cancelled)))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.requirement("CLR-01")
@pytest.mark.parametrize(
    ("document", "check", "code"),
    [
        (record(), "credentials.inside", "inside.record_empty"),
        (record(subject={"verifiableCredential": None}), "document.schema", "schema.invalid"),
        (record(subject={"verifiableCredential": 7}), "document.schema", "schema.invalid"),
        (record({}, name=None), "document.schema", "schema.invalid"),
        (record({}, id=None), "document.schema", "schema.invalid"),
        (record({}, issuer=None), "document.schema", "schema.invalid"),
        (record({}, validFrom=None), "document.schema", "schema.invalid"),
        (record({}, type=["ClrCredential"]), "document.shape", "type.missing"),
        (record({}, subject={"type": ["Other"]}), "document.schema", "schema.invalid"),
        (record({}, subject={"id": ""}), "document.shape", "subject.unidentified"),
        (record({}, credentialSubject=[]), "document.shape", "subject.several"),
        (record("e30.e30.e30"), "document.schema", "schema.invalid"),
        (record({}, contexts=[VC_2, OB_3]), "document.context", "context.unknown"),
        (record({}, contexts=[VC_2, CLR]), "document.context", "context.unknown"),
        (record({}, contexts=[VC_2, OB_3, CLR]), "document.context", "context.unknown"),
        (record({}, contexts=CLR), "document.context", "context.unknown"),
    ],
)
def test_what_a_record_must_say(desk: Desk, document: JsonObject, check: str, code: str) -> None:
    """Each rule of the data model has its finding, and rejects."""
    report = desk.read(serialize(document))
    assert told(report, check) == (Outcome.FAILED, code)
    assert report.verdict is Verdict.REJECTED


@pytest.mark.requirement("CLR-01")
def test_what_a_record_may_say(desk: Desk) -> None:
    """Achievements, associations, an endorsement, an issuer by its address alone."""
    done = badge(ISSUER)["credentialSubject"]["achievement"]
    subject = {
        "achievement": [done, done | {"id": "urn:uuid:3", "name": "Autre"}],
        "association": [
            {
                "type": "Association",
                "associationType": "isParentOf",
                "sourceId": done["id"],
                "targetId": "urn:uuid:3",
            }
        ],
    }
    kind = ISSUER.sign(endorsement(ISSUER, SCHOOL.did)).document
    document = record(awarded(), subject=subject, partial=True, endorsement=[kind])
    report = desk.read(sign(document))
    assert report.verdict is Verdict.ACCEPTED
    assert told(report, "endorsements") == (Outcome.PASSED, "endorsement.valid")
    by_address = desk.read(sign(record(awarded(), issuer=SCHOOL.did)))
    assert by_address.state is State.GENUINE
    older = record(awarded(), contexts=[VC_2, CLR.replace("2.0.1", "2.0.0"), OB_3])
    report = desk.read(serialize(older))
    assert told(report, "document.context")[1] == "context.unavailable"


def test_a_badge_stays_a_badge(desk: Desk) -> None:
    """More types never make less of what is asked."""
    both = badge(ISSUER, type=["VerifiableCredential", "OpenBadgeCredential", "ClrCredential"])
    report = desk.read(serialize(both))
    assert report.source.document == "badge"
    assert report.finding("credentials.inside").code == "check.other_kind"


def test_a_record_in_a_record_is_opened_too(desk: Desk) -> None:
    """The worst of the innermost badges decides."""
    inner = sign(record(awarded() | {"name": "x"}, id="urn:uuid:5")).document
    report = desk.read(sign(record(inner)))
    assert report.parts[0].parts[0].state is State.ALTERED
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


def test_the_summary_of_a_record(desk: Desk) -> None:
    """With one badge its own; with several, the record's name and issuer, and who all name."""
    report = desk.read(sign(record(awarded())))
    assert report.summary == report.parts[0].summary
    summary = desk.read(sign(record(awarded(), awarded(id="urn:uuid:2")))).summary
    assert (summary.achievement, summary.issuer_name) == ("Relevé d'acquis", "L'école")
    assert summary.holder == "Inès Martin"


@pytest.mark.shared
@pytest.mark.requirement("CLR-01", "CLR-02", "PRF-08")
def test_the_record_of_the_official_guide(desk: Desk, shared: Path) -> None:
    """Its site cannot be fetched: everything but who signed is settled, outside and inside."""
    path = shared / "standards/vectors/1edtech-impl-guide/clrv2p0/signed.json"
    report = desk.read(path.read_bytes())
    assert told(report, "document.shape")[0] is Outcome.PASSED
    assert told(report, "document.context")[0] is Outcome.PASSED
    assert told(report, "document.schema")[1] == "schema.not_strict"
    assert report.verdict is Verdict.UNDETERMINED
    assert report.state is State.ISSUER_UNCONFIRMED
    assert len(report.parts) == 1
    assert report.parts[0].state is State.ISSUER_UNCONFIRMED
    altered = parse(path.read_bytes())
    altered["credentialSubject"]["verifiableCredential"][0]["name"] = "Other"
    report = desk.read(serialize(altered))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
    assert json.dumps(report.to_json("fr"))
