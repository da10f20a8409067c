"""Our referentials: those of one's places, a new one, its texts and its domains, its file."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.frameworks import FORMATS, export
from badges.model.framework import Domain, Framework
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.ports import Office
from issuer.services import places
from issuer.services.commons import authoring, referentials
from issuer.services.commons.authoring import DomainRequest, Draft, FrameworkRequest, FrameworkTexts
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go, marked, settling
from issuer.web.workshop.forms import Form

_DOMAIN_NAMES = {"label": "domain", "code": "domain"}


def add_frameworks(pages: Blueprint, office: Office) -> None:
    """The addresses of working documents."""

    @pages.get("/workshop/frameworks")
    def frameworks() -> str:
        return _list(office)

    @pages.get("/workshop/frameworks/new")
    def new_framework() -> str:
        return _new(office, Form.asked(request))

    @pages.post("/workshop/frameworks/new")
    def create_framework() -> BaseResponse:
        form = replace(Form.typed(request), aliases=_DOMAIN_NAMES)
        return attempt(form, lambda: _create(office, form), lambda mended: _new(office, mended))

    @pages.get("/workshop/frameworks/<slug>")
    def framework(slug: str) -> str:
        opened = mine(office, slug)
        return render_template(
            "workshop/framework.html",
            draft=opened,
            framework=opened.framework,
            place=places.get(office, opened.record.place or ""),
            comparison=authoring.pending(office, slug),
            told=Form.asked(request),
            formats=FORMATS,
        )

    @pages.get("/workshop/frameworks/<slug>/draft<suffix>")
    def draft_file(slug: str, suffix: str) -> Response:
        return _file(office, mine(office, slug).framework, suffix)

    _add_editing(pages, office)


def _add_editing(pages: Blueprint, office: Office) -> None:
    @pages.get("/workshop/frameworks/<slug>/edit")
    def framework_texts(slug: str) -> str:
        opened = mine(office, slug)
        return _edit(opened, marked(_texts(opened.framework)))

    @pages.post("/workshop/frameworks/<slug>/edit")
    def edit_framework(slug: str) -> BaseResponse:
        form = Form.typed(request)
        opened = mine(office, slug)
        current = marked(_texts(opened.framework))
        return settling(
            form,
            current,
            lambda: _save(office, opened, form),
            lambda mended: _edit(opened, mended),
        )

    @pages.post("/workshop/frameworks/<slug>/domains")
    def edit_domains(slug: str) -> BaseResponse:
        form = replace(Form.typed(request), aliases=_DOMAIN_NAMES)
        opened = mine(office, slug)
        return attempt(
            form,
            lambda: _domains(office, opened, form),
            lambda mended: _edit(opened, marked(_texts(opened.framework)), mended),
        )


def mine(office: Office, slug: str) -> Draft:
    """The working document of that framework, for somebody who may write in it.

    Raises:
        NotFound: no such framework.
        NotAllowed: another place keeps it, or nobody here does.
    """
    opened = authoring.draft(office, slug)
    if not sessions.require(office).may("framework.edit", opened.record.place):
        raise NotAllowed("workshop.framework.not_yours", framework=opened.record.title)
    return opened


def _list(office: Office) -> str:
    writing = sessions.require(office).places_for("framework.edit")
    cards = referentials.cards(office, drafts=True)
    return render_template(
        "workshop/frameworks.html",
        own=[card for card in cards if card.place in writing],
        others=[card for card in cards if card.place not in writing and card.version],
        writing=writing,
        names=names_of_places(office),
    )


def names_of_places(office: Office) -> dict[str, str]:
    """The name of each place by its slug."""
    return {place.slug: place.name for place in places.list_all(office)}


def _new(office: Office, form: Form) -> str:
    own = sessions.places_for(office, "framework.edit")
    if not own:
        raise NotAllowed("workshop.framework.no_place")
    return render_template("workshop/framework_new.html", form=form, own=own)


def _create(office: Office, form: Form) -> BaseResponse:
    own = sessions.require(office).places_for("framework.edit")
    place = form.get("place") or next(iter(own), "")
    language = places.get(office, place).language
    asked = FrameworkRequest(
        title={language: form.get("title")},
        place=place,
        slug=form.get("slug") or None,
        prefix=form.get("prefix") or None,
        description={language: form.get("description")},
        domains=(DomainRequest({language: form.get("domain")}),),
    )
    opened = authoring.create(office, asked, by=sessions.speaking(office, place))
    return go(f"/workshop/frameworks/{opened.record.slug}/competencies/new")


def _edit(opened: Draft, form: Form, domains: Form | None = None) -> str:
    """The page of the texts, and under them of the domains, which have a form of their own."""
    return render_template(
        "workshop/framework_edit.html",
        form=form,
        domains=domains or Form({"domain": ""}),
        framework=opened.framework,
        draft=opened,
        main=_main(opened.framework),
        other=_other(opened.framework),
    )


def _texts(framework: Framework) -> dict[str, str]:
    main, other = _main(framework), _other(framework)
    return {
        "title": framework.title.get(main, ""),
        "description": framework.description.get(main, ""),
        "creator": framework.creator,
        f"title-{other}": framework.title.get(other, ""),
        f"description-{other}": framework.description.get(other, ""),
    }


def _other(framework: Framework) -> str:
    """The other of our two languages."""
    return "fr" if _main(framework) == "en" else "en"


def _main(framework: Framework) -> str:
    """The language that a framework was begun in."""
    return "fr" if "fr" in framework.title else next(iter(framework.title), "fr")


def _save(office: Office, opened: Draft, form: Form) -> BaseResponse:
    framework = opened.framework
    main, other = _main(framework), _other(framework)
    if not form.get("title"):
        raise InvalidRequest("text.empty", field="title")

    def typed(name: str) -> dict[str, str]:
        return {main: form.get(name), other: form.get(f"{name}-{other}")}

    texts = FrameworkTexts(
        title=_both(framework.title, typed("title")),
        description=_both(framework.description, typed("description")),
        creator=form.get("creator"),
        attributions=framework.attributions,
    )
    slug = opened.record.slug
    by = sessions.speaking(office, opened.record.place)
    authoring.edit_framework(office, slug, texts, by=by, seen=opened.digest)
    return go(f"/workshop/frameworks/{slug}?saved=texts")


def _both(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The texts of every language: those of the form, and those that it does not show."""
    return {**old, **new}


def _domains(office: Office, opened: Draft, form: Form) -> BaseResponse:
    """Add a domain, call one otherwise, or take an empty one away, as the button says."""
    slug, seen = opened.record.slug, opened.digest
    by = sessions.speaking(office, opened.record.place)
    main = _main(opened.framework)
    if form.get("remove"):
        authoring.remove_domain(office, slug, form.get("remove"), by=by, seen=seen)
    elif form.get("rename"):
        domain = _domain(opened.framework, form.get("rename"))
        label = _both(domain.label, {main: form.get(f"label-{domain.code}")})
        authoring.edit_domain(office, slug, domain.code, label, by=by, seen=seen)
    else:
        asked = DomainRequest({main: form.get("domain")})
        authoring.add_domain(office, slug, asked, by=by, seen=seen)
    return go(f"/workshop/frameworks/{slug}/edit#domains")


def _domain(framework: Framework, code: str) -> Domain:
    for domain in framework.domains:
        if domain.code == code:
            return domain
    raise Conflict("workshop.domain_gone", domain=code[:20])


def _file(office: Office, framework: Framework, suffix: str) -> Response:
    """The working document in one of our formats, to keep or to work on elsewhere."""
    for known in FORMATS:
        if known.suffix == suffix:
            text = export(framework, known.name, office.settings.base_url)
            response = make_response(text)
            response.content_type = known.media_type
            name = f"{framework.slug}-brouillon{suffix}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    raise NotFound(
        "file.unknown", kind=suffix[:20], known=", ".join(item.suffix for item in FORMATS)
    )
