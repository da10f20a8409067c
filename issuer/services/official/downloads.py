"""Fetching a referential from its producer, at the official address where one is known.

Through the one fetcher of the house, so guarded, and bounded: what is larger has to be fetched by
other means and imported from a file.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from badges.documents import Limits, parse
from badges.errors import DocumentError
from badges.ports import Fetched
from issuer.errors import InvalidRequest, NotFound
from issuer.ports import Office

LIMIT = 100_000_000
"""Bytes of a download; the archive of ROME has about five million, that of RNCP about ten."""

_INDEX_LIMITS = Limits(size=5_000_000, depth=32, nodes=500_000)
_ROME = "https://api.francetravail.fr/api-nomenclatureemploi/v1/open-data/csv"
_RNCP = (
    "https://www.data.gouv.fr/api/1/datasets/"
    "repertoire-national-des-certifications-professionnelles-et-repertoire-specifique/"
)
_RNCP_FILES = "export-fiches-csv"

_ENDINGS = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "text/turtle": ".ttl",
    "application/rdf+xml": ".rdf",
    "application/n-triples": ".nt",
    "text/csv": ".csv",
}

OFFICIAL = {"rome": _ROME, "rncp": _RNCP}
"""Formats whose producer gives the current edition at one address, without a key."""


def download(office: Office, url: str) -> Fetched:
    """The file at `url`, whole.

    Raises:
        FetchError: it cannot be had, or is larger than `LIMIT`.
        NotFound: this instance fetches nothing.
    """
    if office.fetcher is None:
        raise NotFound("download.offline")
    return office.fetcher.fetch(url, limit=LIMIT)


def download_official(office: Office, format_name: str | None) -> Fetched:
    """The current edition, from the producer itself.

    Raises:
        InvalidRequest: no official address is known for this format.
        FetchError: it cannot be had.
        NotFound: the producer's list does not name the file, or this instance fetches nothing.
    """
    url = OFFICIAL.get(format_name or "")
    if url is None:
        known = ", ".join(OFFICIAL)
        raise InvalidRequest(
            "download.no_address", field="format", format=format_name or "?", formats=known
        )
    if format_name == "rncp":
        url = _newest(_resources(office, url), url)
    return download(office, url)


def name_of(fetched: Fetched) -> str:
    """A file name for what was fetched, from the end of its address.

    Readers know files by their endings, and interfaces (CASE, content negotiation) give addresses
    without one: the media type of the answer tells it then.
    """
    name = unquote(urlsplit(fetched.url).path).rstrip("/").rsplit("/", 1)[-1] or "download"
    ending = _ENDINGS.get(fetched.media_type, "")
    return name if name.lower().endswith((*_ENDINGS.values(), ".zip")) else name + ending


def _resources(office: Office, url: str) -> list[Any]:
    """The files that a data set of data.gouv.fr has.

    Raises:
        NotFound: the answer is not such a list.
    """
    try:
        answer = parse(download(office, url).body, _INDEX_LIMITS)
    except DocumentError as error:
        raise NotFound("download.no_resource", url=url) from error
    resources = answer.get("resources")
    return resources if isinstance(resources, list) else []


def _newest(resources: list[Any], url: str) -> str:
    """The latest archive of tables: its title ends with its date, year first."""
    dated = [
        (item["title"], item["url"])
        for item in resources
        if isinstance(item, dict)
        and isinstance(item.get("title"), str)
        and isinstance(item.get("url"), str)
        and item["title"].startswith(_RNCP_FILES)
    ]
    if not dated:
        raise NotFound("download.no_resource", url=url)
    return str(max(dated)[1])
