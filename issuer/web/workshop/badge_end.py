"""The end of writing a badge: look at what everybody will read, publish, archive, throw away."""

from flask import Blueprint, Response, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.public_documents import publish
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.ports import Office
from issuer.services import achievements
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.badge_parts import (
    Bench,
    author_place,
    mending,
    open_bench,
    show,
    step_of,
)
from issuer.web.workshop.badge_steps import LANGUAGE_NAMES

_SVG = "image/svg+xml"
_BAD_REQUEST, _CONFLICT = 400, 409


def add_badge_end(pages: Blueprint, office: Office) -> None:
    """The addresses of the last look, and of what it decides."""

    @pages.get("/workshop/<place>/badges/<draft>/look")
    def badge_look(place: str, draft: str) -> str:
        return _look(open_bench(office, place, draft))

    @pages.get("/workshop/<place>/badges/<draft>/edit")
    def edit_badge(place: str, draft: str) -> BaseResponse:
        return go(f"{open_bench(office, place, draft).path}/words")

    @pages.get("/workshop/<place>/badges/<draft>/picture.svg")
    def badge_picture(place: str, draft: str) -> Response:
        drawn = open_bench(office, place, draft).sketched()
        if drawn is None:
            raise NotFound("achievement.draft_unknown", achievement=draft)
        return publish(office.artwork.badge_svg(drawn.artwork), _SVG)

    @pages.post("/workshop/<place>/badges/<draft>/publish")
    def publish_badge(place: str, draft: str) -> BaseResponse:
        return _publish(office, place, draft)

    @pages.post("/workshop/<place>/badges/<draft>/drop")
    def drop_badge(place: str, draft: str) -> BaseResponse:
        keeper = author_place(office, place)
        by = sessions.speaking(office, keeper.slug)
        achievements.drop(office, by, keeper.slug, draft)
        return go(f"/workshop/{keeper.slug}/badges?told=dropped")

    @pages.post("/workshop/<place>/badges/<draft>/<any(archive, reopen):turn>")
    def turn_badge_draft(place: str, draft: str, turn: str) -> BaseResponse:
        keeper = author_place(office, place)
        by = sessions.speaking(office, keeper.slug)
        act = achievements.archive if turn == "archive" else achievements.reopen
        act(office, by, keeper.slug, draft)
        told = "archived" if turn == "archive" else "reopened"
        return go(f"/workshop/{keeper.slug}/badges?told={told}")


def _publish(office: Office, place: str, draft: str) -> BaseResponse:
    try:
        bench = open_bench(office, place, draft)
        made = achievements.publish(office, bench.by, draft)
    except NotFound:
        # Pressed twice: the draft is published already, and the list shows it.
        return go(f"/workshop/{author_place(office, place).slug}/badges")
    except (InvalidRequest, Conflict) as problem:
        status = _CONFLICT if isinstance(problem, Conflict) else _BAD_REQUEST
        return make_response(_look(bench, problem), status)
    return go(f"/workshop/{bench.place.slug}/badges?published={made.slug}")


def _look(bench: Bench, problem: InvalidRequest | Conflict | None = None) -> str:
    """The page that shows what readers will see, before anything is published."""
    definition = None
    try:
        definition = bench.definition()
    except InvalidRequest as unfinished:
        problem = problem or unfinished
    form = bench.form if problem is None else mending(bench.form, problem)
    visitor = sessions.require(bench.office)
    return show(
        bench,
        "look",
        form,
        definition=definition,
        drawn=bench.sketched(),
        mend=step_of(form) if problem is not None else "",
        may_publish=visitor.may("achievement.publish", bench.place.slug),
        language_names=LANGUAGE_NAMES,
        sent=request.method == "POST",
    )
