"""One referential: its map and its list, what it is made of, and every format of it."""

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from badges.frameworks import FORMATS, schema_org
from badges.model.framework import Framework
from badges.web.languages import current
from badges.web.public_documents import publish
from issuer.model import Place
from issuer.ports import Office
from issuer.services import places
from issuer.services.commons import referentials
from issuer.web.pages.frameworks.addresses import home_of
from issuer.web.pages.frameworks.answering import TYPES, negotiated, page, whole_graph

SEARCH_LENGTH = 100
_DETAILED_MAP = 120
"""With more competencies than that the map shows families and their number only."""

_TABLES = {known.suffix[1:]: known for known in FORMATS if known.suffix[1:] not in TYPES}


def add_whole(pages: Blueprint, office: Office) -> None:
    """The page and the documents of a whole referential, its levels and its families."""
    base_url = office.settings.base_url

    @pages.get("/frameworks/<fw:slug>")
    def whole(slug: str) -> Response:
        framework = referentials.published(office, slug)
        return negotiated(
            lambda: _page(office, framework),
            lambda suffix: whole_graph(framework, base_url, suffix),
        )

    @pages.get("/frameworks/<fw:slug>.<any(jsonld, ttl):suffix>")
    def whole_graph_file(slug: str, suffix: str) -> Response:
        framework = referentials.published(office, slug)
        return publish(whole_graph(framework, base_url, suffix), TYPES[suffix])

    @pages.get("/frameworks/<fw:slug>.<any('csv', 'sssom.tsv', 'case.json'):suffix>")
    def whole_table(slug: str, suffix: str) -> Response:
        return table(referentials.published(office, slug), base_url, suffix)

    @pages.get("/frameworks/<fw:slug>/levels/<code>")
    def level(slug: str, code: str) -> Response:
        framework = referentials.published(office, slug)
        return page("issuer/level.html", framework=framework, level=framework.level(code))

    @pages.get("/frameworks/<fw:slug>/domains/<fw:domain>")
    def domain(slug: str, domain: str) -> BaseResponse:
        framework = referentials.published(office, slug)
        if domain not in {item.slug for item in framework.domains}:
            abort(404)
        return redirect(f"{home_of(framework)}#{domain}", 303)


def table(framework: Framework, base_url: str, suffix: str) -> Response:
    """The framework as a file to download, in one of the formats that are not graphs."""
    known = _TABLES[suffix]
    media_type = known.media_type.partition(";")[0]
    response = publish(known.write(framework, base_url).encode(), media_type)
    name = f"{framework.slug}-{framework.version}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(office: Office, framework: Framework) -> Response:
    sought = request.args.get("q", "").strip()[:SEARCH_LENGTH]
    return page(
        "issuer/framework.html",
        framework=framework,
        sought=sought,
        found=framework.search(sought) if sought else None,
        keeper=keeper_of(office, framework),
        is_detailed=len(framework.competencies) <= _DETAILED_MAP,
        schema_org=_schema_org(framework, office.settings.base_url),
    )


def _schema_org(framework: Framework, base_url: str) -> str:
    """What search engines read; a long framework names its terms on their own pages only."""
    terms = schema_org.framework_terms(framework, base_url, current())
    if len(framework.competencies) > _DETAILED_MAP:
        del terms["hasDefinedTerm"]
    return schema_org.data_block(terms)


def keeper_of(office: Office, framework: Framework) -> Place | None:
    """The place that keeps the framework, when one does."""
    return places.get(office, framework.place) if framework.place else None
