"""A JSON array of badges: objects, compact JWS, addresses, side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from badges.documents import DEFAULT_LIMITS, Limits, parse, serialize
from badges.errors import Malformed
from verifier.errors import InputError
from verifier.intake.material import Onward, Opened, Part, Several, Tools
from verifier.settings import Bounds

_ADDRESS = re.compile(r"\s*https?:", re.IGNORECASE)
_MEMBER = "list"
_DOCUMENTS = 5
"""A list may be as large as so many documents of the greatest size that we read."""


@dataclass(frozen=True)
class JsonList:
    """The whole text is one JSON array."""

    name: str = "json_list"

    def accepts(self, material: bytes) -> bool:
        """Whether this begins as a JSON array does."""
        return material.startswith(b"[")

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The badges of the list, each as a text of its own.

        Raises:
            InputError: nothing in it, or more than we look at.
            DocumentError: not JSON, or beyond the limits.
        """
        limits = Limits(
            size=DEFAULT_LIMITS.size * _DOCUMENTS,
            depth=DEFAULT_LIMITS.depth + 1,
            nodes=DEFAULT_LIMITS.nodes * _DOCUMENTS,
        )
        # The strict parser reads objects; the array becomes the only member of one.
        document = parse(b'{"%s":%s}' % (_MEMBER.encode(), material), limits)
        if document.keys() != {_MEMBER} or not isinstance(document[_MEMBER], list):
            raise Malformed("document.not_json", line=1, column=1)
        return several(self.name, document[_MEMBER], tools.bounds)


JSON_LIST = JsonList()


def several(container: str, items: Sequence[Any], bounds: Bounds) -> Onward | Several:
    """What a list of objects and texts holds: one goes on alone, several stay together.

    Raises:
        InputError: nothing that could be a badge, too many, or too many addresses to visit.
    """
    if not any(isinstance(item, dict | str) for item in items):
        raise InputError("list.no_badge")
    if len(items) > bounds.archive_files:
        raise InputError("list.too_many", limit=bounds.archive_files)
    addresses = sum(isinstance(item, str) and bool(_ADDRESS.match(item)) for item in items)
    if addresses > bounds.parts:
        raise InputError("list.too_many_addresses", limit=bounds.parts)
    parts = tuple(Part(str(index), as_text(item)) for index, item in enumerate(items, start=1))
    return Onward(parts[0].material) if len(parts) == 1 else Several(container, parts)


def as_text(item: Any) -> bytes:
    """One item as it would have come alone; what is neither object nor text stays unreadable."""
    if isinstance(item, str):
        return item.encode()
    return serialize(item) if isinstance(item, dict) else serialize({_MEMBER: item})
