"""Frozen versions: each document exactly as it was published, and the history of what changed."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response

from badges.model.framework import Framework
from badges.web.public_documents import YEAR, publish
from issuer.model import FrameworkVersion
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.services.commons.comparing import Comparison, compare
from issuer.web.pages.frameworks.answering import TYPES, negotiated, one_graph, page, whole_graph
from issuer.web.pages.frameworks.competency import competency_page, find

_HISTORY_LIMIT = 50
_for_ever = partial(publish, max_age=YEAR, immutable=True)


def add_frozen(pages: Blueprint, office: Office) -> None:
    """The history of a referential, and every frozen version of it."""
    base_url = office.settings.base_url

    @pages.get("/frameworks/<fw:slug>/versions")
    def history(slug: str) -> Response:
        kept = referentials.versions(office, slug)
        framework = referentials.published(office, slug)
        return page(
            "issuer/framework_versions.html",
            framework=framework,
            steps=_steps(office, slug, kept[:_HISTORY_LIMIT]),
            left=max(0, len(kept) - _HISTORY_LIMIT),
        )

    @pages.get("/frameworks/<fw:slug>/<frozen:version>")
    def frozen(slug: str, version: str) -> Response:
        framework = referentials.published(office, slug, version)
        return negotiated(
            lambda: _frozen_page(office, framework),
            lambda suffix: whole_graph(framework, base_url, suffix),
            publish=_for_ever,
        )

    @pages.get("/frameworks/<fw:slug>/<frozen:version>.<any(jsonld, ttl):suffix>")
    def frozen_graph(slug: str, version: str, suffix: str) -> Response:
        framework = referentials.published(office, slug, version)
        return _for_ever(whole_graph(framework, base_url, suffix), TYPES[suffix])

    @pages.get("/frameworks/<fw:slug>/<frozen:version>/<fw:name>")
    def frozen_competency(slug: str, version: str, name: str) -> Response:
        framework = referentials.published(office, slug, version)
        item = find(framework, name)
        return negotiated(
            lambda: competency_page(office, framework, item, frozen=True),
            lambda suffix: one_graph(framework, item, base_url, suffix),
            publish=_for_ever,
        )

    @pages.get("/frameworks/<fw:slug>/<frozen:version>/<fw:name>.<any(jsonld, ttl):suffix>")
    def frozen_competency_graph(slug: str, version: str, name: str, suffix: str) -> Response:
        framework = referentials.published(office, slug, version)
        body = one_graph(framework, find(framework, name), base_url, suffix)
        return _for_ever(body, TYPES[suffix])


@dataclass(frozen=True)
class HistoryStep:
    """One publication, and what it changed; the first one has nothing before it."""

    version: FrameworkVersion
    framework: Framework
    comparison: Comparison | None


def _steps(office: Office, slug: str, kept: tuple[FrameworkVersion, ...]) -> list[HistoryStep]:
    frameworks = [referentials.published(office, slug, item.version) for item in kept]
    older = [*frameworks[1:], None]
    return [
        HistoryStep(version, framework, compare(before, framework) if before else None)
        for version, framework, before in zip(kept, frameworks, older, strict=True)
    ]


def _frozen_page(office: Office, framework: Framework) -> Response:
    kept = referentials.versions(office, framework.slug)
    return page(
        "issuer/framework_frozen.html",
        framework=framework,
        version=next(item for item in kept if item.version == framework.version),
        is_latest=kept[0].version == framework.version,
    )
