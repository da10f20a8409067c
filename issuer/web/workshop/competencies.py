"""One competency a page: its sentence first, then what helps others to recognise it.

A page speaks one language; the texts of the others stay as they are and have a page of their own.
"""

from collections.abc import Mapping
from typing import get_args

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.i18n import LANGUAGES
from badges.model.framework import Competency, CompetencyType, Framework, Words
from issuer.errors import InvalidRequest
from issuer.ports import Office
from issuer.services.commons import authoring
from issuer.services.commons.authoring import CompetencyRequest, Draft
from issuer.services.commons.drafts import find_competency
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go, marked, settling
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.frameworks import mine

TYPES: tuple[CompetencyType, ...] = get_args(CompetencyType)

_SENTENCE_WORDS = 15
_FIRST_PERSON = {"fr": ("je ", "j'", "j’"), "en": ("i ", "i'", "i’")}
_LANGUAGE = "in"


def add_competencies(pages: Blueprint, office: Office) -> None:
    """The addresses of the competencies of working documents."""

    @pages.get("/workshop/frameworks/<slug>/competencies/new")
    def new_competency(slug: str) -> str:
        opened = mine(office, slug)
        return _page(opened, Form.asked(request), None)

    @pages.post("/workshop/frameworks/<slug>/competencies/new")
    def add_competency(slug: str) -> BaseResponse:
        opened = mine(office, slug)
        form = Form.typed(request)
        return attempt(
            form, lambda: _add(office, opened, form), lambda mended: _page(opened, mended, None)
        )

    @pages.get("/workshop/frameworks/<slug>/competencies/<name>")
    def competency(slug: str, name: str) -> str:
        opened = mine(office, slug)
        item = find_competency(opened.framework, name)
        return _page(opened, marked(_texts(item, opened.framework, _language(opened))), item)

    @pages.post("/workshop/frameworks/<slug>/competencies/<name>")
    def edit_competency(slug: str, name: str) -> BaseResponse:
        opened = mine(office, slug)
        item = find_competency(opened.framework, name)
        form = Form.typed(request)
        return settling(
            form,
            marked(_texts(item, opened.framework, _language(opened))),
            lambda: _edit(office, opened, item, form),
            lambda mended: _page(opened, mended, item),
        )

    _add_endings(pages, office)


def _add_endings(pages: Blueprint, office: Office) -> None:
    @pages.get("/workshop/frameworks/<slug>/competencies/<name>/end")
    def end_of_competency(slug: str, name: str) -> str:
        opened = mine(office, slug)
        return _ending(opened, find_competency(opened.framework, name), Form.asked(request))

    @pages.post("/workshop/frameworks/<slug>/competencies/<name>/end")
    def end_competency(slug: str, name: str) -> BaseResponse:
        opened = mine(office, slug)
        item = find_competency(opened.framework, name)
        form = Form.typed(request)
        return attempt(
            form,
            lambda: _end(office, opened, item, form),
            lambda mended: _ending(opened, item, mended),
        )


def advice(statement: str, language: str) -> str:
    """The code of what would make the sentence plainer, or nothing; never a reason to refuse."""
    if not statement.lower().startswith(_FIRST_PERSON.get(language, ("",))):
        return "workshop.advice.person"
    return "workshop.advice.length" if len(statement.split()) > _SENTENCE_WORDS else ""


def main_language(framework: Framework) -> str:
    """The language in which a framework is written first."""
    return "fr" if "fr" in framework.title else next(iter(framework.title), "fr")


def _language(opened: Draft) -> str:
    main = main_language(opened.framework)
    return one_of(request.args.get(_LANGUAGE, ""), LANGUAGES, otherwise=main)


def _page(opened: Draft, form: Form, item: Competency | None) -> str:
    main, tongue = main_language(opened.framework), _language(opened)
    return render_template(
        "workshop/competency.html",
        draft=opened,
        framework=opened.framework,
        competency=item,
        form=form,
        types=TYPES,
        tongue=tongue,
        tongues=[tag for tag in LANGUAGES if tag != tongue],
        beside=item if tongue != main else None,
        main=main,
        published=item is not None and opened.is_published(item.uuid),
    )


def _texts(item: Competency, framework: Framework, language: str) -> dict[str, str]:
    own = {level.code: level.descriptor.get(language, "") for level in item.levels}
    return {
        "label": item.label.get(language, ""),
        "statement": item.statement.get(language, ""),
        "type": item.type,
        "domain": item.domain.code,
        "definition": item.definition.get(language, ""),
        "indicators": "\n".join(sign.get(language, "") for sign in item.indicators),
        **{f"levels-{level.code}": own.get(level.code, "") for level in framework.levels},
    }


def _add(office: Office, opened: Draft, form: Form) -> BaseResponse:
    language = _language(opened)
    asked = _request(form, language, None)
    by = sessions.speaking(office, opened.record.place)
    slug = opened.record.slug
    item = _twin(opened, form, language)
    if item is None:
        _, item = authoring.add_competency(office, slug, asked, by=by)
    told = f"added={item.slug}&advice={advice(form.get('statement'), language)}"
    if form.get("then") == "another":
        return go(f"/workshop/frameworks/{slug}/competencies/new?domain={item.domain.code}&{told}")
    return go(f"/workshop/frameworks/{slug}?{told}#{item.slug}")


def _twin(opened: Draft, form: Form, language: str) -> Competency | None:
    """The competency that this form has made already: a button that was pressed twice."""
    sent = (form.get("label"), form.get("statement"), form.get("domain"), form.get("type"))
    for item in opened.framework.competencies:
        said = (item.label.get(language), item.statement.get(language), item.domain.code, item.type)
        if said == sent:
            return item
    return None


def _edit(office: Office, opened: Draft, item: Competency, form: Form) -> BaseResponse:
    language = _language(opened)
    is_main = language == main_language(opened.framework)
    for name in ("statement", "label"):
        if is_main and not form.get(name):
            raise InvalidRequest("text.empty", field=name)
    asked = _request(form, language, item, main=is_main)
    by = sessions.speaking(office, opened.record.place)
    slug = opened.record.slug
    authoring.edit_competency(office, slug, item.slug, asked, by=by, seen=opened.digest)
    told = f"changed={item.slug}&advice={advice(form.get('statement'), language)}"
    return go(f"/workshop/frameworks/{slug}?{told}#{item.slug}")


def _request(
    form: Form, language: str, old: Competency | None, *, main: bool = True
) -> CompetencyRequest:
    """What was typed in one language, beside what is there in the others."""
    lines = [line.strip() for line in form.get("indicators").splitlines()]

    def texts(name: str, kept: Words | None) -> dict[str, str]:
        return {**(kept or {}), language: form.get(name)}

    own = {level.code: level.descriptor for level in old.levels} if old else {}
    codes = dict.fromkeys((*own, *(code for code, _ in form.starting("levels-"))))
    return CompetencyRequest(
        label=texts("label", old.label if old else None),
        statement=texts("statement", old.statement if old else None),
        domain=form.get("domain"),
        type=form.get("type"),
        definition=texts("definition", old.definition if old else None),
        indicators=_signs(lines, language, old.indicators if old else (), main=main),
        levels={code: texts(f"levels-{code}", own.get(code)) for code in codes},
        origin=dict(old.origin) if old else None,
    )


def _signs(
    lines: list[str], language: str, old: tuple[Words, ...], *, main: bool
) -> tuple[Mapping[str, str], ...]:
    """The signs as typed, one a line, each with its texts in the other languages.

    In the language that was written first, a line that stays keeps its translations, whatever its
    place, and a line that goes takes them along. A translation goes line by line.
    """
    if not main:
        count = max(len(lines), len(old))
        rows = [*lines, *[""] * (count - len(lines))]
        kept = [*(dict(sign) for sign in old), *({} for _ in range(count - len(old)))]
        return tuple({**texts, language: row} for texts, row in zip(kept, rows, strict=True))
    return tuple(
        {**_kept(place, line, lines, language, old), language: line}
        for place, line in enumerate(lines)
        if line
    )


def _kept(
    place: int, line: str, lines: list[str], language: str, old: tuple[Words, ...]
) -> Mapping[str, str]:
    """The sign that a line was, by its text, else by its place when that text is gone."""
    for sign in old:
        if sign.get(language) == line:
            return sign
    beside = old[place] if place < len(old) else Words({})
    return {} if beside.get(language, "") in lines else beside


def _ending(opened: Draft, item: Competency, form: Form) -> str:
    return render_template(
        "workshop/competency_end.html",
        framework=opened.framework,
        competency=item,
        published=opened.is_published(item.uuid),
        others=[
            other
            for other in opened.framework.competencies
            if other.uuid != item.uuid and not other.deprecated
        ],
        form=form,
    )


def _end(office: Office, opened: Draft, item: Competency, form: Form) -> BaseResponse:
    """Take it out of the working document, say that it is over, or let it be chosen again."""
    slug, seen = opened.record.slug, opened.digest
    by = sessions.speaking(office, opened.record.place)
    if not opened.is_published(item.uuid):
        authoring.remove_competency(office, slug, item.slug, by=by, seen=seen)
        return go(f"/workshop/frameworks/{slug}?removed={item.slug}")
    if item.deprecated:
        authoring.restore(office, slug, item.slug, by=by, seen=seen)
    else:
        heir = form.get("replaced_by")
        if heir and all(heir != other.slug for other in opened.framework.competencies):
            raise InvalidRequest("workshop.no_such_heir", field="replaced_by")
        authoring.deprecate(
            office,
            slug,
            item.slug,
            by=by,
            replaced_by=heir or None,
            reason=form.get("reason"),
            seen=seen,
        )
    return go(f"/workshop/frameworks/{slug}?changed={item.slug}#{item.slug}")
