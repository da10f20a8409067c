"""Where letters wait, and who carries them, as protocols."""

from datetime import datetime
from typing import Protocol

from issuer.model import Letter, LetterState, LetterTemplate


class Letters(Protocol):
    """The outbox, and the words that places chose."""

    def add(self, letter: Letter) -> None:
        """Keep a new letter."""
        ...

    def get(self, letter_id: str) -> Letter | None:
        """The letter of that id, or None."""
        ...

    def list(
        self, *, place: str | None = None, state: LetterState | None = None, limit: int = 100
    ) -> tuple[Letter, ...]:
        """The latest letters, newest first."""
        ...

    def due(self, now: datetime, *, limit: int = 20) -> tuple[Letter, ...]:
        """Waiting letters whose next try has come, oldest first, that nobody else is sending."""
        ...

    def concerning(self, concerns: str) -> tuple[Letter, ...]:
        """The letters about somebody, newest first."""
        ...

    def replace(self, letter: Letter) -> None:
        """Keep the new state of the letter of the same id."""
        ...

    def forget_before(self, instant: datetime) -> int:
        """Remove letters that ended before that instant; answer how many."""
        ...

    def forget_concerning(self, concerns: str) -> int:
        """Remove every letter about somebody; answer how many."""
        ...

    def template(self, place: str, kind: str, language: str) -> LetterTemplate | None:
        """The words that a place chose for a kind of letter, or None."""
        ...

    def put_template(self, template: LetterTemplate) -> None:
        """Keep the words of a place, instead of those it had chosen before."""
        ...

    def drop_template(self, place: str, kind: str, language: str) -> None:
        """Go back to our words."""
        ...


class Postman(Protocol):
    """Carries letters away."""

    def deliver(self, letter: Letter, sender: str) -> None:
        """Hand one letter to the mail server, in the name of `sender`.

        Raises:
            MailRefused: the server will never take it (a permanent answer, RFC 5321 section 4.2.1).
            MailDelayed: it may take it later.
        """
        ...


class Queue(Protocol):
    """Tells the workers that something waits; what waits is in the store, so a lost word is late.

    A worker also looks into the store by itself, every minute and when it starts.
    """

    def batch_waits(self, batch_id: str) -> None:
        """A batch was confirmed."""
        ...

    def letters_wait(self) -> None:
        """Letters were written."""
        ...


class NoQueue:
    """`Queue` where nobody listens: workers find what waits by looking into the store."""

    def batch_waits(self, batch_id: str) -> None:
        """Nothing to do."""

    def letters_wait(self) -> None:
        """Nothing to do."""
