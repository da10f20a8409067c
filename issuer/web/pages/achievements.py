"""What a place recognises: the page of a definition, its JSON-LD and its picture."""

from flask import Blueprint, Response, abort, render_template, request

from badges.documents import serialize
from badges.errors import FrameworkError
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.model import Achievement
from issuer.ports import Office
from issuer.services import achievements, places, publishing

_OFFERS = ("application/ld+json", HTML, "application/json", "application/vc+ld+json")


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
                framework=office.framework,
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


def _skills(office: Office, achievement: Achievement) -> list[tuple[object, object]]:
    """Each competency that is still in the referential, with the level aimed at, if any."""
    found: list[tuple[object, object]] = []
    for item in achievement.competencies:
        try:
            competency = office.framework.find(item.notation)
            level = office.framework.level(item.level) if item.level else None
        except FrameworkError:
            continue
        found.append((competency, level))
    return found
