"""CASE 1.1 for programs, the reading part: every published framework, at `/ims/case/v1p1`.

A framework is one CFDocument, in its latest published version: its GUID and those of its items are
the same in every version, and a GUID has one answer. An item that is no longer recommended stays,
with an association `replacedBy`. Texts are in French, or in the language that `?lang=` names: the
same GUID must not say something else to another browser, so `Accept-Language` is not asked.
"""

import logging
import re

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from badges.documents import JsonObject, serialize
from badges.errors import BadgeError
from badges.web.languages import current, words
from badges.web.negotiation import choose
from badges.web.public_documents import DAY, allow_everyone, publish
from issuer.errors import StoreError
from issuer.ports import Office
from issuer.web.case_api.catalogue import Catalogue, chosen_language
from issuer.web.case_api.discovery import FILE_NAME, case_part, describe
from issuer.web.case_api.filters import read_filter
from issuer.web.case_api.query import read_order, read_page, read_selection
from issuer.web.case_api.refusals import (
    CaseRefusal,
    CodeMinor,
    InvalidUuid,
    status_info,
)
from issuer.web.case_api.shapes import RESOURCES

__all__ = ["PREFIX", "case_part", "make_case_api"]

PREFIX = "/ims/case/v1p1"

_JSON = "application/json"
_READING = ("GET", "HEAD", "OPTIONS")
_OTHERS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_EXPOSED = "ETag, Link, X-Total-Count"
# Any UUID is looked for: what the pattern of the standard leaves out, nobody published.
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KINDS = ", ".join(RESOURCES)
_LOGGER = logging.getLogger(__name__)


def make_case_api(office: Office) -> Blueprint:
    """The addresses of the CASE interface."""
    api = Blueprint("case_api", __name__, url_prefix=PREFIX)
    catalogue = Catalogue(office)
    server = office.settings.base_url + PREFIX

    @api.get("/CFDocuments")
    def documents() -> Response:
        return _list_documents(catalogue, f"{server}/CFDocuments")

    @api.get(f"/<any({_KINDS}):kind>/<identifier>")
    def one(kind: str, identifier: str) -> Response:
        return _answer_one(catalogue, kind, identifier)

    @api.get(f"/discovery/{FILE_NAME}")
    def discovery() -> Response:
        body = serialize(describe(server, current()))
        return publish(body, _JSON, max_age=DAY, vary=("Accept-Language", "Cookie"))

    _guard(api)
    _answer_elsewhere(api)
    _refuse_in_its_words(api)
    return api


def _guard(api: Blueprint) -> None:
    """Serve JSON alone, and let the scripts of any page ask for it."""

    @api.before_request
    def _accepts_json() -> None:
        if (
            request.method in _READING[:2]
            and choose((_JSON,), request.headers.get("Accept")) is None
        ):
            raise CaseRefusal("case_api.not_acceptable", "invalid_selection_field", 406)

    @api.after_request
    def _for_scripts(response: Response) -> Response:
        if request.method == "OPTIONS":
            allow_everyone(response)
            response.headers["Allow"] = ", ".join(_READING)
            response.headers["Access-Control-Allow-Methods"] = ", ".join(_READING)
            response.headers["Access-Control-Allow-Headers"] = (
                "Accept, Authorization, If-None-Match"
            )
        return response


def _answer_elsewhere(api: Blueprint) -> None:
    """Answer every other address and method under the prefix, each with the fitting refusal."""

    @api.route("", methods=_OTHERS)
    @api.route("/", methods=_OTHERS)
    @api.route("/<path:rest>", methods=_OTHERS)
    def elsewhere(rest: str = "") -> Response:
        if request.method not in _READING:
            raise CaseRefusal("case_api.method", "forbidden", 405)
        raise CaseRefusal("case_api.nowhere", "unknownobject", 404, path=f"{PREFIX}/{rest}")


def _list_documents(catalogue: Catalogue, address: str) -> Response:
    """A page of the CFDocuments: filtered, ordered, cut, then the attributes chosen."""
    asked = request.args
    page = read_page(asked)
    order, sieve = read_order(asked, "CFDocument"), read_filter(asked, "CFDocument")
    selection = read_selection(asked, "CFDocument")
    every = catalogue.documents(chosen_language(asked.get("lang")))
    found = order.of([document for document in every if sieve.lets(document)])
    body = {"CFDocuments": [selection.of(document) for document in page.of(found)]}
    response = _published(serialize(body))
    response.headers["X-Total-Count"] = str(len(found))
    response.headers["Link"] = page.links(len(found), address, asked)
    return response


def _answer_one(catalogue: Catalogue, kind: str, identifier: str) -> Response:
    """One object, or the set that the standard has in its place."""
    if not _UUID.fullmatch(identifier):
        raise InvalidUuid(identifier)
    resource = RESOURCES[kind]
    selection = read_selection(request.args, resource.fields)
    language = chosen_language(request.args.get("lang"))
    if kind == "CFPackages" and selection.names is None:
        return _published(catalogue.package(identifier, language).package)
    found = catalogue.find(kind, identifier, language)
    if resource.fields != resource.answer:
        chosen: JsonObject = {kind: [selection.of(member) for member in found[kind]]}
    else:
        chosen = selection.of(found)
    return _published(serialize(chosen))


def _published(body: bytes) -> Response:
    response = publish(body, _JSON, vary=("Accept",))
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    return response


def _refuse_in_its_words(api: Blueprint) -> None:
    """Answer every error under the prefix as the standard has it, never with a page of ours."""

    @api.errorhandler(CaseRefusal)
    def _ours(error: CaseRefusal) -> Response:
        minor = None if error.status in (405, 406) else error.minor
        return _refusal(error.status, error.code, minor, error.params)

    @api.errorhandler(BadgeError)
    def _house(error: BadgeError) -> Response:
        _LOGGER.error("%s: %s", request.path, error, exc_info=error)
        if isinstance(error, StoreError):
            return _refusal(503, error.code, "server_busy", error.params)
        return _bug(error)

    @api.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        minor: CodeMinor = "internal_server_error" if status >= 500 else "invalid_selection_field"  # noqa: PLR2004 - the first status of a server's fault
        return _refusal(status, f"web.http.{status}", minor, {})

    @api.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        _LOGGER.error("%s failed", request.path, exc_info=error)
        return _refusal(500, "web.http.500", "internal_server_error", {})


def _refusal(
    status: int, code: str, minor: CodeMinor | None, params: dict[str, object]
) -> Response:
    description = words()(code, **params)
    response = Response(status_info(status, description, minor), status, content_type=_JSON)
    allow_everyone(response)
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    if status == 405:  # noqa: PLR2004 - the one status that must say what is allowed
        response.headers["Allow"] = ", ".join(_READING)
    return response
