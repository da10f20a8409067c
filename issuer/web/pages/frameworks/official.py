"""Official items: what a referential of ROME, ESCO, DigComp… says, and who of us cites it."""

from urllib.parse import quote

from flask import Blueprint, Response

from badges.documents import serialize
from badges.frameworks.official_items import concept_jsonld
from badges.model.concepts import Concept, Scheme
from badges.model.framework import OfficialMatch
from badges.web.links import web_address
from badges.web.public_documents import publish
from issuer.ports import Office
from issuer.services.official import items as official
from issuer.web.pages.frameworks.answering import JSON_LD, negotiated, page

_OCCUPATION_PAGES = "https://candidat.francetravail.fr/metierscope/fiche-metier/"
_RECORD_PAGES = "https://www.francecompetences.fr/recherche/"

_TYPES = {"jsonld": JSON_LD}


def add_official(pages: Blueprint, office: Office) -> None:
    """The pages of official items that have no address that one of our slugs could have."""

    @pages.get("/frameworks/<scheme>/<path:code>")
    def official_item(scheme: str, code: str) -> Response:
        return official_answer(office, scheme, code)

    @pages.get("/frameworks/<scheme>/<path:code>.jsonld")
    def official_file(scheme: str, code: str) -> Response:
        return official_graph(office, scheme, code)


def official_answer(office: Office, scheme: str, code: str) -> Response:
    """What is known here of an official item, for people or for programs.

    Raises:
        NotFound: it is neither imported nor cited; so do the functions below.
    """
    official.require_known(office, scheme, code)
    return negotiated(
        lambda: official_page(office, scheme, code),
        lambda _: official_document(office, scheme, code),
        types=_TYPES,
    )


def official_graph(office: Office, scheme: str, code: str) -> Response:
    """The JSON-LD of an official item at an address of its own."""
    return publish(official_document(office, scheme, code), JSON_LD)


def official_document(office: Office, scheme: str, code: str) -> bytes:
    """The item as a SKOS concept: as imported, or as little as our bridges say of it."""
    official.require_known(office, scheme, code)
    base_url = office.settings.base_url
    item = official.item(office, scheme, code)
    if item is not None:
        above, gone = next(iter(item.broader), None), item.kept.gone_in is not None
        document = concept_jsonld(
            item.scheme.scheme, item.concept, base_url, broader=above, gone=gone
        )
        return serialize(document)
    cited = official.citations(office, scheme, code)[0].match
    edition = Scheme(cited.scheme, cited.framework, cited.version, "fr")
    concept = Concept(cited.code, cited.kind, cited.label, uri=cited.uri)
    return serialize(concept_jsonld(edition, concept, base_url))


def official_page(office: Office, scheme: str, code: str) -> Response:
    """What is known here of an official item: as imported, or as our bridges name it."""
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
