"""Places of a document whose texts differ from badge to badge, and texts with gaps for them.

A sample gets a mark at each place: a text that nothing else in it contains. Whatever is then
written from the sample, JSON or N-Quads, shows by its marks where the texts of a badge belong.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from badges.documents import JsonObject, serialize
from badges.documents.kinds import Path
from badges.jsonld.active_contexts import ActiveContexts, UnsupportedError
from badges.jsonld.nquads import NONCHARACTERS

Texts = tuple[bytes, ...]
"""The text of each slot in UTF-8, as it stands between quotes or angle brackets."""

_MOST_SLOTS: Final = 512
_MEANING: Final = frozenset({"@context", "type"})
"""Members whose texts decide what the others mean: no slot can be in them."""
_UNWRITABLE = re.compile(f"[\ud800-\udfff{NONCHARACTERS}]")
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_START_OF_NONCHARACTERS: Final = NONCHARACTERS[0].encode()[:1]
_SEPARATOR: Final = "\x7f"
"""Between texts that are looked at together: no text may contain it."""
_OWN_TO_JSON: Final = re.compile(rb"\\[^nt\"]")
"""Escapes that N-Quads may have otherwise; an escaped backslash, which is rare, among them."""
_START = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?://)?")
_REST = r"[^\x00-\x20<>\"{}|^`\\]*+"


def filled(sample: JsonObject, paths: Sequence[Path], values: Sequence[str]) -> JsonObject:
    """A copy of `sample` with these texts at these places."""
    copied: JsonObject = _copy(sample)
    for path, value in zip(paths, values, strict=True):
        place: Any = copied
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return copied


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(inner) for name, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Gapped:
    """A text in UTF-8 with gaps, `%b`; `slots` are the numbers of those that stand in them."""

    pattern: bytes
    slots: tuple[int, ...]

    def picker(self) -> Callable[[Texts], Any]:
        """What takes, from the texts of all slots, those for the gaps."""
        return itemgetter(*self.slots) if self.slots else _nothing

    def filler(self) -> Callable[[Texts], bytes]:
        """What gives the text with its gaps filled."""
        pattern, pick = self.pattern, self.picker()
        return lambda texts: pattern % pick(texts)


class Marks:
    """One mark for each slot of a sample, and what they show in texts made from it.

    Raises:
        UnsupportedError: more slots than we fill, or one where a text decides what others mean.
    """

    def __init__(self, sample: JsonObject, paths: Sequence[Path]) -> None:
        if len(paths) > _MOST_SLOTS or any(not _MEANING.isdisjoint(path) for path in paths):
            raise UnsupportedError
        self.count = len(paths)
        start = _unused_start(sample)
        marks = [f"{start}{number:03d}/" for number in range(len(paths))]
        self._pattern = re.compile(re.escape(start) + r"(\d{3})/")
        self.document = filled(sample, paths, marks)

    def slots(self, text: str) -> tuple[int, ...]:
        """The slots whose marks are in `text`, in order."""
        return tuple(map(int, self._pattern.findall(text)))

    def gapped(self, text: str) -> Gapped:
        """`text` with a gap for each mark.

        Raises:
            UnsupportedError: it has characters that UTF-8 cannot carry, or not in one way.
        """
        pieces = self._pattern.split(text)
        static = "".join(pieces[::2])
        if not static.isascii() and _UNWRITABLE.search(static):
            raise UnsupportedError
        slots = tuple(map(int, pieces[1::2]))
        pattern = b"%b".join([piece.encode().replace(b"%", b"%%") for piece in pieces[::2]])
        return Gapped(pattern, slots)


def _unused_start(sample: JsonObject) -> str:
    """The start of marks that no text of the sample contains."""
    text = serialize(sample).decode()
    number = 0
    while (start := f"https://slot.invalid/{number}/") in text:
        number += 1
    return start


def _nothing(_texts: Texts) -> tuple[()]:
    return ()


def _encoded(text: str) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise UnsupportedError from error
    if _START_OF_NONCHARACTERS in raw and _UNWRITABLE.search(text):
        raise UnsupportedError
    return raw


class Reader:
    """Checks the texts of slots and writes them as they stand in JSON and N-Quads alike.

    `iris` are the slots that stand for IRIs; `values` are the texts of the sample.
    """

    def __init__(
        self, contexts: ActiveContexts, iris: Sequence[int], values: Sequence[str]
    ) -> None:
        self._contexts = contexts
        self.words = frozenset(slot for slot in iris if not self._is_iri(values[slot]))
        self._iris = tuple(iris)
        starts = [_START.match(values[slot]) for slot in iris if slot not in self.words]
        # What starts like the IRI of the sample, which was looked at, need not be looked at again.
        usual = " ".join(re.escape(start[0]) + _REST for start in starts if start)
        self._usual = re.compile("(?!)" if self.words or contexts.reserved else usual)

    def texts(self, values: Sequence[str]) -> Texts:
        """The texts of all slots.

        Raises:
            UnsupportedError: one is to be looked at more closely, by the general way.
            TypeError: one is no text.
        """
        joined = _SEPARATOR.join(values)
        raw = _encoded(joined)
        if len(raw) - len(raw.translate(None, _CONTROLS)) != max(len(values) - 1, 0):
            raise UnsupportedError  # there is more than the separators
        self._require_iris(values)
        # No other sign that JSON or N-Quads escape is left; the separators stay as they are.
        escaped = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        escaped = escaped.replace(b"\n", b"\\n").replace(b"\t", b"\\t")
        return tuple(escaped.split(b"\x7f")) if values else ()

    def texts_of(self, values: Sequence[str], written: Sequence[bytes]) -> Texts:
        """The texts of all slots, whose `values` were `written` as JSON strings already.

        Raises:
            UnsupportedError: one is to be looked at more closely, by the general way.
        """
        joined = b"".join(written)
        if b"\x7f" in joined or (b"\\" in joined and _OWN_TO_JSON.search(joined)):
            raise UnsupportedError
        if _START_OF_NONCHARACTERS in joined and _UNWRITABLE.search(joined.decode()):
            raise UnsupportedError
        self._require_iris(values)
        return tuple([text[1:-1] for text in written])

    def _require_iris(self, values: Sequence[str]) -> None:
        """Return when each slot that stands for an IRI has one."""
        if self._iris:
            iris = [values[slot] for slot in self._iris]
            if not self._usual.fullmatch(" ".join(iris)) and not all(map(self._is_iri, iris)):
                raise UnsupportedError

    def _is_iri(self, value: str) -> bool:
        """Whether it is an IRI as it stands, neither word nor prefix of the contexts."""
        try:
            self._contexts.name(value)
        except UnsupportedError:
            return False
        return value not in self._contexts.reserved
