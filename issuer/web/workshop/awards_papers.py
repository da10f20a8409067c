"""The print centre of a group: every paper at once, then each person's own, and links."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.ports import Office
from issuer.services import papers
from issuer.services.batches.following import Progress
from issuer.services.batches.problems import read_problem
from issuer.services.handing import handed
from issuer.services.holders import keeping
from issuer.services.papers import GroupPaper
from issuer.web.workshop.answers import go
from issuer.web.workshop.awards import Group, number_of, open_group
from issuer.web.workshop.awards_lines import say_problem
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import leads_somewhere

PAGE = 100
FRESH = timedelta(hours=24)
"""How long whoever confirmed a group may take one of its badges back."""

_TRUST = {"keep": "kept", "give": "given"}
_SAVED = ("", "kept", "given")


def add_awards_papers(pages: Blueprint, office: Office) -> None:
    """The addresses of the papers of a group."""

    @pages.get(
        "/workshop/<place>/awards/<batch>/papers/<any(certificates, cards, stickers):kind>.pdf"
    )
    def award_sheets(place: str, batch: str, kind: str) -> Response:
        return _paper(open_group(office, place, batch), kind)

    @pages.get("/workshop/<place>/awards/<batch>/papers/files.zip")
    def award_files(place: str, batch: str) -> Response:
        return _paper(open_group(office, place, batch), "files")

    @pages.get("/workshop/<place>/awards/<batch>/papers/card-<number>.pdf")
    def award_card(place: str, batch: str, number: str) -> Response:
        group = open_group(office, place, batch)
        return _sent(papers.of_person(office, group.by, group.batch.id, number_of(number)))

    @pages.post("/workshop/<place>/awards/<batch>/trust")
    def award_trust(place: str, batch: str) -> BaseResponse:
        return _trust(open_group(office, place, batch), request.form.get("do", ""))


def _trust(group: Group, wish: str) -> BaseResponse:
    """Keep the card of one person in trust, or say that it was handed over."""
    kind, _, number = wish.partition("-")
    line = number_of(number)
    if kind not in _TRUST or not line:
        return go(group.path)
    for item in handed(group.office, group.by, group.batch.id, after=line - 1, limit=1):
        if item.number == line and item.holder is not None:
            keeping.keep(
                group.office, group.by, group.place.slug, item.holder.id, kept=kind == "keep"
            )
            return go(f"{group.path}?saved={_TRUST[kind]}#person-{line}")
    return go(group.path)


def show_papers(group: Group, progress: Progress) -> str:
    """The page from which a signed group is handed over."""
    office, by, batch = group.office, group.by, group.batch
    asked = Form.asked(request)
    after = number_of(asked.get("after"))
    found = handed(office, by, batch.id, after=after, limit=PAGE + 1)
    confirmed = batch.confirmed
    return render_template(
        "workshop/award_papers.html",
        place=group.place,
        batch=batch,
        definition=group.definition,
        issued=progress.issued,
        refused=[
            (line.number, line.name, say_problem(problem))
            for line in progress.problems
            if (problem := read_problem(line.problem)) is not None
        ],
        parts=papers.parts_of(office, by, batch.id),
        items=found[:PAGE],
        more=found[PAGE - 1].number if len(found) > PAGE else None,
        saved=one_of(asked.get("saved"), _SAVED, otherwise=""),
        fresh=confirmed is not None and office.clock.now() - confirmed < FRESH,
        life=leads_somewhere(f"/workshop/{group.place.slug}/credentials/x"),
    )


def _paper(group: Group, kind: str) -> Response:
    part = number_of(request.args.get("part", "1"))
    return _sent(papers.of_batch(group.office, group.by, group.batch.id, kind, part=part))


def _sent(paper: GroupPaper) -> Response:
    """A file that opens in the browser, where it is printed, and bears its name when saved."""
    response = Response(paper.body, content_type=paper.media_type)
    way = "attachment" if paper.media_type == papers.ZIP else "inline"
    response.headers["Content-Disposition"] = f'{way}; filename="{paper.name}"'
    return response
