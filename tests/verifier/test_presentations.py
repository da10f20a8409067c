"""Presentations: each credential inside is judged as if it had come alone, and so is the whole."""

from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import VC_2, Desk, Place, badge, with_subject
from tests.verifier.proofs_to_read import add_proof, presentation
from verifier.case import Kind
from verifier.pipeline import Pipeline
from verifier.policy import ARCHIVE, PROOF
from verifier.report import Outcome, Report, Severity, State, Verdict
from verifier.settings import Bounds

VC_1 = "https://www.w3.org/2018/credentials/v1"
ISSUER = Place.by_key()
HOLDER = Place.by_key()
LATE = {"validUntil": "2026-11-21T00:00:00Z"}


def awarded(**members: Any) -> JsonObject:
    """A signed badge."""
    return ISSUER.sign(badge(ISSUER, **members)).document


def token() -> str:
    """The same as a compact JWS."""
    return ISSUER.sign(badge(ISSUER), "vc-jwt").text


def envelope(carried: str, **members: Any) -> JsonObject:
    """A credential secured from outside."""
    document = {"@context": VC_2, "type": "EnvelopedVerifiableCredential", "id": carried}
    return document | members


def signed(document: JsonObject) -> JsonObject:
    """A presentation signed by its holder."""
    return add_proof(document, HOLDER, proofPurpose="authentication")


def read(desk: Desk, document: JsonObject, **options: Any) -> Report:
    """The report on a presentation."""
    return desk.verifier.pipeline.verify(serialize(document), **options)


def inside(report: Report) -> tuple[Outcome, str]:
    """What was found inside."""
    finding = report.finding("credentials.inside")
    return finding.outcome, finding.code


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_presentation_is_as_good_as_its_parts(desk: Desk, *, is_signed: bool) -> None:
    """Objects and envelopes side by side; each has its own report."""
    parts = [awarded(), envelope(f"data:application/vc+jwt,{token()}")]
    document = presentation(HOLDER.did, *parts)
    report = read(desk, signed(document) if is_signed else document)
    assert inside(report) == (Outcome.PASSED, "inside.accepted")
    assert report.state is State.GENUINE
    assert [part.state for part in report.parts] == [State.GENUINE] * 2
    assert [part.source.document for part in report.parts] == ["badge", "badge"]
    assert report.source.document == "presentation"
    assert report.source.standard == "W3C VC"
    assert len(report.to_json("fr")["parts"]) == 2


def test_the_worst_part_decides(desk: Desk) -> None:
    """One part that does not hold is enough, and its state is the one that people are told."""
    for parts, state, verdict in (
        ([awarded(), awarded(**LATE)], State.EXPIRED, Verdict.REJECTED),
        ([awarded(**LATE), awarded() | {"name": "x"}], State.ALTERED, Verdict.REJECTED),
        ([awarded(), badge(ISSUER)], State.UNREADABLE, Verdict.REJECTED),
        ([awarded(), unreachable()], State.ISSUER_UNCONFIRMED, Verdict.UNDETERMINED),
        ([awarded(**LATE), unreachable()], State.EXPIRED, Verdict.REJECTED),
    ):
        report = read(desk, presentation(None, *parts))
        assert report.verdict is verdict
        if verdict is Verdict.REJECTED:
            assert report.state is state
        assert report.finding("credentials.inside").params["count"] == 2


def unreachable() -> JsonObject:
    """A badge of a place whose site does not answer."""
    key = Place.by_key()
    away = Place(key.key, "did:web:away.example", "did:web:away.example#key-1")
    return away.sign(badge(away)).document


def test_the_reader_chooses_the_rules_for_the_parts_too(desk: Desk) -> None:
    """An expired badge was good when it was issued, and its proof holds."""
    document = presentation(None, awarded(**LATE))
    assert read(desk, document, policy=ARCHIVE).verdict is Verdict.ACCEPTED
    assert read(desk, document, policy=PROOF).verdict is Verdict.ACCEPTED
    altered = presentation(None, awarded() | {"name": "x"})
    assert read(desk, altered, policy=PROOF).verdict is Verdict.REJECTED


def test_an_empty_presentation_needs_a_signature(desk: Desk) -> None:
    """The holder may prove to be the holder alone; unsigned, nothing is said at all."""
    empty = presentation(HOLDER.did)
    report = read(desk, signed(empty))
    assert inside(report) == (Outcome.NOT_APPLICABLE, "inside.none")
    assert report.verdict is Verdict.ACCEPTED
    report = read(desk, empty)
    assert inside(report) == (Outcome.UNKNOWN, "inside.nothing_signed")
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.parametrize(
    ("members", "cause"),
    [
        ({"type": ["VerifiablePresentation"], "id": "not a url"}, "vcdm.id"),
        ({"holder": {"name": "x"}}, "vcdm.holder"),
        ({"verifiableCredential": ["https://example.org/"]}, "vcdm.inner"),
        ({"verifiableCredential": [7]}, "vcdm.inner"),
        ({"verifiableCredential": [{"type": "x"}]}, "vcdm.inner_type"),
        ({"verifiableCredential": [{}]}, "vcdm.inner_type"),
        ({"@context": [VC_2, "not a url"]}, "vcdm.context_item"),
        ({"termsOfUse": {"id": "urn:x:y"}}, "vcdm.type_needed"),
    ],
)
def test_a_presentation_follows_the_data_model(desk: Desk, members: JsonObject, cause: str) -> None:
    """What departs from VCDM 2.0 is unreadable, and the place is told."""
    report = read(desk, presentation(HOLDER.did, awarded()) | members)
    finding = report.finding("document.shape")
    assert (finding.code, finding.params["cause"]) == ("document.departs", cause)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    for language in ("fr", "en"):
        assert finding.params["path"] in report.to_json(language)["findings"][1]["message"]


def test_a_text_is_no_credential_in_the_newer_model(desk: Desk) -> None:
    """VCDM 2.0 has envelopes for what 1.1 wrote as a text; there the text is examined."""
    report = read(desk, presentation(None) | {"verifiableCredential": [token()]})
    assert report.finding("document.shape").params["cause"] == "vcdm.inner"
    assert report.state is State.UNREADABLE
    older = presentation(None, **{"@context": [VC_1]})
    older["verifiableCredential"] = [token(), awarded()]
    report = read(desk, older)
    assert [part.state for part in report.parts] == [State.GENUINE] * 2
    assert report.state is State.GENUINE


@pytest.mark.requirement("JWT-04")
def test_a_presentation_of_the_older_model_as_jwt(desk: Desk) -> None:
    """The `vp` claim holds credentials as texts, signed by the holder all together."""
    inner = presentation(HOLDER.did, **{"@context": [VC_1]})
    inner["verifiableCredential"] = [token()]
    header = {"alg": "EdDSA", "kid": HOLDER.method, "typ": "JWT"}
    report = desk.read(jwt_forgery.sign(HOLDER, header, {"iss": HOLDER.did, "vp": inner}))
    assert report.finding("document.terms").code == "jsonld.complete"
    assert report.state is State.GENUINE
    assert report.source.data_model == "VC 1.1"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (envelope("data:application/vc+jwt,a.b"), "document.not_json"),
        (envelope("data:application/vc+jwt;base64,%%"), "data_url.base64"),
        (envelope("data:application/zip,PK%03%04"), "data_url.archive"),
        (envelope("data:application/vc+jwt,e30.e.e30"), "encoding.base64url"),
        (envelope("data:,"), "document.not_json"),
    ],
)
def test_an_envelope_that_holds_nothing_is_told(desk: Desk, part: JsonObject, code: str) -> None:
    """The part is refused with its reason, and the whole with it."""
    report = read(desk, presentation(None, awarded(), part))
    refused = report.parts[1].finding("input.readable")
    assert refused.code == code
    assert inside(report) == (Outcome.FAILED, "inside.rejected")
    assert report.state is State.UNREADABLE


def test_a_broken_envelope_is_a_departure_and_a_refusal(desk: Desk) -> None:
    """What the standard asks of envelopes is asked of those inside too."""
    broken = envelope("urn:uuid:1")
    report = read(desk, presentation(None, broken))
    assert report.finding("document.shape").params["cause"] == "vcdm.envelope_id"
    assert report.parts[0].finding("input.readable").code == "envelope.broken"


def test_a_presentation_is_no_credential(desk: Desk) -> None:
    """One inside another is refused for its type: nothing that it holds is believed."""
    inner = signed(presentation(HOLDER.did, awarded()))
    report = read(desk, presentation(None, inner))
    assert report.parts[0].finding("document.shape").params["cause"] == "vcdm.type_credential"
    assert report.verdict is Verdict.REJECTED


def test_any_other_credential_follows_the_data_model_alone(desk: Desk) -> None:
    """No badge at all: VCDM rules, proof, controller and dates are asked; Open Badges is not."""
    license_ = {
        "@context": [VC_2, {"Licence": "https://example.org/#Licence"}],
        "type": ["VerifiableCredential", "Licence"],
        "issuer": ISSUER.did,
        "credentialSubject": {"id": HOLDER.did},
    }
    report = read(desk, presentation(HOLDER.did, ISSUER.sign(license_).document))
    assert report.state is State.GENUINE
    part = report.parts[0]
    assert (part.source.document, part.source.standard) == ("credential", "W3C VC")
    assert part.finding("document.schema").code == "schema.none"
    schema = {"id": "https://example.org/schema", "type": "JsonSchema"}
    asked = ISSUER.sign(license_ | {"credentialSchema": schema}).document
    part = read(desk, presentation(None, asked)).parts[0]
    assert part.finding("document.schema").severity is Severity.WARNING
    assert part.verdict is Verdict.ACCEPTED
    wrong = ISSUER.sign(license_ | {"termsOfUse": {"id": "urn:x:y"}}).document
    part = read(desk, presentation(None, wrong)).parts[0]
    assert part.finding("document.shape").params["cause"] == "vcdm.type_needed"
    assert part.verdict is Verdict.REJECTED


def test_a_credential_that_is_no_badge_is_read_on_request(desk: Desk) -> None:
    """Alone on the counter it is no badge; programs may ask for it as what it is."""
    document = {
        "@context": [VC_2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER.did,
        "credentialSubject": {"id": HOLDER.did},
    }
    secured = ISSUER.sign(document)
    assert desk.read(secured).finding("document.shape").code == "type.missing"
    asked = desk.verifier.pipeline.verify_document(secured)
    assert asked.state is State.GENUINE
    assert asked.source.document == Kind.CREDENTIAL


def test_who_presents_is_told(desk: Desk) -> None:
    """A notice when the badges are somebody else's, which rejects nothing."""
    own = ISSUER.sign(with_subject(badge(ISSUER), id=HOLDER.did)).document
    for document, code in (
        (presentation(HOLDER.did, own), "holder.same"),
        (presentation(HOLDER.did, own, awarded()), "holder.other"),
        (presentation(None, own), "holder.none"),
        (presentation(HOLDER.did), "holder.nothing_presented"),
    ):
        report = read(desk, signed(document))
        finding = report.finding("presentation.holder")
        assert finding.code == code
        assert finding.severity is Severity.NOTICE
        assert report.verdict is Verdict.ACCEPTED
    assert desk.read(ISSUER.sign(badge(ISSUER))).finding("presentation.holder").code == (
        "check.other_kind"
    )


def test_the_summary_is_that_of_the_only_badge(desk: Desk) -> None:
    """One badge is shown as if it had come alone; of several, what they agree on."""
    report = read(desk, presentation(HOLDER.did, awarded()))
    assert report.summary == report.parts[0].summary
    assert report.summary.achievement == "Animer un atelier"
    other = badge(ISSUER)
    other["credentialSubject"]["achievement"]["name"] = "Réparer un vélo"
    several = read(desk, presentation(None, awarded(), ISSUER.sign(other).document)).summary
    assert several.achievement == "Animer un atelier · Réparer un vélo"
    assert (several.holder, several.issuer_name) == ("Inès Martin", "Le Lieu Un")
    assert several.competencies == ()
    elsewhere = Place.by_key()
    foreign = badge(elsewhere, issuer={"id": elsewhere.did, "type": ["Profile"], "name": "Autre"})
    mixed = read(desk, presentation(None, awarded(), elsewhere.sign(foreign).document)).summary
    assert (mixed.issuer_id, mixed.issuer_name) == (None, None)


def test_an_unsigned_presentation_has_no_words_of_its_own(desk: Desk) -> None:
    """What it says beside its credentials is refused; words of its parts are asked of the parts."""
    report = read(desk, presentation(None, awarded(), nobodyKnows="x"))
    assert report.finding("document.terms").code == "presentation.unsigned"
    assert report.state is State.UNREADABLE
    terms = {"id": "urn:x:y", "type": "Own", "nobodyKnows": "x"}
    report = read(desk, presentation(None, awarded(), termsOfUse=terms))
    assert report.finding("document.terms").code == "jsonld.dropped"
    report = read(desk, presentation(None, awarded() | {"nobodyKnows": "x"}))
    assert report.finding("document.terms").code == "jsonld.complete"
    assert report.state is State.ALTERED


@pytest.mark.requirement("SAFE-01")
def test_a_signed_presentation_covers_all_that_it_says(desk: Desk) -> None:
    """A term added after signing is seen, in the presentation and in a part."""
    good = signed(presentation(HOLDER.did, awarded()))
    assert read(desk, good).state is State.GENUINE
    assert read(desk, good | {"nobodyKnows": "x"}).state is State.ALTERED
    good["verifiableCredential"][0]["nobodyKnows"] = "x"
    assert read(desk, good).state is State.ALTERED


def test_a_context_that_we_do_not_carry_leaves_it_open(desk: Desk) -> None:
    """It may be a sound extension: undetermined, not rejected."""
    contexts = [VC_2, "https://example.org/context"]
    report = read(desk, presentation(None, awarded(), **{"@context": contexts}))
    assert report.finding("document.context").code == "context.unavailable"
    assert report.verdict is Verdict.UNDETERMINED


def test_a_context_of_a_part_that_we_do_not_carry_leaves_all_open(desk: Desk) -> None:
    """The signature of the presentation covers its parts: it cannot be told, nor called wrong."""
    document = signed(presentation(HOLDER.did, awarded()))
    document["verifiableCredential"][0]["@context"].append("https://example.org/context")
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


def test_a_presentation_may_bear_the_name_of_what_it_presents(desk: Desk) -> None:
    """What it presents is a graph of its own: nothing of it is said of the presentation."""
    part = awarded()
    assert read(desk, signed(presentation(HOLDER.did, part, id=part["id"]))).state is State.GENUINE


@pytest.mark.requirement("VER-02")
def test_a_thousand_credentials_are_not_all_examined(desk: Desk) -> None:
    """After so many we stop and say so; what was not looked at is never green."""
    few = awarded()
    report = read(desk, presentation(None, *[few] * 51))
    assert inside(report) == (Outcome.UNKNOWN, "inside.too_many")
    assert report.finding("credentials.inside").params == {"count": 51, "examined": 50}
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    small = {"type": "VerifiableCredential"}
    report = read(desk, presentation(None, *[small] * 1_000))
    assert inside(report) == (Outcome.FAILED, "inside.rejected")
    assert len(report.parts) == 50


@pytest.mark.requirement("VER-02", "SAFE-07")
def test_poison_parts_are_given_little_time(desk: Desk) -> None:
    """Graphs made to be hard to name: the first ones are refused, then we stop."""
    signed_once = awarded()
    poison = signed_once | {"evidence": [{"type": ["Evidence"]} for _ in range(1_000)]}
    document = presentation(None, *[poison] * 15)
    report = read(desk, document)
    assert report.state is State.ALTERED
    assert 0 < len(report.parts) <= 15
    hasty = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(parts_seconds=0.0))
    assert len(hasty.verify(serialize(document)).parts) == 1
    several = hasty.verify(serialize(presentation(None, *[signed_once] * 3)))
    assert several.finding("credentials.inside").params == {"count": 3, "examined": 1}
    assert several.verdict is Verdict.UNDETERMINED


def test_records_and_envelopes_do_not_nest_for_ever(desk: Desk) -> None:
    """Each wrapping in the next: the limits of a document hold, and the answer is a report."""
    inner: Any = "e30.e30.e30"
    for _ in range(12):
        inner = {
            "@context": [VC_2],
            "type": ["VerifiableCredential", "ClrCredential"],
            "credentialSubject": {"verifiableCredential": [inner]},
        }
    report = read(desk, presentation(None, inner))
    assert report.verdict is Verdict.REJECTED
