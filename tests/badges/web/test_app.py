"""The application without doors: headers, languages, errors, health."""

import json

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from badges.errors import BadgeError, Malformed, TooLarge, Unreachable
from badges.i18n import catalogue
from badges.settings import Settings
from badges.web import operations, problems
from badges.web.app import create_app
from badges.web.problems import WebError
from badges.web.public_documents import publish
from badges.web.security import as_borne, bear

PAGE = {"Accept": "text/html"}


class NewTrouble(BadgeError):
    """An error that no door declared."""


class Gone(BadgeError):
    """An error that a door declares."""


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def app() -> Flask:
    """An application with a few addresses that fail, and one that answers a document."""
    app = create_app(Settings(base_url="https://badges.example.fr", doors=()))
    troubles = {
        "malformed": Malformed("document.not_json", line=1, column=2),
        "large": TooLarge("document.too_large", limit=5),
        "unreachable": Unreachable("fetch.unreachable", url="https://a.example"),
        "new": NewTrouble("trouble.new"),
        "inside": NewTrouble("trouble.inside", database="postgresql://base.interne/badges"),
        "gone": Gone("trouble.gone"),
        "web": WebError("web.trouble", status=415, kind="<b>x</b>"),
        "bug": ZeroDivisionError("secret detail"),
    }

    @app.get("/trouble/<name>")
    def trouble(name: str) -> str:
        _raise(troubles[name])
        return name

    @app.post("/upload")
    def upload() -> str:
        return str(len(request.get_data()))

    @app.get("/document")
    def document() -> Response:
        return publish(b'{"a":1}', "application/json", max_age=60)

    @app.get("/drawing.svg")
    def drawing() -> Response:
        return publish(b"<svg/>", "image/svg+xml")

    problems.declare(app, {Gone: 410})
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without cookies from elsewhere."""
    return app.test_client()


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing(client: FlaskClient) -> None:
    """The policy of every page closes everything but our own stylesheet, images and forms."""
    response = client.get("/", headers=PAGE)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self';")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    html = response.get_data(as_text=True)
    assert "<script" not in html
    assert "style=" not in html
    assert "//" not in html.replace("https://badges.example.fr", "").split("</head>")[0]


def test_every_answer_carries_the_guards(client: FlaskClient) -> None:
    """Sniffing, framing, referrers and sensors are closed on pages, documents and errors alike."""
    for path in ("/", "/document", "/nothing", "/healthz", "/static/style.css"):
        with client.get(path) as response:
            headers = response.headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert "camera=()" in headers["Permissions-Policy"], path
        assert headers["Strict-Transport-Security"].startswith("max-age="), path
        assert headers["Content-Security-Policy"], path


def test_a_header_that_is_borne_gives_way_to_one_of_the_answer(app: Flask) -> None:
    """Headers added at the door come before the usual guards, and after what a page says."""
    told = {"X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store", "Vary": "Accept"}
    borne = as_borne(told)

    @app.get("/borne")
    def page() -> Response:
        bear(request.environ, borne)
        response = Response("a word", content_type="text/plain")
        response.headers["cache-control"] = "max-age=5"
        return response

    headers = app.test_client().get("/borne").headers
    assert headers.getlist("Cache-Control") == ["max-age=5"]
    assert headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert headers.getlist("Vary") == ["Accept"]
    assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert "SAMEORIGIN" not in str(app.test_client().get("/healthz").headers)


def test_plain_http_does_not_promise_https() -> None:
    """A demonstration on a laptop must not lock the browser out of it."""
    client = create_app(Settings(doors=())).test_client()
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_the_legal_line_is_on_every_page_to_the_letter(client: FlaskClient) -> None:
    """The line about RNCP and RS stands on each page, errors included."""
    line = "Ce badge n'est pas une certification enregistrée au RNCP ou au RS."
    for path in ("/", "/nothing", "/trouble/bug"):
        assert line in client.get(path, headers=PAGE).get_data(as_text=True)


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        ({}, "", "fr"),
        ({"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}, "", "en"),
        ({"Accept-Language": "fr-CA,en;q=0.3"}, "", "fr"),
        ({"Accept-Language": "de"}, "", "fr"),
        ({"Accept-Language": "en"}, "?lang=fr", "fr"),
        ({"Accept-Language": "en"}, "?lang=xx", "en"),
    ],
)
def test_the_language_is_asked_then_preferred_then_default(
    client: FlaskClient, headers: dict[str, str], query: str, expected: str
) -> None:
    """What is asked wins over what the browser prefers, and that over the setting."""
    response = client.get(f"/{query}", headers=headers | PAGE)
    assert f'<html lang="{expected}">' in response.get_data(as_text=True)
    assert response.headers["Content-Language"] == expected


def test_a_cookie_is_set_only_by_a_choice_and_remembered(client: FlaskClient) -> None:
    """Nothing is kept until a person chooses a language; then it is, first-party and locked."""
    assert "Set-Cookie" not in client.get("/", headers=PAGE).headers
    cookie = client.get("/?lang=en", headers=PAGE, base_url="https://localhost").headers[
        "Set-Cookie"
    ]
    for guard in ("lang=en", "HttpOnly", "SameSite=Lax", "Secure"):
        assert guard in cookie
    later = client.get("/", headers=PAGE, base_url="https://localhost")
    assert '<html lang="en">' in later.get_data(as_text=True)
    assert "Set-Cookie" not in later.headers


def test_the_default_language_is_a_setting() -> None:
    """`BADGES_LANGUAGE` speaks when nobody else does."""
    client = create_app(Settings(language="en", doors=())).test_client()
    assert '<html lang="en">' in client.get("/", headers=PAGE).get_data(as_text=True)


def test_the_other_language_keeps_the_page_and_its_question(client: FlaskClient) -> None:
    """Switching language comes back to the same address with the same query."""
    html = client.get("/?q=bois&lang=fr", headers=PAGE).get_data(as_text=True)
    assert 'href="?q=bois&amp;lang=en"' in html


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nothing", 404, "web.http.404"),
        ("/trouble/malformed", 400, "document.not_json"),
        ("/trouble/large", 413, "document.too_large"),
        ("/trouble/unreachable", 502, "fetch.unreachable"),
        ("/trouble/gone", 410, "trouble.gone"),
        ("/trouble/web", 415, "web.trouble"),
        ("/trouble/bug", 500, "web.http.500"),
        ("/trouble/new", 500, "trouble.new"),
    ],
)
def test_a_program_gets_a_problem_document(
    client: FlaskClient, path: str, status: int, code: str
) -> None:
    """Errors are RFC 9457 problem details, with our stable code."""
    response = client.get(path, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["type"] == f"https://badges.example.fr/problems/{code}"
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["title"]
    assert problem["detail"]
    assert "secret detail" not in response.get_data(as_text=True)


def test_a_person_gets_a_page_and_parameters_are_escaped(client: FlaskClient) -> None:
    """The same errors are a plain page for people, whatever is in their parameters."""
    response = client.get("/trouble/web", headers=PAGE)
    assert response.status_code == 415
    html = response.get_data(as_text=True)
    assert "<b>x</b>" not in html
    assert "Type de fichier inconnu" in html


def test_a_wrong_method_says_which_ones_are_right(client: FlaskClient) -> None:
    """A 405 carries `Allow`, as HTTP asks."""
    response = client.delete("/document")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_body_over_the_limit_is_refused(client: FlaskClient) -> None:
    """What is larger than an image of 5 MB is not read."""
    assert client.post("/upload", data=b"x" * 5_000_000).status_code == 200
    response = client.post("/upload", data=b"x" * 5_100_000, headers={"Accept": "*/*"})
    assert response.status_code == 413
    assert json.loads(response.data)["code"] == "web.http.413"


def test_a_problem_type_leads_to_its_explanation(client: FlaskClient) -> None:
    """The `type` of a problem is an address that explains it; an unknown one is a 404."""
    response = client.get("/problems/settings.origin", headers=PAGE)
    assert response.status_code == 200
    assert "{variable}" in response.get_data(as_text=True)
    assert client.get("/problems/nothing.such").status_code == 404


@pytest.mark.requirement("STAT-15")
def test_a_public_document_can_be_cached_and_read_from_anywhere(client: FlaskClient) -> None:
    """ETag, max-age and CORS are there, and an unchanged document costs a 304."""
    first = client.get("/document")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/document", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/document", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_drawing_opened_alone_can_do_nothing(client: FlaskClient) -> None:
    """An SVG is a document too: it is sandboxed."""
    assert "sandbox" in client.get("/drawing.svg").headers["Content-Security-Policy"]


def test_the_stylesheet_is_kept_for_a_year_under_a_name_that_changes(client: FlaskClient) -> None:
    """The address of the stylesheet carries a digest of its content."""
    html = client.get("/", headers=PAGE).get_data(as_text=True)
    address = html.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as response:
        assert response.status_code == 200
        assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "?v=" in address


def test_health_and_readiness_tell_different_things(app: Flask) -> None:
    """Alive is not ready: a check that fails makes us not ready, and its name is told."""
    client = app.test_client()
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz").status_code == 200
    operations.add_readiness(app, "database", lambda: _raise(OSError("no")))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"ready": False, "checks": {"database": False}}


def test_a_stranger_does_not_learn_where_things_lie_inside(client: FlaskClient) -> None:
    """What fails here names no database and no path to programs, nor to people."""
    for kind in ("application/json", "text/html"):
        response = client.get("/trouble/inside", headers={"Accept": kind})
        assert response.status_code == 500
        assert "base.interne" not in response.get_data(as_text=True)


def test_metrics_count_requests_without_addresses(client: FlaskClient) -> None:
    """Series are named by route and status, never by what people looked at."""
    before = _gone(client)
    client.get("/trouble/gone")
    client.open("/document", method="BREW")
    text = client.get("/metrics").get_data(as_text=True)
    assert _gone(client) == before + 1
    assert 'method="other"' in text
    assert "/trouble" not in text
    assert "BREW" not in text


def _gone(client: FlaskClient) -> float:
    """How often that page was gone, for all who count together in this process."""
    series = 'badges_http_requests_total{endpoint="trouble",method="GET",status="410"} '
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    return sum(float(line.removeprefix(series)) for line in lines if line.startswith(series))


def test_robots_and_icon_are_served(client: FlaskClient) -> None:
    """Robots are kept out of verifications, and the icon is our own SVG."""
    assert b"Disallow: /verify" in client.get("/robots.txt").data
    assert client.get("/favicon.ico").mimetype == "image/svg+xml"


@pytest.mark.parametrize("package", ["badges", "issuer", "verifier"])
def test_both_languages_have_the_same_sentences_with_the_same_parameters(package: str) -> None:
    """Every sentence of the pages exists in French and in English, with the same holes."""
    french, english = catalogue(package, "fr"), catalogue(package, "en")
    keys = {key for key in (*french, *english) if key.startswith("web.")}
    assert keys
    for key in keys:
        assert _holes(french[key]) == _holes(english[key]), key


def _holes(sentence: str) -> set[str]:
    return {part.split("}")[0] for part in sentence.split("{")[1:]}
