"""Endorsements of Open Badges 2.0 badges: each is judged like a badge, and told beside it."""

from typing import Any

import pytest

from badges.documents import JsonObject
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    BADGE,
    CONTEXT,
    ELSEWHERE,
    ISSUER,
    REVOCATIONS,
    Place,
    assertion,
    badge_class,
    changed,
    jws,
    key_document,
    private_key,
    profile,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import EndorsementClaim, Outcome, Report, Severity, State, Verdict
from verifier.settings import BOUNDS

FRIEND, WORD, THEIR_KEY = f"{ELSEWHERE}/qui", f"{ELSEWHERE}/avis/1", f"{ELSEWHERE}/cle"
LIST = f"{ELSEWHERE}/annules"
CHECK = "endorsements"


def endorsement(**members: Any) -> JsonObject:
    """A hosted endorsement of the badge class, by somebody else than its issuer."""
    document = {
        "@context": CONTEXT,
        "id": WORD,
        "type": "Endorsement",
        "claim": {"id": BADGE, "endorsementComment": "Du bon travail."},
        "issuer": FRIEND,
        "issuedOn": "2026-11-20T09:00:00Z",
        "verification": {"type": "HostedBadge"},
    }
    return changed(document, members)


def signed(**members: Any) -> JsonObject:
    """The same, signed."""
    own = {"id": "urn:uuid:77aa", "verification": {"type": "SignedBadge", "creator": THEIR_KEY}}
    return endorsement(**(own | members))


def friend(**members: Any) -> JsonObject:
    """Who endorses."""
    own = {"id": FRIEND, "name": "Le Voisin", "url": ELSEWHERE, "publicKey": THEIR_KEY}
    return profile(**(own | members))


@pytest.fixture
def praised(place: Place) -> Place:
    """A site whose badge class is endorsed by a neighbour, who has a site and a key."""
    for document in (endorsement(), friend()):
        place.publish(document)
    place.publish(key_document(private_key("RSA", 1), id=THEIR_KEY, owner=FRIEND))
    place.publish(badge_class(endorsement=WORD))
    return place


def _require(report: Report, verdict: Verdict, expected: str) -> EndorsementClaim:
    """One endorsement with that verdict for that reason, in a badge that is good all the same."""
    require_whole(report)
    assert report.state is State.GENUINE
    (claim,) = report.summary.endorsements
    assert (claim.verdict, claim.code) == (verdict.value, expected)
    outcome, code = {
        Verdict.ACCEPTED: (Outcome.PASSED, "endorsement.valid"),
        Verdict.REJECTED: (Outcome.FAILED, "endorsement.invalid"),
        Verdict.UNDETERMINED: (Outcome.UNKNOWN, "endorsement.unknown"),
    }[verdict]
    finding = report.finding(CHECK)
    assert (finding.outcome, finding.code, finding.severity) == (outcome, code, Severity.WARNING)
    return claim


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize("written", [WORD, [WORD], endorsement(), {"id": WORD}])
@pytest.mark.parametrize("target", [ASSERTION, BADGE, ISSUER])
def test_a_hosted_endorsement_is_what_its_site_says(
    praised: Place, written: Any, target: str
) -> None:
    """Named or copied, at each of the three places, it is fetched, judged and shown."""
    praised.publish(endorsement(claim={"id": target, "endorsementComment": "Bravo."}))
    for document in (assertion, badge_class, profile):
        for plain in (assertion(), badge_class(), profile()):
            praised.publish(plain)
        praised.publish(document(endorsement=written))
        claim = _require(praised.read(assertion()), Verdict.ACCEPTED, "endorsement.valid")
        assert (claim.issuer, claim.comment) == ("Le Voisin", "Bravo.")


@pytest.mark.requirement("OB2-11")
def test_the_copy_of_an_endorsement_is_never_believed(praised: Place) -> None:
    """What somebody puts in another's mouth is not shown."""
    copy = endorsement(claim={"id": BADGE, "endorsementComment": "Génial !"}, issuer=ISSUER)
    praised.publish(badge_class(endorsement=copy))
    claim = _require(praised.read(assertion()), Verdict.ACCEPTED, "endorsement.valid")
    assert (claim.issuer, claim.comment) == ("Le Voisin", "Du bon travail.")


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"claim": {"id": f"{ELSEWHERE}/autre"}}, "endorsement.target_absent"),
        ({"claim": [{"id": BADGE}, {"id": "urn:x"}]}, "endorsement.target_absent"),
        ({"claim": None}, "ob2.missing"),
        ({"claim": "Bravo"}, "ob2.missing"),
        ({"issuer": None}, "ob2.missing"),
        ({"issuedOn": None}, "ob2.missing"),
        ({"verification": None}, "ob2.missing"),
        ({"type": "Assertion"}, "hosting.not_an_endorsement"),
        ({"id": f"{ELSEWHERE}/avis/2"}, "fetch.unreachable"),
        ({"issuer": ISSUER}, "hosting.out_of_scope"),
        ({"revoked": True}, "status.revoked"),
        ({"issuedOn": "2027-01-01T00:00:00Z"}, "time.not_yet_valid"),
        ({"expires": "2026-11-21T00:00:00Z"}, "time.expired"),
        ({"verification": {"type": "SignedBadge"}}, "proof.missing"),
        ({"issuer": f"{ELSEWHERE}/personne"}, "hosting.issuer_unknown"),
    ],
)
def test_an_endorsement_that_does_not_hold_is_told(
    praised: Place, members: JsonObject, expected: str
) -> None:
    """Each defect is named beside the endorsement; the badge itself stays good."""
    praised.publish(endorsement(**members), WORD)
    unknown = expected in ("fetch.unreachable", "hosting.issuer_unknown")
    verdict = Verdict.UNDETERMINED if unknown else Verdict.REJECTED
    _require(praised.read(assertion()), verdict, expected)


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("status", "verdict", "expected"),
    [(410, Verdict.REJECTED, "hosting.gone"), (503, Verdict.UNDETERMINED, "fetch.status")],
)
def test_an_endorsement_that_its_site_does_not_show(
    praised: Place, status: int, verdict: Verdict, expected: str
) -> None:
    """Gone is taken back; silence is not known."""
    praised.web.statuses[WORD] = status
    _require(praised.read(assertion()), verdict, expected)


@pytest.mark.requirement("OB2-11")
def test_the_profile_of_who_endorses_is_whole(praised: Place) -> None:
    """Somebody without a name endorses nothing."""
    praised.publish(friend(name=None))
    _require(praised.read(assertion()), Verdict.REJECTED, "ob2.missing")


@pytest.mark.requirement("OB2-11", "OB2-07")
def test_who_endorses_may_keep_the_word_elsewhere(praised: Place) -> None:
    """The scope is that of whoever endorses, not that of the badge."""
    other = "https://avis.example.net/1"
    praised.publish(endorsement(id=other))
    praised.publish(badge_class(endorsement=other))
    _require(praised.read(assertion()), Verdict.REJECTED, "hosting.out_of_scope")
    praised.publish(friend(verification={"startsWith": "https://avis.example.net/"}))
    _require(praised.read(assertion()), Verdict.ACCEPTED, "endorsement.valid")


@pytest.mark.requirement("OB2-11", "OB2-09")
@pytest.mark.parametrize("creator", [THEIR_KEY, None])
def test_a_signed_endorsement_holds_by_its_signature(praised: Place, creator: str | None) -> None:
    """The JWS stands in the badge; its key is one that whoever endorses lists."""
    way = changed({"type": "SignedBadge"}, {"creator": creator})
    token = jws(signed(verification=way), private_key("RSA", 1)).decode()
    praised.publish(badge_class(endorsement=[token]))
    claim = _require(praised.read(assertion()), Verdict.ACCEPTED, "endorsement.valid")
    assert (claim.issuer, claim.comment) == ("Le Voisin", "Du bon travail.")


@pytest.mark.requirement("OB2-11", "OB2-09", "OB2-10")
@pytest.mark.parametrize(
    ("number", "owner", "listed", "expected"),
    [
        (0, FRIEND, [], "proof.signature"),
        (1, ISSUER, [], "key.controller_mismatch"),
        (1, FRIEND, ["urn:uuid:77aa"], "status.revoked"),
    ],
)
def test_a_signed_endorsement_that_does_not_hold_is_told(
    praised: Place, number: int, owner: str, listed: list[str], expected: str
) -> None:
    """Another's signature, a key of somebody else, a word that was taken back."""
    key = private_key("RSA", 1)
    praised.publish(key_document(key, id=THEIR_KEY, owner=owner))
    praised.publish(friend(revocationList=LIST))
    praised.publish({"@context": CONTEXT, "id": LIST, "revokedAssertions": listed})
    token = jws(signed(), private_key("RSA", number)).decode()
    praised.publish(badge_class(endorsement=token))
    _require(praised.read(assertion()), Verdict.REJECTED, expected)


@pytest.mark.requirement("OB2-11", "VAL-16")
@pytest.mark.parametrize("item", [5, None, "", "bravo", "a.b.c", {}, [], {"id": 5}, True, "é.é.é"])
def test_what_is_no_endorsement_at_all_is_told(praised: Place, item: Any) -> None:
    """Nonsense in the place of an endorsement is one that does not hold."""
    praised.publish(badge_class(endorsement=[item]))
    report = praised.read(assertion())
    require_whole(report)
    (claim,) = report.summary.endorsements
    assert (report.state, claim.verdict) == (State.GENUINE, Verdict.REJECTED.value)


@pytest.mark.requirement("OB2-11", "VER-03")
def test_a_badge_has_a_bounded_number_of_endorsements_examined(praised: Place) -> None:
    """The first ones are, the others are counted."""
    praised.publish(badge_class(endorsement=[WORD] * (BOUNDS.endorsements + 1)))
    report = praised.read(assertion())
    finding = report.finding(CHECK)
    assert (report.state, finding.code) == (State.GENUINE, "endorsement.too_many")
    assert len(report.summary.endorsements) == BOUNDS.endorsements
    assert praised.web.visits.count(WORD) == 1


@pytest.mark.requirement("OB2-11", "OB2-10", "VER-03")
def test_a_revocation_is_looked_for_before_endorsements(praised: Place) -> None:
    """However many endorsements use up our visits, a cancelled badge is told as cancelled."""
    words = [f"{ELSEWHERE}/avis/{number}" for number in range(BOUNDS.fetches)]
    for word in words:
        praised.publish(endorsement(id=word, issuer=f"{word}/qui"))
    given = assertion(
        id="urn:uuid:1", verification={"type": "SignedBadge"}, endorsement=words, badge=BADGE
    )
    for document in (
        badge_class(),
        profile(revocationList=REVOCATIONS),
        {"@context": CONTEXT, "id": REVOCATIONS, "revokedAssertions": ["urn:uuid:1"]},
    ):
        praised.publish(document)
    assert praised.read(jws(given)).state is State.REVOKED
    assert len(praised.web.visits) == BOUNDS.fetches
