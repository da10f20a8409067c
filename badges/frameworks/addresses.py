"""Where a published framework lives: every address is made here, from the instance's origin."""

from urllib.parse import quote

from badges.model.competencies import is_address
from badges.model.framework import Competency, Domain, Framework, OfficialMatch


def collection(base_url: str) -> str:
    """The address against which the relative identifiers of our files resolve."""
    return f"{base_url.rstrip('/')}/frameworks/"


def framework_url(framework: Framework, base_url: str) -> str:
    """The address of the framework itself."""
    return collection(base_url) + framework.slug


def competency_url(framework: Framework, competency: Competency, base_url: str) -> str:
    """The address of one competency, the same for every version (referential.md 4.2)."""
    return f"{framework_url(framework, base_url)}/{competency.slug}"


def domain_url(framework: Framework, domain: Domain, base_url: str) -> str:
    """The address of a family of competencies."""
    return f"{framework_url(framework, base_url)}/domains/{domain.slug}"


def level_url(framework: Framework, code: str, base_url: str) -> str:
    """The address of a level of the scale."""
    return f"{framework_url(framework, base_url)}/levels/{code}"


def official_url(match: OfficialMatch, base_url: str) -> str:
    """What identifies an official item: its publisher's address, else ours for that item.

    ROME publishes no address for a competence or a savoir, nor DigComp for a competence, and the
    items of many imported referentials have none: there an instance answers at
    `/frameworks/<scheme>/<code>`.
    """
    return concept_url(match.scheme, match.code, match.uri, base_url)


def concept_url(scheme: str, code: str, uri: str | None, base_url: str) -> str:
    """As `official_url`, for an item of which only the names are at hand."""
    if uri is not None and is_address(uri):
        return uri
    return f"{collection(base_url)}{scheme}/{quote(code, safe='')}"


def official_page(match: OfficialMatch, base_url: str) -> str:
    """Where people read about an official item: as `official_url`, DigComp sharing one DOI."""
    return _SHARED_PAGES.get(match.framework) or official_url(match, base_url)


# Where a publisher has one page for the whole referential, and none for an item.
_SHARED_PAGES = {"DigComp": "https://doi.org/10.2760/0001149"}
