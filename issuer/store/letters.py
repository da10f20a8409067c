"""The outbox and the words that places chose, in SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from issuer.model import Letter, LetterState, LetterTemplate
from issuer.store import tables
from issuer.store.queries import every, first, matching


class SqlLetters:
    """`ports.Letters` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: Letter) -> None:
        """Keep a new letter."""
        self._connection.execute(insert(tables.letters).values(asdict(letter)))

    def get(self, letter_id: str) -> Letter | None:
        """The letter of that id, or None."""
        row = first(self._connection, select(tables.letters).filter_by(id=letter_id))
        return None if row is None else Letter(**row)

    def list(
        self, *, place: str | None = None, state: LetterState | None = None, limit: int = 100
    ) -> tuple[Letter, ...]:
        """The latest letters, newest first."""
        query = matching(select(tables.letters), tables.letters, place=place, state=state)
        ordered = query.order_by(tables.letters.c.created.desc(), "id").limit(limit)
        return tuple(Letter(**row) for row in every(self._connection, ordered))

    def due(self, now: datetime, *, limit: int = 20) -> tuple[Letter, ...]:
        """Waiting letters whose next try has come, oldest first, that nobody else is sending."""
        letters = tables.letters
        query = (
            select(letters)
            .where(letters.c.state == "waiting", letters.c.next_try <= now)
            .order_by("next_try", "id")
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(Letter(**row) for row in every(self._connection, query))

    def concerning(self, concerns: str) -> tuple[Letter, ...]:
        """The letters about somebody, newest first."""
        query = select(tables.letters).filter_by(concerns=concerns)
        ordered = query.order_by(tables.letters.c.created.desc(), "id")
        return tuple(Letter(**row) for row in every(self._connection, ordered))

    def replace(self, letter: Letter) -> None:
        """Keep the new state of the letter of the same id."""
        self._connection.execute(
            update(tables.letters).filter_by(id=letter.id).values(asdict(letter))
        )

    def forget_before(self, instant: datetime) -> int:
        """Remove letters that ended before that instant; answer how many."""
        done = self._connection.execute(
            delete(tables.letters).where(tables.letters.c.ended < instant)
        )
        return done.rowcount

    def forget_concerning(self, concerns: str) -> int:
        """Remove every letter about somebody; answer how many."""
        done = self._connection.execute(delete(tables.letters).filter_by(concerns=concerns))
        return done.rowcount

    def template(self, place: str, kind: str, language: str) -> LetterTemplate | None:
        """The words that a place chose for a kind of letter, or None."""
        query = select(tables.letter_templates).filter_by(place=place, kind=kind, language=language)
        row = first(self._connection, query)
        return None if row is None else LetterTemplate(**row)

    def put_template(self, template: LetterTemplate) -> None:
        """Keep the words of a place, instead of those it had chosen before."""
        self.drop_template(template.place, template.kind, template.language)
        self._connection.execute(insert(tables.letter_templates).values(asdict(template)))

    def drop_template(self, place: str, kind: str, language: str) -> None:
        """Go back to our words."""
        self._connection.execute(
            delete(tables.letter_templates).filter_by(place=place, kind=kind, language=language)
        )
