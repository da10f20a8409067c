"""What a place recognises: the page of a definition, its JSON-LD and its picture."""

from flask import Blueprint, Response, abort, render_template, request

from badges.documents import serialize
from badges.errors import FrameworkError
from badges.frameworks.alignments import in_credentials
from badges.model.framework import Competency, Framework, Level
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.errors import NotFound
from issuer.model import Achievement
from issuer.ports import Office
from issuer.services import achievements, places, publishing
from issuer.services.commons import referentials
from issuer.web.sheet import Cousin

_OFFERS = ("application/ld+json", HTML, "application/json", "application/vc+ld+json")
_Skill = tuple[Framework, Competency, Level | None, tuple[Cousin, ...]]


def make_achievements(office: Office) -> Blueprint:
    """The addresses of definitions."""
    pages = Blueprint("achievements", __name__)

    @pages.get("/achievements/<slug>")
    def achievement(slug: str) -> Response:
        found = achievements.get(office, slug)
        media_type = negotiate(request, _OFFERS) or abort(406)
        if media_type != HTML:
            body = serialize(publishing.achievement_document(office, slug))
            return publish(body, media_type, vary=VARY)
        response = Response(
            render_template(
                "issuer/achievement.html",
                achievement=found,
                place=places.get(office, found.place),
                skills=_skills(office, found),
            )
        )
        response.vary.update(VARY)
        return response

    @pages.get("/achievements/<slug>.<any(json, jsonld):_kind>")
    def document(slug: str, _kind: str) -> Response:
        body = serialize(publishing.achievement_document(office, slug))
        return publish(body, "application/ld+json")

    @pages.get("/achievements/<slug>.<any(png, svg):kind>")
    def image(slug: str, kind: str) -> Response:
        body, media_type = publishing.achievement_image(office, slug, kind)
        return publish(body, media_type)

    return pages


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
