"""What a browser needs to verify a badge by itself: our modules and the contexts, as plain files.

The same files are served by both doors and copied into archives, with the same layout: modules in
`browser/`, contexts in `contexts/` under their own SHA-256, beside an index (issue 6, parts 3, 6).
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from badges.documents import serialize
from schemas.catalogue import CURRENT, Catalogue

_VOCABULARIES = (
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/status/",
    "https://w3id.org/security/data-integrity/",
    "https://purl.imsglobal.org/spec/ob/v3p0/",
    "https://purl.imsglobal.org/spec/clr/v2p0/",
)
"""Contexts that name each thing once; with any other a badge cannot be checked in the browser."""

INDEX = "contexts/index.json"
SCRIPT, JSON = "text/javascript", "application/json"


@cache
def browser_files() -> Mapping[str, bytes]:
    """Every file by its path: `browser/<name>.js`, `contexts/<sha256>.json`, the index."""
    folder = files("badges.web") / "static" / "browser"
    modules = {
        f"browser/{file.name}": file.read_bytes()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".js")
    }
    urls = [url for url in CURRENT.urls() if url.startswith(_VOCABULARIES)]
    return MappingProxyType(modules | context_files(CURRENT, urls))


def context_files(catalogue: Catalogue, urls: list[str]) -> dict[str, bytes]:
    """The contexts at these addresses, each under its SHA-256, and the index that names them."""
    index = {url: f"{catalogue.entry(url).sha256}.json" for url in urls}
    contents = {f"contexts/{index[url]}": catalogue.content(url) for url in urls}
    return {INDEX: serialize(dict(index)), **contents}


@cache
def browser_version() -> str:
    """A mark that changes with any of the files, so that browsers may keep them for a year."""
    digest = hashlib.sha256()
    for path, content in sorted(browser_files().items()):
        digest.update(f"{path} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def media_type(path: str) -> str:
    """What a file is, by its name."""
    return SCRIPT if path.endswith(".js") else JSON
