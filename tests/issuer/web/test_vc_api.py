"""VC-API, the side that signs: requests, options, proofs of a set or a chain, and who may ask."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from issuer.model import PlaceRequest
from issuer.services import journal, places
from tests.issuer.web.vc import (
    BEARER,
    LAPTOP,
    PROBLEM,
    SUITES,
    VC_1,
    VC_2,
    Signing,
    credential,
    older,
    open_signing,
    refused,
)

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
    assert refused(place.issue(credential(), **options))


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
    assert refused(place.post("/credentials/issue", body))


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
    assert refused(
        place.issue(once, previousProof="urn:uuid:00000000-0000-4000-8000-000000000000")
    )["code"]
    several = place.signed(chained, previousProof=[proof["id"] for proof in chained["proof"]])
    assert len(several["proof"][2]["previousProof"]) == 2


def test_another_issuer_is_not_replaced_under_its_proofs(place: Signing, laptop: Signing) -> None:
    """Changing the issuer of what is signed would break it: refused, with ours to compare."""
    problem = refused(place.issue(laptop.signed(credential())))
    assert (problem["code"], problem["params"]["issuer"]) == ("vc_api.issuer_signed", DID)


def test_a_laptop_can_sign_once_more_with_its_other_key(laptop: Signing) -> None:
    """The issuer stays the first key, since another one would break the first proof."""
    once = laptop.signed(credential())
    twice = laptop.signed(once, cryptosuite="ecdsa-rdfc-2019")
    assert twice["issuer"] == once["issuer"]
    assert laptop.verify(twice).status_code == 200


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
