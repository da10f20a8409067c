"""Fakes of the issuer's ports, quick and plain: a press, a hasher, passkeys, a postman."""

import hashlib
import json
from dataclasses import dataclass, field

from badges.documents import JsonObject
from badges.encoding import encode_base64url
from issuer.errors import NotAllowed
from issuer.model import Letter, Passkey, Person
from issuer.model.paper import Booklet, Card, Certificate, Poster, Sticker
from issuer.ports import NewPasskey


class PlainPress:
    """`ports.Press` that prints what it was given as text, so that tests can read it."""

    def certificate(self, certificate: Certificate) -> bytes:
        """The words of one badge, and the badge."""
        return _printed(certificate)

    def certificates(self, certificates: tuple[Certificate, ...]) -> bytes:
        """The words of several badges."""
        return _printed(*certificates)

    def cards(self, cards: tuple[Card, ...]) -> bytes:
        """The words of claim cards, those that open them included."""
        return _printed(*((card, card.words) for card in cards))

    def stickers(self, stickers: tuple[Sticker, ...]) -> bytes:
        """The words of stickers."""
        return _printed(*stickers)

    def booklet(self, booklet: Booklet) -> bytes:
        """The words of a passport."""
        return _printed(booklet)

    def poster(self, poster: Poster) -> bytes:
        """The words of a poster."""
        return _printed(poster, poster.words)


def _printed(*items: object) -> bytes:
    return "\n".join(("%PDF-", *map(repr, items))).encode()


class PlainHasher:
    """`ports.PasswordHasher` that takes no time: a bare digest, outdated when it says so."""

    def hash(self, password: str) -> str:
        """A digest without salt."""
        return "plain:" + hashlib.sha256(password.encode()).hexdigest()

    def matches(self, hashed: str, password: str) -> bool:
        """Whether the password is the one that was hashed."""
        return hashed.removeprefix("old-") == self.hash(password)

    def is_outdated(self, hashed: str) -> bool:
        """Whether the hash begins with `old-`."""
        return hashed.startswith("old-")


class PlainCeremonies:
    """`ports.PasskeyCeremonies` whose authenticator signs by repeating the challenge."""

    def creation_options(
        self, person: Person, challenge: bytes, known: tuple[Passkey, ...]
    ) -> JsonObject:
        """What is asked: the challenge, for that person."""
        excluded = [item.id for item in known]
        return {
            "challenge": encode_base64url(challenge),
            "user": person.name,
            "exclude": excluded,
        }

    def created(self, answer: JsonObject, challenge: bytes) -> NewPasskey:
        """The passkey named in an answer that repeats the challenge."""
        if answer.get("challenge") != encode_base64url(challenge):
            raise NotAllowed("passkey.refused")
        return NewPasskey(str(answer["id"]), json.dumps(answer).encode(), 0)

    def request_options(self, challenge: bytes, known: tuple[Passkey, ...]) -> JsonObject:
        """What is asked: the challenge, of one of these passkeys."""
        return {"challenge": encode_base64url(challenge), "allow": [item.id for item in known]}

    def used(self, answer: JsonObject, challenge: bytes, passkey: Passkey) -> int:
        """One use more, when the answer repeats the challenge."""
        if answer.get("challenge") != encode_base64url(challenge):
            raise NotAllowed("passkey.refused")
        return passkey.sign_count + 1


@dataclass
class Postbox:
    """`ports.Postman` that keeps the letters it was handed."""

    letters: list[Letter] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    def deliver(self, letter: Letter, sender: str) -> None:
        """Keep the letter."""
        self.letters.append(letter)
        self.senders.append(sender)


@dataclass
class Whispers:
    """`ports.Queue` that remembers what it was told."""

    batches: list[str] = field(default_factory=list)
    letters: int = 0

    def batch_waits(self, batch_id: str) -> None:
        """Remember the batch."""
        self.batches.append(batch_id)

    def letters_wait(self) -> None:
        """Count one more."""
        self.letters += 1
