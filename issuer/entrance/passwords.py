"""Passwords as argon2id hashes (RFC 9106), with the parameters of its second recommendation."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY


class Argon2Hasher:
    """`ports.PasswordHasher` by argon2id: 64 MiB, three passes."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def hash(self, password: str) -> str:
        """The hash of a password, with its own salt and parameters (PHC string format)."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Whether the password is the one that was hashed."""
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError, UnicodeError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Whether the hash was made with weaker parameters than those of today."""
        try:
            return self._hasher.check_needs_rehash(hashed)
        except (InvalidHashError, UnicodeError):
            return True
