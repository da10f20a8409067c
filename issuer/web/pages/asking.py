"""Asking for a badge and following the request by its words: no account, no JavaScript, no trace.

Nothing here is kept by browsers or found by search engines, and guessing words is slowed down.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from badges.web import bodies
from badges.web.problems import WebError
from badges.web.public_documents import publish
from issuer.errors import NotFound
from issuer.ports import Office
from issuer.services import evidence
from issuer.services.applications import asking, following
from issuer.services.applications.asking import Asking, Door, levels_of
from issuer.services.applications.bounds import FILES_LIMIT
from issuer.services.applications.words import APPLICATION, address_of
from issuer.services.evidence import Accepted
from issuer.services.people import lockout
from issuer.services.word_codes import read_words
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.csrf import is_from_our_page
from issuer.web.workshop.forms import FIELDS_LIMIT, Form

BODY_LIMIT = FILES_LIMIT * evidence.SIZE_LIMIT + 300_000
"""Bytes of a form with its files."""
ALIASES = {"name": "person", "text": "sentence", "evidence": "shown"}
"""How the pages call the fields of a request."""

_Found = TypeVar("_Found")

_SVG = "image/svg+xml"
_NAME_LIMIT = 200
_SKIP_LIMIT = 40_000_000
_NO_WORDS = ("application.no_words", "poster.no_words")


def make_asking(office: Office) -> Blueprint:
    """The addresses where learners ask, follow and withdraw."""
    pages = Blueprint("asking", __name__)
    guard_pages(pages, office)

    @pages.get("/achievements/<slug>/ask")
    def ask(slug: str) -> str:
        return show_form(office, asking.door_of_achievement(office, slug), Form(aliases=ALIASES))

    @pages.post("/achievements/<slug>/ask")
    def asked(slug: str) -> BaseResponse:
        door = asking.door_of_achievement(office, slug)
        form = typed_form()

        def send() -> BaseResponse:
            wish, address = read_asking(form), request.remote_addr
            return sent(asking.ask_for(office, slug, form.get("place"), wish, address=address))

        return attempt(form, send, lambda mended: show_form(office, door, mended))

    _add_following(pages, office)
    return pages


def _add_following(pages: Blueprint, office: Office) -> None:
    @pages.get("/request/gone")
    def gone() -> str:
        return render_template("issuer/request_gone.html")

    @pages.get("/request/<words>")
    def follow(words: str) -> str:
        return _page(office, words, Form(aliases=ALIASES))

    @pages.post("/request/<words>")
    def complete(words: str) -> BaseResponse:
        form = typed_form()

        def send() -> BaseResponse:
            following.complete(
                office,
                read_words(words),
                text=form.get("sentence"),
                evidence_url=form.get("evidence_url"),
                files=sent_files(),
                address=request.remote_addr,
            )
            return go(f"{request.path}?added=yes")

        guess(office, lambda: following.follow(office, read_words(words)))
        return attempt(form, send, lambda mended: _page(office, words, mended))

    @pages.get("/request/<words>/qr.svg")
    def code(words: str) -> Response:
        found = guess(office, lambda: following.follow(office, read_words(words)))
        url = address_of(office, APPLICATION, found.words)
        return publish(office.artwork.qr_svg(url), _SVG)

    @pages.get("/request/<words>/withdraw")
    def withdraw(words: str) -> str:
        found = guess(office, lambda: following.follow(office, read_words(words)))
        return render_template("issuer/request_withdraw.html", it=found, path=_path(words))

    @pages.post("/request/<words>/withdraw")
    def withdrawn(words: str) -> BaseResponse:
        guess(office, lambda: following.withdraw(office, read_words(words)))
        return go("/request/gone")


def guard_pages(pages: Blueprint, office: Office) -> None:
    """Bound what is sent, take forms from our pages only, keep the answers out of every cache.

    Raises:
        WebError: too heavy, or sent by another site.
    """

    @pages.before_request
    def _guard() -> None:
        request.max_form_parts = FIELDS_LIMIT
        request.max_content_length = BODY_LIMIT
        for value in (request.view_args or {}).values():
            if len(value) > _NAME_LIMIT or not value.isprintable():
                abort(404)
        if request.method == "POST":
            _require_light()
            if not is_from_our_page(request, office.settings.base_url):
                raise WebError("application.from_elsewhere", status=403)

    @pages.after_request
    def _close(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def show_form(office: Office, door: Door, form: Form) -> str:
    """The page where a badge is asked for."""
    is_new = not form.get("key")
    return render_template(
        "issuer/ask.html",
        door=door,
        definition=door.definition,
        place=door.places[0],
        form=form,
        levels=levels_of(office, door.definition),
        key=office.identifiers.token(12).hex() if is_new else form.get("key"),
        files=FILES_LIMIT,
        again=bool(form.problem) and any(one.filename for one in request.files.values()),
    )


def read_asking(form: Form) -> Asking:
    """What was typed, the files read.

    Raises:
        InvalidRequest: a file is too large, or of a kind that is not kept.
    """
    return Asking(
        name=form.get("person"),
        email=form.get("email"),
        level=form.get("level"),
        text=form.get("sentence"),
        evidence_url=form.get("evidence_url"),
        files=sent_files(),
        key=form.get("key"),
    )


def typed_form() -> Form:
    """What was sent, which calls its fields as our pages do."""
    return Form(Form.typed(request).values, aliases=ALIASES)


def sent_files() -> tuple[Accepted, ...]:
    """The files that came with a form; all are read before any is kept.

    Raises:
        InvalidRequest: one is too large, empty, or of a kind that is not kept.
    """
    sent = [one for one in request.files.getlist("shown") if one.filename]
    return tuple(evidence.accept(one.filename or "", one.stream.read()) for one in sent)


def guess(office: Office, find: Callable[[], _Found]) -> _Found:
    """What `find` answers to words that may be a guess: many wrong ones close the door a while.

    Raises:
        TooManyAttempts: too many wrong words from this network address.
    """
    trying = lockout.guard(office, "words", None, request.remote_addr)
    try:
        return find()
    except NotFound as error:
        if error.code in _NO_WORDS:
            trying.failed()
        raise


def sent(words: tuple[str, ...]) -> BaseResponse:
    """Lead to the page of a request that was just sent."""
    return go(f"/request/{'-'.join(words)}?sent=yes")


def _path(words: str) -> str:
    return f"/request/{'-'.join(read_words(words))}"


def _page(office: Office, words: str, form: Form) -> str:
    found = guess(office, lambda: following.follow(office, read_words(words)))
    return render_template(
        "issuer/request.html",
        it=found,
        form=form,
        path=_path(words),
        url=address_of(office, APPLICATION, found.words),
        sent=bool(request.args.get("sent")),
        added=bool(request.args.get("added")),
        files=FILES_LIMIT,
    )


def _require_light() -> None:
    """Read the form now: what is too heavy ends in our sentence.

    Raises:
        WebError: the files weigh too much.
    """
    try:
        request.form  # noqa: B018 - reading it is what finds out
    except RequestEntityTooLarge as error:
        bodies.skip(request.environ, min(request.content_length or 0, _SKIP_LIMIT))
        limit = evidence.SIZE_LIMIT // 1_000_000
        raise WebError("application.too_heavy", status=413, limit=limit) from error
