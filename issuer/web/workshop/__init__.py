"""The signed-in pages: where people of a place write referentials, review bridges, make badges.

One file a noun; each adds its addresses to one blueprint, which `guards` watches over. Everything
works without JavaScript; what is long to write is kept at each step, and signed by nobody before
the last button.
"""

from flask import Blueprint

from issuer.ports import Office
from issuer.web.workshop import guards
from issuer.web.workshop.archives import add_archives
from issuer.web.workshop.awards import add_awards
from issuer.web.workshop.awards_lines import add_awards_lines
from issuer.web.workshop.awards_look import add_awards_look
from issuer.web.workshop.awards_papers import add_awards_papers
from issuer.web.workshop.awards_people import add_awards_people
from issuer.web.workshop.awards_progress import add_awards_progress
from issuer.web.workshop.badge_end import add_badge_end
from issuer.web.workshop.badge_library import add_badge_library
from issuer.web.workshop.badge_steps import add_badge_steps
from issuer.web.workshop.badges import add_badges
from issuer.web.workshop.bridges import add_bridges
from issuer.web.workshop.competencies import add_competencies
from issuer.web.workshop.connecting import add_connecting
from issuer.web.workshop.credentials import add_credentials
from issuer.web.workshop.frameworks import add_frameworks
from issuer.web.workshop.holders import add_holders
from issuer.web.workshop.home import add_home
from issuer.web.workshop.journal import add_journal
from issuer.web.workshop.mail import add_mail
from issuer.web.workshop.me import add_me
from issuer.web.workshop.network import add_network
from issuer.web.workshop.place_home import add_place_home
from issuer.web.workshop.posters import add_posters
from issuer.web.workshop.privacy import add_privacy
from issuer.web.workshop.profile import add_profile
from issuer.web.workshop.proposals import add_proposals
from issuer.web.workshop.publications import add_publications
from issuer.web.workshop.requests import add_requests
from issuer.web.workshop.sharing import add_sharing
from issuer.web.workshop.signing_in import add_signing_in
from issuer.web.workshop.tables import add_tables
from issuer.web.workshop.taking_up import add_taking_up
from issuer.web.workshop.team import add_team
from issuer.web.workshop.tokens import add_tokens

_NOUNS = (
    add_archives,
    add_mail,
    add_home,
    add_place_home,
    add_awards,
    add_awards_people,
    add_awards_lines,
    add_awards_look,
    add_awards_progress,
    add_awards_papers,
    add_signing_in,
    add_me,
    add_team,
    add_tokens,
    add_journal,
    add_frameworks,
    add_competencies,
    add_publications,
    add_taking_up,
    add_tables,
    add_proposals,
    add_connecting,
    add_bridges,
    add_badges,
    add_badge_library,
    add_badge_steps,
    add_badge_end,
    add_network,
    add_credentials,
    add_posters,
    add_requests,
    add_holders,
    add_privacy,
    add_profile,
    add_sharing,
)


def make_workshop(office: Office) -> Blueprint:
    """The addresses under `/workshop`."""
    pages = Blueprint("workshop", __name__)
    guards.install(pages, office)
    for add in _NOUNS:
        add(pages, office)
    return pages
