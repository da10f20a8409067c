"""A table from a spreadsheet, laid over a working document: looked at first, then taken whole.

Nothing is kept between the two pages: the table travels in the form. A line that cannot be read
stops everything, and is told with all the others.
"""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.frameworks.table_reading import TableHead, TableProblems, read
from badges.model.framework import Framework
from badges.web.languages import words
from issuer.errors import InvalidRequest
from issuer.ports import Office
from issuer.services.commons import authoring
from issuer.services.commons.authoring import Draft
from issuer.services.commons.comparing import compare
from issuer.services.commons.merging import merge
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.frameworks import mine

TABLE_LIMIT = 400_000
"""Characters: some five hundred competencies, each with all its texts."""

_TABLE = "table"


def add_tables(pages: Blueprint, office: Office) -> None:
    """The address where a table is brought in."""

    @pages.get("/workshop/frameworks/<slug>/import")
    def table(slug: str) -> str:
        return _page(mine(office, slug), Form())

    @pages.post("/workshop/frameworks/<slug>/import")
    def import_file(slug: str) -> BaseResponse:
        opened = mine(office, slug)
        return attempt(
            Form(),
            lambda: _take(office, opened),
            lambda mended: _page(opened, mended),
        )


def _page(opened: Draft, form: Form) -> str:
    return render_template("workshop/table.html", framework=opened.framework, form=form)


def _take(office: Office, opened: Draft) -> BaseResponse:
    text = _text()
    given = read(text, TableHead.of(opened.framework))
    if isinstance(given, TableProblems):
        return BaseResponse(_problems(opened, given), 400, content_type="text/html; charset=utf-8")
    if request.form.get("do") != "replace" or request.form.get("seen") != opened.digest:
        page = _preview(opened, given, text)
        return BaseResponse(page, content_type="text/html; charset=utf-8")
    place = opened.record.place or ""
    by = sessions.speaking(office, place)
    authoring.import_framework(office, given, place=place, by=by, slug=opened.record.slug)
    return go(f"/workshop/frameworks/{opened.record.slug}?saved=table")


def _text() -> str:
    """The table of the file, or the one that the page before has shown.

    Raises:
        InvalidRequest: there is none, or it is too long for a page.
    """
    sent = request.files.get(_TABLE)
    text = request.form.get(_TABLE, "") if sent is None else _decoded(sent.stream.read())
    if not text.strip():
        raise InvalidRequest("workshop.table.missing", field=_TABLE)
    if len(text) > TABLE_LIMIT:
        raise InvalidRequest("workshop.table.too_long", field=_TABLE, limit=TABLE_LIMIT)
    return text


def _decoded(content: bytes) -> str:
    """The text of a file as spreadsheets save it: UTF-8, else the Western page of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _preview(opened: Draft, given: Framework, text: str) -> str:
    merged, kept = merge(opened, given)
    return render_template(
        "workshop/table_preview.html",
        framework=opened.framework,
        comparison=compare(opened.framework, merged),
        kept=kept,
        table=text,
        seen=opened.digest,
    )


def _problems(opened: Draft, found: TableProblems) -> str:
    say = words()
    lines = [(problem.line, say(problem.code, **problem.params)) for problem in found.problems]
    return render_template(
        "workshop/table.html", framework=opened.framework, form=Form(), problems=lines
    )
