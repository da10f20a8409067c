"""What a place keeps of people, told to everybody: what, why, how long, and what to do about it."""

from flask import Blueprint, render_template

from badges.web.languages import words
from issuer.ports import Office
from issuer.services import places
from issuer.services.privacy.readable import kept_for
from issuer.services.privacy.statement import Entry, entries_about


def make_privacy(office: Office) -> Blueprint:
    """The address of the notice of each place."""
    pages = Blueprint("privacy", __name__)

    @pages.get("/places/<slug>/privacy")
    def notice(slug: str) -> str:
        return render_template(
            "issuer/privacy.html",
            place=places.get(office, slug),
            learners=entries_about("learner"),
            team=entries_about("team"),
            kept_for=kept,
        )

    return pages


def kept(entry: Entry) -> str:
    """How long something is kept, in the language of the page."""
    return kept_for(words(), entry)
