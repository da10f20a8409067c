"""Private keys sealed with a key-encryption key that lives in one file, outside the database.

Whoever copies the database has no key, and whoever copies the file has none either (KEY-12). The
file holds 32 random bytes as base64url text, readable by its owner only. Each sealed key opens only
under the name for which it was sealed, so rows cannot be swapped.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from badges.encoding import decode_base64url, encode_base64url
from badges.errors import KeyMaterialError, Malformed
from badges.keys import KeySigner, PrivateKey, seal, unseal
from badges.ports import Identifiers, Signer
from issuer.errors import KeyUnavailable
from issuer.keystores.hmacs import hmac_sha256
from issuer.model import SigningKey
from issuer.ports import NewKey

FILE_NAME = "key-encryption.key"
NEXT_NAME = "key-encryption.next"
DERIVATION_NAME = "derivation.key"

_KEY_SIZE = 32
_FILE_SIZE = 200
_OPENED_LIMIT = 64


class EncryptedFile:
    """`ports.KeyStore` over the file `<directory>/key-encryption.key`."""

    scheme = "file"

    def __init__(self, directory: Path, identifiers: Identifiers) -> None:
        self.path = directory / FILE_NAME
        self._identifiers = identifiers
        self._opened: dict[bytes, PrivateKey] = {}

    def prepare(self) -> None:
        """Make the key-encryption key, unless there is one.

        Raises:
            KeyUnavailable: the directory cannot be written.
        """
        if not self.path.exists():
            self._make(self.path)

    def create(self, place: str, name: str, algorithm: str) -> NewKey:
        """Make a key pair and seal its private half.

        Raises:
            KeyUnavailable: the key-encryption key cannot be read.
        """
        private = PrivateKey.generate(algorithm)
        # While keys are being sealed anew, the last secret is the one that will stay.
        sealed = seal(self._encryption_keys()[-1], private.secret(), _context(place, name))
        return NewKey(private.public.multikey(), sealed)

    def signer(self, key: SigningKey, verification_method: str) -> Signer:
        """The private key of `key` at work.

        Raises:
            KeyUnavailable: the key-encryption key is lost, wrong or unreadable.
        """
        return KeySigner(self._open(key), verification_method)

    def reseal(self, key: SigningKey) -> bytes:
        """The private half of `key`, sealed for the key-encryption key that comes next.

        That one is made at the first call. A call that was cut short is simply made again.

        Raises:
            KeyUnavailable: the key cannot be opened, or the next one cannot be made.
        """
        private = self._open(key)
        secret = self._secret(self.path.with_name(NEXT_NAME))
        return seal(secret, private.secret(), _context(key.place, key.name))

    def turn_over(self) -> None:
        """Put the next key-encryption key in the place of this one, which is gone for good.

        Raises:
            KeyUnavailable: the file cannot be renamed.
        """
        following = self.path.with_name(NEXT_NAME)
        try:
            if following.exists():
                following.replace(self.path)
        except OSError as error:
            raise KeyUnavailable("keys.file_unwritable", path=str(self.path)) from error

    def derive(self, purpose: str, context: bytes) -> bytes:
        """32 secret bytes that follow from `purpose` and `context`: HMAC-SHA-256, twice.

        They come from a secret of their own, made at first use, so that changing the key-encryption
        key one day leaves every printed card good.

        Raises:
            KeyUnavailable: the secret cannot be read or written.
        """
        return self.deriver(purpose)(context)

    def deriver(self, purpose: str) -> Callable[[bytes], bytes]:
        """`derive` for that purpose, the secret being read once.

        Raises:
            KeyUnavailable: the secret cannot be read or written.
        """
        secret = self._secret(self.path.with_name(DERIVATION_NAME))
        return hmac_sha256(hmac_sha256(secret)(purpose.encode()))

    def _secret(self, path: Path) -> bytes:
        if not path.exists():
            self._make(path)
        return _read_key(path)

    def _open(self, key: SigningKey) -> PrivateKey:
        """The private key, opened once while the very same files are there to open it."""
        encryption_keys = self._encryption_keys()
        fingerprint = hashlib.sha256(
            b"".join(encryption_keys) + _context(key.place, key.name) + key.sealed
        ).digest()
        if fingerprint not in self._opened:
            if len(self._opened) >= _OPENED_LIMIT:
                self._opened.clear()
            self._opened[fingerprint] = self._unsealed(encryption_keys, key)
        return self._opened[fingerprint]

    def _unsealed(self, encryption_keys: tuple[bytes, ...], key: SigningKey) -> PrivateKey:
        """The private key under the first of these that opens it.

        Raises:
            KeyUnavailable: none does.
        """
        for encryption_key in encryption_keys[:-1]:
            with contextlib.suppress(KeyUnavailable):
                return self._unseal(encryption_key, key)
        return self._unseal(encryption_keys[-1], key)

    def _unseal(self, encryption_key: bytes, key: SigningKey) -> PrivateKey:
        try:
            secret = unseal(encryption_key, key.sealed, _context(key.place, key.name))
            private = PrivateKey.from_secret(secret)
        except KeyMaterialError as error:
            raise KeyUnavailable(
                "keys.file_wrong", path=str(self.path), place=key.place, name=key.name
            ) from error
        if private.public.multikey() != key.public:
            raise KeyUnavailable("keys.pair_mismatch", place=key.place, name=key.name)
        return private

    def _encryption_keys(self) -> tuple[bytes, ...]:
        """The key-encryption key, and the one that comes next while keys are being sealed anew.

        The next one is looked for first: it may take its place between two looks.
        """
        following = self.path.with_name(NEXT_NAME)
        found = (_read_key(following),) if following.exists() else ()
        return (_read_key(self.path), *found)

    def _make(self, path: Path) -> None:
        text = encode_base64url(self._identifiers.token(_KEY_SIZE))
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_once(path, f"{text}\n")
        except OSError as error:
            raise KeyUnavailable("keys.file_unwritable", path=str(path)) from error


def _read_key(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(_FILE_SIZE).decode("ascii").strip()
        key = decode_base64url(text)
    except FileNotFoundError as error:
        raise KeyUnavailable("keys.file_lost", path=str(path)) from error
    except OSError as error:
        raise KeyUnavailable("keys.file_unreadable", path=str(path)) from error
    except (Malformed, UnicodeDecodeError) as error:
        raise KeyUnavailable("keys.file_damaged", path=str(path)) from error
    if len(key) != _KEY_SIZE:
        raise KeyUnavailable("keys.file_damaged", path=str(path))
    return key


def _write_once(path: Path, text: str) -> None:
    """Write whole or not at all; when another process was first, its key stays."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # made for its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _context(place: str, name: str) -> bytes:
    return f"{place}#{name}".encode()
