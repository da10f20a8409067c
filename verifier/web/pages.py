"""Pages of the verifier: hand over a badge, read the report. Nothing that is sent is kept."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from badges.net import USER_AGENT
from badges.web import home, languages
from badges.web.negotiation import VARY, prefers_page
from badges.web.operations import Meters
from badges.web.problems import WebError
from badges.web.security import allow_scanning
from verifier.bootstrap import Verifier
from verifier.policy import DEFAULT
from verifier.report import Report
from verifier.web import many
from verifier.web.evidence import archive, handed_back, read_back
from verifier.web.listing import Listing
from verifier.web.question import Material, Wish, accept_large, make_wish, short_code, typed
from verifier.web.reading import TONES, Reading

_LOOP = 508
_HOME = "home.home"
_FILES = ("photo", "file")
_TEXTS = ("text", "url")


def make_pages(verifier: Verifier, meters: Meters, base_url: str) -> Blueprint:
    """The pages, speaking with `verifier` and counting verdicts in `meters`."""
    pages = Blueprint("verify", __name__)

    @pages.get("/verify")
    def by_address() -> BaseResponse:
        if request.headers.get("User-Agent") == USER_AGENT:
            # An address that leads back here would have us verify ourselves without end.
            raise WebError("web.verify.loop", status=_LOOP)
        text = request.args.get("url", "").strip()
        if not text and prefers_page(request):
            return redirect("/")
        if short_code(text):
            return redirect(f"/v/{short_code(text)}", 303)

        def ask() -> Material:
            return typed(text, make_wish(None, request.args.get("policy")))

        return _answer(ask, verifier, meters)

    @pages.post("/verify")
    def by_form() -> BaseResponse:
        accept_large(request)
        code = short_code(_typed_text())
        wants_nothing_else = not request.form.get("recipient", "").strip()
        if code and wants_nothing_else and not _upload():
            return redirect(f"/v/{code}", 303)
        return _answer(lambda: _handed_over(base_url), verifier, meters)

    _add_several(pages, verifier, meters, base_url)
    _add_explained(pages, verifier, meters)
    return pages


def _add_several(pages: Blueprint, verifier: Verifier, meters: Meters, base_url: str) -> None:
    @pages.get("/verify/many")
    def several() -> Response:
        return many.form()

    @pages.post("/verify/many")
    def by_pile() -> BaseResponse:
        try:
            material = many.read_many(request, base_url)
        except WebError as problem:
            return many.again(problem, request)
        return _show(material.judged(verifier), material, meters)


def _add_explained(pages: Blueprint, verifier: Verifier, meters: Meters) -> None:
    @pages.post("/verify/person")
    def by_person() -> BaseResponse:
        return _answer(lambda: read_back(request), verifier, meters)

    @pages.post("/verify/evidence")
    def evidence() -> Response:
        return archive(read_back(request).judged(verifier))

    @pages.get("/aide/resultats")
    @pages.get("/help/results")
    def explanation() -> str:
        return render_template(
            "verifier/help.html", states=[(name, TONES.get(name, "ok")) for name in EXPLAINED]
        )


def let_scan(app: Flask) -> None:
    """Let the page with the form, and only that one, use the camera."""

    @app.after_request
    def _let(response: Response) -> Response:
        if request.endpoint == _HOME and response.mimetype == "text/html":
            allow_scanning(response)
        return response


# In the order in which a person meets them: what is well, what has passed, what is wrong, unknown.
EXPLAINED = (
    *("genuine", "genuine_unlisted", "genuine_hosted", "genuine_signed_2"),
    "genuine_other_person",
    *("expired", "not_yet_valid", "suspended", "revoked"),
    *("altered", "not_the_issuer", "refused"),
    *("issuer_unconfirmed", "cannot_check", "unreadable"),
    *("inside_accepted", "inside_rejected", "inside_undetermined"),
)


def _upload() -> FileStorage | None:
    """The photo or file that was chosen."""
    chosen = (request.files.get(name) for name in _FILES)
    return next((upload for upload in chosen if upload is not None and upload.filename), None)


def _typed_text() -> str:
    return next((text for name in _TEXTS if (text := request.form.get(name, "").strip())), "")


def _handed_over(base_url: str) -> Material:
    """What the form holds: a photo or a file before a text.

    Raises:
        WebError: nothing, or a text that is neither a document, an address nor a code.
    """
    wish = make_wish(request.form.get("recipient"), request.form.get("policy"))
    upload = _upload()
    if upload is not None and (content := upload.read()):
        return Material(body=content, wish=wish)
    text = _typed_text()
    if not text:
        raise WebError("web.verify.nothing")
    code = short_code(text)
    if code:
        return Material(address=f"{base_url}/v/{code}", wish=wish)
    return typed(text, wish)


def _answer(ask: Callable[[], Material], verifier: Verifier, meters: Meters) -> BaseResponse:
    """The report on what was asked; for people, the form again when it cannot be asked.

    Raises:
        WebError: a program asked what cannot be asked.
    """
    try:
        material = ask()
    except WebError as error:
        if not prefers_page(request):
            raise
        remark = languages.words()(error.code, **error.params)
        response = Response(home.render(remark), error.status)
        allow_scanning(response)
        return response
    return _show(material.judged(verifier), material, meters)


def _show(report: Report, material: Material, meters: Meters) -> Response:
    """The report as a page, or as JSON for programs."""
    meters.add("badges_verifications_total", verdict=report.verdict.value)
    answer = report.to_json(languages.current())
    address = material.address or report.source.url
    if prefers_page(request):
        page = render_template(
            "verifier/report.html",
            report=answer,
            reading=Reading(answer),
            listing=Listing(Reading(answer)),
            handed_back=handed_back(report),
            again=_again(address, material.wish),
            again_at=address,
        )
        response = Response(page)
    else:
        response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(VARY)
    return response


def _again(url: str | None, wish: Wish) -> str | None:
    """The address of this same question, without the person; None when a file was handed over."""
    if not url:
        return None
    rules = {} if wish.policy == DEFAULT.name else {"policy": wish.policy}
    return f"/verify?{urlencode({'url': url, **rules})}"
