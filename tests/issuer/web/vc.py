"""Credentials that are no badges, and a house that signs them for whoever holds its token."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import wsgi
from badges.documents import JsonObject
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import places
from issuer.web import OFFICE
from tests.issuer.web.house import NOW, ONLINE

LAPTOP = "http://127.0.0.1:8000"
TOKEN = "a-long-secret-é"
BEARER = {"Authorization": f"Bearer {TOKEN}".encode().decode("latin-1")}
PROBLEM = "application/problem+json"
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019")
VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"


@dataclass(frozen=True)
class Signing:
    """A small place that signs over VC-API: its application, its office, and one client."""

    client: FlaskClient
    office: Office

    def post(self, path: str, body: Any, **options: Any) -> TestResponse:
        """The answer to a JSON body, sent with the token."""
        return self.client.post(path, json=body, headers=options.pop("headers", BEARER), **options)

    def issue(self, credential: Any, **options: Any) -> TestResponse:
        """The answer to `POST /credentials/issue`."""
        return self.post("/credentials/issue", {"credential": credential, "options": options})

    def signed(self, credential: JsonObject, **options: Any) -> JsonObject:
        """The credential once signed."""
        response = self.issue(credential, **options)
        assert response.status_code == 201, response.text
        assert response.json is not None
        return dict(response.json["verifiableCredential"])

    def set_status(
        self, identifier: str, *, value: bool | None = True, **entry: Any
    ) -> TestResponse:
        """The answer to `POST /credentials/status`."""
        body: JsonObject = {
            "credentialId": identifier,
            "credentialStatus": {"type": "BitstringStatusListEntry", **entry},
        }
        return self.post(
            "/credentials/status", body if value is None else {**body, "status": value}
        )

    def verify(self, credential: Any, **options: Any) -> TestResponse:
        """The answer to `POST /credentials/verify`, asked without a token."""
        body = {"verifiableCredential": credential, "options": options}
        return self.client.post("/credentials/verify", json=body)

    def present(self, presentation: Any, **options: Any) -> TestResponse:
        """The answer to `POST /presentations/verify`, asked without a token."""
        body = {"verifiablePresentation": presentation, "options": options}
        return self.client.post("/presentations/verify", json=body)


@contextmanager
def open_signing(directory: Path, base_url: str = ONLINE, **settings: str) -> Iterator[Signing]:
    """A place in `directory` whose API is open to the holder of `TOKEN`."""
    environment = {
        "BADGES_DATA_DIR": str(directory),
        "BADGES_BASE_URL": base_url,
        "BADGES_NOW": NOW,
        "BADGES_LANGUAGE": "en",
        "BADGES_API_TOKEN": TOKEN,
    } | {f"BADGES_{name.upper()}": value for name, value in settings.items()}
    app = wsgi.create_app({name: value for name, value in environment.items() if value})
    office: Office = app.extensions[OFFICE]
    try:
        places.add(office, PlaceRequest(name="Premier lieu", slug="premier"))
        yield Signing(app.test_client(), office)
    finally:
        office.store.close()


def credential(**members: Any) -> JsonObject:
    """A credential of the data model 2.0 that is no badge; None takes a member away."""
    document: JsonObject = {
        "@context": [VC_2],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": "https://somebody.example/",
        "credentialSubject": {"id": "did:example:subject", "name": "Noé"},
    } | members
    return {name: value for name, value in document.items() if value is not None}


def older(**members: Any) -> JsonObject:
    """A credential of the data model 1.1."""
    return credential(
        **{"@context": [VC_1], "credentialSubject": {"id": "did:example:subject"}, **members}
    )


def with_terms(**terms: Any) -> list[Any]:
    """The contexts of a credential that defines terms of its own."""
    return [VC_2, {name: f"https://example.org/#{iri}" for name, iri in terms.items()}]


def refused(response: Any) -> JsonObject:
    """The problem that a refused request is answered with."""
    assert (response.status_code, response.mimetype) == (400, PROBLEM), response.text
    problem: JsonObject = response.json
    assert problem["type"].endswith(f"/problems/{problem['code']}")
    assert (problem["status"], problem["title"]) == (400, "Incomplete request")
    return problem
