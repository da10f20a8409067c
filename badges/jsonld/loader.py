"""Contexts for PyLD out of the catalogue only: nothing is ever fetched (ISS-05)."""

from typing import Any

from badges.errors import UnknownContext
from schemas.catalogue import Catalogue


class CatalogueLoader:
    """A document loader in PyLD's form that answers from a closed catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, url: str, options: dict[str, Any]) -> dict[str, Any]:
        """The context at `url`, as PyLD's remote document.

        Raises:
            UnknownContext: the catalogue does not hold it.
        """
        del options
        try:
            document = self._catalogue.document(url)
        except KeyError as error:
            raise UnknownContext("jsonld.unknown_context", url=url) from error
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
            "tag": None,
        }
