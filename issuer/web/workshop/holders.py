"""The people whom a place awarded badges, for its team: found by name, helped with their card."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import NotFound
from issuer.model import Place
from issuer.ports import Office
from issuer.services import evidence, places
from issuer.services.holders import keeping
from issuer.services.holders.keeping import GROUPS, Group
from issuer.services.people import Contributor
from issuer.web.pages.evidence import evidence_answer
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form

_LIST = "/workshop/<place>/holders"
_ONE = f"{_LIST}/<holder>"
_DONE = ("card", "kept", "returned", "address", "written")
_PAGE_LIMIT = 10_000
_SHOWN = 100

_Act = Callable[[Office, Contributor, str, str], None]


def add_holders(pages: Blueprint, office: Office) -> None:
    """The addresses of the holders of a place."""

    @pages.get(_LIST)
    def list_holders(place: str) -> str:
        keeper = _place(office, place)
        asked = Form.asked(request)
        group: Group = next((one for one in GROUPS if one == asked.get("show")), "all")
        page = int(asked.get("page")) if _is_page(asked.get("page")) else 1
        text = asked.get("q")
        found, more = keeping.search(
            office, _by(office, place), place, text=text, group=group, page=page
        )
        return render_template(
            "workshop/holders.html",
            place=keeper,
            found=found,
            more=more,
            groups=GROUPS,
            group=group,
            text=text[:_SHOWN],
            page=page,
        )

    @pages.get(_ONE)
    def show_holder(place: str, holder: str) -> str:
        return _page(office, place, holder, Form())

    @pages.get(f"{_ONE}/card.pdf")
    def holder_card(place: str, holder: str) -> Response:
        _place(office, place)
        body = keeping.card(office, _by(office, place), place, holder)
        response = Response(body, content_type="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="card.pdf"'
        return response

    @pages.get(f"{_ONE}/evidence/<file>")
    def holder_evidence(place: str, holder: str, file: str) -> Response:
        _place(office, place)
        by = _by(office, place)
        record = keeping.record(office, by, place, holder)
        if file not in {item.id for badge in record.badges for item in badge.files}:
            raise NotFound("evidence.unknown")
        return evidence_answer(*evidence.read(office, file, by))

    _add_acts(pages, office)


def _add_acts(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_ONE}/<any(new, address):step>")
    def holder_step(place: str, holder: str, step: str) -> str:
        return _page(office, place, holder, Form(), step=step)

    @pages.post(f"{_ONE}/new")
    def new_holder_card(place: str, holder: str) -> BaseResponse:
        return _do(office, place, holder, keeping.new_card, "card")

    @pages.post(f"{_ONE}/keep")
    def keep_holder_card(place: str, holder: str) -> BaseResponse:
        kept = request.form.get("kept") == "yes"

        def act(office: Office, by: Contributor, place: str, holder: str) -> None:
            keeping.keep(office, by, place, holder, kept=kept)

        return _do(office, place, holder, act, "kept" if kept else "returned")

    @pages.post(f"{_ONE}/address")
    def holder_address(place: str, holder: str) -> BaseResponse:
        form = Form.typed(request)

        def act(office: Office, by: Contributor, place: str, holder: str) -> None:
            keeping.correct_address(office, by, place, holder, form.get("email"))

        return _do(office, place, holder, act, "address", form=form, step="address")

    @pages.post(f"{_ONE}/write")
    def write_holder(place: str, holder: str) -> BaseResponse:
        return _do(office, place, holder, keeping.send_again, "written")


def _do(
    office: Office,
    place: str,
    holder: str,
    act: _Act,
    done: str,
    *,
    form: Form | None = None,
    step: str = "",
) -> BaseResponse:
    _place(office, place)
    by = _by(office, place)

    def acted() -> BaseResponse:
        act(office, by, place, holder)
        return go(f"/workshop/{place}/holders/{holder}?done={done}")

    return attempt(
        form or Form(), acted, lambda mended: _page(office, place, holder, mended, step=step)
    )


def _page(office: Office, place: str, holder: str, form: Form, *, step: str = "") -> str:
    _place(office, place)
    by = _by(office, place)
    done = request.args.get("done", "")
    return render_template(
        f"workshop/holder_{step}.html" if step else "workshop/holder.html",
        record=keeping.record(office, by, place, holder),
        form=form,
        done=done if done in _DONE else "",
        may_correct=sessions.require(office).may("award.correct", place),
        may_erase=sessions.require(office).may("person.erase", place),
    )


def _place(office: Office, slug: str) -> Place:
    """The place, when the person works there and sees its badges; else as if there were none."""
    if not sessions.require(office).may("award.read", slug):
        abort(404)
    return places.get(office, slug)


def _by(office: Office, place: str) -> Contributor:
    return sessions.speaking(office, place)


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _PAGE_LIMIT
