"""Documents like those read before: the same text, but for what it says of one person's badge.

An issuer gives one achievement many times. After a few of its badges one is taken as a likeness:
its slots are the texts and numbers outside of the issuer and of the achievement. Another document
is like it when the likeness, filled with that document's values, is byte for byte its text. So
whatever was found out from the rest of the text need not be found out again.

What is kept is a shape, an issuer, an achievement and the words of vocabularies: never a value that
stood in a slot. It is kept in memory alone, and so much of it (VER-02).
"""

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple
from uuid import uuid4

import orjson

from badges.documents.kinds import Key, Kinds, Path, reader, taker

_LEARNT_AT: Final = frozenset({3, 6, 12, 24})
"""How many documents of a kind were read when one of them is taken as their likeness."""
_AGAIN_AFTER: Final = 48
"""After so many more that are like none: the achievement was mended since."""
_MAX_KINDS: Final = 1_024
_MAX_LIKENESSES: Final = 256
_MAX_SIZE: Final = 16_384
_MAX_SLOTS: Final = 96
_MAX_MEMORY: Final = 64
_LONGEST_NAME: Final = 256
_MOST_MEMBERS: Final = 40
_WORDS: Final = frozenset({"type", "@type", "statusPurpose", "cryptosuite", "proofPurpose"})
"""Members whose values are words of a vocabulary, not of a person."""
_WRAPPER: Final = "vc"


class _Unlike(Exception):
    """The document is no likeness of others: too many slots, or texts that say nothing."""


class Likeness:
    """What many documents have in common, and what was found out from that alone.

    `paths` are the places of the slots, in the order of the text; `values` reads what stands there
    in a document that is like this. No slot is empty, or mere space. `start` leads to the badge.
    """

    __slots__ = (
        *("_gaps", "_kinds", "_lock", "_memory", "_segments", "_texts"),
        *("paths", "start", "values"),
    )

    def __init__(self, document: dict[str, Any]) -> None:
        found = list(_slots(document))
        if len(found) > _MAX_SLOTS or not all(_is_said(value) for _, value in found):
            raise _Unlike
        self.start = _start(document)
        self.paths = tuple(path for path, _ in found)
        self._kinds = [value.__class__ for _, value in found]
        self._texts = taker([place for place, kind in enumerate(self._kinds) if kind is str])
        self._segments = _segments(document, self.paths)
        self._gaps = slice(1, 2 * len(found), 2)
        self.values = reader(self.paths)
        self._memory: dict[str, Any] = {}
        self._lock = Lock()

    def read(self, document: dict[str, Any], text: bytes) -> "Alike | None":
        """What stands in the slots of `text`, which was read as `document`, if it is like this."""
        try:
            values = self.values(document)
        except (LookupError, TypeError):
            return None
        if [*map(type, values)] != self._kinds:
            return None
        if not all(map(str.strip, self._texts(values))):
            return None
        parts = self._segments.copy()
        try:
            written = parts[self._gaps] = [*map(orjson.dumps, values)]
        except TypeError:  # a number that it cannot write
            return None
        return Alike(self, values, written) if b"".join(parts) == text else None

    def recall(self, name: str) -> Any:
        """What was kept under that name; None when nothing was."""
        return self._memory.get(name)

    def keep(self, name: str, found: object) -> None:
        """Keep what was found out from the likeness alone; never anything that a slot says."""
        with self._lock:
            if len(self._memory) < _MAX_MEMORY:
                self._memory[name] = found


class Alike(NamedTuple):
    """A document that is like others: what they share, and what stands in its slots.

    `written` are the `values` as they stand in its text, in JSON.
    """

    likeness: Likeness
    values: Sequence[Any]
    written: Sequence[bytes]


class Likenesses:
    """The likenesses learnt so far: read without a lock, written under one."""

    def __init__(self) -> None:
        self._kinds: Kinds[Likeness] = Kinds(_MAX_KINDS, _MAX_LIKENESSES)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many kinds of documents are counted, and how many likenesses are known."""
        return self._kinds.sizes

    def of(self, document: dict[str, Any], text: bytes) -> Alike | None:
        """How a document, read from `text`, is like others; None when it is like none yet."""
        key = _key(document)
        known = None if key is None else self._kinds.get(key)
        return None if known is None else known.read(document, text)

    def learn(self, document: dict[str, Any], text: bytes) -> None:
        """Count a document that is like none, and take it as a likeness once there are a few.

        `text` is what is written of `document` without needless signs.
        """
        key = _key(document)
        if key is None or len(text) > _MAX_SIZE or not self._is_due(key):
            return
        try:
            likeness = Likeness(document)
        except _Unlike:
            return
        self._kinds.learn(key, likeness)

    def forget(self) -> None:
        """Forget all likenesses, and with them all that was found out from them."""
        self._kinds.forget()

    def _is_due(self, key: Key) -> bool:
        count = self._kinds.meet(key)
        return count in _LEARNT_AT or count % _AGAIN_AFTER == 0


def _key(document: dict[str, Any]) -> Key | None:
    """Issuer, achievement and outer shape of a badge; None for all other documents."""
    badge = document.get(_WRAPPER, document)
    if badge.__class__ is not dict:
        return None
    subject, issuer = badge.get("credentialSubject"), badge.get("issuer")
    if subject.__class__ is not dict or len(document) + len(subject) > _MOST_MEMBERS:
        return None
    achievement = subject.get("achievement")
    if achievement.__class__ is not dict:
        return None
    names = (issuer.get("id") if issuer.__class__ is dict else issuer, achievement.get("id"))
    for name in names:
        if name.__class__ is not str or len(name) > _LONGEST_NAME:
            return None
    values = (*document.values(), *subject.values())
    lengths = [len(value) for value in values if value.__class__ is list]
    return (*names, *document, *subject, *lengths)


def _slots(document: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every text and number that may say something of one person's badge, and where it stands.

    Raises:
        _Unlike: words of a vocabulary are something else.
    """
    start = _start(document)
    common = {(*start, "issuer"), (*start, "credentialSubject", "achievement")}

    def inside(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
        if value.__class__ is dict:
            for name, inner in value.items():
                if name in _WORDS:
                    _require_words(inner)
                elif name != "@context" and (*path, name) not in common:
                    yield from inside((*path, name), inner)
        elif value.__class__ is list:
            for place, inner in enumerate(value):
                yield from inside((*path, place), inner)
        elif value is not None and value.__class__ is not bool:
            yield path, value

    return inside((), document)


def _start(document: dict[str, Any]) -> Path:
    """The steps to the badge."""
    return (_WRAPPER,) if document.get(_WRAPPER).__class__ is dict else ()


def _require_words(value: Any) -> None:
    for word in value if value.__class__ is list else [value]:
        if word.__class__ is not str or len(word) > _LONGEST_NAME:
            raise _Unlike


def _is_said(value: Any) -> bool:
    return value.__class__ is not str or bool(value and not value.isspace())


def _segments(document: dict[str, Any], paths: tuple[Path, ...]) -> list[bytes]:
    """The text of the document between its slots; every second item is the gap of one.

    Raises:
        _Unlike: it cannot be written.
    """
    gap = uuid4().hex
    sample = orjson.loads(orjson.dumps(document))
    for path in paths:
        part = sample
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = gap
    pieces = orjson.dumps(sample).split(orjson.dumps(gap))
    if len(pieces) != len(paths) + 1:
        raise _Unlike
    segments = [b""] * (2 * len(paths) + 1)
    segments[::2] = pieces
    return segments


LIKENESSES = Likenesses()
