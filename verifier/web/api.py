"""`POST /api/v1/verify`: one badge in, one report out, whatever the verdict (interfaces.md)."""

from flask import Blueprint, Response, jsonify, request

from badges.web import languages
from badges.web.operations import Meters
from badges.web.public_documents import allow_everyone
from verifier.bootstrap import Verifier
from verifier.web.material import read_material


def make_api(verifier: Verifier, meters: Meters) -> Blueprint:
    """The API, speaking with `verifier` and counting verdicts in `meters`."""
    api = Blueprint("verifier_api", __name__, url_prefix="/api/v1")

    @api.post("/verify", provide_automatic_options=False)
    def verify() -> Response:
        material = read_material(request)
        if material.address is not None:
            report = verifier.verify_url(material.address, recipient=material.recipient)
        else:
            report = verifier.verify(
                material.body, material.media_type, recipient=material.recipient
            )
        meters.add("badges_verifications_total", verdict=report.verdict.value)
        response = jsonify(report.to_json(languages.current()))
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Language")
        allow_everyone(response)
        return response

    @api.route("/verify", methods=["OPTIONS"])
    def allow() -> Response:
        response = Response(status=204)
        allow_everyone(response)
        response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, Accept-Language"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    return api
