"""Several badges at once, for an employer with a pile of applications: one page, one answer.

What is handed over becomes one archive in memory, so that the rules, the bounds and the page of
results are those of an archive that somebody sends.
"""

import io
import zipfile
from collections.abc import Iterator

from flask import Request, Response, make_response, render_template

from badges.web.languages import words
from badges.web.problems import WebError
from verifier.settings import BOUNDS
from verifier.web.question import Material, Wish, accept_large, require_address, short_code

LIMIT = 20
"""Badges of one page: somebody waits for the answer."""

_LINE_LIMIT = 2_000
_TEXT_LIMIT = LIMIT * _LINE_LIMIT
_PARTS_LIMIT = LIMIT + 10
_INSTANT = (1980, 1, 1, 0, 0, 0)

Named = tuple[str, bytes]


def form(remark: str = "", text: str = "", status: int = 200) -> Response:
    """The page on which several badges are handed over."""
    page = render_template("verifier/many.html", remark=remark, text=text, limit=LIMIT)
    return make_response(page, status)


def again(problem: WebError, request: Request) -> Response:
    """The page once more, with what was typed and what to mend; files have to be chosen anew."""
    remark = words()(problem.code, **problem.params)
    return form(remark, request.form.get("text", "")[:_TEXT_LIMIT], problem.status)


def read_many(request: Request, base_url: str) -> Material:
    """The badges of the form: files that were chosen, and one code or address a line.

    Raises:
        WebError: none (400), too many or too large (413), or a line that is no address (400).
    """
    accept_large(request)
    request.max_form_parts = _PARTS_LIMIT
    badges = [*_files(request), *_lines(request.form.get("text", ""), base_url)]
    if not badges:
        raise WebError("web.many.none")
    if len(badges) > LIMIT:
        raise WebError("web.many.too_many", status=413, limit=LIMIT)
    if sum(len(body) for _, body in badges) > BOUNDS.material_bytes:
        raise WebError("web.many.too_large", status=413, limit=BOUNDS.material_bytes // 1_000_000)
    return Material(body=_archive(badges), media_type="application/zip", wish=Wish())


def _files(request: Request) -> Iterator[Named]:
    for upload in request.files.getlist("files"):
        body = upload.read() if upload.filename else b""
        if body:
            yield upload.filename or "", body


def _lines(text: str, base_url: str) -> Iterator[Named]:
    """One badge a line; the name is what was typed."""
    if len(text) > _TEXT_LIMIT:
        raise WebError("web.many.too_many", status=413, limit=LIMIT)
    for line in text.split("\n"):
        typed = line.strip()
        if typed:
            code = short_code(typed)
            address = f"{base_url}/v/{code}" if code else require_address(typed)
            yield typed.partition("://")[2] or typed, address.encode("utf-8", "replace")


def _archive(badges: list[Named]) -> bytes:
    """The badges in one archive, numbered so that equal names stay apart."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number, (name, body) in enumerate(badges, start=1):
            archive.writestr(zipfile.ZipInfo(f"{number}. {_plain(name)}", _INSTANT), body)
    return content.getvalue()


def _plain(name: str) -> str:
    """A name that an archive may bear: it leads nowhere, and an address keeps its look."""
    shown = "".join(sign if sign.isprintable() else " " for sign in name[:100])
    return shown.strip() if ".." not in shown else shown.replace("/", " ").strip()
