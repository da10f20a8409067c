"""Sealing a stream of any length with a passphrase: scrypt for the key, AES-256-GCM by chunks.

The file is a header (mark, salt) and then chunks of `CHUNK` bytes, each encrypted for its number
and for being the last one or not: nothing can be swapped, repeated or cut off without notice. The
key belongs to one file alone, since its salt does, so that numbers never meet a nonce twice.
"""

import io
import os
import secrets
from functools import lru_cache
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from badges.errors import KeyMaterialError

MARK = b"badges-sealed-1\n"
"""How a sealed stream begins; the number is that of the format."""

CHUNK = 65_536

PASSPHRASE_BYTES = 12
"""The least that is taken: whoever has the file may try as many passphrases as they like."""

_SALT_SIZE = 16
_TAG_SIZE = 16
_HEADER_SIZE = len(MARK) + _SALT_SIZE
_SEALED_CHUNK = CHUNK + _TAG_SIZE
_COST, _BLOCK, _PARALLEL = 2**16, 8, 1
"""64 MB of memory and some tenths of a second for each passphrase that is tried."""


class SealingWriter(io.RawIOBase):
    """A file that can only be written to its end; what is written goes sealed into another one."""

    def __init__(self, to: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._to = to
        header = MARK + secrets.token_bytes(_SALT_SIZE)
        self._cipher = _Chunks(passphrase, header)
        self._waiting = bytearray()
        self._number = 0
        to.write(header)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: object, /) -> int:
        """Seal what makes whole chunks, and keep the rest for later."""
        view = memoryview(content)  # type: ignore[arg-type]  # whatever has bytes, as files take it
        self._waiting += view
        while len(self._waiting) > CHUNK:  # the last chunk waits, since it is sealed as the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return view.nbytes

    def close(self) -> None:
        """Seal what is left as the last chunk; the file underneath stays open."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            self._waiting.clear()
        super().close()

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._to.write(self._cipher.seal(self._number, content, last=last))
        self._number += 1


class UnsealingReader(io.RawIOBase):
    """The stream inside a sealed file, read from anywhere in it."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """Open `source`, its end first: a file that was cut off is known at once.

        Raises:
            KeyMaterialError: another passphrase, or altered bytes (`passphrase.wrong`); or not a
                sealed stream at all (`passphrase.not_sealed`).
        """
        super().__init__()
        self._source = source
        source.seek(0)
        header = source.read(_HEADER_SIZE)
        if not is_sealed(header) or len(header) != _HEADER_SIZE:
            raise KeyMaterialError("passphrase.not_sealed")
        sealed = source.seek(0, os.SEEK_END) - _HEADER_SIZE
        self._last = max(0, -(-sealed // _SEALED_CHUNK) - 1)
        self._length = max(0, sealed - (self._last + 1) * _TAG_SIZE)
        self._cipher = _Chunks(passphrase, header)
        self._chunk = lru_cache(maxsize=4)(self._unsealed)
        self._position = 0
        self._chunk(self._last)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go somewhere in the stream."""
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}[whence]
        self._position = max(0, begin + offset)
        return self._position

    def readinto(self, buffer: object, /) -> int:
        """Read what one chunk holds from here on.

        Raises:
            KeyMaterialError: the chunk was altered.
        """
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # a buffer, as files take it
        if self._position >= self._length:
            return 0
        number, begin = divmod(self._position, CHUNK)
        content = self._chunk(number)[begin : begin + len(view)]
        view[: len(content)] = content
        self._position += len(content)
        return len(content)

    def _unsealed(self, number: int) -> bytes:
        self._source.seek(_HEADER_SIZE + number * _SEALED_CHUNK)
        sealed = self._source.read(_SEALED_CHUNK)
        return self._cipher.unseal(number, sealed, last=number == self._last)


class _Chunks:
    """The key of one file, and how it seals a chunk of a number."""

    def __init__(self, passphrase: str, header: bytes) -> None:
        secret = passphrase.encode()
        if len(secret) < PASSPHRASE_BYTES:
            raise KeyMaterialError("passphrase.short", least=PASSPHRASE_BYTES)
        salt = header[len(MARK) :]
        key = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL).derive(secret)
        self._aes = AESGCM(key)
        self._header = header

    def seal(self, number: int, content: bytes, *, last: bool) -> bytes:
        return self._aes.encrypt(_nonce(number, last=last), content, self._header)

    def unseal(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aes.decrypt(_nonce(number, last=last), sealed, self._header)
        except (InvalidTag, ValueError) as error:
            raise KeyMaterialError("passphrase.wrong") from error


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins like this is a sealed stream of ours."""
    return beginning.startswith(MARK)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
