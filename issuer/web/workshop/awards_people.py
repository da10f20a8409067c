"""The people of a group: pasted, from a table, or one after the other; and what is said of all.

Every button of the page keeps what stands in its fields first, so nothing typed is ever lost.
"""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from issuer.errors import InvalidRequest, NotFound
from issuer.model import Achievement, BatchLine, Place
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.services.batches import drafting, following
from issuer.services.batches.drafting import Added, BatchChanges
from issuer.services.handing import shown_by_line
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.awards import (
    Group,
    levels_for,
    number_of,
    open_group,
    speaking_for,
    usual_level,
)
from issuer.web.workshop.awards_lines import problems_of
from issuer.web.workshop.forms import Form
from issuer.web.workshop.place_home import awarding_place

PAGE = 60
"""People of one page: a form has a bounded number of fields."""

_ALL = ("narrative", "awarded", "hours", "valid_until")
_SHOWN = 200


def add_awards_people(pages: Blueprint, office: Office) -> None:
    """The addresses where a badge is chosen and its people are brought."""

    @pages.get("/workshop/<place>/awards/new")
    def new_award(place: str) -> str | BaseResponse:
        return _new(office, awarding_place(office, place))

    @pages.post("/workshop/<place>/awards/new")
    def begin_award(place: str) -> BaseResponse:
        return _begin(office, awarding_place(office, place))

    @pages.get("/workshop/<place>/awards/<batch>/people")
    def award_people(place: str, batch: str) -> str | BaseResponse:
        group = open_group(office, place, batch)
        return go(group.path) if group.batch.state != "draft" else _people(group, Form())

    @pages.post("/workshop/<place>/awards/<batch>/people")
    def award_people_sent(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        form = Form.typed(request)
        return attempt(form, lambda: _keep(group, form), lambda mended: _people(group, mended))

    @pages.get("/workshop/<place>/awards/<batch>/all")
    def award_all(place: str, batch: str) -> str:
        group = open_group(office, place, batch)
        return _all(group, _form_of_all(group))

    @pages.post("/workshop/<place>/awards/<batch>/all")
    def award_all_sent(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        form = Form.typed(request)
        return attempt(form, lambda: _keep_all(group, form), lambda mended: _all(group, mended))


def _new(office: Office, place: Place) -> str | BaseResponse:
    """Which badge; a place that has only one is not asked, unless somebody wants to choose."""
    definitions = achievements.awardable(office, place.slug)
    asked = Form.asked(request)
    if asked.get("badge"):
        return _first_people(office, place, _awardable(office, place, asked.get("badge")), Form())
    return render_template(
        "workshop/award_new.html",
        place=place,
        definitions=definitions,
        keepers={
            slug: places.get(office, slug).name
            for slug in {definition.place for definition in definitions}
        },
        may_make=sessions.require(office).may("achievement.add", place.slug),
    )


def _awardable(office: Office, place: Place, slug: str) -> Achievement:
    """A badge that the place may award.

    Raises:
        NotFound: none of those.
    """
    for definition in achievements.awardable(office, place.slug):
        if definition.slug == slug:
            return definition
    raise NotFound("achievement.unknown", achievement=slug)


def _first_people(office: Office, place: Place, definition: Achievement, form: Form) -> str:
    """The page of the people before anything is kept: `key` makes sending it twice harmless."""
    return render_template(
        "workshop/award_people.html",
        place=place,
        definition=definition,
        form=form,
        here=f"/workshop/{place.slug}/awards/new",
        key=form.get("key") or office.identifiers.uuid(),
        batch=None,
        lines=(),
        count=0,
        added=None,
        ignored="",
    )


def _begin(office: Office, place: Place) -> BaseResponse:
    form = Form.typed(request)
    definition = _awardable(office, place, form.get("badge"))
    by = speaking_for(office, place)

    def act() -> BaseResponse:
        key = form.get("key") or None
        batch = drafting.create(office, by, place.slug, definition.slug, key=key)
        group = Group(office, place, batch, definition, by)
        if batch.state != "draft" or following.lines(office, by, batch.id, limit=1):
            return go(group.path)
        return _keep(group, form)

    return attempt(form, act, lambda mended: _first_people(office, place, definition, mended))


def _keep(group: Group, form: Form) -> BaseResponse:
    """Keep the levels and the new people of the page, then go where the button leads."""
    added = _add(group, form)
    _keep_levels(group, form)
    wish, _, number = form.get("do").partition("-")
    if wish == "remove" and number_of(number):
        drafting.remove_line(group.office, group.by, group.batch.id, number_of(number))
        return go(f"{group.path}/people")
    return go(_next(group, wish, number, added))


def _next(group: Group, wish: str, number: str, added: Added) -> str:
    targets = {
        "line": f"{group.path}/people/{number}",
        "page": f"{group.path}/people?after={number}",
        "all": f"{group.path}/all",
        "look": f"{group.path}/look",
    }
    if wish == "look" and not following.progress(group.office, group.by, group.batch.id).total:
        raise InvalidRequest("awarding.nobody", field="names")
    if wish in targets and (number_of(number) or wish in ("all", "look")):
        return targets[wish]
    told = {"added": len(added.lines) or None, "ignored": ", ".join(added.ignored)[:_SHOWN] or None}
    asked = urlencode({name: value for name, value in told.items() if value})
    return f"{group.path}/people" + (f"?{asked}" if asked else "")


def _add(group: Group, form: Form) -> Added:
    """The people of the box, then those of the table.

    Raises:
        InvalidRequest: the table cannot be read at all.
    """
    office, by, batch = group.office, group.by, group.batch.id
    lines: tuple[BatchLine, ...] = ()
    ignored: tuple[str, ...] = ()
    if form.get("names"):
        lines = drafting.add_people(office, by, batch, form.get("names")).lines
    sent = request.files.get("table")
    content = sent.stream.read() if sent is not None and sent.filename else b""
    if content:
        table = drafting.add_csv(office, by, batch, content)
        lines, ignored = (*lines, *table.lines), table.ignored
    return Added(lines, ignored)


def _keep_levels(group: Group, form: Form) -> None:
    """Keep the level beside each name, where it changed."""
    chosen = {
        number_of(number): code for number, code in form.starting("level-") if number_of(number)
    }
    if not chosen:
        return
    first = min(chosen) - 1
    found = following.lines(group.office, group.by, group.batch.id, after=first, limit=PAGE)
    for line in found:
        code = chosen.get(line.number)
        if code is not None and code != (line.level or ""):
            drafting.edit_line(group.office, group.by, group.batch.id, line.number, level=code)


def _people(group: Group, form: Form) -> str:
    """The page of the people of a draft."""
    asked = Form.asked(request)
    after = number_of(asked.get("after"))
    office, by, batch = group.office, group.by, group.batch.id
    lines = following.lines(office, by, batch, after=after, limit=PAGE + 1)
    shown = lines[:PAGE]
    levels = levels_for(office, group.definition)
    return render_template(
        "workshop/award_people.html",
        place=group.place,
        definition=group.definition,
        batch=following.get(office, by, batch),
        form=form,
        here=f"{group.path}/people",
        key=None,
        lines=shown,
        files=_file_counts(group, shown),
        count=following.progress(office, by, batch).total,
        before=max(after - PAGE, 0) if after else None,
        after=shown[-1].number if len(lines) > PAGE else None,
        levels=levels,
        usual=usual_level(group.definition, levels, current()),
        added=number_of(asked.get("added")) or None,
        problems=problems_of(shown),
        ignored=asked.get("ignored"),
        told_for_all=[
            (name, getattr(group.batch, name)) for name in _ALL if getattr(group.batch, name)
        ],
    )


def _file_counts(group: Group, lines: tuple[BatchLine, ...]) -> dict[int, int]:
    numbers = tuple(line.number for line in lines)
    found = shown_by_line(group.office, group.by, group.batch.id, numbers)
    return {number: len(files) for number, files in found.items()}


def _form_of_all(group: Group) -> Form:
    batch = group.batch
    values = {name: getattr(batch, name) or "" for name in _ALL}
    levels = {line.level or "" for line in following.lines(group.office, group.by, batch.id)}
    same = levels.pop() if len(levels) == 1 else ""
    return Form({**values, "level": same, "by_mail": "yes" if batch.by_mail else ""})


def _all(group: Group, form: Form) -> str:
    return render_template(
        "workshop/award_all.html",
        place=group.place,
        definition=group.definition,
        batch=group.batch,
        form=form,
        levels=levels_for(group.office, group.definition),
    )


def _keep_all(group: Group, form: Form) -> BaseResponse:
    changes: BatchChanges = {
        "narrative": form.get("narrative"),
        "awarded": form.get("awarded"),
        "hours": form.get("hours"),
        "valid_until": form.get("valid_until"),
        "by_mail": form.get("by_mail") == "yes",
    }
    if form.get("level"):
        changes["level"] = form.get("level")
    drafting.edit_batch(group.office, group.by, group.batch.id, **changes)
    return go(f"{group.path}/people")
