"""VC-API through a real server: others verify what it signs, and it verifies what others sign."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from badges.documents import JsonObject
from tests.interop.instance import DOMAIN, Instance, running
from tests.interop.node_programs import Answers, NodePrograms
from tests.issuer.web.vc import credential, older

pytestmark = pytest.mark.interop

TOKEN = "the-token-of-a-program"
REVOKED, CLEAR = (
    "urn:uuid:3f1c8b5e-2222-4000-8000-000000000001",
    "urn:uuid:3f1c8b5e-2222-4000-8000-2",
)


@pytest.fixture(scope="module", params=["by key", "by domain"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """An instance whose VC-API is open, seen from outside on http and on https."""
    base_url = DOMAIN if request.param == "by domain" else None
    folder = tmp_path_factory.mktemp("vc-api")
    with running(folder, base_url, api_token=TOKEN, fetch_allow_loopback="1") as instance:
        yield instance


def post(instance: Instance, path: str, body: JsonObject) -> tuple[int, Any]:
    """Status and JSON of the answer of the real server."""
    parts = urlsplit(instance.address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    try:
        connection.request("POST", path, json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def signed(instance: Instance, document: JsonObject, **options: Any) -> JsonObject:
    """The document once signed over VC-API."""
    body = {"credential": document, "options": options}
    status, answer = post(instance, "/credentials/issue", body)
    assert status == 201, answer
    return dict(answer["verifiableCredential"])


@pytest.fixture(scope="module")
def documents(served: Instance) -> dict[str, JsonObject]:
    """What the server signed: each suite, each data model, a set, a chain, and two statuses."""
    once = signed(served, credential())
    found = {
        "eddsa": once,
        "ecdsa": signed(served, credential(), cryptosuite="ecdsa-rdfc-2019"),
        "data model 1.1": signed(served, older()),
        "set": signed(served, once),
        "chain": signed(served, once, previousProof=once["proof"]["id"]),
        "clear": signed(served, credential(id=CLEAR), status=True),
        "revoked": signed(served, credential(id=REVOKED), status=True),
    }
    body = {"credentialId": REVOKED, "credentialStatus": {"type": "BitstringStatusListEntry"}}
    assert post(served, "/credentials/status", {**body, "status": True})[0] == 200
    return found


@pytest.fixture(scope="module")
def theirs(node: NodePrograms, served: Instance, documents: dict[str, JsonObject]) -> Answers:
    """What npm @digitalbazaar/vc says of each of them, and of one that was changed."""
    changed = {**documents["eddsa"], "credentialSubject": {"id": "did:example:other"}}
    cases = {name: {"credential": document} for name, document in documents.items()}
    return node.run(
        "verify_vc", {**cases, "changed": {"credential": changed}}, origins=served.origins
    )


@pytest.mark.requirement("PRF-03", "PRF-07")
@pytest.mark.parametrize("name", ["eddsa", "ecdsa", "data model 1.1", "set", "chain", "clear"])
def test_others_verify_what_it_signs(theirs: Answers, name: str) -> None:
    """The reference implementation of Data Integrity accepts each, and its status is clear."""
    assert theirs[name]["verified"] is True, theirs[name]
    if name == "clear":
        assert theirs[name]["statuses"] == [["revocation", False]]


def test_others_see_what_was_changed_or_cancelled(theirs: Answers) -> None:
    """The bit that a program set is read by strangers."""
    assert theirs["changed"]["verified"] is False
    assert theirs["revoked"]["statuses"] == [["revocation", True]]


@pytest.mark.parametrize("name", ["eddsa", "ecdsa", "data model 1.1", "set", "chain", "clear"])
def test_it_verifies_what_it_signs(
    served: Instance, documents: dict[str, JsonObject], name: str
) -> None:
    """Its own answers go round: 200, as bare credentials and in a presentation."""
    status, answer = post(served, "/credentials/verify", {"verifiableCredential": documents[name]})
    assert (status, answer["verified"]) == (200, True), answer
    presented = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [documents[name]],
    }
    body: JsonObject = {"verifiablePresentation": presented}
    assert post(served, "/presentations/verify", body)[0] == 200


def test_it_says_that_a_credential_is_cancelled(
    served: Instance, documents: dict[str, JsonObject]
) -> None:
    """400 with the reason."""
    body = {"verifiableCredential": documents["revoked"]}
    status, answer = post(served, "/credentials/verify", body)
    assert (status, answer["errors"]) == (400, ["status.revoked"])


def test_it_verifies_what_others_sign(
    node: NodePrograms, served: Instance, documents: dict[str, JsonObject]
) -> None:
    """A credential and a presentation by npm @digitalbazaar/vc, its challenge answered."""
    question = {"challenge": "u4j2", "domain": "lieu.example"}
    case = {"credential": credential(issuer=None), "held": [documents["eddsa"]], **question}
    made = node.run("present", {"case": case}, origins=served.origins)["case"]
    assert "thrown" not in made, made
    body: JsonObject = {"verifiableCredential": made["credential"]}
    status, answer = post(served, "/credentials/verify", body)
    assert status == 200, answer
    body = {"verifiablePresentation": made["presentation"], "options": question}
    status, answer = post(served, "/presentations/verify", body)
    assert status == 200, answer
    body["options"] = {"challenge": "another", "domain": "lieu.example"}
    assert post(served, "/presentations/verify", body)[0] == 400
