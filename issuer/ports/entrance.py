"""Where proofs of who somebody is are kept and checked, as protocols."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from badges.documents import JsonObject
from issuer.model import ApiToken, Challenge, Passkey, Password, Person


class Entrance(Protocol):
    """Passwords, passkeys, challenges, tokens of programs, and failures to come in."""

    def password(self, person_id: str) -> Password | None:
        """The password of a person, or None."""
        ...

    def put_password(self, password: Password) -> None:
        """Keep the password of a person, instead of the one they had."""
        ...

    def drop_password(self, person_id: str) -> None:
        """Remove the password of a person."""
        ...

    def passkeys(self, person_id: str) -> tuple[Passkey, ...]:
        """The passkeys of a person, oldest first."""
        ...

    def passkey(self, passkey_id: str) -> Passkey | None:
        """The passkey of that id, or None."""
        ...

    def add_passkey(self, passkey: Passkey) -> None:
        """Keep a new passkey."""
        ...

    def replace_passkey(self, passkey: Passkey) -> None:
        """Keep the new count, name and last use of the passkey of the same id."""
        ...

    def drop_passkey(self, person_id: str, passkey_id: str) -> bool:
        """Remove a passkey of a person; answer whether there was one."""
        ...

    def add_challenge(self, challenge: Challenge) -> None:
        """Keep a challenge."""
        ...

    def take_challenge(self, digest: str) -> Challenge | None:
        """The challenge of that digest, which works no more after this, or None."""
        ...

    def add_token(self, token: ApiToken) -> None:
        """Keep a token of a program."""
        ...

    def token(self, digest: str) -> ApiToken | None:
        """The token of that digest, or None."""
        ...

    def tokens(self, place: str) -> tuple[ApiToken, ...]:
        """The tokens of a place, newest first."""
        ...

    def replace_token(self, token: ApiToken) -> None:
        """Keep when the token of the same id was used or revoked."""
        ...

    def note_use(self, token_id: str, instant: datetime) -> None:
        """Keep when a token was used, and nothing else of it."""
        ...

    def note_attempt(self, key: str, instant: datetime) -> None:
        """Remember a failure under a keyed digest."""
        ...

    def attempts(self, key: str, since: datetime) -> int:
        """How many failures there were under that digest since an instant."""
        ...

    def forget_attempts(self, key: str) -> None:
        """Forgive the failures under that digest."""
        ...

    def forget_expired(self, now: datetime, attempts_before: datetime) -> None:
        """Forget challenges that are over at `now`, and failures before an instant."""
        ...


class PasswordHasher(Protocol):
    """Turns passwords into what is kept of them."""

    def hash(self, password: str) -> str:
        """The hash of a password, with its own salt and parameters (PHC string format)."""
        ...

    def matches(self, hashed: str, password: str) -> bool:
        """Whether the password is the one that was hashed."""
        ...

    def is_outdated(self, hashed: str) -> bool:
        """Whether the hash was made with weaker parameters than those of today."""
        ...


@dataclass(frozen=True)
class NewPasskey:
    """What an authenticator gave when a passkey was made."""

    id: str
    public_key: bytes = field(repr=False)
    sign_count: int


class PasskeyCeremonies(Protocol):
    """The two conversations of WebAuthn, for the host of this instance."""

    def creation_options(
        self, person: Person, challenge: bytes, known: tuple[Passkey, ...]
    ) -> JsonObject:
        """What the browser is asked in order to make a passkey (WebAuthn level 3, 5.4)."""
        ...

    def created(self, answer: JsonObject, challenge: bytes) -> NewPasskey:
        """The passkey that the browser made.

        Raises:
            NotAllowed: the answer is not what was asked (`passkey.refused`).
        """
        ...

    def request_options(self, challenge: bytes, known: tuple[Passkey, ...]) -> JsonObject:
        """What the browser is asked in order to use a passkey (WebAuthn level 3, 5.5)."""
        ...

    def used(self, answer: JsonObject, challenge: bytes, passkey: Passkey) -> int:
        """The new count of the passkey that answered.

        Raises:
            NotAllowed: the answer is not what was asked (`passkey.refused`).
        """
        ...
