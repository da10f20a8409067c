"""The card of a learner, opened by its words or its code: no account, no script, nothing public.

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
from issuer.errors import Conflict, InvalidRequest, NotFound, TooManyAttempts
from issuer.model import Award
from issuer.ports import Office
from issuer.services import publishing
from issuer.services.commons import referentials
from issuer.services.finding import is_shown
from issuer.services.holders import changing, choosing, opening, taking
from issuer.services.holders.opening import APPLICATION, POSTER, OpenBadge, OpenCard
from issuer.services.privacy import erasing, exporting
from issuer.web.pages.evidence import evidence_answer
from issuer.web.sheet import Sheet

_SEE_OTHER = 303
_FIELD_LIMIT = 300
_BODY_LIMIT = 20_000
_FIELDS_LIMIT = 20
_OURS = ("same-origin", "none")
# Words say where they lead; a card has pages of its own.
_ELSEWHERE = {POSTER: "/poster", APPLICATION: "/request"}
_DONE = ("kept", "hidden", "refused", "evidence", "address", "forgotten", "joined")

_View = Callable[..., str | BaseResponse]


def make_claims(office: Office) -> Blueprint:
    """The addresses of cards."""
    pages = Blueprint("claims", __name__)

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

    for add in (
        _add_door,
        _add_card,
        _add_badge,
        _add_decisions,
        _add_address,
        _add_words,
        _add_own,
    ):
        add(pages, office)
    return pages


def _add_door(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim")
    def door() -> str:
        return render_template("issuer/claim.html", typed="", problem="")

    @pages.post("/claim")
    @_kindly
    def enter() -> BaseResponse:
        found = opening.find_door(office, _typed("words"), request.remote_addr)
        return _go(f"{_ELSEWHERE.get(found.purpose, '/claim')}/{'-'.join(found.words)}")

    @pages.get("/claim/lost")
    def lost() -> str:
        return render_template("issuer/claim_lost.html")

    @pages.get("/claim/done")
    def done() -> str:
        return render_template("issuer/claim_gone.html")


def _add_card(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>")
    @_kindly
    def card(words: str) -> str | BaseResponse:
        found = opening.find_door(office, words, request.remote_addr)
        if found.purpose in _ELSEWHERE:
            return _go(f"{_ELSEWHERE[found.purpose]}/{'-'.join(found.words)}")
        opened = _card(office, words)
        sheets = [_sheet(office, opened, award) for award in opened.awards]
        return _page("claim_card", opened, sheets=sheets, done=_done())

    @pages.get("/claim/<words>/card")
    @_kindly
    def settings(words: str) -> str:
        opened = _card(office, words)
        able = any(is_shown(award) and award.state == "active" for award in opened.awards)
        return _page("claim_settings", opened, done=_done(), printable=able)

    @pages.get("/claim/<words>/<any('passport.pdf', 'card.pdf'):kind>")
    @_kindly
    def paper(words: str, kind: str) -> Response:
        opened = _card(office, words)
        make = taking.passport if kind == "passport.pdf" else taking.card
        return _file(make(office, opened), publishing.PDF, kind)


def _add_badge(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/<award>")
    @_kindly
    def badge(words: str, award: str) -> str:
        opened = _badge(office, words, award)
        return _badge_page("claim_badge", office, opened)

    @pages.get(f"/claim/<words>/<award>/badge.<any({', '.join(taking.FILES)}):kind>")
    @_kindly
    def badge_file(words: str, award: str, kind: str) -> Response:
        opened = _badge(office, words, award)
        body, media_type = taking.file(office, opened, kind)
        return _file(body, media_type, f"badge.{kind}")

    @pages.get("/claim/<words>/<award>/evidence/<file>")
    @_kindly
    def evidence_file(words: str, award: str, file: str) -> Response:
        opened = _badge(office, words, award)
        return evidence_answer(*taking.shown_file(office, opened, file))


def _add_decisions(pages: Blueprint, office: Office) -> None:
    @pages.post("/claim/<words>/<award>/<any(kept, hidden):decision>")
    @_kindly
    def decide(words: str, award: str, decision: choosing.Decision) -> BaseResponse:
        opened = _badge(office, words, award)
        choosing.choose(office, opened, decision)
        return _go(f"{opened.path}?done={decision}")

    @pages.get("/claim/<words>/<award>/refuse")
    @_kindly
    def refuse(words: str, award: str) -> str:
        return _badge_page("claim_refuse", office, _badge(office, words, award))

    @pages.post("/claim/<words>/<award>/refuse")
    @_kindly
    def refused(words: str, award: str) -> BaseResponse:
        opened = _badge(office, words, award)
        choosing.refuse(office, opened)
        is_last = len(opened.card.awards) == 1
        return _go("/claim/done" if is_last else f"{opened.card.path}?done=refused")

    @pages.post("/claim/<words>/<award>/evidence/<file>")
    @_kindly
    def show(words: str, award: str, file: str) -> BaseResponse:
        opened = _badge(office, words, award)
        choosing.show_file(office, opened, file, shown=_typed("shown") == "yes")
        return _go(f"{opened.path}?done=evidence#shown")


def _add_address(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/address")
    @_kindly
    def address(words: str) -> str:
        return _page("claim_address", _card(office, words))

    @pages.post("/claim/<words>/address")
    @_kindly
    def set_address(words: str) -> BaseResponse:
        opened = _card(office, words)
        if _typed("do") == "forget":
            changing.drop_address(office, opened)
            return _go(f"{opened.path}/card?done=forgotten")
        try:
            changing.set_address(office, opened, _typed("email"), _typed("again"))
        except InvalidRequest as problem:
            return _mend("claim_address", opened, problem, email=_typed("email"))
        return _go(f"{opened.path}/card?done=address")


def _add_words(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/change")
    @_kindly
    def change(words: str) -> str:
        return _page("claim_change", _card(office, words))

    @pages.post("/claim/<words>/change")
    @_kindly
    def changed(words: str) -> BaseResponse:
        made = changing.change_card(office, _card(office, words))
        return _go(f"/claim/{'-'.join(made)}/changed")

    @pages.get("/claim/<words>/changed")
    @_kindly
    def new_card(words: str) -> str:
        return _page("claim_changed", _card(office, words))

    @pages.get("/claim/<words>/join")
    @_kindly
    def join(words: str) -> str:
        return _page("claim_join", _card(office, words))

    @pages.post("/claim/<words>/join")
    @_kindly
    def joined(words: str) -> BaseResponse:
        opened = _card(office, words)
        try:
            other = _card(office, _typed("words"))
            changing.join_cards(office, opened, other)
        except (NotFound, Conflict, TooManyAttempts) as problem:
            return _mend("claim_join", opened, problem, typed=_typed("words"))
        return _go(f"{opened.path}?done=joined")


def _add_own(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/export.zip")
    @_kindly
    def export(words: str) -> Response:
        body = exporting.export_card(office, _card(office, words))
        return _file(body, exporting.ZIP, "export.zip")

    @pages.get("/claim/<words>/erase")
    @_kindly
    def erase(words: str) -> str:
        return _page("privacy_card", _card(office, words))

    @pages.post("/claim/<words>/erase")
    @_kindly
    def erased(words: str) -> BaseResponse:
        opened = _card(office, words)
        try:
            erasing.require_word(_typed("confirm"), sentences()("privacy.word"))
        except InvalidRequest as problem:
            return _mend("privacy_card", opened, problem, confirm=_typed("confirm"))
        erasing.erase_card(office, opened)
        return _go("/claim/done")


def _kindly(view: _View) -> _View:
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
    typed = _typed("words") or " ".join(names.get("words", "")[:_FIELD_LIMIT].split("-"))
    page = render_template("issuer/claim.html", typed=typed, problem=_told(problem))
    return make_response(page, status)


def _card(office: Office, words: str) -> OpenCard:
    return opening.open_card(office, words, request.remote_addr)


def _badge(office: Office, words: str, award: str) -> OpenBadge:
    return opening.open_badge(office, words, request.remote_addr, award)


def _sheet(office: Office, card: OpenCard, award: Award) -> Sheet:
    return Sheet(award, partial(referentials.competency, office), card.place, office.clock.now())


def _page(name: str, card: OpenCard, **more: object) -> str:
    return render_template(f"issuer/{name}.html", card=card, place=card.place, **more)


def _badge_page(name: str, office: Office, opened: OpenBadge) -> str:
    return _page(
        name,
        opened.card,
        opened=opened,
        award=opened.award,
        sheet=_sheet(office, opened.card, opened.award),
        is_shown=is_shown(opened.award),
        verify_url=publishing.verify_url(office, opened.award),
        done=_done(),
    )


def _mend(name: str, card: OpenCard, problem: BadgeError, **typed: str) -> Response:
    page = _page(name, card, problem=_told(problem), field=problem.params.get("field"), **typed)
    return make_response(page, 400)


def _told(problem: BadgeError) -> str:
    return sentences()(problem.code, **problem.params)


def _done() -> str:
    asked = request.args.get("done", "")
    return asked if asked in _DONE else ""


def _typed(name: str) -> str:
    return request.form.get(name, "")[:_FIELD_LIMIT].strip()


def _file(body: bytes, media_type: str, name: str) -> Response:
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _go(address: str) -> BaseResponse:
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
