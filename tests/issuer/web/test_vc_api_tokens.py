"""VC-API with the tokens of places: who signs, within which scope, and under which name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.model import PlaceRequest
from issuer.services import journal, places
from issuer.services.people import operator, tokens
from tests.issuer.web.vc import PROBLEM, Signing, credential, open_signing

ROOT = operator("root")


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Signing]:
    """Two places, and no token in the settings."""
    with open_signing(tmp_path, api_token="") as signing:
        places.add(signing.office, PlaceRequest(name="Second", slug="second"))
        yield signing


def _token(signing: Signing, *scopes: str, name: str = "Caisse", place: str = "second") -> str:
    return tokens.add_token(signing.office, ROOT, place, name, scopes).secret


def _post(signing: Signing, path: str, secret: str, **body: Any) -> TestResponse:
    return signing.post(f"/credentials/{path}", body, headers={"Authorization": f"Bearer {secret}"})


def _problem(response: TestResponse) -> dict[str, Any]:
    assert response.mimetype == PROBLEM, response.text
    assert response.json is not None
    return dict(response.json)


def test_a_token_signs_as_its_own_place(second: Signing) -> None:
    """Whatever the settings say of another place; the journal names the program."""
    secret = _token(second, "credentials.issue")
    response = _post(second, "issue", secret, credential=credential(issuer="https://x.example"))
    assert response.status_code == 201, response.text
    assert response.json is not None
    signed = response.json["verifiableCredential"]
    assert signed["issuer"] == places.issuer_id(second.office, "second")
    (line,) = journal.read(second.office, subject=signed["id"])
    assert (line.actor, line.action, line.place) == ("Caisse", "credential.issue", "second")


@pytest.mark.parametrize(
    ("path", "scope", "others"),
    [
        ("issue", "credentials.issue", ("credentials.status",)),
        ("status", "credentials.status", ("credentials.issue",)),
    ],
)
def test_a_token_does_what_it_was_made_for(
    second: Signing, path: str, scope: str, others: tuple[str, ...]
) -> None:
    """Another scope is 403 with a sentence that names the token and the scope."""
    refused = _post(second, path, _token(second, *others, name="Lecture"), credential={})
    problem = _problem(refused)
    assert (refused.status_code, problem["code"]) == (403, "token.scope_missing")
    assert "Lecture" in problem["detail"]
    assert scope in problem["detail"]
    allowed = _post(second, path, _token(second, scope), credential={})
    assert allowed.status_code == 400, allowed.text


def test_the_status_of_another_place_is_out_of_reach(second: Signing) -> None:
    """What one place signed, the token of another one neither finds nor changes."""
    both = ("credentials.issue", "credentials.status")
    own, other = _token(second, *both), _token(second, *both, place="premier")
    signed = _post(
        second, "issue", own, credential=credential(), options={"status": True}
    ).get_json()["verifiableCredential"]
    change = {
        "credentialId": signed["id"],
        "credentialStatus": {"type": "BitstringStatusListEntry"},
        "status": True,
    }
    assert _post(second, "status", other, **change).status_code == 404
    assert _post(second, "status", own, **change).status_code == 200
    (latest, *_) = journal.read(second.office, subject=signed["id"])
    assert (latest.actor, latest.action) == ("Caisse", "credential.set")


def test_a_token_that_works_no_more_is_not_known(second: Signing) -> None:
    """401 with the scheme to use: taken back, or never given."""
    secret = _token(second, "credentials.issue")
    tokens.revoke_token(second.office, ROOT, "second", "Caisse")
    for given in (secret, "badge_", "badge_" + "x" * 43, "badge_" + "x" * 5_000, "badge_\xff"):
        response = _post(second, "issue", given, credential=credential())
        assert (response.status_code, _problem(response)["code"]) == (401, "vc_api.token_wrong")
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="badges"'


def test_both_kinds_of_token_work_side_by_side(tmp_path: Path) -> None:
    """The one of the settings signs as the first place, the one of a place as that place."""
    with open_signing(tmp_path) as signing:
        places.add(signing.office, PlaceRequest(name="Second", slug="second"))
        secret = _token(signing, "credentials.issue")
        signed = signing.signed(credential())
        assert signed["issuer"] == places.issuer_id(signing.office, "premier")
        response = _post(signing, "issue", secret, credential=credential())
        assert response.get_json()["verifiableCredential"]["issuer"] == places.issuer_id(
            signing.office, "second"
        )


def test_a_setting_may_begin_like_a_token(tmp_path: Path) -> None:
    """`BADGES_API_TOKEN` is compared as a whole, however it begins."""
    with open_signing(tmp_path, api_token="badge_of_old") as signing:
        answer = _post(signing, "issue", "badge_of_old", credential=credential())
        assert answer.status_code == 201
        wrong = _post(signing, "issue", "badge_of_ol", credential=credential())
        assert wrong.status_code == 401
