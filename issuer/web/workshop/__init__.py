"""The signed-in pages: where people of a place write referentials, review bridges, make badges.

One file a noun; each adds its addresses to one blueprint, which `guards` watches over. Everything
works without JavaScript, and nothing is stored before the last button of a form.
"""

from flask import Blueprint

from issuer.ports import Office
from issuer.web.workshop import guards
from issuer.web.workshop.badges import add_badges
from issuer.web.workshop.bridges import add_bridges
from issuer.web.workshop.competencies import add_competencies
from issuer.web.workshop.connecting import add_connecting
from issuer.web.workshop.frameworks import add_frameworks
from issuer.web.workshop.home import add_home
from issuer.web.workshop.mail import add_mail
from issuer.web.workshop.proposals import add_proposals
from issuer.web.workshop.publications import add_publications
from issuer.web.workshop.signing_in import add_signing_in
from issuer.web.workshop.tables import add_tables
from issuer.web.workshop.taking_up import add_taking_up

_NOUNS = (
    add_mail,
    add_home,
    add_signing_in,
    add_frameworks,
    add_competencies,
    add_publications,
    add_taking_up,
    add_tables,
    add_proposals,
    add_connecting,
    add_bridges,
    add_badges,
)


def make_workshop(office: Office) -> Blueprint:
    """The addresses under `/workshop`."""
    pages = Blueprint("workshop", __name__)
    guards.install(pages, office)
    for add in _NOUNS:
        add(pages, office)
    return pages
