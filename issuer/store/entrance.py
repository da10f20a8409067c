"""Passwords, passkeys, challenges, tokens of programs, and failures to come in, in SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from issuer.model import ApiToken, Challenge, Passkey, Password
from issuer.store import tables
from issuer.store.queries import every, first
from issuer.store.rows import Row


class SqlEntrance:
    """`ports.Entrance` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def password(self, person_id: str) -> Password | None:
        """The password of a person, or None."""
        row = first(self._connection, select(tables.passwords).filter_by(person=person_id))
        return None if row is None else Password(**row)

    def put_password(self, password: Password) -> None:
        """Keep the password of a person, instead of the one they had."""
        self.drop_password(password.person)
        self._connection.execute(insert(tables.passwords).values(asdict(password)))

    def drop_password(self, person_id: str) -> None:
        """Remove the password of a person."""
        self._connection.execute(delete(tables.passwords).filter_by(person=person_id))

    def passkeys(self, person_id: str) -> tuple[Passkey, ...]:
        """The passkeys of a person, oldest first."""
        query = select(tables.passkeys).filter_by(person=person_id).order_by("created", "id")
        return tuple(Passkey(**row) for row in every(self._connection, query))

    def passkey(self, passkey_id: str) -> Passkey | None:
        """The passkey of that id, or None."""
        row = first(self._connection, select(tables.passkeys).filter_by(id=passkey_id))
        return None if row is None else Passkey(**row)

    def add_passkey(self, passkey: Passkey) -> None:
        """Keep a new passkey."""
        self._connection.execute(insert(tables.passkeys).values(asdict(passkey)))

    def replace_passkey(self, passkey: Passkey) -> None:
        """Keep the new count, name and last use of the passkey of the same id."""
        self._connection.execute(
            update(tables.passkeys)
            .filter_by(id=passkey.id)
            .values(name=passkey.name, sign_count=passkey.sign_count, used=passkey.used)
        )

    def drop_passkey(self, person_id: str, passkey_id: str) -> bool:
        """Remove a passkey of a person; answer whether there was one."""
        done = self._connection.execute(
            delete(tables.passkeys).filter_by(person=person_id, id=passkey_id)
        )
        return done.rowcount > 0

    def add_challenge(self, challenge: Challenge) -> None:
        """Keep a challenge."""
        self._connection.execute(insert(tables.challenges).values(asdict(challenge)))

    def take_challenge(self, digest: str) -> Challenge | None:
        """The challenge of that digest, which works no more after this, or None.

        The deletion decides who was first: of two that come at once, one finds it gone.
        """
        row = first(self._connection, select(tables.challenges).filter_by(digest=digest))
        done = self._connection.execute(delete(tables.challenges).filter_by(digest=digest))
        return None if row is None or done.rowcount == 0 else Challenge(**row)

    def add_token(self, token: ApiToken) -> None:
        """Keep a token of a program."""
        row = asdict(token) | {"scopes": list(token.scopes)}
        self._connection.execute(insert(tables.api_tokens).values(row))

    def token(self, digest: str) -> ApiToken | None:
        """The token of that digest, or None."""
        row = first(self._connection, select(tables.api_tokens).filter_by(digest=digest))
        return None if row is None else _token(row)

    def tokens(self, place: str) -> tuple[ApiToken, ...]:
        """The tokens of a place, newest first."""
        created = tables.api_tokens.c.created
        query = select(tables.api_tokens).filter_by(place=place).order_by(created.desc(), "id")
        return tuple(_token(row) for row in every(self._connection, query))

    def replace_token(self, token: ApiToken) -> None:
        """Keep when the token of the same id was used or revoked."""
        self._connection.execute(
            update(tables.api_tokens)
            .filter_by(id=token.id)
            .values(used=token.used, revoked=token.revoked)
        )

    def note_use(self, token_id: str, instant: datetime) -> None:
        """Keep when a token was used, and nothing else of it."""
        self._connection.execute(
            update(tables.api_tokens).filter_by(id=token_id).values(used=instant)
        )

    def note_attempt(self, key: str, instant: datetime) -> None:
        """Remember a failure under a keyed digest."""
        self._connection.execute(insert(tables.attempts).values(key=key, instant=instant))

    def attempts(self, key: str, since: datetime) -> int:
        """How many failures there were under that digest since an instant."""
        query = (
            select(func.count())
            .select_from(tables.attempts)
            .where(tables.attempts.c.key == key, tables.attempts.c.instant >= since)
        )
        return int(self._connection.scalar(query) or 0)

    def forget_attempts(self, key: str) -> None:
        """Forgive the failures under that digest."""
        self._connection.execute(delete(tables.attempts).filter_by(key=key))

    def forget_expired(self, now: datetime, attempts_before: datetime) -> None:
        """Forget challenges that are over at `now`, and failures before an instant."""
        challenges, attempts = tables.challenges, tables.attempts
        self._connection.execute(delete(challenges).where(challenges.c.expires <= now))
        self._connection.execute(delete(attempts).where(attempts.c.instant < attempts_before))


def _token(row: Row) -> ApiToken:
    return ApiToken(**{**row, "scopes": tuple(row["scopes"])})
