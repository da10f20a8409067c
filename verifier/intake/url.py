"""The address of a badge: asked for as a program asks, so that a page's address gives its badge.

`Accept` names the forms of a badge from the richest to the poorest (ISS-35): a service that also
has a page for people at that address answers with the signed document. One that knows only pages
answers with a page, which is read as such.
"""

import re
from dataclasses import dataclass

from badges.errors import FetchTooLarge
from verifier.errors import InputError
from verifier.intake.material import Onward, Opened, Tools

ACCEPT = (
    "application/vc, application/vc+ld+json, application/vc+jwt, application/ld+json;q=0.9, "
    "application/json;q=0.9, application/jwt;q=0.8, image/png;q=0.6, image/svg+xml;q=0.6, "
    "text/plain;q=0.4"
)

_ADDRESS = re.compile(rb"[Hh][Tt][Tt][Pp][Ss]?://[\x21-\x7e]{1,2040}")


@dataclass(frozen=True)
class Url:
    """The whole text is one address."""

    name: str = "url"

    def accepts(self, material: bytes) -> bool:
        """Whether this is one http or https address and nothing else."""
        return _ADDRESS.fullmatch(material) is not None

    def open(self, material: bytes, tools: Tools) -> Opened:
        """What is at the address.

        Raises:
            InputError: something larger than a badge.
            FetchError: it could not be fetched.
        """
        url = material.decode("ascii")
        limit = tools.bounds.image_bytes
        try:
            answer = tools.fetcher.fetch(url, accept=ACCEPT, limit=limit)
        except FetchTooLarge as error:
            raise InputError("input.limit", limit=limit) from error
        return Onward(answer.body, answer.url)


URL = Url()
