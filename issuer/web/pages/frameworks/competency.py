"""One competency: made to be read aloud, then its bridges, badges and proofs of absence."""

from flask import Blueprint, Response

from badges.errors import FrameworkError
from badges.frameworks import schema_org
from badges.model.framework import Competency, Framework
from badges.web.languages import current
from badges.web.public_documents import publish
from issuer.errors import NotFound
from issuer.model import Achievement, Place
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.services.commons import referentials
from issuer.web.pages.frameworks.addresses import home_of, path_of
from issuer.web.pages.frameworks.answering import TYPES, negotiated, one_graph, page, suggest
from issuer.web.pages.frameworks.cousins import evidence, groups
from issuer.web.pages.frameworks.official import official_answer, official_graph

_NEAR = 5


def add_competency(pages: Blueprint, office: Office) -> None:
    """The page and the graphs of each competency; official items of the same form as well."""
    base_url = office.settings.base_url

    @pages.get("/frameworks/<fw:slug>/<fw:name>")
    def competency(slug: str, name: str) -> Response:
        try:
            framework = referentials.published(office, slug)
        except NotFound:
            return official_answer(office, slug, name)
        item = find(framework, name)
        return negotiated(
            lambda: competency_page(office, framework, item),
            lambda suffix: one_graph(framework, item, base_url, suffix),
        )

    @pages.get("/frameworks/<fw:slug>/<fw:name>.<any(jsonld, ttl):suffix>")
    def competency_graph(slug: str, name: str, suffix: str) -> Response:
        try:
            framework = referentials.published(office, slug)
        except NotFound:
            if suffix != "jsonld":
                raise
            return official_graph(office, slug, name)
        body = one_graph(framework, find(framework, name), base_url, suffix)
        return publish(body, TYPES[suffix])


def find(framework: Framework, slug: str) -> Competency:
    """The competency of that slug; its notation in the address is not a second address.

    Raises:
        FrameworkError: there is none.
    """
    for item in framework.competencies:
        if item.slug == slug:
            return item
    near = framework.search(slug.replace("-", " "))[:_NEAR]
    suggest([(home_of(framework), framework.title.say(current()))])
    suggest([(path_of(framework, item), item.label.say(current())) for item in near])
    raise FrameworkError("framework.competency_unknown", name=slug)


def competency_page(
    office: Office, framework: Framework, item: Competency, *, frozen: bool = False
) -> Response:
    """The page of a competency, of today or of a frozen version."""
    return page(
        "issuer/competency.html",
        framework=framework,
        competency=item,
        frozen=frozen,
        successor=_successor(framework, item),
        achievements=recognising(office, item),
        cousins=groups(office, item),
        evidence=evidence(framework, item),
        schema_org=schema_org.data_block(
            schema_org.competency_term(framework, item, office.settings.base_url, current())
        ),
    )


def recognising(office: Office, item: Competency) -> list[tuple[Achievement, Place]]:
    """The badges of this instance that recognise the competency, and who awards each."""
    keepers = {place.slug: place for place in places.list_all(office)}
    return [
        (achievement, keepers[achievement.place])
        for achievement in achievements.list_published(office)
        if any(part.notation == item.notation for part in achievement.competencies)
    ]


def _successor(framework: Framework, item: Competency) -> Competency | None:
    try:
        return framework.find(item.replaced_by) if item.replaced_by else None
    except FrameworkError:
        return None
