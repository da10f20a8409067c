"""The catalogue of contexts: closed, pinned, and equal to what the standards publish."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.catalogue import CURRENT, EDITION_2025_04, Catalogue, CatalogueDamagedError

OB = "https://purl.imsglobal.org/spec/ob/v3p0"
OFFICIAL = {
    "https://www.w3.org/ns/credentials/v2": "w3c/credentials-v2.jsonld",
    "https://www.w3.org/2018/credentials/v1": "w3c/credentials-v1.jsonld",
    "https://www.w3.org/ns/credentials/examples/v2": "w3c/credentials-examples-v2.jsonld",
    "https://www.w3.org/ns/credentials/undefined-terms/v2": (
        "w3c/credentials-undefined-terms-v2.jsonld"
    ),
    "https://www.w3.org/ns/credentials/status/v1": "w3c/bitstring-status-list-v1.jsonld",
    "https://w3id.org/security/data-integrity/v2": "w3c/data-integrity-v2.jsonld",
    "https://w3id.org/security/data-integrity/v1": "w3c/data-integrity-v1.jsonld",
    "https://w3id.org/security/multikey/v1": "w3c/multikey-v1.jsonld",
    "https://w3id.org/security/suites/ed25519-2020/v1": "w3c/ed25519-2020-v1.validator.jsonld",
    "https://www.w3.org/ns/did/v1": "w3c/did-v1.jsonld",
    f"{OB}/context.json": "ob/v3p0/context.json",
    f"{OB}/context/ob_v3p0.jsonld": "ob/v3p0/context.json",
    f"{OB}/context-3.0.1.json": "ob/v3p0/context-3.0.1.json",
    f"{OB}/context-3.0.2.json": "ob/v3p0/context-3.0.2.json",
    f"{OB}/context-3.0.3.json": "ob/v3p0/context-3.0.3.json",
    f"{OB}/extensions.json": "ob/v3p0/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr/v2p0/context-2.0.1.json",
    "https://w3id.org/openbadges/v2": "ob/v2p0/context.validator.json",
}


@pytest.mark.shared
@pytest.mark.requirement("ISS-05", "ISS-06", "TRAP-02")
@pytest.mark.parametrize("url", CURRENT.urls())
def test_each_context_says_what_the_standard_publishes(shared: Path, url: str) -> None:
    """Every bundled context equals, as JSON, the official file of its URL."""
    official = json.loads((shared / "standards" / "contexts" / OFFICIAL[url]).read_text())
    assert CURRENT.document(url) == official


@pytest.mark.shared
@pytest.mark.requirement("ISS-06")
def test_the_older_edition_differs_in_one_context_only(shared: Path) -> None:
    """The edition of April 2025 answers 3.0.3 with the bytes of then, the rest as today."""
    url = f"{OB}/context-3.0.3.json"
    official = shared / "standards" / "contexts" / "ob/v3p0/context-3.0.3.as-of-2025-04.json"
    assert EDITION_2025_04.document(url) == json.loads(official.read_text())
    assert set(EDITION_2025_04.urls()) == set(CURRENT.urls())
    changed = [u for u in CURRENT.urls() if CURRENT.content(u) != EDITION_2025_04.content(u)]
    assert changed == [url]


@pytest.mark.requirement("ISS-05", "ISS-06")
def test_each_entry_tells_where_it_comes_from() -> None:
    """Digest, source package with its version, licence and version are known of each."""
    for catalogue in (CURRENT, EDITION_2025_04):
        for url in catalogue.urls():
            entry = catalogue.entry(url)
            assert hashlib.sha256(catalogue.content(url)).hexdigest() == entry.sha256
            assert entry.source.split()[0] in {"npm", "PyPI"}
            assert entry.source.split()[-1][0].isdigit()
            assert entry.licence
            assert entry.version
    assert CURRENT.entry(f"{OB}/context-3.0.3.json").sha256.startswith("3d34f4d4")
    assert EDITION_2025_04.entry(f"{OB}/context-3.0.3.json").sha256.startswith("ef2fa9c7")


@pytest.mark.requirement("ISS-05")
def test_what_is_not_listed_is_refused() -> None:
    """No other URL is answered, and none is fetched."""
    for method in (CURRENT.document, CURRENT.content, CURRENT.entry):
        with pytest.raises(KeyError):
            method("https://exemple.fr/contexte.json")


@pytest.mark.requirement("ISS-05")
def test_a_changed_file_is_refused() -> None:
    """A file with other bytes than the pinned ones is not read."""
    entry = replace(CURRENT.entry(f"{OB}/extensions.json"), sha256="0" * 64)
    with pytest.raises(CatalogueDamagedError):
        Catalogue("damaged", [entry]).document(entry.url)


def test_nobody_can_alter_the_catalogue() -> None:
    """Each reading gives a fresh object."""
    url = f"{OB}/extensions.json"
    CURRENT.document(url).clear()
    assert CURRENT.document(url)["@context"]


@pytest.mark.requirement("ISS-07")
def test_a_catalogue_can_be_extended_but_not_rewritten() -> None:
    """Contexts of our own can be added; published ones are never replaced."""
    own = b'{"@context": {"machine": "https://exemple.fr/machine"}}'
    extended = CURRENT.extended("own", {"https://exemple.fr/v1.jsonld": own})
    assert extended.document("https://exemple.fr/v1.jsonld") == json.loads(own)
    assert "https://exemple.fr/v1.jsonld" not in CURRENT.urls()
    with pytest.raises(ValueError, match="extensions"):
        CURRENT.extended("own", {f"{OB}/extensions.json": own})
