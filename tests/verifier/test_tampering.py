"""No field of a signed badge can be changed, removed or added unseen."""

import json
from typing import Any

import pytest

from badges.documents import JsonObject, Secured, serialize
from badges.encoding import decode_base64url, encode_base64url
from tests.verifier.badges_to_read import (
    LIST_URL,
    Desk,
    Place,
    achievement,
    badge,
    status_entry,
    status_list,
    with_subject,
)
from tests.verifier.tampering import Path, changed, leaves, members, removed
from verifier.report import State, Verdict

PLACE = Place.by_key()


def _document(place: Place) -> JsonObject:
    return with_subject(
        badge(place, credentialStatus=status_entry(), validUntil="2027-11-20T09:00:00Z"),
        achievement=achievement(
            tag=["atelier", "animation"],
            alignment=[
                {
                    "type": ["Alignment"],
                    "targetName": "Animer",
                    "targetUrl": "https://badges.example.fr/frameworks/tiers-lieux/animer",
                    "targetCode": "TL-1",
                }
            ],
        ),
        activityStartDate="2026-11-18T09:00:00Z",
    )


SIGNED = PLACE.sign(_document(PLACE))
TOKEN = PLACE.sign(_document(PLACE), "vc-jwt")
LEAVES = [path for path, _ in leaves(SIGNED.document)]
MEMBERS = list(members(SIGNED.document))
CLAIMS = [path for path, _ in leaves(TOKEN.document)]
UNCHECKED = {("proof", 0, "cryptosuite")}


def _name(path: Path) -> str:
    return "/".join(map(str, path))


@pytest.fixture
def reader(desk: Desk) -> Desk:
    """A desk that can reach the status list of the badge."""
    desk.web.publish(LIST_URL, PLACE.sign(status_list(PLACE, 7)).body, "application/vc")
    return desk


def _token(payload: JsonObject) -> bytes:
    header, _, signature = TOKEN.text.split(".")
    return f"{header}.{encode_base64url(serialize(payload))}.{signature}".encode()


@pytest.mark.requirement("VER-13", "PRF-04")
def test_the_badge_and_the_token_are_genuine_before(reader: Desk) -> None:
    """What the tests below change was accepted unchanged, re-serialised or not."""
    for material in (SIGNED.body, TOKEN.body, serialize(json.loads(SIGNED.body))):
        assert reader.read(material).state is State.GENUINE


@pytest.mark.requirement("VER-13", "PRF-04", "TRAP-03")
@pytest.mark.parametrize("path", LEAVES, ids=_name)
def test_no_leaf_can_be_changed(reader: Desk, path: Path) -> None:
    """Any other value anywhere is rejected; an unknown suite name alone stays unchecked."""
    report = reader.read(serialize(changed(SIGNED.document, path)))
    expected = Verdict.UNDETERMINED if path in UNCHECKED else Verdict.REJECTED
    assert report.verdict is expected
    assert report.state is not State.GENUINE


@pytest.mark.requirement("VER-13", "PRF-04")
@pytest.mark.parametrize("path", MEMBERS, ids=_name)
def test_no_member_can_be_removed(reader: Desk, path: Path) -> None:
    """Taking anything away is rejected, the proof itself included."""
    assert reader.read(serialize(removed(SIGNED.document, path))).verdict is Verdict.REJECTED


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize("path", CLAIMS, ids=_name)
def test_no_claim_of_a_token_can_be_changed(reader: Desk, path: Path) -> None:
    """The signature of a JWT covers every byte of its payload."""
    assert reader.read(_token(changed(TOKEN.document, path))).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    "path", [p for p in LEAVES if p[0] in ("name", "credentialSubject")], ids=_name
)
def test_a_changed_content_is_called_altered(reader: Desk, path: Path) -> None:
    """People are told that the content was changed, not that something is broken."""
    assert reader.read(serialize(changed(SIGNED.document, path))).state is State.ALTERED


ADDITIONS: list[tuple[str, Any]] = [
    ("description", "Un ajout que le contexte connaît"),
    ("honour", "un terme que nul contexte ne définit"),
    ("https://example.org/term", "une adresse pour terme"),
    ("evidence", [{"id": "https://example.org/e", "type": ["Evidence"]}]),
    ("nbf", 1),
    ("@id", "https://example.org/another"),
    ("@graph", []),
    ("@index", "1"),
    ("@annotation", {}),
]


@pytest.mark.requirement("VER-06", "SAFE-01", "TRAP-03")
@pytest.mark.parametrize(("member", "value"), ADDITIONS, ids=[name for name, _ in ADDITIONS])
def test_nothing_can_be_added(reader: Desk, member: str, value: Any) -> None:
    """A term that JSON-LD drops is refused like one that changes the hash."""
    report = reader.read(serialize(SIGNED.document | {member: value}))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


@pytest.mark.requirement("VER-06")
def test_an_unsigned_term_names_itself(reader: Desk) -> None:
    """The finding says which term is not covered, so that the issuer can mend it."""
    report = reader.read(serialize(SIGNED.document | {"honour": "x"}))
    found = report.finding("document.terms")
    assert found.code == "jsonld.dropped"
    assert "honour" in str(found.params)


@pytest.mark.requirement("JWT-01", "JWT-02")
def test_a_token_without_signature_is_rejected(reader: Desk) -> None:
    """`alg: none`, an empty signature and a cut one are rejected."""
    header, payload, signature = TOKEN.text.split(".")
    none = encode_base64url(b'{"alg":"none"}')
    for text in (
        f"{none}.{payload}.",
        f"{header}.{payload}.",
        f"{header}.{payload}.{signature[:-4]}",
    ):
        assert reader.read(text.encode()).verdict is Verdict.REJECTED


def test_a_proof_of_another_badge_is_rejected(reader: Desk) -> None:
    """A proof cannot be moved to another document."""
    other = PLACE.sign(badge(PLACE, name="Autre")).document
    other["proof"] = SIGNED.document["proof"]
    assert reader.read(serialize(other)).state is State.ALTERED


def test_a_status_list_cannot_stand_in_for_a_badge(reader: Desk) -> None:
    """A well-signed document of another kind is no badge."""
    report = reader.read(PLACE.sign(status_list(PLACE)))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)


def test_the_payload_was_not_touched_by_verification() -> None:
    """Verifying changes neither the bytes nor their view."""
    again = Secured(SIGNED.body, SIGNED.media_type)
    assert again.document == SIGNED.document
    assert json.loads(decode_base64url(TOKEN.text.split(".")[1])) == TOKEN.document
