"""Does our sharing work? The test of a place, for whoever runs it."""

from flask import Blueprint, render_template

from issuer.errors import NotAllowed
from issuer.model import Place
from issuer.ports import Office
from issuer.services.sharing import self_test
from issuer.web.workshop import sessions
from issuer.web.workshop.place_home import own_place
from issuer.web.workshop.robot import visit


def add_sharing(pages: Blueprint, office: Office) -> None:
    """The address of the test."""

    @pages.get("/workshop/<place>/sharing")
    def sharing(place: str) -> str:
        found = managed_place(office, place)
        made = self_test.examine(office, found.slug, visit)
        return render_template("workshop/sharing.html", place=found, test=made)


def managed_place(office: Office, slug: str) -> Place:
    """A place that the person runs.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: somebody else runs it.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("place.edit", place.slug):
        raise NotAllowed("network.not_yours", place=place.name)
    return place
