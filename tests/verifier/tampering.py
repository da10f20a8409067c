"""Every way to change one field of a signed badge: each leaf changed, each member removed."""

import copy
from collections.abc import Iterator
from typing import Any

from badges.documents import JsonObject

Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every text, number and truth value of a document, with the way to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def members(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every member and item of a document, whole branches included."""
    items: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        items = enumerate(value)
    for step, inner in items:
        yield (*path, step)
        yield from members(inner, (*path, step))


def changed(document: JsonObject, path: Path) -> JsonObject:
    """A copy of `document` with another value of the same type at `path`."""
    copied, holder = _holder(document, path)
    value = holder[path[-1]]
    if isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, str):
        holder[path[-1]] = _other_text(value)
    else:
        holder[path[-1]] = value + 1
    return copied


def removed(document: JsonObject, path: Path) -> JsonObject:
    """A copy of `document` without what is at `path`."""
    copied, holder = _holder(document, path)
    del holder[path[-1]]
    return copied


def _holder(document: JsonObject, path: Path) -> tuple[JsonObject, Any]:
    copied = copy.deepcopy(document)
    holder: Any = copied
    for step in path[:-1]:
        holder = holder[step]
    return copied, holder


def _other_text(text: str) -> str:
    """Another text that is as plausible: another day in a date, another letter elsewhere."""
    if text[:4].isdigit() and text.endswith("Z"):
        return text[:9] + ("3" if text[9] != "3" else "4") + text[10:]
    last = "b" if text[-1] != "b" else "c"
    return text[:-1] + last
