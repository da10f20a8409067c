"""What every archive carries beside its badges: contexts, the modules that verify, style, notes."""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import PurePosixPath

from badges.documents import serialize
from badges.frameworks.tiers_lieux import CONTEXT_VERSIONS, load_context
from badges.i18n import Translator
from badges.web.browser_files import browser_files
from badges.web.wording import minute
from issuer.services.archives.html import document, tag
from issuer.services.archives.parts import Edition, File, Met

_NOTES = (("LISEZ-MOI.txt", "fr"), ("README.txt", "en"))
_STATIC = {
    "style.css": "style.css",
    "favicon.svg": "favicon.svg",
    "browser/browser.css": "browser/browser.css",
}
_SCHEMA = "schemas/open-badges-3.0.json"
_INDEX = "index.html"


def program_files(_: Edition, __: Met) -> Iterator[File]:
    """What programs read: modules for browsers, contexts, our vocabulary, the schema."""
    yield from browser_files().items()
    for version in CONTEXT_VERSIONS:
        yield f"contexts/tiers-lieux/{version}", serialize(dict(load_context(version)))
    schema = (files("schemas") / "json_schemas" / "data_model.json").read_text("utf-8")
    yield _SCHEMA, serialize(json.loads(schema))


def static_files(edition: Edition, met: Met) -> Iterator[File]:
    """Style, icon, and the notes for whoever puts the archive on a host."""
    folder = files("badges.web") / "static"
    for name, source in _STATIC.items():
        yield name, (folder / source).read_bytes()
    for name, language in _NOTES:
        yield name, _note(edition, met, language)


def _note(edition: Edition, met: Met, language: str) -> bytes:
    """How to put the archive on a host, how to verify, and what to take care of."""
    say = Translator(language, "issuer")
    slug = edition.place.slug
    told = {
        "place": edition.place.name,
        "count": met.badges,
        "when": minute(edition.made, language),
        "origin": edition.base_url,
        "archive": f"{slug}.zip",
    }
    parts = ("what", "host", "verify", "private", "dates")
    text = "\n\n".join(say(f"archive.note.{part}", **told).strip() for part in parts)
    # Lines end as the plainest editor of Windows needs them.
    return f"{text}\n".replace("\n", "\r\n").encode("utf-8", "replace")


def quiet_folders(edition: Edition, names: Iterable[str]) -> Iterator[File]:
    """A page for each folder that has none: some hosts would list what is in it instead."""
    known = frozenset(names)
    folders = {
        str(parent)
        for name in known
        for parent in PurePosixPath(name).parents
        if str(parent) != "."
    }
    for folder in sorted(folders):
        if f"{folder}/{_INDEX}" not in known:
            root = "../" * (folder.count("/") + 1)
            yield f"{folder}/{_INDEX}", _nothing(edition, root)


def _nothing(edition: Edition, root: str) -> bytes:
    return document(
        edition.language,
        edition.words("archive.nothing_listed"),
        root,
        main=(
            tag("h1", edition.words("archive.nothing_listed")),
            tag(
                "p",
                tag(
                    "a",
                    edition.text(edition.place.name),
                    href=f"{root}places/{edition.place.slug}/",
                ),
            ),
        ),
        foot=edition.foot,
    )
