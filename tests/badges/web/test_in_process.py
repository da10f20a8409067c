"""The fetcher that answers our own addresses without the network."""

import pytest
from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import FetchTooLarge, Unreachable
from badges.web.in_process import InProcessFetcher
from tests.world import WebOfDocuments

ORIGIN = "https://badges.example.fr"


@pytest.fixture
def app() -> Flask:
    """An application with a list, a short address and a private page."""
    app = Flask(__name__)

    @app.get("/status/1")
    def status() -> Response:
        response = Response(b'{"bits":1}', content_type="application/vc")
        response.cache_control.max_age = 300
        return response

    @app.get("/v/CODE")
    def short() -> BaseResponse:
        return redirect("/status/1", 303)

    @app.get("/v/AWAY")
    def away() -> BaseResponse:
        return redirect("https://elsewhere.example/", 303)

    @app.get("/admin")
    def admin() -> str:
        return "private"

    return app


@pytest.fixture
def fetcher(app: Flask, web: WebOfDocuments) -> InProcessFetcher:
    """Our addresses from the application, the others from the small web."""
    return InProcessFetcher(app, ORIGIN, web)


def test_our_own_document_needs_no_network(fetcher: InProcessFetcher, web: WebOfDocuments) -> None:
    """Body, media type and lifetime come from the application itself."""
    answer = fetcher.fetch(f"{ORIGIN}/status/1", accept="application/vc")
    assert answer.body == b'{"bits":1}'
    assert answer.media_type == "application/vc"
    assert answer.max_age == 300
    assert web.visits == []


def test_it_works_while_we_are_answering(app: Flask, fetcher: InProcessFetcher) -> None:
    """A page that verifies one of our badges fetches from us, and keeps what it knew."""

    @app.before_request
    def greet() -> None:
        g.path = request.path

    @app.get("/outer")
    def outer() -> str:
        body = fetcher.fetch(f"{ORIGIN}/status/1").body
        return f"{g.path} {request.path} {body.decode()}"

    assert app.test_client().get("/outer").data == b'/outer /outer {"bits":1}'


def test_a_short_address_leads_to_its_document(fetcher: InProcessFetcher) -> None:
    """One redirect inside our own addresses is followed, and the final address is told."""
    answer = fetcher.fetch(f"{ORIGIN}/v/CODE")
    assert answer.url == f"{ORIGIN}/status/1"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/status/1",
        "http://badges.example.fr/status/1",
        f"{ORIGIN}/admin",
        f"{ORIGIN}/status/../admin",
        f"{ORIGIN}/status/%2e%2e/admin",
        f"{ORIGIN}@elsewhere.example/status/1",
        f"{ORIGIN}:8443/status/1",
        "https://[",
    ],
)
def test_every_other_address_goes_beyond(
    fetcher: InProcessFetcher, web: WebOfDocuments, url: str
) -> None:
    """Only our public documents are answered in process; the guard of the network sees the rest."""
    with pytest.raises(Unreachable):
        fetcher.fetch(url)
    assert web.visits == [url]


def test_what_we_do_not_have_is_unreachable(fetcher: InProcessFetcher) -> None:
    """A 404 of ours is told as the network would tell it, and a redirect away is not followed."""
    for path in ("/status/2", "/v/AWAY"):
        with pytest.raises(Unreachable) as caught:
            fetcher.fetch(ORIGIN + path)
        assert caught.value.code == "fetch.unreachable"


def test_the_limit_holds_for_our_own_documents(fetcher: InProcessFetcher) -> None:
    """The caller's limit is kept."""
    with pytest.raises(FetchTooLarge):
        fetcher.fetch(f"{ORIGIN}/status/1", limit=3)
