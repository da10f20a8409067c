"""What changed since the last version, and publishing: what everybody will read from now on."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import Conflict, NotAllowed
from issuer.ports import Office
from issuer.services.commons import authoring
from issuer.services.commons.authoring import Draft
from issuer.services.commons.comparing import STEPS, Comparison, compare, next_version
from issuer.services.commons.releasing import FIRST_VERSION
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import CHANGED, attempt, go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.frameworks import mine

_SEEN = "seen"


def add_publications(pages: Blueprint, office: Office) -> None:
    """The addresses of changes and of publishing."""

    @pages.get("/workshop/frameworks/<slug>/changes")
    def changes(slug: str) -> str:
        opened = mine(office, slug)
        return render_template(
            "workshop/changes.html",
            framework=opened.framework,
            latest=opened.latest,
            comparison=_comparison(opened),
        )

    @pages.get("/workshop/frameworks/<slug>/publish")
    def publication(slug: str) -> str:
        return _page(_publishable(office, slug), Form.asked(request))

    @pages.post("/workshop/frameworks/<slug>/publish")
    def publish(slug: str) -> BaseResponse:
        opened = _publishable(office, slug)
        form = Form.typed(request)

        def act() -> BaseResponse:
            if form.get(_SEEN) != opened.digest:
                raise Conflict("workshop.publish.changed")
            frozen = authoring.publish(
                office,
                slug,
                by=sessions.speaking(office, opened.record.place),
                note=form.get("note"),
                step=form.get("step") or None,
                seen=opened.digest,
            )
            return go(f"/workshop/frameworks/{slug}?published={frozen.version}")

        try:
            return attempt(form, act, lambda mended: _page(opened, mended))
        except Conflict as problem:
            if problem.code != CHANGED:
                raise
            return attempt(form, _changed, lambda mended: _page(opened, mended))


def _changed() -> BaseResponse:
    raise Conflict("workshop.publish.changed")


def _publishable(office: Office, slug: str) -> Draft:
    opened = mine(office, slug)
    if not sessions.require(office).may("framework.publish", opened.record.place):
        raise NotAllowed("workshop.framework.not_yours", framework=opened.record.title)
    return opened


def _comparison(opened: Draft) -> Comparison | None:
    return None if opened.latest is None else compare(opened.latest, opened.framework)


def _page(opened: Draft, form: Form) -> str:
    comparison = _comparison(opened)
    return render_template(
        "workshop/publish.html",
        framework=opened.framework,
        draft=opened,
        comparison=comparison,
        choices=_choices(opened, comparison),
        form=form,
    )


def _choices(opened: Draft, comparison: Comparison | None) -> list[tuple[str, str]]:
    """The steps that the changes allow, the least first, each with the version that it leads to."""
    if opened.latest is None or comparison is None:
        return [("", FIRST_VERSION)]
    if comparison.step is None:
        return []
    allowed = STEPS[: STEPS.index(comparison.step) + 1]
    return [(step, next_version(opened.latest.version, step)) for step in reversed(allowed)]
