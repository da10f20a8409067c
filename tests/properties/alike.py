"""Badges of one achievement for many people, and the general opinion of their digests."""

import gc
import hashlib
from random import Random

from badges.documents import JsonObject
from badges.errors import JsonLdError
from badges.jsonld import Path, filled, general
from schemas.catalogue import CURRENT
from tests.properties.credentials import Author
from tests.properties.fills import hostile, leaves, plain, text_at

_LIMIT = 20_000


def seeded(seed: int) -> Random:
    """The same sequence for the same seed."""
    return Random(seed)  # noqa: S311 - reproducible documents, not secrets


def credential(seed: int) -> JsonObject:
    """A random credential whose subject has no number, which would be somebody's mark."""
    document = Author(seed).credential()
    document["credentialSubject"].pop("creditsEarned", None)
    return document


def personal(document: JsonObject) -> list[Path]:
    """The texts that say something of one person's badge."""
    return [path for path in leaves(document) if not is_common(path)]


def is_common(path: Path) -> bool:
    """Whether it is the same in all badges of an achievement."""
    return path[0] == "issuer" or path[:2] == ("credentialSubject", "achievement")


def another(random: Random, document: JsonObject, danger: float = 0.0) -> JsonObject:
    """The same badge for somebody else."""
    paths = personal(document)
    texts = [text_at(document, path) for path in leaves(document)]
    values = [
        hostile(random, texts)
        if random.random() < danger
        else plain(random, text_at(document, path))
        for path in paths
    ]
    return filled(document, paths, values)


def in_general(document: JsonObject) -> bytes | None:
    """The digest by PyLD's way; None when that refuses the document."""
    try:
        text = general.canonical_text(document, CURRENT, _LIMIT)
    except JsonLdError:
        return None
    return hashlib.sha256(text.encode()).digest()


def is_found(text: str, root: object) -> bool:
    """Whether some text reachable from `root` contains `text`."""
    seen: set[int] = set()
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if id(item) in seen or isinstance(item, type) or item is CURRENT:
            continue
        seen.add(id(item))
        if isinstance(item, str) and text in item:
            return True
        if isinstance(item, bytes) and text.encode() in item:
            return True
        if type(item).__module__ not in {"types", "builtins"} or isinstance(
            item, dict | list | tuple | set | frozenset
        ):
            pending += gc.get_referents(item)
        elif hasattr(item, "__closure__"):
            pending += [cell.cell_contents for cell in item.__closure__ or ()]
    return False
