"""The referential of tiers-lieux, as the program carries it in `schemas/tiers_lieux`."""

from functools import cache
from importlib.resources import files

from badges.documents import JsonObject, parse
from badges.frameworks.reading import read
from badges.model.framework import Framework

CONTEXT_VERSIONS = ("v1", "v2")
CONTEXT_VERSION = "v2"
"""What documents carry today: each version holds the terms of the earlier ones, unchanged."""

_FOLDER = files("schemas") / "tiers_lieux" / "v1"


@cache
def load_tiers_lieux() -> Framework:
    """The referential of tiers-lieux; read once.

    Raises:
        FrameworkError, DocumentError: the packaged files were damaged.
    """
    skills = sorted((_FOLDER / "skills").iterdir(), key=lambda item: item.name)
    return read(
        parse((_FOLDER / "framework.jsonld").read_bytes()),
        [parse(item.read_bytes()) for item in skills if item.name.endswith(".jsonld")],
    )


@cache
def load_context(version: str = CONTEXT_VERSION) -> JsonObject:
    """Our own JSON-LD context in one of its versions: none ever changes once published."""
    folder = files("schemas") / "tiers_lieux" / version
    return parse((folder / "context.jsonld").read_bytes())
