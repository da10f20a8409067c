"""PyPI openbadgeslib as the tests speak to it: a verifier that says why it refuses."""

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier
from openbadgeslib.verify import issuer_did_from_document, issuer_did_from_token, verify_badge

from badges.documents import JsonObject


@dataclass(frozen=True)
class Loopback:
    """Downloads for openbadgeslib, from loopback only; public origins are served there."""

    origins: Mapping[str, str] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes:
        """The bytes at `url`."""
        self.visited.append(url)
        parts = urlsplit(url)
        local = urlsplit(self.origins.get(f"{parts.scheme}://{parts.netloc}", url))
        assert local.hostname == "127.0.0.1", f"tests have no network: {url}"
        connection = http.client.HTTPConnection(local.hostname, local.port, timeout=10)
        try:
            connection.request("GET", parts.path)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise OSError(f"{url} answered {response.status}")
        return body


@dataclass(frozen=True)
class OpenBadgesLibrary:
    """PyPI openbadgeslib as a verifier that resolves DIDs and reads status lists.

    `verify_status_list` stays off: openbadgeslib 4.6 knows how to check the signature of a list
    only when the list is a JWT, and Open Badges readers ask for one signed like the badges.
    """

    download: Loopback

    def refusals(self, files: Mapping[str, bytes]) -> Iterator[tuple[str, str | None]]:
        """Why each file of a badge is refused, by its kind; None where it is accepted."""
        yield "json", self.refusal_of_json(files["json"])
        yield "jwt", self.refusal_of_jwt(files["jwt"])
        for kind in ("png", "svg"):
            yield kind, self.refusal_of_image(files[kind])

    def refusal_of_json(self, document: bytes | JsonObject) -> str | None:
        """Why the JSON badge is refused; None when it is accepted."""
        text = document.decode() if isinstance(document, bytes) else json.dumps(document)
        try:
            verifier = OB3LdpVerifier.for_issuer_did(issuer_did_from_document(text))
            verifier.verify(
                text, check_status=True, verify_status_list=False, download=self.download
            )
        except OB3VerificationError as error:
            return str(error)
        return None

    def refusal_of_jwt(self, token: bytes | str) -> str | None:
        """Why the JWT badge is refused; None when it is accepted."""
        text = token if isinstance(token, str) else token.decode()
        try:
            did = issuer_did_from_token(text)
            verifier = OB3Verifier.for_issuer_did(did, download=self.download)
            verifier.verify(
                text, check_status=True, verify_status_list=False, download=self.download
            )
        except OB3VerificationError as error:
            return str(error)
        return None

    def refusal_of_image(self, image: bytes) -> str | None:
        """Why the baked image is refused, unbaked by openbadgeslib; None when it is accepted."""
        result = verify_badge(
            image,
            resolve_did=True,
            check_status=True,
            verify_status_list=False,
            download=self.download,
        )
        return None if result.valid else str(result.reason)
