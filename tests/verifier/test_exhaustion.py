"""Whatever is sent: work, memory, fetches and the report itself stay within bounds (VER-02).

Nothing is timed here: calls, sizes, visits and parts are counted.
"""

import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.status import revocation_list_1edtech
from badges.status.bitstring import decode
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import (
    LIST_URL,
    VC_2,
    Desk,
    Place,
    badge,
    endorsement,
    status_entry,
    status_list,
)
from tests.verifier.intake.test_archive import packed
from tests.world import WebOfDocuments
from verifier.errors import InputError
from verifier.intake import Several
from verifier.intake.data_url import carried_by, unquoted
from verifier.pipeline import Pipeline
from verifier.report import Outcome, Report, State, Verdict
from verifier.settings import Bounds

KEY = Place.by_key()
REVOCATIONS = "https://badges.example.fr/revocations"
MEGABYTE = 1_000_000


@dataclass
class Calls:
    """How often one function was called."""

    count: int = 0


@contextmanager
def calls(function: Callable[..., Any]) -> Iterator[Calls]:
    """Count the calls of a function of ours while this lasts."""
    counted, code, before = Calls(), function.__code__, sys.getprofile()

    def note(frame: FrameType, event: str, _: object) -> None:
        counted.count += event == "call" and frame.f_code is code

    sys.setprofile(note)
    try:
        yield counted
    finally:
        sys.setprofile(before)


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python held at once for some work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def reports(report: Report) -> int:
    """The number of reports in a report, itself included."""
    return 1 + sum(map(reports, report.parts))


def inside(report: Report) -> tuple[Outcome, str]:
    """What was found inside."""
    finding = report.finding("credentials.inside")
    return finding.outcome, finding.code


# Status entries


def with_status(desk: Desk, place: Place, *entries: JsonObject, **listed: Any) -> Report:
    """The report on a badge with those entries, all of one list."""
    desk.web.publish(LIST_URL, place.sign(status_list(place, **listed)).body)
    return desk.read(place.sign(badge(place, credentialStatus=list(entries))))


@pytest.mark.requirement("VER-02")
def test_sixteen_status_entries_are_looked_at(desk: Desk, place: Place) -> None:
    """Any one beyond may say that the badge is cancelled: the badge is never green then."""
    entries = [status_entry(id=f"urn:e:{n}", statusListIndex=str(n)) for n in range(17)]
    found = with_status(desk, place, *entries).finding("status.revocation")
    assert (found.outcome, found.code) == (Outcome.UNKNOWN, "status.too_many")
    assert found.params == {"count": 17, "limit": 16}
    report = with_status(desk, place, *entries[:16])
    assert report.finding("status.revocation").outcome is Outcome.PASSED


def test_a_badge_cancelled_in_one_of_many_entries_stays_cancelled(desk: Desk, place: Place) -> None:
    """What was seen outranks what was not looked at."""
    entries = [status_entry(id=f"urn:e:{n}", statusListIndex=str(n)) for n in range(40)]
    desk.web.publish(LIST_URL, place.sign(status_list(place, 3)).body)
    report = desk.read(place.sign(badge(place, credentialStatus=entries)))
    assert report.finding("status.revocation").code == "status.revoked"


@pytest.mark.requirement("VER-02")
def test_one_list_is_unfolded_once(desk: Desk, place: Place) -> None:
    """However many entries lead to it, for whatever purpose: a list may unfold to megabytes."""
    purposes = ("revocation", "suspension", "message", 5)
    entries = [
        status_entry(id=f"urn:e:{n}", statusListIndex=str(n), statusPurpose=purposes[n % 4])
        for n in range(16)
    ]
    subject = status_list(place)["credentialSubject"] | {
        "statusPurpose": ["revocation", "suspension"]
    }
    with calls(decode) as unfolded:
        with_status(desk, place, *entries, credentialSubject=subject)
    assert unfolded.count == 1


@pytest.mark.requirement("VER-02")
def test_one_revocation_list_is_searched_once(desk: Desk, place: Place) -> None:
    """The older kind of list is parsed once, whatever the number of entries."""
    desk.web.publish(REVOCATIONS, {"revokedCredential": ["urn:other"]})
    entry = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    document = badge(place, credentialStatus=[entry | {f"x{n}": 1} for n in range(16)])
    header = {"alg": "EdDSA", "kid": place.method, "typ": "vc+jwt"}
    secured = jwt_forgery.sign(place, header, document)
    with calls(revocation_list_1edtech.find) as searched:
        report = desk.read(secured)
    assert searched.count == 1
    assert report.finding("status.revocation").code == "status.clear"


# Addresses that carry their content


@given(st.text(alphabet="%4a1g", max_size=60).map(str.encode))
def test_percent_signs_are_read_as_everybody_reads_them(text: bytes) -> None:
    """Piece by piece or all at once, the bytes are the same."""
    long = text * 3_000
    assert unquoted(long) == unquote_to_bytes(long)


@pytest.mark.requirement("VER-02")
def test_escapes_take_no_more_memory_than_they_weigh() -> None:
    """A percent sign is three bytes for one; a list of a million of them would be a hundred."""
    url = b"data:," + b"%41" * 1_000_000
    assert peak(lambda: carried_by(url)) < 20 * MEGABYTE


@pytest.mark.requirement("VER-02")
def test_more_escapes_than_a_text_has_are_refused(desk: Desk) -> None:
    """Before anything is unfolded, in base64 too; a picture in plain base64 may be long."""
    escapes = b"%41" * 2_000_000
    for head in (b"data:,", b"data:;base64,"):
        with pytest.raises(InputError, match=r"input\.limit"):
            carried_by(head + escapes)
    assert peak(lambda: desk.read(b"data:," + escapes)) < 40 * MEGABYTE
    assert len(carried_by(b"data:;base64," + b"QUFB" * 2_000_000)) == 6_000_000


def test_a_page_is_searched_as_far_as_pages_go(desk: Desk) -> None:
    """What we would fetch of a page is looked at; what follows in a longer file is not."""
    script = b"<script type='application/ld+json'>%s</script>" % KEY.sign(badge(KEY)).body
    assert desk.read(b"<html>" + b" " * 4 * MEGABYTE + script).verdict is Verdict.ACCEPTED
    report = desk.read(b"<html>" + b" " * 5 * MEGABYTE + script)
    assert report.finding("input.readable").code == "page.no_badge"


# The size of the report


def record(depth: int, width: int) -> JsonObject:
    """Records in records."""
    inner = [record(depth - 1, width)] * width if depth else []
    return {"type": ["ClrCredential"], "credentialSubject": {"verifiableCredential": inner}}


@pytest.mark.requirement("VER-02")
def test_all_parts_share_one_budget(desk: Desk) -> None:
    """Records in records tell fifty parts in all, not fifty times fifty."""
    report = desk.read(serialize(record(2, 40)))
    assert reports(report) <= 1 + Bounds().parts
    assert report.finding("credentials.inside").params["count"] == 40
    assert len(json.dumps(report.to_json("fr"))) < MEGABYTE


@pytest.mark.requirement("VER-02")
def test_a_wrapping_far_inside_is_not_opened(desk: Desk) -> None:
    """A record in a presentation is opened; one more around is left closed, and never green."""
    report = desk.read(serialize(record(3, 1)))
    third = report.parts[0].parts[0]
    alone = desk.verifier.pipeline.verify_document(
        Secured(serialize(record(3, 1)), MEDIA_TYPE_JSON)
    )
    assert inside(alone.parts[0].parts[0]) == inside(third)
    assert inside(third) == (Outcome.UNKNOWN, "inside.too_deep")
    assert third.parts == ()
    assert third.verdict is not Verdict.ACCEPTED


@pytest.mark.requirement("VER-02")
def test_credentials_are_shown_as_far_as_there_is_room(desk: Desk) -> None:
    """Beyond, a part has its findings and no copy of what was sent."""
    long = KEY.sign(badge(KEY, name="é" * 20_000)).body
    files = [(f"{number}.json", long) for number in range(6)]
    small = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(shown_bytes=100_000))
    report = small.verify(packed(*files))
    shown = [part.credential is not None for part in report.parts]
    assert shown == [True, True, False, False, False, False]
    assert {part.verdict for part in report.parts} == {Verdict.ACCEPTED}


@pytest.mark.requirement("VER-02")
def test_one_report_tells_of_two_hundred_badges(desk: Desk) -> None:
    """It counts the others, is never green, and says where to have them all."""
    whole = Pipeline(
        desk.clock, desk.web, desk.trust, bounds=Bounds(upload_parts=3, parts_seconds=60)
    )
    material = packed(*((f"{n}.json", KEY.sign(badge(KEY)).body) for n in range(5)))
    report = whole.verify(material)
    assert len(report.parts) == 3
    assert inside(report) == (Outcome.UNKNOWN, "inside.too_many_for_one")
    assert report.finding("credentials.inside").params == {"count": 5, "examined": 3}
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert Bounds().upload_parts == 200
    opened = whole.open(material)
    assert isinstance(opened.found, Several)
    assert len(list(whole.each(opened.found, opened))) == 5


def test_a_false_badge_among_too_many_rejects_them(desk: Desk) -> None:
    """And what is said to people counts those that were not looked at."""
    hasty = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(upload_parts=1))
    false = serialize(KEY.sign(badge(KEY)).document | {"name": "Autre"})
    report = hasty.verify(packed(("a.json", false), ("b.json", false), ("c.json", false)))
    assert inside(report) == (Outcome.FAILED, "inside.rejected")
    assert report.finding("credentials.inside").params["count"] == 3
    assert "3" in report.sentence("en")


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "members",
    [
        {"x" * 200_000: 1},
        {"type": ["VerifiableCredential", "x" * 200_000]},
        {"@context": [VC_2, "https://x.example/" + "x" * 200_000]},
        {"credentialStatus": {"type": "x" * 200_000}},
        {"issuer": "did:web:" + "x" * 200_000},
    ],
    ids=["member", "type", "context", "status", "issuer"],
)
def test_no_finding_repeats_the_document(desk: Desk, members: JsonObject) -> None:
    """Parameters and evidence are as long as people read."""
    report = desk.read(serialize(badge(KEY) | members))
    findings = json.dumps(report.to_json("fr")["findings"])
    assert len(findings) < 40_000


# The schema


@pytest.mark.requirement("END-06")
def test_endorsements_cost_the_schema_nothing(desk: Desk) -> None:
    """They have their own check: ten thousand empty ones leave the form of the badge valid."""
    report = desk.read(serialize(badge(KEY, endorsement=[{}] * 10_000)))
    assert report.finding("document.schema").code == "schema.valid"


# Fetches


def far_away(number: int) -> bytes:
    """A badge whose proofs name eight other sites."""
    proofs = [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-11-20T00:00:00Z",
            "verificationMethod": f"https://site-{number}-{place}.example/keys#key",
            "proofPurpose": "assertionMethod",
            "id": f"urn:p:{place}",
            "proofValue": "z" + "1" * 64,
        }
        for place in range(8)
    ]
    return serialize(badge(KEY, id=f"urn:b:{number}", proof=proofs))


@pytest.mark.requirement("VER-03")
def test_one_upload_sends_us_to_sixty_addresses_at_most(desk: Desk, web: WebOfDocuments) -> None:
    """Whatever the number of its parts; those beyond are undetermined, not false."""
    patient = Pipeline(desk.clock, web, desk.trust, bounds=Bounds(parts_seconds=60))
    report = patient.verify(packed(*((f"{n}.json", far_away(n)) for n in range(12))))
    assert len(web.visits) == 60
    beyond = report.parts[-1].finding("proof.signature")
    assert (beyond.outcome, beyond.params["cause"]) == (Outcome.UNKNOWN, "fetch.too_many")


@pytest.mark.requirement("VER-03")
def test_badges_of_one_upload_share_what_was_fetched(desk: Desk, place: Place) -> None:
    """A place's document is asked once for all its badges in one archive."""
    files = ((f"{n}.json", place.sign(badge(place, id=f"urn:b:{n}")).body) for n in range(30))
    report = desk.read(packed(*files))
    assert report.verdict is Verdict.ACCEPTED
    assert len(desk.web.visits) == 1


@pytest.mark.requirement("VER-03")
def test_pages_of_one_upload_weigh_twenty_megabytes(web: WebOfDocuments, desk: Desk) -> None:
    """No page is asked once its answer might not fit any more."""
    heavy = Pipeline(
        desk.clock, web, desk.trust, bounds=Bounds(upload_bytes=6 * MEGABYTE, parts_seconds=60)
    )
    for number in range(4):
        web.publish(f"https://site-{number}.example/b", b" " * (MEGABYTE // 2) + b"{}")
    addresses = [f"https://site-{number}.example/b" for number in range(4)]
    report = heavy.verify(json.dumps(addresses).encode())
    assert len(web.visits) == 2
    assert report.parts[-1].finding("input.readable").code == "fetch.too_many"


# Proofs and endorsements


@pytest.mark.requirement("VER-02")
def test_proofs_of_a_costly_document_are_not_all_tried(desk: Desk) -> None:
    """The first always is; once time is over, the others are told as not tried."""
    document = KEY.sign(badge(KEY)).document
    twice = serialize(document | {"proof": [document["proof"][0] | {"id": "urn:a"}] * 3})
    hasty = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(proofs_seconds=-1.0))
    found = hasty.verify(twice).finding("proof.signature").evidence
    told = [fact.value.partition(" ")[0] for fact in found if fact.name != "public_key"]
    assert told[1:] == ["proof.not_tried", "proof.not_tried"]


@pytest.mark.requirement("VER-02")
def test_endorsements_end_with_the_time_of_the_badge(desk: Desk) -> None:
    """The first is examined; the others are counted, and take nothing from the badge."""
    said = KEY.sign(endorsement(KEY, "https://badges.example.fr/achievements/animer")).document
    secured = KEY.sign(badge(KEY, endorsement=[said | {"id": "urn:a"}, said]))
    hasty = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(parts_seconds=-1.0))
    report = hasty.verify(secured.body)
    assert len(report.finding("endorsements").evidence) == 1
    assert report.verdict is Verdict.ACCEPTED
