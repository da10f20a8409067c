"""What all pages behind a card share: the guard, the words that open it, and kind answers.

Whoever holds the words holds the card, so its addresses are kept by no cache, listed by no search
engine and told to no other site.
"""

from collections.abc import Callable
from functools import partial, wraps
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import BadgeError
from badges.web.languages import words as sentences
from badges.web.problems import WebError
from issuer.errors import NotFound, TooManyAttempts
from issuer.model import Award
from issuer.ports import Office
from issuer.services import publishing
from issuer.services.commons import referentials
from issuer.services.finding import is_shown
from issuer.services.holders import opening
from issuer.services.holders.opening import OpenBadge, OpenCard
from issuer.web.sheet import Sheet

_SEE_OTHER = 303
_FIELD_LIMIT = 300
_BODY_LIMIT = 20_000
_FIELDS_LIMIT = 20
_OURS = ("same-origin", "none")
# Each has a sentence, `claim.done.<name>`.
_DONE = (
    *("kept", "private", "public", "hidden", "another_link"),
    *("refused", "evidence", "address", "forgotten", "joined"),
    *("brought", "brought_already", "brought_ours", "checked", "taken_away"),
    *("portfolio", "portfolio_shown", "portfolio_withdrawn", "portfolio_also"),
    *("portfolio_link", "portfolio_erased"),
)

View = Callable[..., str | BaseResponse]


def claim_pages(name: str, office: Office) -> Blueprint:
    """A blueprint for pages behind a card, guarded as they all are."""
    pages = Blueprint(name, __name__)

    @pages.before_request
    def _guard() -> None:
        request.max_content_length = _BODY_LIMIT
        request.max_form_parts = _FIELDS_LIMIT
        if request.method == "POST" and not _is_ours(office):
            raise WebError("claim.elsewhere", status=403)

    @pages.after_request
    def _close(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return pages


def kindly(view: View) -> View:
    """Answer words that open nothing with the page where they are typed, not with an error."""

    @wraps(view)
    def answer(**names: str) -> str | BaseResponse:
        try:
            return view(**names)
        except NotFound as problem:
            if problem.code != "claim.unknown":
                raise
            return _door(problem, 404, names)
        except TooManyAttempts as problem:
            response = _door(problem, 429, names)
            response.headers["Retry-After"] = str(problem.params.get("seconds", ""))
            return response

    return answer


def _door(problem: BadgeError, status: int, names: dict[str, str]) -> Response:
    words = typed("words") or " ".join(names.get("words", "")[:_FIELD_LIMIT].split("-"))
    page = render_template("issuer/claim.html", typed=words, problem=told(problem))
    return make_response(page, status)


def open_card(office: Office, words: str) -> OpenCard:
    """The card of the words in an address.

    Raises:
        NotFound: they open none.
        TooManyAttempts: too many failures of late.
    """
    return opening.open_card(office, words, request.remote_addr)


def open_badge(office: Office, words: str, award: str) -> OpenBadge:
    """One badge of the card of the words in an address.

    Raises:
        NotFound: they open no card, or not this badge.
        TooManyAttempts: too many failures of late.
    """
    return opening.open_badge(office, words, request.remote_addr, award)


def sheet_of(office: Office, card: OpenCard, award: Award) -> Sheet:
    """A badge of a card as its holder sees it."""
    return Sheet(award, partial(referentials.competency, office), card.place, office.clock.now())


def card_page(name: str, card: OpenCard, **more: object) -> str:
    """A page about a card, by the name of its template."""
    return render_template(f"issuer/{name}.html", card=card, place=card.place, **more)


def badge_page(name: str, office: Office, opened: OpenBadge, **more: object) -> str:
    """A page about one badge of a card, by the name of its template."""
    sheet = sheet_of(office, opened.card, opened.award)
    return card_page(
        name,
        opened.card,
        opened=opened,
        award=opened.award,
        sheet=sheet,
        proofs=sheet.proofs(sheet.files, lambda file: f"{opened.path}/evidence/{file}"),
        is_shown=is_shown(opened.award),
        verify_url=publishing.verify_url(office, opened.award),
        done=just_done(),
        **more,
    )


def mend(name: str, card: OpenCard, problem: BadgeError, **typed: str) -> Response:
    """The page with what was typed, and what to mend in it."""
    page = card_page(name, card, problem=told(problem), field=problem.params.get("field"), **typed)
    return make_response(page, 400)


def told(problem: BadgeError) -> str:
    """The sentence of a problem, in the language of the reader."""
    return sentences()(problem.code, **problem.params)


def just_done() -> str:
    """What the holder did just before, as the address tells it: `claim.done.*` thanks for it."""
    asked = request.args.get("done", "")
    return asked if asked in _DONE else ""


def typed(name: str) -> str:
    """What stands in a field of the form, bounded."""
    return request.form.get(name, "")[:_FIELD_LIMIT].strip()


def file_answer(body: bytes, media_type: str, name: str) -> Response:
    """A file of the card, kept by no cache."""
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def go(address: str) -> BaseResponse:
    """Lead the browser to another page of ours."""
    return redirect(address, _SEE_OTHER)


def _is_ours(office: Office) -> bool:
    """Whether no other site sent the form; `null` is what browsers say where nothing is referred.

    Nobody can send it without knowing the words of the card: this only refuses what is surely odd.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OURS:
        return False
    origin = request.headers.get("Origin", "null").lower()
    known = (_origin(office.settings.base_url), _origin(request.host_url))
    return origin == "null" or origin in known


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
