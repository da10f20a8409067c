"""`/frameworks/compare`: two referentials, or two versions of one, side by side in words."""

from flask import Blueprint, Response, request

from badges.model.framework import Framework, Words
from issuer.errors import InvalidRequest
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.services.commons.comparing import compare
from issuer.web.pages.frameworks.answering import page

_NAME_LIMIT = 120


def add_comparison(pages: Blueprint, office: Office) -> None:
    """The page that compares what `a` and `b` name, and asks when they name nothing."""

    @pages.get("/frameworks/compare")
    def comparison() -> Response:
        first, second = (request.args.get(name, "").strip()[:_NAME_LIMIT] for name in ("a", "b"))
        compared = None
        if first and second:
            compared = compare(_named(office, first), _named(office, second))
        return page(
            "issuer/framework_compare.html",
            first=first,
            second=second,
            compared=compared,
            choices=_choices(office),
        )


def _named(office: Office, name: str) -> Framework:
    """The referential called `slug`, or `slug@version` when one version is meant.

    Raises:
        NotFound: there is no such referential or version.
        InvalidRequest: a version was announced and not given.
    """
    slug, at, version = name.partition("@")
    if at and not version:
        raise InvalidRequest("framework.compare_version", field="version", framework=slug)
    return referentials.published(office, slug, version or None)


def _choices(office: Office) -> list[tuple[str, Words, str | None]]:
    """What can be compared: each referential as of today, then each of its frozen versions."""
    found: list[tuple[str, Words, str | None]] = []
    for card in referentials.cards(office):
        title = card.title
        found.append((card.slug, title, None))
        found += [
            (f"{card.slug}@{item.version}", title, item.version)
            for item in referentials.versions(office, card.slug)
        ]
    return found
