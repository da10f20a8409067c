"""Signed badges of Open Badges 2.0: a JWS, a key, and an issuer who recognises the key."""

from typing import Any

import pytest

from badges.documents import JsonObject
from tests.verifier.open_badges_2.sites import (
    BADGE,
    ELSEWHERE,
    HOME,
    ISSUER,
    KEY,
    Place,
    assertion,
    badge_class,
    code,
    jws,
    key_document,
    pem,
    private_key,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import State, Verdict


@pytest.mark.requirement("OB2-09", "OB2-15")
def test_a_signed_badge_is_accepted_with_words_of_its_own(place: Place) -> None:
    """RS256 by a key that issuer and key agree upon."""
    report = place.read(jws(signed_assertion()))
    answer = report.to_json("fr")
    assert (report.verdict, report.state) == (Verdict.ACCEPTED, State.GENUINE)
    assert answer["source"] | {"standard": "OB 2.0", "proofs": ["RS256"]} == answer["source"]
    assert answer["headline"] == "Badge signé par l'émetteur"
    assert code(report, "proof.signature") == "proof.valid"
    assert code(report, "proof.controller") == "key.controlled_by_issuer"
    assert code(report, "issuer.hosting") == "hosting.signed"
    assert code(report, "status.revocation") == "status.none"
    assert report.summary.issuer_name == "Le Lieu"


@pytest.mark.requirement("OB2-09")
def test_es256_is_as_good(place: Place) -> None:
    """A P-256 key in the same form of publication is read too."""
    key = private_key("P-256")
    place.publish(key_document(key))
    assert place.read(jws(signed_assertion(), key, alg="ES256")).state is State.GENUINE
    report = place.read(jws(signed_assertion(), key))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


@pytest.mark.requirement("OB2-09")
def test_one_changed_byte_is_seen(place: Place) -> None:
    """Header, payload and signature: none can be changed."""
    good = jws(signed_assertion())
    header, payload, signature = good.split(b".")
    other = jws(signed_assertion(expires="2030-01-01T00:00:00Z")).split(b".")
    for forged in (
        b".".join((header, other[1], signature)),
        b".".join((header, payload, other[2])),
        b".".join((header, payload, b"")),
        b".".join((header, payload, signature[:-4])),
        b".".join((other[0].replace(b"e", b"f", 1), payload, signature)),
    ):
        report = place.read(forged)
        assert report.verdict is Verdict.REJECTED
        assert report.state in (State.ALTERED, State.UNREADABLE)
    report = place.read(b".".join((header, other[1], signature)))
    assert report.state is State.ALTERED
    assert code(report, "proof.signature") == "proof.invalid"


@pytest.mark.requirement("OB2-09", "VAL-16")
@pytest.mark.parametrize(
    ("header", "expected", "verdict"),
    [
        ({"alg": "none"}, "proof.invalid", Verdict.REJECTED),
        ({"alg": "HS256"}, "proof.invalid", Verdict.REJECTED),
        ({"alg": None}, "proof.invalid", Verdict.REJECTED),
        ({"crit": ["exp"]}, "proof.invalid", Verdict.REJECTED),
        ({"b64": False}, "proof.invalid", Verdict.REJECTED),
        ({"alg": "ES256"}, "proof.invalid", Verdict.REJECTED),
        ({"alg": "PS256"}, "proof.unsupported", Verdict.UNDETERMINED),
        ({"kid": f"{ELSEWHERE}/key", "jku": f"{ELSEWHERE}/keys"}, "proof.valid", Verdict.ACCEPTED),
    ],
)
def test_the_header_chooses_nothing(
    place: Place, header: JsonObject, expected: str, verdict: Verdict
) -> None:
    """The published key decides how a signature is checked; pointers elsewhere are not followed."""
    report = place.read(jws(signed_assertion(), **header))
    assert code(report, "proof.signature") == expected
    assert report.verdict is verdict
    assert not [url for url in place.web.visits if url.startswith(ELSEWHERE)]


@pytest.mark.requirement("OB2-09", "OB2-11", "VAL-16")
@pytest.mark.parametrize(
    ("issuer", "key", "expected"),
    [
        ({"publicKey": None}, {}, "key.not_linked"),
        ({"publicKey": f"{ELSEWHERE}/key"}, {}, "key.not_linked"),
        ({}, {"owner": f"{ELSEWHERE}/issuer"}, "key.controller_mismatch"),
        ({}, {"owner": None}, "key.controller_mismatch"),
    ],
)
def test_key_and_issuer_must_name_each_other(
    place: Place, issuer: JsonObject, key: JsonObject, expected: str
) -> None:
    """A link in one direction only is nobody's word."""
    place.publish(profile(**issuer))
    place.publish(key_document(**key))
    report = place.read(jws(signed_assertion()))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert code(report, "proof.signature") == "proof.valid"
    assert code(report, "proof.controller") == expected


@pytest.mark.requirement("OB2-09", "OB2-11")
def test_a_stranger_cannot_sign_for_the_issuer(place: Place) -> None:
    """A key on a stranger's site that claims the issuer as its owner is not the issuer's."""
    stranger = private_key("P-256", 1)
    address = f"{ELSEWHERE}/key"
    verification = {"type": "SignedBadge", "creator": address}
    forged = jws(signed_assertion(verification=verification), stranger, alg="ES256")
    place.publish(key_document(stranger, id=address))
    report = place.read(forged)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    place.web.withdraw(address)
    report = place.read(forged)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert code(report, "proof.controller") == "key.not_linked"


@pytest.mark.requirement("OB2-09", "OB2-11")
def test_nothing_that_vouches_may_travel_with_the_badge(place: Place) -> None:
    """A profile, class or key written into the badge is not believed: addresses are asked."""
    stranger = private_key("P-256", 1)
    own_key = key_document(stranger)
    for issuer in (
        profile(publicKey=own_key),
        profile(id="urn:uuid:1", publicKey=own_key | {"owner": "urn:uuid:1"}),
        profile(id=None, publicKey=own_key),
    ):
        for badge in (badge_class(issuer=issuer), badge_class(id="urn:uuid:2", issuer=issuer)):
            for creator in (KEY, own_key):
                verification = {"type": "SignedBadge", "creator": creator}
                document = signed_assertion(badge=badge, verification=verification)
                report = place.read(jws(document, stranger, alg="ES256"))
                assert report.verdict is Verdict.REJECTED


@pytest.mark.requirement("OB2-09")
@pytest.mark.parametrize(
    "keys",
    [
        [f"{ELSEWHERE}/old", KEY],
        key_document(),
        [key_document()],
        {"id": KEY, "type": "CryptographicKey"},
    ],
)
def test_an_issuer_may_list_its_keys_in_many_ways(place: Place, keys: Any) -> None:
    """One or many, by address or written out; and the badge may leave it to the issuer."""
    place.publish(profile(publicKey=keys))
    assert place.read(jws(signed_assertion())).state is State.GENUINE
    place.publish(key_document(id=f"{ELSEWHERE}/old"))
    silent = signed_assertion(verification={"type": "signed"})
    assert place.read(jws(silent)).state is State.GENUINE


@pytest.mark.requirement("OB2-09")
def test_a_key_may_be_a_part_of_the_profile_page(place: Place) -> None:
    """An address with a fragment leads to the page that lists the key."""
    name = f"{ISSUER}#key-1"
    place.publish(profile(publicKey=key_document(id=name)))
    signed = jws(signed_assertion(verification={"type": "SignedBadge", "creator": name}))
    assert place.read(signed).state is State.GENUINE
    place.publish(profile(publicKey=name))
    place.web.publish(name.partition("#")[0], profile(publicKey=name))
    assert place.read(signed).verdict is Verdict.REJECTED


@pytest.mark.requirement("OB2-09", "OB2-05")
def test_nobody_else_can_write_out_the_issuer_and_its_keys(place: Place) -> None:
    """On a host of many, a badge class of another names the issuer, with a key of its own."""
    forger = private_key("P-256", 3)
    other_class, other_key = f"{HOME}/autre/b", f"{HOME}/autre/k"
    key = key_document(forger, id=other_key)
    false = badge_class(id=other_class, issuer=profile(publicKey=key))
    place.publish(false)
    place.publish(key)
    verification = {"type": "SignedBadge", "creator": other_key}
    for named in (other_class, false, badge_class(id=None, issuer=profile(publicKey=key))):
        claimed = signed_assertion(badge=named, verification=verification)
        report = place.read(jws(claimed, forger, alg="ES256"))
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
        assert code(report, "proof.controller") == "key.not_linked"
        assert ISSUER in place.web.visits


@pytest.mark.requirement("OB2-09", "VER-21")
@pytest.mark.parametrize("url", [KEY, ISSUER, BADGE])
def test_a_page_out_of_reach_leaves_it_open(place: Place, url: str) -> None:
    """Without key, issuer or badge class nothing is known, and nothing is accepted."""
    place.web.statuses[url] = 503
    report = place.read(jws(signed_assertion()))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    require_whole(report)


@pytest.mark.requirement("OB2-09")
@pytest.mark.parametrize(
    "text", ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "é", 5, None, []]
)
def test_a_key_that_cannot_be_read_is_nobodys(place: Place, text: Any) -> None:
    """No PEM, no key."""
    place.publish(key_document(publicKeyPem=text))
    report = place.read(jws(signed_assertion()))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert code(report, "proof.signature") == "key.unresolved"


@pytest.mark.requirement("OB2-09", "BAKE-22")
def test_a_copy_without_its_signature_is_no_badge(place: Place) -> None:
    """The JSON of a signed badge alone proves nothing, wherever it lies."""
    for document in (signed_assertion(), signed_assertion(id=f"{ELSEWHERE}/1")):
        report = place.read(document)
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
        assert code(report, "proof.signature") == "proof.missing"
    place.publish(assertion(verification={"type": "SignedBadge", "creator": KEY}))
    assert code(place.read(assertion()), "proof.signature") == "proof.missing"


@pytest.mark.requirement("OB2-06")
def test_a_hosted_badge_in_a_jws_is_still_a_hosted_one(place: Place) -> None:
    """Its site decides, whoever signed the copy."""
    stranger = private_key("P-256", 1)
    report = place.read(jws(assertion(narrative="Bien plus"), stranger, alg="ES256"))
    assert report.state is State.GENUINE
    assert report.source.proofs == ("hosted",)
    assert report.credential is not None
    assert "narrative" not in report.credential


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("members", "state"),
    [
        ({"expires": "2026-11-21T00:00:00Z"}, State.EXPIRED),
        ({"issuedOn": "2026-12-01T00:00:00Z"}, State.NOT_YET_VALID),
        ({"issuedOn": None}, State.UNREADABLE),
        ({"recipient": None}, State.UNREADABLE),
        ({"type": ["Other", "Assertion"]}, State.GENUINE),
    ],
)
def test_what_is_signed_is_judged_like_what_is_hosted(
    place: Place, members: JsonObject, state: State
) -> None:
    """Dates and required members count for both."""
    assert place.read(jws(signed_assertion(**members))).state is state


@pytest.mark.requirement("OB2-09")
def test_a_jws_that_does_not_say_so_is_a_signed_one(place: Place) -> None:
    """Without a word on verification the signature is looked at, and the lack is told."""
    report = place.read(jws(signed_assertion(verification=None)))
    assert report.state is State.UNREADABLE
    assert code(report, "proof.signature") == "proof.valid"
    assert code(report, "document.shape") == "ob2.missing"


def test_a_private_key_published_by_mistake_is_no_public_key(place: Place) -> None:
    """Only the public form of a key is read."""
    place.publish(key_document(publicKeyPem=pem(private_key()).replace("PUBLIC", "PRIVATE")))
    report = place.read(jws(signed_assertion()))
    assert code(report, "proof.signature") == "key.unresolved"
