"""VC-API, the side that verifies: presentations, signed or not, bare or in an envelope."""

from typing import Any

import pytest

from badges.documents import JsonObject
from tests.issuer.web.house import House
from tests.issuer.web.vc import VC_2, Signing, credential
from tests.verifier.web.presenting import (
    DATA_MODEL,
    SECURITY,
    Holder,
    envelope,
    failed,
    held,
    presentation,
    problem_types,
)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_signed_presentation_holds(
    place: Signing, signed: JsonObject, holder: Holder, count: int
) -> None:
    """With its challenge and domain, or without; with one credential, many, or none."""
    given = [signed] * count
    assert held(place.present(holder.present(*given)))
    answers = {"challenge": "u4j2", "domain": "lieu.example"}
    assert held(place.present(holder.present(*given, **answers), **answers))


def test_an_unsigned_presentation_is_as_good_as_its_credentials(
    place: Signing, signed: JsonObject
) -> None:
    """Signed by nobody, it only carries; under either name of the member."""
    assert held(place.present(presentation(signed)))
    request = {"presentation": presentation(signed)}
    assert held(place.client.post("/presentations/verify", json=request))
    changed = {**signed, "credentialSubject": {"id": "did:example:other"}}
    assert failed(place.present(presentation(changed)))
    assert failed(place.present(presentation(signed, changed)))


def test_a_presentation_may_say_who_holds(place: Signing, signed: JsonObject) -> None:
    """An address, or an object with one; contexts and types of its own are allowed."""
    for members in (
        {"id": "urn:x:presentation"},
        {"holder": "did:example:holder"},
        {"holder": {"id": "did:example:holder"}},
        {
            "@context": [VC_2, {"Own": "https://example.org/#Own"}],
            "type": ["VerifiablePresentation", "Own"],
        },
    ):
        assert held(place.present(presentation(signed, **members)))


@pytest.mark.parametrize(
    "members",
    [
        {"@context": None},
        {"@context": ["https://example.org/context"]},
        {"@context": [VC_2, "https ://not-a-url/v1"]},
        {"@context": [VC_2, 123192875]},
        {"type": None},
        {"type": ["https://example.org/#Other"]},
        {"id": "not-a-url"},
        {"holder": {"name": "x"}},
        {"holder": {"id": "not-a-url"}},
        {"verifiableCredential": "https://example.org/credential"},
        {"verifiableCredential": [4]},
        {"verifiableCredential": [{"@context": [VC_2], "credentialSubject": {}}]},
        {"verifiableCredential": [envelope("a.b.c", type=None)]},
    ],
    ids=str,
)
def test_a_presentation_of_another_form_is_refused(
    place: Signing, signed: JsonObject, members: Any
) -> None:
    """What the data model forbids, signed or not."""
    body = failed(place.present(presentation(signed, **members)))
    assert f"{DATA_MODEL}MALFORMED_VALUE_ERROR" in problem_types(body)


@pytest.mark.parametrize("value", ["x", None, 4, [], {"type": ["NonconformingDocument"]}], ids=str)
def test_what_is_no_presentation_is_refused(place: Signing, value: Any) -> None:
    """400, as for credentials."""
    assert failed(place.present(value))


def test_a_credential_is_no_presentation_and_the_other_way_round(
    place: Signing, signed: JsonObject
) -> None:
    """Each address judges what it is for."""
    assert failed(place.present(signed))
    assert failed(place.verify(presentation(signed)))


@pytest.mark.parametrize("asked", ["challenge", "domain"])
def test_an_answer_to_another_question_is_refused(
    place: Signing, signed: JsonObject, holder: Holder, asked: str
) -> None:
    """Replaying what somebody presented elsewhere does not work; nor does signing nothing."""
    kind = f"{SECURITY}INVALID_{asked.upper()}_ERROR"
    for presented in (
        holder.present(signed, **{asked: "another"}),
        holder.present(signed),
        presentation(signed),
    ):
        body = failed(place.present(presented, **{asked: "u4j2"}))
        assert kind in problem_types(body), body


def test_a_presentation_proves_who_presents(
    place: Signing, signed: JsonObject, holder: Holder
) -> None:
    """The purpose must be to authenticate, the signature intact, the credentials genuine."""
    assert failed(place.present(holder.present(signed, proofPurpose="assertionMethod")))
    changed = holder.present(signed)
    changed["id"] = "urn:x:added"
    assert failed(place.present(changed))
    false = {**signed, "credentialSubject": {"id": "did:example:other"}}
    assert failed(place.present(holder.present(false)))


def test_a_presentation_carries_enveloped_credentials(badges: House, holder: Holder) -> None:
    """JWTs in their envelopes, in a signed presentation or not; a broken one spoils it."""
    client, token = badges.client(), badges.awards["genuine"].jwt.decode()
    broken = envelope(f"{token[:-20]}{'B' if token[-20] == 'A' else 'A'}{token[-19:]}")
    for presented, status in (
        (presentation(envelope(token)), 200),
        (holder.present(envelope(token)), 200),
        (presentation(broken), 400),
        (holder.present(envelope(token), broken), 400),
    ):
        response = client.post("/presentations/verify", json={"verifiablePresentation": presented})
        assert response.status_code == status, response.text


def test_a_presentation_may_be_enveloped_itself(
    place: Signing, signed: JsonObject, holder: Holder
) -> None:
    """A JWS by the holder, in an envelope of its own type."""
    payload = presentation(signed, holder=holder.did)
    token = holder.jwt(payload, "vp+jwt")
    kind = "EnvelopedVerifiablePresentation"
    address = f"data:application/vp+jwt,{token}"
    assert held(place.present(envelope(token, type=kind, id=address)))
    changes: list[JsonObject] = [
        {"@context": []},
        {"@context": ["https://www.w3.org/ns/credentials/examples/v2"]},
        {"id": token},
        {"type": ["VerifiablePresentation"]},
        {"type": "EnvelopedVerifiableCredential"},
    ]
    for members in changes:
        assert failed(place.present(envelope(token, **{"type": kind, "id": address, **members})))[
            "errors"
        ]
    other = Holder().jwt(payload, "vp+jwt")
    assert failed(place.present(envelope(other, type=kind, id=f"data:application/vp+jwt,{other}")))[
        "errors"
    ]


def test_a_holder_who_speaks_of_themselves_must_be_named(place: Signing, holder: Holder) -> None:
    """A credential by the one who presents it asks for `holder`, and for the same one."""
    own = holder.sign(credential(issuer=holder.did), proofPurpose="assertionMethod")
    assert held(place.present(holder.present(own)))
    assert failed(place.present(holder.sign(presentation(own))))
    assert failed(place.present(holder.sign(presentation(own, holder="did:example:acme"))))[
        "errors"
    ]
    assert failed(place.present(holder.present(credential(issuer="did:example:acme"))))


def test_two_presentations_at_once_are_not_answered(
    place: Signing, signed: JsonObject, holder: Holder
) -> None:
    """One that holds beside another one: nobody could tell of which the answer speaks."""
    changed = holder.present(signed | {"id": "urn:uuid:1f2d5d0e-3f3c-4a0e-9d55-0d1f3a1f0b11"})
    both = {"presentation": presentation(signed), "verifiablePresentation": changed}
    body = failed(place.client.post("/presentations/verify", json=both))
    assert body["errors"] == ["vc_api.two_presentations"]
    assert held(
        place.client.post("/presentations/verify", json=both | {"verifiablePresentation": None})
    )["verified"]
