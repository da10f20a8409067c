"""The process that signs beside ours: a copy of it, made before anything else is open.

Made so, it shares our memory and starts at once. It has no connection and no thread of ours, and
opens keys by itself: none is sent. Blocks go to and fro in memory that both see, and a line between
the two says which; when that line is cut, the clerk is gone too, however our process ended.
"""

import mmap
import os
import pickle
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any, NoReturn

from badges.documents import JsonObject
from badges.errors import BadgeError
from badges.proofs.series import Series, secure_all
from issuer.errors import KeyUnavailable
from issuer.model import SigningKey
from issuer.ports import Asked, KeyStore

_IN_HAND = 2
_ROOM = 8 * 1024 * 1024
"""Bytes for a block: several times what five hundred badges take; only what is used is memory."""
_WORD = struct.Struct(">QQ")
"""What goes over the line: the number of a block, and how many bytes of it are there."""
_SERIES_LIMIT = 64
_PATIENCE = 60.0
"""Seconds for a block, which takes a few hundredths of one."""
_GRACE = 2.0
_PAUSE = 0.005

_New = dict[int, tuple[JsonObject, dict[str, str]]]
_Block = tuple[SigningKey, str, datetime, bool, _New, list[tuple[int, list[str]]]]


class ForkedClerk:
    """`ports.Clerk` as a child of this process; use it from one thread, and `close` it."""

    def __init__(self, line: socket.socket, room: mmap.mmap, child: int) -> None:
        self._line = line
        self._room = room
        self._child = child
        self._series: dict[Series, int] = {}
        self._put = 0
        self._heard = 0

    def put(self, key: SigningKey, method: str, badges: Sequence[Asked], created: datetime) -> int:
        """Hand over a block; see the port.

        Raises:
            KeyUnavailable: the clerk is gone (`clerk.lost`).
        """
        while self._put - self._heard >= _IN_HAND:
            self._hear()
        if len(self._series) >= _SERIES_LIMIT:
            self._series.clear()
        is_anew, new = not self._series, _New()
        asked = [
            (self._number(series, new), [texts[slot] for slot in series.slots])
            for series, texts in badges
        ]
        block: _Block = (key, method, created, is_anew, new, asked)
        written = pickle.dumps(block, pickle.HIGHEST_PROTOCOL)
        self._put += 1
        if len(written) > _ROOM:
            self._series.clear()  # it never hears of those that are new
            written = b""
        start = _start(self._put)
        self._room[start : start + len(written)] = written
        try:
            self._line.sendall(_WORD.pack(self._put, len(written)))
        except OSError as error:
            raise KeyUnavailable("clerk.lost") from error
        return self._put

    def take(self, number: int) -> list[bytes] | None:
        """The signed badges of a block; see the port.

        Raises:
            KeyUnavailable: the clerk is gone (`clerk.lost`), late (`clerk.late`), or answers
                something else (`clerk.wrong`).
        """
        while self._heard < number - 1:
            self._hear()
        size = self._hear()
        return self._read(number, size) if size else None

    def close(self) -> None:
        """Let the clerk go, and wait until it is gone."""
        self._line.close()
        end = time.monotonic() + _GRACE
        with suppress(ChildProcessError):
            while os.waitpid(self._child, os.WNOHANG) == (0, 0):
                if time.monotonic() > end:
                    os.kill(self._child, signal.SIGKILL)
                    os.waitpid(self._child, 0)
                    break
                time.sleep(_PAUSE)
        self._room.close()

    def _number(self, series: Series, new: _New) -> int:
        """What the clerk knows a series by; one that it does not know is told with the block."""
        number = self._series.get(series)
        if number is None:
            number = self._series[series] = len(self._series)
            new[number] = series.sample, series.slots
        return number

    def _hear(self) -> int:
        """Wait for the next block to be signed; how many bytes it takes, 0 for one given back."""
        heard = b""
        try:
            while len(heard) < _WORD.size:
                part = self._line.recv(_WORD.size - len(heard))
                if not part:
                    raise KeyUnavailable("clerk.lost")
                heard += part
        except TimeoutError as error:
            raise KeyUnavailable("clerk.late", seconds=int(_PATIENCE)) from error
        except OSError as error:
            raise KeyUnavailable("clerk.lost") from error
        number, size = _WORD.unpack(heard)
        if number != self._heard + 1 or number > self._put or size > _ROOM:
            raise KeyUnavailable("clerk.wrong", block=number)
        self._heard = number
        return int(size)

    def _read(self, number: int, size: int) -> list[bytes]:
        """The badges of an answer: their count, their lengths, then one after another."""
        start = _start(number)
        count = int.from_bytes(self._room[start : start + 4])
        lengths = self._room[start + 4 : start + 4 + 4 * count]
        if 4 + 4 * count > size:
            raise KeyUnavailable("clerk.wrong", block=number)
        ends = list(accumulate(struct.unpack(f">{count}I", lengths), initial=4 + 4 * count))
        if ends[-1] != size:
            raise KeyUnavailable("clerk.wrong", block=number)
        return [self._room[start + one : start + other] for one, other in pairwise(ends)]


@contextmanager
def forked_clerk(keys: KeyStore) -> Iterator[ForkedClerk | None]:
    """A clerk that opens keys where `keys` does; None where none can be made safely.

    A process is copied without its threads, and whatever they held would stay held: this is for the
    beginning of a command.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        yield None
        return
    clerk = _fork(keys)
    try:
        yield clerk
    finally:
        clerk.close()


def _fork(keys: KeyStore) -> ForkedClerk:
    room = mmap.mmap(-1, _IN_HAND * _ROOM)
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        ours.close()
        _work(theirs, room, keys)
    theirs.close()
    ours.settimeout(_PATIENCE)
    return ForkedClerk(ours, room, child)


def _start(number: int) -> int:
    """Where a block stands in the room."""
    return number % _IN_HAND * _ROOM


def _work(line: socket.socket, room: mmap.mmap, keys: KeyStore) -> NoReturn:
    """The life of a clerk: it ends with the line, and never becomes the command it was copied from.

    Who interrupts the command tells the command, which then cuts the line.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        _answer_all(line, room, keys)
    finally:
        os._exit(0)


def _answer_all(line: socket.socket, room: mmap.mmap, keys: KeyStore) -> None:
    known: dict[int, Series] = {}
    while len(heard := line.recv(_WORD.size, socket.MSG_WAITALL)) == _WORD.size:
        number, size = _WORD.unpack(heard)
        start = _start(number)
        answer = _answer(room[start : start + size], known, keys) if size else b""
        if len(answer) > _ROOM:
            answer = b""
        room[start : start + len(answer)] = answer
        line.sendall(_WORD.pack(number, len(answer)))


def _answer(written: bytes, known: dict[int, Series], keys: KeyStore) -> bytes:
    """The signed badges of a block; nothing when one of them could not be signed."""
    block: Any = pickle.loads(written)  # noqa: S301 - by the process that this one is a copy of
    key, method, created, is_anew, new, asked = block
    if is_anew:
        known.clear()
    try:
        for number, (sample, slots) in new.items():
            known[number] = Series(sample, slots)
        signer = keys.signer(key, method)
        badges = [(known[number], texts) for number, texts in asked]
        bodies = secure_all(badges, signer, created=created)
    except BadgeError:
        return b""
    lengths = struct.pack(f">I{len(bodies)}I", len(bodies), *map(len, bodies))
    return lengths + b"".join(bodies)
