"""Official items: what a referential of ROME, ESCO, DigComp… says, and who of us cites it."""

from urllib.parse import quote

from flask import Blueprint, Response

from badges.model.framework import OfficialMatch
from badges.web.links import web_address
from issuer.ports import Office
from issuer.services.official import items as official
from issuer.web.pages.frameworks.answering import page

_OCCUPATION_PAGES = "https://candidat.francetravail.fr/metierscope/fiche-metier/"
_RECORD_PAGES = "https://www.francecompetences.fr/recherche/"


def add_official(pages: Blueprint, office: Office) -> None:
    """The pages of official items that have no address that one of our slugs could have."""

    @pages.get("/frameworks/<scheme>/<path:code>")
    def official_item(scheme: str, code: str) -> Response:
        return official_page(office, scheme, code)


def official_page(office: Office, scheme: str, code: str) -> Response:
    """What is known here of an official item: as imported, or as our bridges name it.

    Raises:
        NotFound: it is neither imported nor cited.
    """
    official.require_known(office, scheme, code)
    item = official.item(office, scheme, code)
    citations = official.citations(office, scheme, code)
    cited = citations[0].match if citations else None
    uri = item.concept.uri if item else cited.uri if cited else None
    kind = item.concept.kind if item else cited.kind if cited else ""
    return page(
        "issuer/official.html",
        key=scheme,
        code=code,
        item=item,
        cited=cited,
        citations=citations,
        publisher=publisher_page(scheme, kind, code, uri),
    )


def publisher_page(scheme: str, kind: str, code: str, uri: str | None) -> str | None:
    """Where the publisher of the referential itself tells of the item, when it does.

    France Travail has a page for each occupation and France compétences for each record, found by
    their codes; nobody has one for a skill of ROME (referential.md 2).
    """
    if web_address(uri):
        return uri
    if scheme == "rome" and kind == "fiche":
        return _OCCUPATION_PAGES + quote(code, safe="")
    number = code.upper().removeprefix("RNCP").removeprefix("RS")
    if scheme == "rncp" and number.isdecimal():
        branch = "rs" if code.upper().startswith("RS") else "rncp"
        return f"{_RECORD_PAGES}{branch}/{number}/"
    return None


def page_of_match(match: OfficialMatch) -> str | None:
    """As `publisher_page`, for the item of a bridge."""
    return publisher_page(match.scheme, match.kind, match.code, match.uri)
