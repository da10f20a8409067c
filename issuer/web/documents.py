"""Documents for programs alone: status lists (STAT-15), our JSON-LD contexts, our JSON Schemas."""

import json
from importlib.resources import files

from flask import Blueprint, Response, abort, request

from badges.documents import serialize
from badges.frameworks.tiers_lieux import CONTEXT_VERSIONS, load_context
from badges.web.negotiation import VARY, negotiate
from badges.web.public_documents import YEAR, publish
from issuer.ports import Office
from issuer.services import status_lists

_STATUS = ("application/vc", "application/vc+ld+json", "application/ld+json", "application/json")
_MAX_AGE = status_lists.TTL_MILLISECONDS // 1000

# Published name -> file of the package `schemas`; a new version is a new name.
_SCHEMAS = {"open-badges-3.0": "json_schemas/data_model.json"}


def make_documents(office: Office) -> Blueprint:
    """The addresses that only programs read."""
    documents = Blueprint("documents", __name__)

    @documents.get("/status/<list_id>")
    def status_list(list_id: str) -> Response:
        secured = status_lists.publish(office, list_id)
        media_type = negotiate(request, _STATUS) or secured.media_type
        return publish(secured.body, media_type, max_age=_MAX_AGE, vary=VARY[:1])

    @documents.get(f"/contexts/tiers-lieux/<any({', '.join(CONTEXT_VERSIONS)}):version>")
    def context(version: str) -> Response:
        body = serialize(dict(load_context(version)))
        return publish(body, "application/ld+json", max_age=YEAR, immutable=True)

    @documents.get("/schemas/<name>.json")
    def schema(name: str) -> Response:
        if name not in _SCHEMAS:
            abort(404)
        text = (files("schemas") / _SCHEMAS[name]).read_text("utf-8")
        body = serialize(json.loads(text))
        return publish(body, "application/schema+json", max_age=YEAR, immutable=True)

    return documents
