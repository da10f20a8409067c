"""Open Badges 2.0 as views, and as a view in the shape of ours: no network, no judgement."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import ob2
from badges.documents import JsonObject
from badges.model.identity import hash_identity

V2 = "https://w3id.org/openbadges/v2"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "@id", "type", "url", "name", "identity", "narrative", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
MEMBERS = st.sampled_from(
    (
        *("@context", "id", "type", "recipient", "badge", "verification", "verify", "issuedOn"),
        *("expires", "evidence", "image", "criteria", "tags", "alignment", "issuer", "publicKey"),
        *("revocationList", "revokedAssertions", "revoked", "extensions:recipientProfile", "uid"),
    )
)
NO_DATES: tuple[Any, ...] = (-1, True, None, "", "20/11/2026", "2026-13-01", "2026-W01", "2026")

ASSERTION: JsonObject = {
    "id": "https://a.example/1",
    "recipient": {"type": "email", "hashed": True, "identity": "md5$" + "a" * 32, "salt": "s"},
    "issuedOn": 1_763_629_200,
    "expires": "2027-01-01",
    "narrative": "Bravo",
    "image": "https://a.example/1.png",
    "evidence": ["https://a.example/e", {"id": "https://a.example/f", "name": "Photo"}],
}
BADGE: JsonObject = {
    "id": "https://a.example/b",
    "name": ["Animer"],
    "description": "Anime",
    "criteria": "https://a.example/c",
    "image": {"id": "https://a.example/b.png", "caption": "Un cercle"},
    "tags": "atelier, groupe",
    "alignments": {"name": "K1", "url": "https://a.example/k", "targetCode": "K"},
}
ISSUER: JsonObject = {
    "id": "https://a.example/i",
    "name": "Lieu",
    "telephone": "+33",
    "email": "a@b.fr",
}
VIEW: JsonObject = {
    "id": "https://a.example/1",
    "type": ["Assertion"],
    "name": "Animer",
    "issuer": {
        "id": "https://a.example/i",
        "type": ["Profile"],
        "name": "Lieu",
        "email": "a@b.fr",
        "phone": "+33",
    },
    "validFrom": "2025-11-20T09:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "md5$" + "a" * 32,
                "identityType": "emailAddress",
                "salt": "s",
            }
        ],
        "narrative": "Bravo",
        "image": {"id": "https://a.example/1.png", "type": "Image"},
        "achievement": {
            "id": "https://a.example/b",
            "type": ["Achievement"],
            "name": "Animer",
            "description": "Anime",
            "criteria": {"id": "https://a.example/c"},
            "image": {"id": "https://a.example/b.png", "type": "Image", "caption": "Un cercle"},
            "tag": ["atelier", "groupe"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "K1",
                    "targetUrl": "https://a.example/k",
                    "targetCode": "K",
                }
            ],
        },
    },
    "evidence": [
        {"id": "https://a.example/e", "type": ["Evidence"]},
        {"id": "https://a.example/f", "type": ["Evidence"], "name": "Photo"},
    ],
}


@pytest.mark.requirement("OB2-01", "OB2-13")
@pytest.mark.parametrize(
    ("document", "standard"),
    [
        ({"@context": V2}, "OB 2.0"),
        ({"@context": f"{V2}/"}, "OB 2.0"),
        ({"@context": ["https://w3id.org/openbadges/v2.1", {}]}, "OB 2.0"),
        ({"@context": "http://w3id.org/openbadges/v2"}, "OB 2.0"),
        ({"@context": "https://w3id.org/openbadges/v1"}, "OB 1.x"),
        ({"@context": "https://w3id.org/openbadges/v3"}, None),
        ({"@context": "https://w3id.org/openbadges/v22"}, None),
        ({"@context": [V2, "https://www.w3.org/ns/credentials/v2"]}, None),
        ({"@context": ["https://www.w3.org/2018/credentials/v1", V2]}, None),
        ({"@context": {"a": V2}, "type": "BadgeClass"}, "OB 2.0"),
        ({"@context": "https://example.org/x", "type": "Assertion"}, None),
        ({"recipient": "a@b", "badge": {}}, "OB 1.x"),
        ({"recipient": {}, "badge": "b", "uid": "1"}, "OB 1.x"),
        ({"recipient": {}, "badge": "b"}, None),
        ({"type": "Assertion", "recipient": {}, "badge": "b", "uid": "1"}, "OB 1.x"),
        ({"type": ["obi:Assertion"]}, "OB 2.0"),
        ({}, None),
    ],
)
def test_the_context_says_which_standard_it_is(document: JsonObject, standard: str | None) -> None:
    """Whole addresses are compared; a credential is never of an older standard."""
    assert ob2.standard_of(document) == standard


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-20T09:00:00Z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-20t09:00:00.123456z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-20T09:00:00+02:00", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        ("2026-11-20T09:00:00+0200", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        ("2026-11-20T09:00Z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-20 09:00:00", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        (1_763_629_200, datetime(2025, 11, 20, 9, tzinfo=UTC)),
        ("1763629200", datetime(2025, 11, 20, 9, tzinfo=UTC)),
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        *((wrong, None) for wrong in (*NO_DATES, 10**20, 1e300, [], "2026-11-20T09:00:00Z ")),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_of_real_badges_are_read(written: Any, instant: datetime | None) -> None:
    """Instants, days and seconds; what names no instant is not guessed."""
    assert ob2.instant_of(written) == instant


@pytest.mark.requirement("OB2-01", "OB2-02", "OB2-03", "OB2-04")
def test_a_whole_badge_in_the_shape_of_ours() -> None:
    """Every member that both standards know has its place in the view."""
    assert ob2.as_credential(ASSERTION, BADGE, ISSUER) == VIEW


def test_criteria_in_words_are_a_narrative() -> None:
    """Text that is no address says the criteria itself."""
    view = ob2.as_credential({}, {"criteria": "Venir trois fois"}, {})
    assert view["credentialSubject"]["achievement"]["criteria"] == {"narrative": "Venir trois fois"}


@pytest.mark.requirement("OB2-03")
@pytest.mark.parametrize(
    ("recipient", "hashed"),
    [
        ({"identity": hash_identity("a@b.fr"), "hashed": False}, True),
        ({"identity": hash_identity("a@b.fr").upper()}, True),
        ({"identity": "a@b.fr", "hashed": True}, False),
        ({"identity": "sha256$short", "hashed": True}, False),
    ],
)
def test_a_hash_is_known_by_its_form(recipient: JsonObject, *, hashed: bool) -> None:
    """`hashed` is often wrong in real badges; the form of the text is not."""
    view = ob2.as_credential({"recipient": recipient | {"type": "email"}}, {}, {})
    assert view["credentialSubject"]["identifier"][0]["hashed"] is hashed


@pytest.mark.requirement("OB2-07")
@pytest.mark.parametrize(
    "address",
    [
        "https://a.example@evil.example/1",
        "https://a.example\\@evil.example/1",
        "https://a.example/assertions/../../evil/1",
        "https://a.example/assertions/%2E%2e/evil",
        "https://a.example:99999/1",
        "https://[::1/1",
        "https://a.exämple/1",
        "https:///1",
        "a.example/1",
        "data:text/plain,1",
        "https://a.example/" + "x" * 3000,
        5,
        None,
    ],
)
def test_ambiguous_addresses_are_no_addresses(address: Any) -> None:
    """What two programs could read as two places is in nobody's scope."""
    rules = {"startsWith": ["https://a.example/assertions/", "https://a.example"]}
    issuer = ob2.Profile({"id": "https://a.example/i", "verification": rules})
    assert ob2.web_address(address) is None
    assert not ob2.is_in_scope(address, None, issuer)


@pytest.mark.requirement("OB2-07")
@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("https://a.example/1", "https://A.example:443/2", True),
        ("https://a.example./1", "https://a.example/2", True),
        ("https://a.example:8443/1", "https://a.example/1", False),
        ("https://www.a.example/1", "https://a.example/1", False),
    ],
)
def test_hosts_are_compared_as_the_web_does(left: str, right: str, *, same: bool) -> None:
    """Letters of both cases, the usual port and a final point make no difference."""
    assert (ob2.origin(left) == ob2.origin(right)) is same


@pytest.mark.requirement("OB2-10")
def test_a_list_is_read_item_by_item() -> None:
    """Reasons come with the item; what is no item names nobody."""
    assertion = ob2.Assertion({"id": "urn:1", "uid": "u"})
    revocations = ob2.RevocationList(
        {"issuer": "i", "revokedAssertions": [None, 5, {"id": []}, {"uid": "u"}, "urn:1"]}
    )
    assert revocations.reason_for(assertion) == ""
    assert revocations.reason_for(ob2.Assertion({"id": "urn:2"})) is None
    assert revocations.reason_for(ob2.Assertion({})) is None
    told = ob2.RevocationList(
        {"revokedAssertions": [{"id": "urn:1", "revocationReason": "Doublon"}]}
    )
    assert told.reason_for(assertion) == "Doublon"
    assert not ob2.RevocationList({"revokedAssertions": {}}).is_readable


@given(st.dictionaries(MEMBERS, JSON, max_size=8), st.dictionaries(MEMBERS, JSON, max_size=8))
def test_nothing_that_parses_raises(one: JsonObject, other: JsonObject) -> None:
    """Views of any JSON answer; none raises."""
    assertion, profile = ob2.Assertion(one), ob2.Profile(other)
    assert isinstance(ob2.as_credential(one, other, one), dict)
    assert assertion.way in (*ob2.Way, None)
    assert assertion.creator is None or isinstance(assertion.creator, str)
    assert ob2.is_in_scope(str(assertion.id), None, profile) in (True, False)
    assert ob2.RevocationList(other).reason_for(assertion) in (None, "")
    problems = (*ob2.assertion_problems(one), *ob2.badge_problems(one), *ob2.issuer_problems(one))
    assert all(problem.path.startswith("/") for problem in problems)
    award = ob2.Award(one, ob2.Linked(other), ob2.Linked(one), ob2.Linked(other))
    assert isinstance(award.view, dict)
    assert isinstance(award.whole, dict)
    assert award.differs in (True, False)
    assert ob2.is_award(one) in (True, False)
