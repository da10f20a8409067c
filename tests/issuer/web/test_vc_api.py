"""VC-API, the side that signs: what the W3C suites ask of an issuer, in our own words."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from badges.documents import JsonObject, parse
from badges.status import bitstring
from issuer.model import PlaceRequest
from issuer.services import journal, keyring, places, status_lists
from schemas.catalogue import CURRENT
from tests.issuer.web.vc import (
    BEARER,
    LAPTOP,
    VC_1,
    VC_2,
    Signing,
    credential,
    older,
    open_signing,
    with_terms,
)

SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019")
PROBLEM = "application/problem+json"
CONTEXT_BYTES = CURRENT.content(VC_2)
CONTEXT_SHA256 = hashlib.sha256(CONTEXT_BYTES).digest()
CONTEXT_SRI = "sha256-" + base64.b64encode(CONTEXT_SHA256).decode()
CONTEXT_MULTIBASE = "u" + base64.urlsafe_b64encode(b"\x12\x20" + CONTEXT_SHA256).decode().strip("=")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """A place online, known as a did:web."""
    with open_signing(tmp_path_factory.mktemp("online")) as made:
        yield made


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """A place on a laptop, known by its key."""
    with open_signing(tmp_path_factory.mktemp("laptop"), LAPTOP) as made:
        yield made


DID = "did:web:badges.example.fr:places:premier"


@pytest.mark.requirement("PRF-03")
@pytest.mark.parametrize("suite", SUITES)
def test_any_credential_is_signed_as_the_place(place: Signing, suite: str) -> None:
    """201 with the credential, its issuer replaced by ours, and one proof of the suite asked."""
    signed = place.signed(credential(), cryptosuite=suite)
    proof = signed["proof"]
    assert signed["issuer"] == DID
    assert signed["id"] == credential()["id"]
    assert signed["credentialSubject"] == credential()["credentialSubject"]
    assert signed["@context"][0] == VC_2
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", suite)
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof["verificationMethod"].startswith(f"{DID}#key-")
    assert proof["created"] == "2026-11-22T12:00:00Z"
    assert proof["proofValue"].startswith("z")
    assert place.verify(signed).status_code == 200


@pytest.mark.parametrize("suite", SUITES)
def test_on_a_laptop_the_issuer_is_the_key_itself(laptop: Signing, suite: str) -> None:
    """A did:key of the algorithm that the suite needs; the proof names that very key."""
    signed = laptop.signed(credential(), cryptosuite=suite)
    prefix = "did:key:zDn" if suite.startswith("ecdsa") else "did:key:z6Mk"
    assert signed["issuer"].startswith(prefix)
    assert signed["proof"]["verificationMethod"].startswith(f"{signed['issuer']}#z")
    assert laptop.verify(signed).status_code == 200


@pytest.mark.parametrize("issuer", [None, "https://x.example", {"id": "https://x.example"}])
def test_the_issuer_may_be_written_in_each_form(place: Signing, issuer: Any) -> None:
    """Left out, an address, or an object with one: ours takes its place."""
    signed = place.signed(credential(issuer=issuer))
    found = signed["issuer"]["id"] if isinstance(issuer, dict) else signed["issuer"]
    assert found == DID


def test_what_is_said_of_the_issuer_is_kept(place: Signing) -> None:
    """Only the id of an issuer that is an object is replaced."""
    named = {"id": "https://x.example", "name": {"@value": "Lieu", "@language": "fr"}}
    assert place.signed(credential(issuer=named))["issuer"] == {**named, "id": DID}


def test_a_credential_without_id_gets_none(place: Signing) -> None:
    """An id is optional, and only a status needs one."""
    assert "id" not in place.signed(credential(id=None))
    assert place.signed(credential(id=None), status=True)["id"].startswith("urn:uuid:")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"type": "DataIntegrityProof"},
        {"type": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"},
        {"mandatoryPointers": ["/issuer"], "proofPurpose": "assertionMethod", "unheard": 1},
    ],
)
def test_options_are_read_in_each_form_that_clients_write(place: Signing, options: Any) -> None:
    """The suite stands under `cryptosuite` or `type`; what we do not know is left aside."""
    assert place.signed(credential(), **options)["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


@pytest.mark.parametrize(
    "options",
    [
        {"cryptosuite": "ecdsa-sd-2023"},
        {"cryptosuite": 4},
        {"type": "Ed25519Signature2020"},
        {"type": "Ed25519Signature2020", "cryptosuite": "eddsa-rdfc-2022"},
        {"proofPurpose": "authentication"},
        {"status": "true"},
        {"status": True, "statusPurpose": "message"},
        {"previousProof": 4},
        {"previousProof": ["urn:uuid:x", None]},
        {"previousProof": "urn:uuid:x"},
    ],
)
def test_an_option_that_cannot_be_followed_is_refused(place: Signing, options: Any) -> None:
    """400: signing otherwise than asked would be worse than not signing."""
    _refused(place.issue(credential(), **options))


def test_the_older_data_model_gets_what_it_needs(place: Signing) -> None:
    """VCDM 1.1: a date of issue, and the contexts that define our proof and our status."""
    signed = place.signed(older(), status=True)
    assert signed["@context"][0] == VC_1
    assert "https://w3id.org/security/data-integrity/v2" in signed["@context"]
    assert "https://www.w3.org/ns/credentials/status/v1" in signed["@context"]
    assert signed["issuanceDate"] == "2026-11-22T12:00:00Z"
    dates = {"issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2099-01-01T00:00:00Z"}
    dated = place.signed(older(**dates))
    assert {name: dated[name] for name in dates} == dates
    assert place.verify(dated).status_code == 200


OK: dict[str, JsonObject] = {
    "type is an address": {"type": ["VerifiableCredential", "https://example.org/#T"]},
    "type comes last": {"type": ["https://example.org/#T", "VerifiableCredential"]},
    "type of its own": {
        "@context": with_terms(OwnCredential="Own"),
        "type": ["VerifiableCredential", "OwnCredential"],
    },
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    "milliseconds": {"validFrom": "2023-02-25T19:10:39.340Z"},
    "an offset": {"validFrom": "2023-02-25T19:10:39-06:00"},
    "far ahead": {"validFrom": "2919-02-25T19:10:39Z"},
    "a period": {"validFrom": "2020-01-01T00:00:00Z", "validUntil": "2030-01-01T00:00:00Z"},
    "name in languages": {
        "name": [{"@value": "Un", "@language": "fr"}, {"@value": "One", "@language": "en"}]
    },
    "a status of its own": {
        "@context": with_terms(OwnStatus="S"),
        "credentialStatus": {"id": "did:example:status", "type": "OwnStatus"},
    },
    "terms of use": {
        "@context": with_terms(Policy="P"),
        "termsOfUse": [{"type": "Policy"}, {"type": "Policy", "id": "urn:x:1"}],
    },
    "evidence": {
        "@context": with_terms(Proof="P"),
        "evidence": [{"type": "Proof"}, {"type": ["Proof"], "id": "https://example.org/e"}],
    },
    "a schema": {"credentialSchema": {"id": "https://example.org/s.json", "type": "JsonSchema"}},
    "a refresh service": {
        "refreshService": {"type": "https://example.org/#Refresh", "id": "did:example:refresh"}
    },
    "a right digest": {"relatedResource": [{"id": VC_2, "digestSRI": CONTEXT_SRI}]},
    "a right multihash": {
        "relatedResource": {"id": VC_2, "digestMultibase": CONTEXT_MULTIBASE, "mediaType": "a/b"}
    },
    "a resource out of reach": {
        "relatedResource": {"id": "https://nowhere.invalid/x", "digestSRI": CONTEXT_SRI}
    },
}


@pytest.mark.parametrize("members", OK.values(), ids=OK)
def test_what_the_data_model_allows_is_signed(place: Signing, members: JsonObject) -> None:
    """Each of these credentials is signed, and its signature holds."""
    signed = place.signed(credential(**members))
    response = place.verify(signed, checks=["proof"])
    assert response.status_code == 200, response.text


BAD: dict[str, JsonObject] = {
    "no context": {"@context": None},
    "a context that is a number": {"@context": 4},
    "other things as contexts": {"@context": [{"foo": True}, 4, False, None]},
    "another context first": {"@context": ["https://w3id.org/security/data-integrity/v2", VC_2]},
    "a context that is no address": {"@context": [VC_2, "https ://not-a-url/v1"]},
    "a context that is a number later": {"@context": [VC_2, 123192875]},
    "a context that nobody knows": {"@context": [VC_2, "https://example.org/unknown/v1"]},
    "no type": {"type": None},
    "a type that is a number": {"type": 4},
    "types that are no texts": {"type": [2, None, {"foo": True}, False]},
    "not a credential": {"type": ["https://example.org/#T"]},
    "a type without meaning": {
        "@context": [VC_2, {"@vocab": None}],
        "type": ["VerifiableCredential", "Unheard"],
    },
    "a type that means no address": {
        "@context": [VC_2, {"Odd": "https ://not-a-url#Odd"}],
        "type": ["VerifiableCredential", "Odd"],
    },
    "a term without meaning": {"unheard": "x"},
    "a term without meaning inside": {"credentialSubject": {"id": "urn:x:1", "unheard": 1}},
    "a status under another name": {"statusEntry": {"type": "BitstringStatusListEntry"}},
    "a protected type anew": {
        "@context": [VC_2, {"VerifiableCredential": "https://example.org/#Bad"}]
    },
    "a protected term of its own anew": {
        "@context": [
            VC_2,
            {"@protected": True, "Own": "https://example.org/#Own"},
            {"Own": "https://example.org/#Other"},
        ],
        "type": ["VerifiableCredential", "Own"],
    },
    "an id that is no address": {"id": "not-a-url"},
    "several ids": {"id": ["urn:x:1", "urn:x:2"]},
    "an id that is a number": {"id": 4},
    "a subject with several ids": {"credentialSubject": {"id": ["urn:x:1", "urn:x:2"]}},
    "an issuer that is a number": {"issuer": 4},
    "an issuer that is no address": {"issuer": "not-a-url"},
    "an issuer without id": {"issuer": {"name": "x"}},
    "an issuer whose id is null": {"issuer": {"id": None}},
    "no subject": {"credentialSubject": None},
    "an empty subject": {"credentialSubject": {}},
    "one empty subject": {"credentialSubject": [{"id": "did:example:a"}, {}]},
    "subjects that are no objects": {"credentialSubject": [None, True, 4]},
    "no date at all": {"validFrom": "yesterday"},
    "a date without zone": {"validUntil": "2030-01-01T00:00:00"},
    "an end before the start": {
        "validFrom": "2030-01-01T00:00:00Z",
        "validUntil": "2020-01-01T00:00:00Z",
    },
    "a status without type": {"credentialStatus": {"id": "did:example:status"}},
    "a status whose id is no address": {
        "credentialStatus": {"id": "x y", "type": "BitstringStatusListEntry"}
    },
    "a schema without type": {"credentialSchema": {"id": "https://example.org/s.json"}},
    "a schema without id": {"credentialSchema": {"type": "JsonSchema"}},
    "terms of use without type": {"termsOfUse": {"id": "urn:x:1"}},
    "evidence without type": {"evidence": {"id": "urn:x:1"}},
    "a refresh service without type": {"refreshService": {"id": "urn:x:1"}},
    "a name in an odd form": {"name": {"@value": "x", "unheard": "y"}},
    "resources that are texts": {"relatedResource": [VC_2]},
    "a resource without id": {"relatedResource": {"digestSRI": CONTEXT_SRI}},
    "a resource without digest": {"relatedResource": {"id": VC_2}},
    "a resource named twice": {"relatedResource": [{"id": VC_2, "digestSRI": CONTEXT_SRI}] * 2},
    "a wrong digest": {"relatedResource": {"id": VC_2, "digestSRI": "sha256-" + "A" * 43 + "="}},
    "a wrong multihash": {
        "relatedResource": {"id": VC_2, "digestMultibase": "uZTQ0MjM1NiAgcmVwb3J0cc5jZWxhdGVk"}
    },
    "a proof that is a text": {"proof": "x"},
    "a number beyond all readers": {
        "@context": with_terms(size="size"),
        "credentialSubject": {"size": 2**60},
    },
}


@pytest.mark.requirement("SAFE-01")
@pytest.mark.parametrize("members", BAD.values(), ids=BAD)
def test_what_the_data_model_forbids_is_refused(place: Signing, members: JsonObject) -> None:
    """400 with a problem that programs and people can read; nothing is signed."""
    problem = _refused(place.issue(credential(**members)))
    assert problem["params"]["field"].startswith("credential")
    assert problem["detail"] != problem["code"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"verifiableCredential": credential()},
        {"credential": "x"},
        {"credential": None},
        {"credential": [credential()]},
        {"credential": credential(), "options": 4},
        {"credential": credential(), "options": []},
    ],
)
def test_a_request_of_another_form_is_refused(place: Signing, body: Any) -> None:
    """`credential` must be an object, and so must `options`."""
    _refused(place.post("/credentials/issue", body))


def test_a_body_that_is_no_good_json_is_refused(place: Signing) -> None:
    """Broken JSON and members named twice are 400; another kind of body is 415, a giant 413."""
    headers = {**BEARER, "Content-Type": "application/json"}
    twice = b'{"credential": {}, "credential": {}}'
    lone = b'{"credentialId": "\\udcff"}'
    bodies = ((b"{", 400), (twice, 400), (lone, 400), (b"[" * 99, 400), (b" " * 1_020_000, 413))
    for content, status in bodies:
        response = place.client.post("/credentials/issue", data=content, headers=headers)
        assert (response.status_code, response.mimetype) == (status, PROBLEM)
    for kind in ("text/plain", "application/xml", ""):
        response = place.client.post(
            "/credentials/issue", data=b"{}", headers={**BEARER, "Content-Type": kind}
        )
        assert (response.status_code, response.mimetype) == (415, PROBLEM)


@pytest.mark.requirement("PRF-07")
def test_a_second_proof_makes_a_set(place: Signing) -> None:
    """What is signed already keeps its proofs and its issuer, and gets one more proof."""
    once = place.signed(credential())
    twice = place.signed(once, cryptosuite="ecdsa-rdfc-2019")
    assert [proof["cryptosuite"] for proof in twice["proof"]] == ["eddsa-rdfc-2022", SUITES[2]]
    assert twice["proof"][0] == once["proof"]
    assert place.verify(twice).status_code == 200


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_that_follows_another_makes_a_chain(place: Signing, suite: str) -> None:
    """The later proof names the earlier by its id and covers it: neither can be taken away."""
    once = place.signed(credential())
    first = once["proof"]["id"]
    chained = place.signed(once, cryptosuite=suite, previousProof=first)
    assert chained["proof"][1]["previousProof"] == first
    assert place.verify(chained).status_code == 200
    alone = {**chained, "proof": chained["proof"][1]}
    assert place.verify(alone).status_code == 400
    _refused(place.issue(once, previousProof="urn:uuid:00000000-0000-4000-8000-000000000000"))
    several = place.signed(chained, previousProof=[proof["id"] for proof in chained["proof"]])
    assert len(several["proof"][2]["previousProof"]) == 2


def test_another_issuer_is_not_replaced_under_its_proofs(place: Signing, laptop: Signing) -> None:
    """Changing the issuer of what is signed would break it: refused, with ours to compare."""
    problem = _refused(place.issue(laptop.signed(credential())))
    assert (problem["code"], problem["params"]["issuer"]) == ("vc_api.issuer_signed", DID)


def test_a_laptop_can_sign_once_more_with_its_other_key(laptop: Signing) -> None:
    """The issuer stays the first key, since another one would break the first proof."""
    once = laptop.signed(credential())
    twice = laptop.signed(once, cryptosuite="ecdsa-rdfc-2019")
    assert twice["issuer"] == once["issuer"]
    assert laptop.verify(twice).status_code == 200


@pytest.mark.requirement("STAT-04")
@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("where", ["online", "laptop"])
def test_a_status_is_added_on_request(
    place: Signing, laptop: Signing, where: str, suite: str
) -> None:
    """The entry names a list of ours, signed by the same issuer, in which its bit is 0."""
    signing = place if where == "online" else laptop
    signed = signing.signed(credential(id=f"urn:x:{suite}"), status=True, cryptosuite=suite)
    entry = signed["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["statusPurpose"] == "revocation"
    assert entry["statusListIndex"] == str(int(entry["statusListIndex"]))
    assert entry["id"] != entry["statusListCredential"]
    listed = _list(signing, entry)
    assert "BitstringStatusListCredential" in listed["type"]
    assert listed["issuer"] == signed["issuer"]
    assert listed["credentialSubject"]["encodedList"].startswith("u")
    assert not _bit(signing, entry)
    assert signing.verify(listed).status_code == 200
    assert signing.verify(signed, checks=["proof", "credentialStatus"]).status_code == 200


@pytest.mark.requirement("STAT-16", "STAT-17")
def test_a_credential_is_cancelled_for_good(place: Signing) -> None:
    """Its bit is set, whoever verifies sees it, doing it twice is safe, and undoing refused."""
    signed = place.signed(credential(id="urn:x:cancelled"), status=True)
    entry = signed["credentialStatus"]
    for _ in range(2):
        response = place.set_status("urn:x:cancelled", statusPurpose="revocation")
        assert response.status_code == 200
        assert response.json == {"credentialStatus": entry, "status": True}
    assert _bit(place, entry)
    assert place.verify(signed, checks=["proof"]).status_code == 200
    judged = place.verify(signed, checks=["proof", "credentialStatus"])
    assert judged.status_code == 400
    assert judged.json is not None
    assert judged.json["errors"] == ["status.revoked"]
    undone = place.set_status("urn:x:cancelled", value=False)
    assert (undone.status_code, undone.mimetype) == (409, PROBLEM)
    assert _bit(place, entry)


def test_clearing_what_was_never_set_changes_nothing(place: Signing) -> None:
    """200: the status is what was asked for."""
    entry = place.signed(credential(id="urn:x:clear"), status=True)["credentialStatus"]
    before = place.client.get(_path(entry)).data
    assert place.set_status("urn:x:clear", value=False).status_code == 200
    assert place.client.get(_path(entry)).data == before


def test_a_suspension_can_be_ended(place: Signing) -> None:
    """A list of its own purpose, set and cleared; without `status` in the request it is set."""
    options = {"status": True, "statusPurpose": "suspension"}
    signed = place.signed(credential(id="urn:x:suspended"), **options)
    entry = signed["credentialStatus"]
    assert entry["statusPurpose"] == "suspension"
    answer = place.set_status("urn:x:suspended", value=None, statusPurpose="suspension")
    assert answer.status_code == 200
    assert _bit(place, entry)
    assert place.verify(signed).status_code == 400
    assert (
        place.set_status("urn:x:suspended", value=False, statusPurpose="suspension").status_code
        == 200
    )
    assert not _bit(place, entry)
    assert place.verify(signed).status_code == 200


def test_signing_again_gives_the_same_status(place: Signing) -> None:
    """The status is that of the credential's id: cancelling it cancels every copy."""
    first, second = (
        place.signed(credential(id="urn:x:again"), status=True)["credentialStatus"]
        for _ in range(2)
    )
    assert first == second


def test_a_status_stands_beside_those_of_the_client(place: Signing) -> None:
    """An entry that the client wrote is kept."""
    own = {"id": "urn:x:own", "type": "https://example.org/#Own"}
    signed = place.signed(credential(id="urn:x:beside", credentialStatus=own), status=True)
    assert signed["credentialStatus"][0] == own
    assert signed["credentialStatus"][1]["type"] == "BitstringStatusListEntry"


def test_what_is_signed_takes_no_status_any_more(place: Signing) -> None:
    """It would break the proofs that are there."""
    _refused(place.issue(place.signed(credential()), status=True))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credentialId": 4},
        {"credentialId": ""},
        {"credentialId": "urn:x:" + "x" * 2000},
        {"credentialId": "urn:x:1"},
        {"credentialId": "urn:x:1", "credentialStatus": [{"type": "BitstringStatusListEntry"}]},
        {"credentialId": "urn:x:1", "credentialStatus": {"type": "StatusList2021Entry"}},
    ],
)
def test_a_status_request_of_another_form_is_refused(place: Signing, body: Any) -> None:
    """400: the id, the kind of status and its value must be readable."""
    _refused(place.post("/credentials/status", body))


def test_the_value_of_a_status_is_true_or_false(place: Signing) -> None:
    """400 for anything else, and for a purpose that we do not keep."""
    body = {"credentialId": "urn:x:1", "credentialStatus": {"type": "BitstringStatusListEntry"}}
    _refused(place.post("/credentials/status", {**body, "status": "1"}))
    body["credentialStatus"] = {"type": "BitstringStatusListEntry", "statusPurpose": "refresh"}
    _refused(place.post("/credentials/status", body))


def test_a_credential_that_we_do_not_know_is_404(place: Signing) -> None:
    """Never signed here, signed without status, or with a status of another purpose."""
    place.signed(credential(id="urn:x:without"))
    place.signed(credential(id="urn:x:revocable"), status=True)
    for identifier, purpose in (
        ("urn:x:never", "revocation"),
        ("urn:x:without", "revocation"),
        ("urn:x:revocable", "suspension"),
    ):
        response = place.set_status(identifier, statusPurpose=purpose)
        assert (response.status_code, response.mimetype) == (404, PROBLEM), identifier


def test_nothing_of_the_credential_is_kept(place: Signing) -> None:
    """Only a digest of its id, and a line in the journal; never what it says of a person."""
    place.signed(
        credential(id="urn:x:private", credentialSubject={"name": "Personne Secrète"}), status=True
    )
    with place.office.store.read() as work:
        known = work.credential_statuses.of("premier", hashlib.sha256(b"urn:x:private").hexdigest())
    assert len(known) == 1
    database = Path(place.office.settings.data_dir) / "badges.sqlite3"
    kept = b"".join(path.read_bytes() for path in database.parent.glob("badges.sqlite3*"))
    assert "Secrète".encode() not in kept
    lines = journal.read(place.office, subject="urn:x:private")
    assert [(line.actor, line.action) for line in lines] == [("vc-api", "credential.issue")]


def test_without_its_token_nobody_signs(place: Signing) -> None:
    """401 with the scheme to use, whether the token is missing, wrong or of another scheme."""
    for value in (None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer \xff"):
        for path in ("/credentials/issue", "/credentials/status"):
            headers = {} if value is None else {"Authorization": value}
            response = place.post(path, {"credential": credential()}, headers=headers)
            assert (response.status_code, response.mimetype) == (401, PROBLEM), value
            assert response.headers["WWW-Authenticate"] == 'Bearer realm="badges"'


def test_even_a_browser_gets_a_problem_and_no_page(place: Signing) -> None:
    """These addresses are for programs, whatever they call themselves."""
    headers = {"User-Agent": "Mozilla/5.0", "Accept": "text/html"}
    assert place.post("/credentials/issue", {}, headers=headers).mimetype == PROBLEM


def test_pages_of_badges_do_not_clash(place: Signing) -> None:
    """GET on these addresses looks for a badge of that name, and there is none."""
    assert place.client.get("/credentials/issue").status_code == 404
    assert place.client.post("/credentials/4f8b").status_code == 405


def test_the_interface_is_closed_without_a_token(tmp_path: Path) -> None:
    """403 with a sentence that says how to open it, even for an empty token."""
    with open_signing(tmp_path, api_token="") as closed:
        response = closed.issue(credential())
        assert (response.status_code, response.mimetype) == (403, PROBLEM)
        assert response.json is not None
        assert "BADGES_API_TOKEN" in response.json["detail"]


def test_the_token_signs_as_one_place_only(tmp_path: Path) -> None:
    """The first place, whatever comes after it; a client cannot name another one."""
    with open_signing(tmp_path, LAPTOP) as signing:
        first = places.issuer_id(signing.office, "premier")
        other = places.add(signing.office, PlaceRequest(name="Second", slug="second"))
        body = {"credential": credential(), "place": other.slug, "options": {"place": other.slug}}
        response = signing.post("/credentials/issue", body)
        assert response.json is not None
        assert response.json["verifiableCredential"]["issuer"] == first


def test_a_setting_names_the_place_of_the_token(tmp_path: Path) -> None:
    """`BADGES_API_PLACE`; when it names no place, nobody signs and the sentence says so."""
    with open_signing(tmp_path, LAPTOP, api_place="autre") as signing:
        refused = signing.issue(credential())
        assert refused.status_code == 403
        assert refused.json is not None
        assert "BADGES_API_PLACE" in refused.json["detail"]
        places.add(signing.office, PlaceRequest(name="Autre", slug="autre"))
        signed = signing.signed(credential())
        assert signed["issuer"] == places.issuer_id(signing.office, "autre")


def test_what_old_keys_signed_can_still_be_cancelled(tmp_path: Path) -> None:
    """After a rotation the list is signed with the new key, and still holds."""
    with open_signing(tmp_path) as signing:
        entry = signing.signed(credential(), status=True)["credentialStatus"]
        keyring.rotate(signing.office, "premier")
        assert signing.set_status(str(credential()["id"])).status_code == 200
        assert _bit(signing, entry)
        assert signing.verify(_list(signing, entry)).status_code == 200


def test_a_resource_is_compared_with_what_stands_at_its_address(tmp_path: Path) -> None:
    """Fetched within bounds: a digest that is wrong from the first day is refused."""
    (tmp_path / "page").write_bytes(b"the page")
    address = "https://example.org/page"
    (tmp_path / "map.json").write_text(json.dumps({address: {"file": "page"}}))
    right = "sha384-" + base64.b64encode(hashlib.sha384(b"the page").digest()).decode()
    wrong = "sha384-" + base64.b64encode(hashlib.sha384(b"another").digest()).decode()
    with open_signing(tmp_path / "data", fetch_map=str(tmp_path / "map.json")) as signing:
        signing.signed(credential(relatedResource={"id": address, "digestSRI": right}))
        related = {"id": address, "digestSRI": wrong}
        problem = _refused(signing.issue(credential(relatedResource=related)))
        assert problem["code"] == "vc_api.resource_other"
        many = [{"id": f"{address}?{n}", "digestSRI": right} for n in range(5)]
        signing.signed(credential(relatedResource=many))


def _refused(response: Any) -> JsonObject:
    """The problem that a refused request is answered with."""
    assert (response.status_code, response.mimetype) == (400, PROBLEM), response.text
    problem: JsonObject = response.json
    assert problem["type"].endswith(f"/problems/{problem['code']}")
    assert (problem["status"], problem["title"]) == (400, "Incomplete request")
    return problem


def _path(entry: JsonObject) -> str:
    return "/status/" + str(entry["statusListCredential"]).rpartition("/")[2]


def _list(signing: Signing, entry: JsonObject) -> JsonObject:
    return parse(signing.client.get(_path(entry)).data)


def _bit(signing: Signing, entry: JsonObject) -> bool:
    """The bit of that entry, read in the list as a stranger reads it."""
    subject = _list(signing, entry)["credentialSubject"]
    decoded = bitstring.decode(subject["encodedList"])
    assert len(decoded) >= status_lists.CAPACITY
    return bool(decoded.value(int(entry["statusListIndex"])))
