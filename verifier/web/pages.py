"""Pages of the verifier: hand over a badge, read the report. Nothing that is sent is kept."""

import re

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.net import USER_AGENT
from badges.web import home, languages
from badges.web.negotiation import VARY, prefers_page
from badges.web.operations import Meters
from badges.web.problems import WebError
from verifier.bootstrap import Verifier
from verifier.report import Report
from verifier.web.material import require_address
from verifier.web.reading import Reading

_LOOP = 508
# What people copy from paper: letters and digits in groups, no dot and no slash.
_SHORT_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{3,22}[0-9A-Za-z]")


def make_pages(verifier: Verifier, meters: Meters) -> Blueprint:
    """The pages, speaking with `verifier` and counting verdicts in `meters`."""
    pages = Blueprint("verify", __name__)

    @pages.get("/verify")
    def by_address() -> BaseResponse:
        if request.headers.get("User-Agent") == USER_AGENT:
            # An address that leads back here would have us verify ourselves without end.
            raise WebError("web.verify.loop", status=_LOOP)
        text = request.args.get("url", "").strip()
        if not text:
            return redirect("/")
        return _read(text, verifier, meters)

    @pages.post("/verify")
    def by_form() -> BaseResponse:
        upload = request.files.get("file")
        if upload is not None and (content := upload.read()):
            return _show(verifier.verify(content), meters)
        if text := request.form.get("text", "").strip():
            return _show(verifier.verify(text.encode("utf-8", "replace")), meters)
        if address := request.form.get("url", "").strip():
            return _read(address, verifier, meters)
        if not prefers_page(request):
            raise WebError("web.verify.nothing")
        return _form_again(WebError("web.verify.nothing"))

    return pages


def _read(text: str, verifier: Verifier, meters: Meters) -> BaseResponse:
    """The report on the badge at an address or short code; the form again when it is neither.

    Raises:
        WebError: a program gave what is no address.
    """
    if _SHORT_CODE.fullmatch(text):
        return redirect(f"/v/{text.replace(' ', '-')}", 303)
    try:
        address = require_address(text)
    except WebError as error:
        if prefers_page(request):
            return _form_again(error)
        raise
    return _show(verifier.verify_url(address), meters)


def _form_again(error: WebError) -> Response:
    """The form, under a sentence that says what to mend."""
    remark = languages.words()(error.code, **error.params)
    return Response(home.render(remark), error.status)


def _show(report: Report, meters: Meters) -> Response:
    """The report as a page, or as JSON for programs."""
    meters.add("badges_verifications_total", verdict=report.verdict.value)
    answer = report.to_json(languages.current())
    if prefers_page(request):
        page = render_template("verifier/report.html", report=answer, reading=Reading(answer))
        response = Response(page)
    else:
        response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(VARY)
    return response
