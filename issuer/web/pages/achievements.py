"""What a place recognises: the page of a definition, its JSON-LD and its picture."""

from flask import Blueprint, Response, abort, render_template, request

from badges.documents import serialize
from badges.errors import FrameworkError
from badges.frameworks.alignments import in_credentials
from badges.model.framework import Competency, Framework, Level
from badges.web.languages import PARAMETER, current
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.errors import NotFound
from issuer.model import Achievement
from issuer.ports import Office
from issuer.services import achievements, places, publishing
from issuer.services.addresses import achievement_image_url
from issuer.services.commons import referentials
from issuer.web.sheet import Cousin

_OFFERS = ("application/ld+json", HTML, "application/json", "application/vc+ld+json")
_TAG_LENGTH = 10
_DIGITS = 6
_Skill = tuple[Framework, Competency, Level | None, tuple[Cousin, ...]]


def make_achievements(office: Office) -> Blueprint:
    """The addresses of definitions, of their versions and of their pictures."""
    pages = Blueprint("achievements", __name__)
    pages.add_app_template_filter(picture_path, "achievement_picture")

    @pages.get("/achievements/<slug>")
    def achievement(slug: str) -> Response:
        return _answer(office, achievements.get(office, slug), None)

    @pages.get("/achievements/<slug>/v<number>")
    def achievement_version(slug: str, number: str) -> Response:
        version = _number(number)
        return _answer(office, achievements.version(office, slug, version), version)

    @pages.get("/achievements/<slug>.<any(json, jsonld):_kind>")
    def document(slug: str, _kind: str) -> Response:
        body = serialize(publishing.achievement_document(office, slug, _asked()))
        return publish(body, _OFFERS[0])

    @pages.get("/achievements/<slug>.<any(png, svg):kind>")
    def image(slug: str, kind: str) -> Response:
        body, media_type = publishing.achievement_image(office, slug, kind)
        return publish(body, media_type)

    @pages.get("/achievements/<slug>/v<number>/image.<any(png, svg):kind>")
    def version_image(slug: str, number: str, kind: str) -> Response:
        body, media_type = publishing.achievement_image(office, slug, kind, _number(number))
        return publish(body, media_type)

    return pages


def picture_path(achievement: Achievement) -> str:
    """Where the picture of a definition is, as it looks today."""
    return achievement_image_url("", achievement.slug, "svg", version=achievement.version)


def _number(text: str) -> int:
    """The number of a version in an address; what is no number is no version."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        abort(404)
    return int(text)


def _asked() -> str | None:
    """The language that a program asks for; without one it reads what awards embed."""
    return request.args.get(PARAMETER, "")[:_TAG_LENGTH] or None


def _answer(office: Office, found: Achievement, number: int | None) -> Response:
    """The definition as the client wants it: its page, or its JSON-LD in one language."""
    media_type = negotiate(request, _OFFERS) or abort(406)
    if media_type != HTML:
        document = publishing.achievement_document(office, found.slug, _asked(), number)
        return publish(serialize(document), media_type, vary=VARY)
    response = Response(_page(office, found))
    response.vary.update(VARY)
    return response


def _page(office: Office, found: Achievement) -> str:
    kept = achievements.versions(office, found.slug)
    tag = achievements.spoken(found, _asked() or current())
    tags = (found.language, *found.translations)
    return render_template(
        "issuer/achievement.html",
        achievement=achievements.translated(found, tag),
        latest=kept[0].definition.version,
        versions=kept if len(kept) > 1 else (),
        others=[other for other in tags if other != tag],
        place=places.get(office, found.place),
        skills=_skills(office, found),
    )


def _skills(office: Office, achievement: Achievement) -> list[_Skill]:
    """Each competency with its framework, the level aimed at, if any, and its official items.

    These are the ones that the JSON-LD names: a badge awarded now would be signed with them.
    """
    found: list[_Skill] = []
    for item in achievement.competencies:
        try:
            framework, competency = referentials.competency(office, item.notation)
            level = framework.level(item.level) if item.level else None
        except (FrameworkError, NotFound):
            continue
        named = tuple(
            Cousin(match, is_signed=True) for match in competency.matches if in_credentials(match)
        )
        found.append((framework, competency, level, named))
    return found
