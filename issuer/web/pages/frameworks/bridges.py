"""The bridges of a referential by state, who reviewed how many, and the table of them."""

from collections import Counter

from flask import Blueprint, Response

from badges.model.framework import Competency, Framework, MappingStatus, OfficialMatch
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.web.pages.frameworks.answering import page
from issuer.web.pages.frameworks.whole import table

_STATES: tuple[MappingStatus, ...] = ("published", "reviewed", "reopened", "proposed")
_LIMIT = 100

Row = tuple[Competency, OfficialMatch]


def add_bridges(pages: Blueprint, office: Office) -> None:
    """The page of the bridges and their table."""

    @pages.get("/frameworks/<fw:slug>/mappings")
    def bridges(slug: str) -> Response:
        framework = referentials.published(office, slug)
        return page(
            "issuer/framework_mappings.html",
            framework=framework,
            states=_by_state(framework),
            reviewers=_reviewers(office, slug),
            limit=_LIMIT,
        )

    @pages.get("/frameworks/<fw:slug>/mappings.sssom.tsv")
    def bridges_table(slug: str) -> Response:
        return table(referentials.published(office, slug), office.settings.base_url, "sssom.tsv")


def _by_state(framework: Framework) -> list[tuple[MappingStatus, list[Row]]]:
    rows = [(item, match) for item in framework.competencies for match in item.matches]
    found = [(state, [row for row in rows if row[1].status == state]) for state in _STATES]
    return [(state, some) for state, some in found if some]


def _reviewers(office: Office, slug: str) -> list[tuple[str, str | None, int]]:
    """Who said something of a bridge, from which place, and of how many, the busiest first."""
    seen: Counter[tuple[str, str | None]] = Counter()
    with office.store.read() as work:
        names = {place.slug: place.name for place in work.places.list()}
        for bridge in work.bridges.of(slug):
            people = {
                (review.reviewer_name, names.get(review.place or "", review.place))
                for review in work.bridges.reviews(bridge.id)
            }
            seen.update(people)
    return [(name, place, count) for (name, place), count in seen.most_common()]
