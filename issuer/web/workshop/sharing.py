"""Does our sharing work? The test of a place, for whoever runs it."""

from flask import Blueprint, render_template

from issuer.ports import Office
from issuer.services.sharing import self_test
from issuer.web.workshop.place_home import managed_place
from issuer.web.workshop.robot import visit


def add_sharing(pages: Blueprint, office: Office) -> None:
    """The address of the test."""

    @pages.get("/workshop/<place>/sharing")
    def sharing(place: str) -> str:
        found = managed_place(office, place)
        made = self_test.examine(office, found.slug, visit)
        return render_template("workshop/sharing.html", place=found, test=made)
