"""`/frameworks`: the referentials kept here, the official ones at hand, and one search box."""

from flask import Blueprint, Response

from issuer.ports import Office
from issuer.services import places
from issuer.services.commons import referentials
from issuer.services.official import items as official
from issuer.web.pages.frameworks.answering import page


def add_catalogue(pages: Blueprint, office: Office) -> None:
    """The list of referentials."""

    @pages.get("/frameworks")
    def index() -> Response:
        return page(
            "issuer/frameworks.html",
            cards=referentials.cards(office),
            schemes=official.schemes(office),
            keepers={place.slug: place.name for place in places.list_all(office)},
        )
