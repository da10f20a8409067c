"""A series: badges that are one document but for a few texts, such as those of one group.

A series is made once from a sample and the places where its badges differ. Each badge is then
secured from its own texts alone, and comes out byte for byte as the suite would have made it: the
sample becomes a template (`badges.jsonld.templates`), and whatever the template cannot prove goes
through the suite.
"""

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from badges import jsonld
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_multibase
from badges.errors import Malformed
from badges.jsonld import Path, Template, UnsupportedError, filled
from badges.ports import Signer
from badges.proofs.data_integrity import Configuration
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.suite import require_algorithm

_END = b'"}]}'


class Series:
    """Badges that differ from a sample only in the texts at some places.

    Args:
        sample: an unsecured document, as the first badge of the series could be.
        slots: the JSON pointer (RFC 6901) of each text that differs, by a name of the caller's.

    Raises:
        Malformed: a pointer leads to no text of the sample (`series.slot`).
    """

    def __init__(self, sample: JsonObject, slots: Mapping[str, str]) -> None:
        self._sample = filled(sample, (), ())
        self._names = tuple(slots)
        self._paths = tuple(_path(sample, pointer) for pointer in slots.values())
        self._printed = _printed(self._sample, self._paths)
        self._configuration: tuple[tuple[datetime, str], Configuration] | None = None

    def document(self, values: Mapping[str, str]) -> JsonObject:
        """The unsecured document with these texts, one for each slot."""
        return filled(self._sample, self._paths, [values[name] for name in self._names])
