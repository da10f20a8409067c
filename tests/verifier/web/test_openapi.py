"""The description of the machine interfaces is right: valid, whole, and true of the application."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

import wsgi
from badges.documents import JsonObject
from badges.i18n import LANGUAGES
from badges.web.openapi import operations
from tests.issuer.web.house import House, open_house
from tests.issuer.web.vc import BEARER, TOKEN

DESCRIPTION, PAGE = "/api/v1/openapi.json", "/api/v1/docs"
VC_API = {
    "/credentials/issue",
    "/credentials/status",
    "/credentials/verify",
    "/presentations/verify",
}
CHECKS: tuple[Any, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
NAME = "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11"
"""Something that any address may name: a word and a UUID at once."""
EXAMPLES = {GenerationMode.POSITIVE: 12, GenerationMode.NEGATIVE: 5}


@pytest.fixture(scope="module")
def open_to_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with both doors and VC-API open."""
    with open_house(tmp_path_factory.mktemp("open"), api_token=TOKEN) as made:
        yield made


def _description(app: Flask, language: str = "en") -> JsonObject:
    response = app.test_client().get(f"{DESCRIPTION}?lang={language}")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["ETag"]
    return dict(response.json or {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_is_valid(open_to_programs: House, language: str) -> None:
    """It follows the schema of OpenAPI 3.1, and every reference leads somewhere."""
    document = _description(open_to_programs.app, language)
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": open_to_programs.base_url}]
    shapes = document["components"]["schemas"]
    pointed = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert pointed == set(shapes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_operation_says_what_it_does(open_to_programs: House, language: str) -> None:
    """A sentence and a name of its own, in the reader's language."""
    document = _description(open_to_programs.app, language)
    names = []
    for _, path, operation in operations(document["paths"]):
        names.append(operation["operationId"])
        assert not operation["summary"].startswith("openapi."), path
    assert len(names) == len(set(names))
    assert not [tag for tag in document["tags"] if tag["description"].startswith("openapi.")]


def _routes(app: Flask) -> set[tuple[str, str]]:
    """Every machine address of the application with its method, as OpenAPI writes paths."""
    return {
        (method.lower(), re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule in VC_API
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_machine_address_is_described(open_to_programs: House) -> None:
    """Nothing under /api/ and nothing of VC-API is served without being written down."""
    described = {
        (method, path)
        for method, path, _ in operations(_description(open_to_programs.app)["paths"])
    }
    routes = _routes(open_to_programs.app)
    assert {path for _, path in routes} >= VC_API
    assert not routes - described


def test_every_address_described_is_served(open_to_programs: House) -> None:
    """No path of the description is unknown to the application."""
    adapter = open_to_programs.app.url_map.bind("badges.example.fr")
    for method, path, _ in operations(_description(open_to_programs.app)["paths"]):
        assert adapter.test(re.sub(r"\{\w+\}", NAME, path), method.upper()), path


@pytest.mark.parametrize(("door", "absent"), [("verifier", "issue"), ("issuer", "verify")])
def test_a_door_that_is_closed_is_not_described(tmp_path: Path, door: str, absent: str) -> None:
    """The description is that of this very service."""
    app = wsgi.create_app({"BADGES_DATA_DIR": str(tmp_path), "BADGES_DOORS": door})
    paths = _description(app)["paths"]
    assert f"/credentials/{absent}" not in paths
    assert "/healthz" in paths
    if "badges.office" in app.extensions:
        app.extensions["badges.office"].store.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_it_all_without_script(open_to_programs: House, language: str) -> None:
    """Each address stands on it, in words; nothing is loaded from elsewhere, nothing runs."""
    client = open_to_programs.client()
    response = client.get(f"{PAGE}?lang={language}", headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    document = _description(open_to_programs.app, language)
    for method, path, _ in operations(document["paths"]):
        assert f"{method.upper()} {path}" in response.text
    assert "openapi." not in response.text.replace("openapi.json", "")
    assert "<script" not in response.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', response.text)


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "not allowed"])
@pytest.mark.parametrize("headers", [{}, BEARER], ids=["without token", "with the token"])
def test_the_application_does_what_the_description_says(
    open_to_programs: House, headers: dict[str, str], *, allowed: bool
) -> None:
    """Schemathesis asks what is allowed, and what is not: no crash, no answer undescribed."""
    description = schemathesis.openapi.from_wsgi(DESCRIPTION, open_to_programs.app)
    mode = GenerationMode.POSITIVE if allowed else GenerationMode.NEGATIVE
    operation: Any
    asked = 0
    for found in description.get_all_operations():
        operation = found.ok() if isinstance(found, Ok) else None
        if _is_asked(operation, allowed=allowed, with_token=bool(headers)):
            _ask(operation.as_strategy(generation_mode=mode), headers, EXAMPLES[mode])
            asked += 1
    assert asked >= (2 if headers else 1)


def _is_asked(operation: Any, *, allowed: bool, with_token: bool) -> bool:
    """Only what takes a body can be asked wrongly; the token changes what signing answers."""
    takes_token = operation.path in ("/credentials/issue", "/credentials/status")
    takes_body = bool(operation.definition.raw.get("requestBody"))
    return (allowed or takes_body) and (takes_token or not with_token)


def _ask(strategy: Any, headers: dict[str, str], examples: int) -> None:
    @hypothesis.settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=strategy)
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)

    ask()
