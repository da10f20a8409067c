"""Lists and envelopes in JSON: each badge in them comes out as a text of its own."""

import json
from typing import Any

import pytest

from badges.documents import JsonObject, Secured, parse
from tests.verifier.badges_to_read import VC_2, Place, badge
from tests.verifier.intake.opening import many, one, refusal


@pytest.fixture
def signed(place: Place) -> Secured:
    """A badge as JSON."""
    return place.sign(badge(place))


@pytest.fixture
def jwt(place: Place) -> Secured:
    """The same as a compact JWS."""
    return place.sign(badge(place), "vc-jwt")


def material(value: Any) -> bytes:
    """JSON as somebody else writes it."""
    return json.dumps(value, indent=1).encode()


def test_each_item_of_a_list_is_a_part(signed: Secured, jwt: Secured) -> None:
    """Objects, JWS and addresses stand side by side; each part is one text, with its number."""
    found = many(material([signed.payload, jwt.text, "https://example.org/b", "data:,x", 7, None]))
    assert (found.container, found.path) == ("json_list", ("json_list",))
    assert [part.name for part in found.parts] == ["1", "2", "3", "4", "5", "6"]
    first, second, *others = [part.material for part in found.parts]
    assert parse(first) == signed.payload
    assert second == jwt.body
    assert others[:2] == [b"https://example.org/b", b"data:,x"]
    assert [refusal(other) for other in others[1:2]] == ["input.unrecognised"]


def test_a_list_of_one_is_that_badge(signed: Secured) -> None:
    """One item alone is read as if it had come alone."""
    found = one(material([signed.payload]))
    assert found.secured.payload == signed.payload
    assert found.path == ("json_list", "json_document")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"[]", "list.no_badge"),
        (b"[1, null, true]", "list.no_badge"),
        (b"[[{}]]", "list.no_badge"),
        (b"[", "document.not_json"),
        (b"[{}", "document.not_json"),
        (b"[{}]]", "document.not_json"),
        (b'[{}],"b":[{}]', "document.not_json"),
        (b"[{}]}", "document.not_json"),
        (b'[{"a":1,"a":2}]', "document.duplicate_key"),
        (b'[{"a":NaN}]', "document.number"),
        (b"[" * 100_000, "document.too_deep"),
        (b"[" + b"1," * 300_000 + b"1]", "document.too_many_values"),
        (b'["' + b"x" * 5_000_001 + b'"]', "document.too_large"),
        (b"\xff[", "input.unrecognised"),
        (b'["\xff"]', "document.not_utf8"),
    ],
)
def test_what_is_no_list_of_badges_is_told(text: bytes, code: str) -> None:
    """Each kind of garbage has its own code; the parser is as strict as for one badge."""
    assert refusal(text) == code


@pytest.mark.requirement("VER-02")
def test_a_list_is_bounded() -> None:
    """So many items, and far fewer addresses, since each asks for a visit."""
    assert len(many(material(["e30.e30.e30"] * 1_000)).parts) == 1_000
    assert refusal(material(["e30.e30.e30"] * 1_001)) == "list.too_many"
    assert len(many(material(["https://example.org/"] * 50)).parts) == 50
    assert refusal(material([" HTTPS://example.org/"] * 51)) == "list.too_many_addresses"


def test_a_list_in_a_list_is_not_opened(signed: Secured) -> None:
    """Lists do not nest: such an item is a part that is no badge."""
    found = many(material([signed.payload, [signed.payload]]))
    assert one(found.parts[1].material).secured.document.keys() == {"list"}


def test_the_answer_of_the_badge_api_is_read(signed: Secured, jwt: Secured) -> None:
    """`credential` and `compactJwsString` of the Open Badges 3.0 API give their badges."""
    answer = {"credential": [signed.payload, signed.payload], "compactJwsString": [jwt.text]}
    found = many(material(answer))
    assert (found.container, len(found.parts)) == ("json_envelope", 3)
    assert found.parts[2].material == jwt.body
    assert one(material({"credential": [], "compactJwsString": [jwt.text]})).secured == jwt
    assert refusal(material({"credential": [], "compactJwsString": []})) == "list.no_badge"


def test_answers_of_other_services_are_read(signed: Secured, jwt: Secured) -> None:
    """VC-API and OpenID4VCI put credentials under one name, without a type."""
    for answer in (
        {"verifiableCredential": signed.payload},
        {"credential": signed.payload, "format": "ldp_vc"},
        {"credentials": [{"credential": signed.payload}], "notification_id": "x"},
        {"verifiablePresentation": signed.payload, "options": {}},
    ):
        assert one(material(answer)).secured.payload == signed.payload
    assert one(material({"verifiableCredential": jwt.text})).secured == jwt


@pytest.mark.parametrize("member", ["@context", "type"])
def test_what_says_what_it_is_is_no_answer(signed: Secured, member: str) -> None:
    """A presentation that forgot its type is not taken for an answer, which would lose it."""
    document = {member: "x", "verifiableCredential": [signed.payload]}
    found = one(material(document))
    assert found.path == ("json_document",)
    assert found.secured.payload == document


def envelope(carried: str, **members: Any) -> JsonObject:
    """An enveloped credential of VCDM 2.0."""
    document = {"@context": VC_2, "id": carried, "type": "EnvelopedVerifiableCredential"}
    return document | members


def test_an_envelope_gives_what_it_carries(jwt: Secured) -> None:
    """Alone, or in the answer of a service."""
    carried = envelope(f"data:application/vc+jwt,{jwt.text}")
    for answer in (carried, {"verifiableCredential": carried}, {"credential": [carried]}):
        found = one(material(answer))
        assert found.secured == jwt
        assert found.path == ("json_envelope", "data_url", "compact_jwt")
    presented = envelope(carried["id"], type=["EnvelopedVerifiablePresentation"])
    assert one(material(presented)).secured == jwt


@pytest.mark.parametrize(
    "members",
    [
        {"@context": []},
        {"@context": "https://www.w3.org/ns/credentials/examples/v2"},
        {"id": "e30.e30.e30"},
        {"id": 3},
        {"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]},
    ],
)
def test_a_broken_envelope_is_told(members: JsonObject) -> None:
    """What the standard asks of an envelope is asked, alone and in an answer."""
    broken = envelope("data:application/vc+jwt,e30.e30.e30") | members
    assert refusal(material(broken)) == "envelope.broken"
    assert refusal(material({"verifiableCredential": broken})) == "envelope.broken"


def test_envelopes_do_not_nest_without_end(jwt: Secured) -> None:
    """One in another is read; after a bounded number of steps we stop."""
    text = jwt.text
    for _ in range(8):
        text = json.dumps(envelope(f"data:application/json,{text}"))
    assert refusal(text.encode()) == "input.too_many_steps"
