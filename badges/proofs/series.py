"""A series: badges that are one document but for a few texts, such as those of one group.

A series is made once from a sample and the places where its badges differ. Each badge is then
secured from its own texts alone, and comes out byte for byte as the suite would have made it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from badges.documents import JsonObject, Secured
from badges.errors import Malformed
from badges.ports import Signer
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022


class Series:
    """Badges that differ from a sample only in the texts at some places.

    Args:
        sample: an unsecured document, as the first badge of the series could be.
        slots: the JSON pointer (RFC 6901) of each text that differs, by a name of the caller's.

    Raises:
        Malformed: a pointer leads to no text of the sample (`series.slot`).
    """

    def __init__(self, sample: JsonObject, slots: Mapping[str, str]) -> None:
        self._sample = sample
        self._paths = {name: _path(sample, pointer) for name, pointer in slots.items()}

    def document(self, values: Mapping[str, str]) -> JsonObject:
        """The unsecured document with these texts, one for each slot."""
        filled: JsonObject = _copy(self._sample)
        for name, path in self._paths.items():
            place: Any = filled
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = values[name]
        return filled

    def secure(self, values: Mapping[str, str], signer: Signer, *, created: datetime) -> Secured:
        """The document with these texts, with an `eddsa-rdfc-2022` proof by `signer`.

        Raises:
            ProofError: the key does not suit.
            JsonLdError: the document would lose terms.
        """
        return EDDSA_RDFC_2022.secure(self.document(values), signer, created=created)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(inner) for name, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _path(document: JsonObject, pointer: str) -> tuple[str | int, ...]:
    """The steps to the text at `pointer`."""
    place: Any = document
    path: list[str | int] = []
    try:
        for escaped in pointer.split("/")[1:]:
            step = escaped.replace("~1", "/").replace("~0", "~")
            path.append(int(step) if isinstance(place, list) else step)
            place = place[path[-1]]
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise Malformed("series.slot", pointer=pointer) from error
    if not isinstance(place, str) or not path:
        raise Malformed("series.slot", pointer=pointer)
    return tuple(path)
