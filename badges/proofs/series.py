"""A series: badges that are one document but for a few texts, such as those of one group.

A series is made once from a sample and the places where its badges differ. Each badge is then
secured from its own texts alone, and comes out byte for byte as the suite would have made it: the
sample becomes a template (`badges.jsonld.templates`), and whatever the template cannot prove goes
through the suite.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from badges import jsonld
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_multibase
from badges.errors import JsonLdError, Malformed
from badges.jsonld import Path, Template, Texts, UnsupportedError, filled
from badges.ports import Signer
from badges.proofs.data_integrity import options_of
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.rdfc import hash_configuration
from badges.proofs.suite import require_algorithm

_END = b'"}]}'


class _Said(NamedTuple):
    """What all proofs of one moment and key say: as JSON up to the value, and hashed."""

    created: datetime
    method: str
    text: bytes
    digest: bytes


class _Printed(NamedTuple):
    """The template of a sample, and its JSON with gaps up to where the proof is said."""

    template: Template
    fill: Callable[[Texts], bytes]


class Series:
    """Badges that differ from a sample only in the texts at some places.

    Args:
        sample: an unsecured document, as the first badge of the series could be.
        slots: the JSON pointer (RFC 6901) of each text that differs, by a name of the caller's.

    Raises:
        Malformed: a pointer leads to no text of the sample (`series.slot`).
    """

    def __init__(self, sample: JsonObject, slots: Mapping[str, str]) -> None:
        self.sample = filled(sample, (), ())
        self.slots = dict(slots)
        self._names = tuple(slots)
        self._paths = tuple(_path(sample, pointer) for pointer in slots.values())
        self._printed = _printed(self.sample, self._paths)
        self._said: _Said | None = None

    def document(self, values: Mapping[str, str]) -> JsonObject:
        """The unsecured document with these texts, one for each slot."""
        return filled(self.sample, self._paths, [values[name] for name in self._names])

    def secure(self, values: Mapping[str, str], signer: Signer, *, created: datetime) -> Secured:
        """The document with these texts, with an `eddsa-rdfc-2022` proof by `signer`.

        The texts and the sample must be portable (`jsonld.require_portable`).

        Raises:
            ProofError: the key does not suit.
            JsonLdError: the document would lose terms, or is not portable.
        """
        row = [values[name] for name in self._names]
        (body,) = self.bodies([row], signer, created=created)
        return Secured(body, MEDIA_TYPE_JSON)

    def bodies(
        self, rows: Iterable[Sequence[str]], signer: Signer, *, created: datetime
    ) -> Iterator[bytes]:
        """What `secure` makes of each row of texts, which come in the order of the slots.

        Raises:
            ProofError, JsonLdError: as `secure`, for the row that is next.
        """
        require_algorithm(EDDSA_RDFC_2022.name, signer.algorithm, EDDSA_RDFC_2022.algorithm)
        if self._printed is None:
            for row in rows:
                yield self._secure_in_general(row, signer, created)
            return
        (template, fill), sign = self._printed, signer.sign
        read, digest = template.reader.texts, template.digest
        said = self._said_by(signer.verification_method, created)
        for row in rows:
            try:
                texts = read(row)
                hashed = digest(texts)
            except (UnsupportedError, TypeError):  # not proven here, or not a text at all
                yield self._secure_in_general(row, signer, created)
                continue
            value = encode_multibase(sign(said.digest + hashed)).encode()
            yield fill(texts) + said.text + value + _END

    def _secure_in_general(self, row: Sequence[str], signer: Signer, created: datetime) -> bytes:
        document = filled(self.sample, self._paths, row)
        jsonld.require_portable(document)
        return EDDSA_RDFC_2022.secure(document, signer, created=created).body

    def _said_by(self, method: str, created: datetime) -> _Said:
        """What the proof says of itself, remembered for the next badge of the same moment."""
        said = self._said
        if said is None or said.method != method or said.created != created:
            options = options_of(EDDSA_RDFC_2022.name, method, created)
            text = b',"proof":[' + serialize(options)[:-1] + b',"proofValue":"'
            digest = hash_configuration(options, self.sample.get("@context"))
            said = self._said = _Said(created, method, text, digest)
        return said


def secure_all(
    badges: Iterable[tuple[Series, Sequence[str]]], signer: Signer, *, created: datetime
) -> list[bytes]:
    """The secured documents of badges, each a series and a row of its texts, in their order.

    Raises:
        ProofError, JsonLdError: as `Series.secure`, for the first that cannot be secured.
    """
    secured: list[bytes] = []
    for series, several in groupby(badges, itemgetter(0)):
        secured += series.bodies(map(itemgetter(1), several), signer, created=created)
    return secured


def _printed(sample: JsonObject, paths: tuple[Path, ...]) -> _Printed | None:
    """The template of a series, or None when each badge is for the general way."""
    if "proof" in sample:
        return None
    try:
        jsonld.require_portable(sample)
        template = Template(sample, paths)
        body = template.gapped(serialize(template.document).decode()[:-1])
    except (UnsupportedError, JsonLdError):
        return None
    return _Printed(template, body.filler())


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
