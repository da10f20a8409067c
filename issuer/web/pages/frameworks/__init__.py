"""The referentials kept here: pages for people, documents for programs, one address each."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, request

from badges.web.languages import words
from issuer.ports import Office
from issuer.web.pages.frameworks.addresses import prepare
from issuer.web.pages.frameworks.answering import suggest
from issuer.web.pages.frameworks.bridges import add_bridges
from issuer.web.pages.frameworks.catalogue import add_catalogue
from issuer.web.pages.frameworks.comparison import add_comparison
from issuer.web.pages.frameworks.competency import add_competency
from issuer.web.pages.frameworks.frozen import add_frozen
from issuer.web.pages.frameworks.official import add_official
from issuer.web.pages.frameworks.paper import add_paper
from issuer.web.pages.frameworks.search import add_search
from issuer.web.pages.frameworks.whole import add_whole

_WORDS_LENGTH = 60


def make_frameworks(office: Office) -> Blueprint:
    """The addresses of referentials, their competencies, their versions and official items."""
    pages = Blueprint("frameworks", __name__)
    prepare(pages)

    @pages.before_request
    def _ways_out() -> None:
        say = words()
        suggest([("/frameworks", say("web.referentials.title")), _asked_as_words(say)])

    for add in (
        add_catalogue,
        add_search,
        add_comparison,
        add_whole,
        add_frozen,
        add_paper,
        add_bridges,
        add_competency,
        add_official,
    ):
        add(pages, office)
    return pages


def _asked_as_words(say: Callable[..., str]) -> tuple[str, str]:
    """The search for what the end of the address says, for an address that leads nowhere."""
    last = request.path.rpartition("/")[2].partition(".")[0]
    asked = last.replace("-", " ").strip()[:_WORDS_LENGTH]
    return f"/frameworks/search?{urlencode({'q': asked})}", say("web.search.for", words=asked)
