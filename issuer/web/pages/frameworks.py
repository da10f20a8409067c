"""The referential: pages for people, SKOS as JSON-LD and Turtle for programs, one address each."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.documents import serialize
from badges.errors import FrameworkError
from badges.frameworks import skos
from badges.model.framework import Competency
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.model import Achievement
from issuer.ports import Office
from issuer.services import achievements

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"
_OFFERS = (JSON_LD, HTML, TURTLE, "application/json")
_TYPES = {"jsonld": JSON_LD, "ttl": TURTLE}
_SUFFIXES = {media_type: suffix for suffix, media_type in _TYPES.items()}
_SEARCH_LIMIT = 100


def make_frameworks(office: Office) -> Blueprint:
    """The addresses of the referential, its competencies, its domains and its levels."""
    pages = Blueprint("frameworks", __name__)
    home = f"/frameworks/{office.framework.slug}"

    @pages.get("/frameworks")
    def index() -> BaseResponse:
        return redirect(home, 302)

    @pages.get(home)
    def whole() -> Response:
        return _negotiated(lambda: _framework_page(office), lambda kind: _whole(office, kind))

    @pages.get(f"{home}.<any(jsonld, ttl):kind>")
    def whole_file(kind: str) -> Response:
        return publish(_whole(office, _TYPES[kind]), _TYPES[kind])

    @pages.get(f"{home}/<slug>")
    def competency(slug: str) -> Response:
        found = _find(office, slug)
        return _negotiated(
            lambda: _competency_page(office, found), lambda kind: _one(office, found, kind)
        )

    @pages.get(f"{home}/<slug>.<any(jsonld, ttl):kind>")
    def competency_file(slug: str, kind: str) -> Response:
        return publish(_one(office, _find(office, slug), _TYPES[kind]), _TYPES[kind])

    _add_neighbours(pages, office, home)
    return pages


def _add_neighbours(pages: Blueprint, office: Office, home: str) -> None:
    """Levels, domains, and the official items that have no address of their own elsewhere."""
    framework = office.framework

    @pages.get(f"{home}/levels/<code>")
    def level(code: str) -> Response:
        found = framework.level(code)
        return _page("issuer/level.html", framework=framework, level=found)

    @pages.get(f"{home}/domains/<slug>")
    def domain(slug: str) -> BaseResponse:
        if slug not in {item.slug for item in framework.domains}:
            abort(404)
        return redirect(f"{home}#{slug}", 303)

    @pages.get("/frameworks/<any(rome, digcomp, esco):name>/<code>")
    def official(name: str, code: str) -> Response:
        citations = framework.citations(name, code)
        return _page("issuer/official.html", citations=citations, framework=framework)


def _negotiated(page: Callable[[], Response], document: Callable[[str], bytes]) -> Response:
    """A page for people, or the graph in the format that a program asks for; each names the others.

    A program that keeps what it got learns the address of that one format (RFC 9110 section 8.7).
    """
    media_type = negotiate(request, _OFFERS) or abort(406)
    if media_type == HTML:
        response = page()
    else:
        kind = TURTLE if media_type == TURTLE else JSON_LD
        response = publish(document(kind), media_type, vary=VARY)
        response.headers["Content-Location"] = f"{request.path}.{_SUFFIXES[kind]}"
    for suffix, kind in _TYPES.items():
        link = f'<{request.path}.{suffix}>; rel="alternate"; type="{kind}"'
        response.headers.add("Link", link)
    return response


def _find(office: Office, slug: str) -> Competency:
    """The competency of that slug; its notation in the address is not a second address."""
    competency = office.framework.find(slug)
    if competency.slug != slug:
        raise FrameworkError("framework.competency_unknown", name=slug)
    return competency


def _whole(office: Office, media_type: str) -> bytes:
    if media_type == TURTLE:
        return skos.write_turtle(office.framework, office.settings.base_url).encode()
    return serialize(skos.write_jsonld(office.framework, office.settings.base_url))


def _one(office: Office, item: Competency, media_type: str) -> bytes:
    base = office.settings.base_url
    if media_type == TURTLE:
        return skos.competency_turtle(office.framework, item, base).encode()
    return serialize(skos.competency_jsonld(office.framework, item, base))


def _framework_page(office: Office) -> Response:
    sought = request.args.get("q", "").strip()[:_SEARCH_LIMIT]
    found = office.framework.search(sought) if sought else None
    return _page("issuer/framework.html", framework=office.framework, sought=sought, found=found)


def _competency_page(office: Office, item: Competency) -> Response:
    return _page(
        "issuer/competency.html",
        framework=office.framework,
        competency=item,
        achievements=_recognising(office, item),
    )


def _recognising(office: Office, item: Competency) -> list[Achievement]:
    """The badges of this instance that recognise the competency."""
    return [
        achievement
        for achievement in achievements.list_all(office)
        if any(part.notation == item.notation for part in achievement.competencies)
    ]


def _page(template: str, **context: object) -> Response:
    response = Response(render_template(template, **context))
    response.vary.update(VARY)
    return response
