"""Where a group stands: being signed, live, or signed and ready to be handed over.

The page may be left and come back to. Without JavaScript it asks again every two seconds; with it,
a few bytes are asked for. When nothing moves it says so, and can do the work itself.
"""

from datetime import timedelta
from time import monotonic

from flask import Blueprint, Response, jsonify, render_template
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import words
from badges.web.security import scripted
from issuer.ports import Office
from issuer.services.batches import following, running
from issuer.services.batches.following import Progress
from issuer.web.workshop.answers import go
from issuer.web.workshop.awards import Group, open_group
from issuer.web.workshop.awards_papers import show_papers

PATIENCE = timedelta(seconds=10)
"""How long nothing may move before the page says so."""
SLICE_SECONDS = 5
"""How long the page itself signs before it answers."""
SLICE_LINES = 100


def add_awards_progress(pages: Blueprint, office: Office) -> None:
    """The addresses of a group once it is confirmed."""

    @pages.get("/workshop/<place>/awards/<batch>")
    def award(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        if group.batch.state == "draft":
            return go(f"{group.path}/people")
        progress = following.progress(office, group.by, group.batch.id)
        page = _waiting(group, progress) if progress.remaining else show_papers(group, progress)
        return scripted(page)

    @pages.get("/workshop/<place>/awards/<batch>/progress")
    def award_progress(place: str, batch: str) -> Response:
        group = open_group(office, place, batch)
        progress = following.progress(office, group.by, group.batch.id)
        done = _done(progress)
        return jsonify(
            done=done,
            total=_total(progress),
            over=not progress.remaining,
            stalled=_is_stalled(office, progress),
            words=words()("awarding.done_of", done=done, total=_total(progress)),
        )

    @pages.post("/workshop/<place>/awards/<batch>/continue")
    def award_continue(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        end = monotonic() + SLICE_SECONDS
        if group.batch.state == "waiting":
            running.run(
                office, group.batch.id, until=lambda: monotonic() > end, at_most=SLICE_LINES
            )
        return go(group.path)


def _waiting(group: Group, progress: Progress) -> str:
    return render_template(
        "workshop/award_progress.html",
        place=group.place,
        batch=group.batch,
        definition=group.definition,
        done=_done(progress),
        total=_total(progress),
        stalled=_is_stalled(group.office, progress),
    )


def _done(progress: Progress) -> int:
    return progress.issued + progress.refused


def _total(progress: Progress) -> int:
    return progress.total - progress.set_aside


def _is_stalled(office: Office, progress: Progress) -> bool:
    moved = progress.moved
    return moved is not None and office.clock.now() - moved > PATIENCE
