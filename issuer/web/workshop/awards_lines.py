"""One person of a group: their level, their words, and what shows it, taken with a telephone."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current, words
from issuer.errors import Conflict, NotFound
from issuer.model import BatchLine, EvidenceFile
from issuer.ports import Office
from issuer.services import evidence
from issuer.services.batches import drafting, following
from issuer.services.batches.drafting import LineChanges
from issuer.services.batches.problems import Problem, read_problem
from issuer.services.handing import shown_by_line
from issuer.services.holders import keeping
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.awards import Group, levels_for, number_of, open_group, usual_level
from issuer.web.workshop.forms import Form

FILES = ("photo", "sound", "file")
"""The fields that bring evidence: by camera, by microphone, or from the device."""

_WORDS = ("email", "level", "narrative", "evidence_url", "awarded", "hours", "valid_until")
_ALIASES = {"name": "person", "evidence": "file"}


def add_awards_lines(pages: Blueprint, office: Office) -> None:
    """The addresses of one person of a group."""

    @pages.get("/workshop/<place>/awards/<batch>/people/<number>")
    def award_line(place: str, batch: str, number: str) -> str:
        group = open_group(office, place, batch)
        line = _line(group, number_of(number))
        return _page(group, line, _form_of(group, line))

    @pages.post("/workshop/<place>/awards/<batch>/people/<number>")
    def award_line_sent(place: str, batch: str, number: str) -> BaseResponse:
        group = open_group(office, place, batch)
        line = _line(group, number_of(number))
        typed = Form.typed(request)
        form = Form(typed.values, aliases=_ALIASES)
        return attempt(
            form, lambda: _keep(group, line, form), lambda mended: _page(group, line, mended)
        )


def say_problem(problem: Problem) -> str:
    """The sentence of a problem, in which the column is called as the page calls it."""
    say, params = words(), dict(problem.params)
    if problem.field is not None:
        name = _ALIASES.get(problem.field, problem.field)
        code = f"workshop.field.{name}"
        params["field"] = say(code) if say(code) != code else name
    return say(problem.code, **params)


def problems_of(lines: Iterable[BatchLine]) -> dict[int, str]:
    """What is to be mended, by the number of the line."""
    found = ((line.number, read_problem(line.problem)) for line in lines)
    return {number: say_problem(problem) for number, problem in found if problem is not None}


def _line(group: Group, number: int) -> BatchLine:
    """One person of a group that is not signed yet.

    Raises:
        NotFound: nobody of that number.
        Conflict: the badge is signed; its own page is where it is corrected.
    """
    for line in following.lines(group.office, group.by, group.batch.id, after=number - 1, limit=1):
        if line.number == number:
            if line.state == "issued":
                raise Conflict("awarding.signed_already", name=line.name)
            return line
    raise NotFound("awarding.no_such_person", number=number)


def _files(group: Group, line: BatchLine) -> tuple[EvidenceFile, ...]:
    found = shown_by_line(group.office, group.by, group.batch.id, (line.number,))
    return found.get(line.number, ())


def _form_of(group: Group, line: BatchLine) -> Form:
    values = {name: getattr(line, name) or "" for name in _WORDS}
    is_shown = any(file.shown for file in _files(group, line))
    own = {"person": line.name, "card": line.holder_id or "", "shown": "yes" if is_shown else ""}
    form = Form({**values, **own})
    problem = read_problem(line.problem)
    if problem is None:
        return form
    told = Conflict(problem.code, **problem.params)
    return Form(form.values, told, _ALIASES)


def _cards(group: Group, line: BatchLine) -> tuple[keeping.Listed, ...]:
    """The cards of this place that bear this name: somebody without an address may have one."""
    found, _ = keeping.search(group.office, group.by, group.place.slug, text=line.name)
    return tuple(item for item in found if item.holder.name.casefold() == line.name.casefold())


def _page(group: Group, line: BatchLine, form: Form) -> str:
    levels = levels_for(group.office, group.definition)
    following_lines = following.lines(
        group.office, group.by, group.batch.id, after=line.number, limit=1
    )
    return render_template(
        "workshop/award_line.html",
        place=group.place,
        batch=group.batch,
        definition=group.definition,
        line=line,
        form=form,
        kept=_files(group, line),
        cards=_cards(group, line),
        levels=levels,
        usual=usual_level(group.definition, levels, current()),
        following=bool(following_lines) and group.batch.state == "draft",
    )


def _keep(group: Group, line: BatchLine, form: Form) -> BaseResponse:
    """Keep the words, then the files, then go where the button leads."""
    drafting.edit_line(group.office, group.by, group.batch.id, line.number, **_changes(line, form))
    _keep_files(group, line, is_shown=form.get("shown") == "yes")
    wish, _, rest = form.get("do").partition("-")
    here = f"{group.path}/people"
    if wish == "forget":
        _forget(group, line, rest)
        return go(f"{here}/{line.number}")
    if wish == "next":
        for other in following.lines(
            group.office, group.by, group.batch.id, after=line.number, limit=1
        ):
            return go(f"{here}/{other.number}")
    return go(here if group.batch.state == "draft" else group.path)


def _changes(line: BatchLine, form: Form) -> LineChanges:
    return {
        "holder_id": form.get("card"),
        "name": form.get("person") or line.name,
        "email": form.get("email"),
        "level": form.get("level"),
        "narrative": form.get("narrative"),
        "evidence_url": form.get("evidence_url"),
        "awarded": form.get("awarded"),
        "hours": form.get("hours"),
        "valid_until": form.get("valid_until"),
    }


def _keep_files(group: Group, line: BatchLine, *, is_shown: bool) -> None:
    """Keep the files that were sent; all of them are read before the first is kept.

    Raises:
        InvalidRequest: one is too large or of a kind that is not kept.
    """
    sent = [file for name in FILES for file in request.files.getlist(name) if file.filename]
    accepted = [evidence.accept(_name(file), file.stream.read()) for file in sent]
    if group.batch.state == "draft" and any(file.shown != is_shown for file in _files(group, line)):
        evidence.agree(group.office, group.by, group.batch.id, line.number, shown=is_shown)
    for one in accepted:
        evidence.add_to_line(
            group.office, group.by, group.batch.id, line.number, one, shown=is_shown
        )


def _forget(group: Group, line: BatchLine, file_id: str) -> None:
    """Remove a file of this person; one that is gone already is no trouble."""
    if any(file.id == file_id for file in _files(group, line)):
        evidence.remove(group.office, group.by, file_id)


def _name(file: FileStorage) -> str:
    return file.filename or ""
