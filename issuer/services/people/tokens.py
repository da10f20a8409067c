"""API tokens: what lets a program act for one place, within scopes, until a manager takes it back.

A token is shown once; only its SHA-256 is kept. What it does stands in the journal under its name,
so two that work at the same time have two names.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import ApiToken
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.people.roles import Contributor, require
from issuer.services.people.secrets_kept import SECRET_LENGTH, digest_of, new_secret
from issuer.services.texts import clean_line

Scope = Literal["credentials.issue", "credentials.status"]

SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "badge_"
"""How every token begins, so that people and scanners of leaked secrets know it."""
NAME_LENGTH = 60
DAYS_LIMIT = 3_650
TOKEN_LIMIT = 50

_SHOWN = 100


@dataclass(frozen=True)
class NewToken:
    """A token just made: `secret` is shown now and never again."""

    token: ApiToken
    secret: str = field(repr=False)


def add_token(
    office: Office,
    by: Contributor,
    place: str,
    name: str,
    scopes: tuple[str, ...],
    *,
    days: int | None = None,
) -> NewToken:
    """Make a token for a program of a place; without `days` it works until it is taken back.

    Raises:
        InvalidRequest: the name, a scope or the number of days cannot be used.
        NotFound: no such place.
        NotAllowed: `by` may not edit the tokens of the place.
        Conflict: another token that works has this name, or there are many.
    """
    called, known = clean_line(name, "name", limit=NAME_LENGTH), _clean_scopes(scopes)
    if days is not None and not 1 <= days <= DAYS_LIMIT:
        raise InvalidRequest("token.days", field="days", limit=DAYS_LIMIT)
    now, secret = office.clock.now(), PREFIX + new_secret(office)
    with office.store.write() as work:
        find_place(work, place)
        work.people.lock_team(place)
        require(work, by, "token.edit", place)
        _require_free(work, place, called, now)
        token = ApiToken(
            office.identifiers.uuid(),
            digest_of(secret),
            called,
            place,
            by.person,
            known,
            now,
            None if days is None else now + timedelta(days=days),
        )
        work.entrance.add_token(token)
        note(office, work, by.name, "token.add", place=place, subject=token.id, reason=called)
    return NewToken(token, secret)


def list_tokens(office: Office, by: Contributor, place: str) -> tuple[ApiToken, ...]:
    """The tokens of a place, newest first, those that work no more included.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` may not edit the tokens of the place.
    """
    with office.store.read() as work:
        find_place(work, place)
        require(work, by, "token.edit", place)
        return work.entrance.tokens(place)


def revoke_token(office: Office, by: Contributor, place: str, name: str) -> ApiToken:
    """Take a token back, by its id or the name of one that works: at once and for good.

    Raises:
        NotFound: no such place, or no such token in it.
        NotAllowed: `by` may not edit the tokens of the place.
    """
    now = office.clock.now()
    with office.store.write() as work:
        find_place(work, place)
        require(work, by, "token.edit", place)
        token = _find(work, place, name, now)
        if token.revoked is None:
            token = replace(token, revoked=now)
            work.entrance.replace_token(token)
            note(office, work, by.name, "token.revoke", place=place, subject=token.id)
    return token


def is_live(token: ApiToken, now: datetime) -> bool:
    """Whether the token works now."""
    return token.revoked is None and (token.expires is None or now < token.expires)


def use_token(office: Office, secret: str) -> ApiToken | None:
    """The token of that secret, or None when it works no more or never did.

    That it was used is kept as a day, no finer.
    """
    if not secret.startswith(PREFIX) or len(secret) > SECRET_LENGTH:
        return None
    now = office.clock.now()
    with office.store.read() as work:
        token = work.entrance.token(digest_of(secret))
    if token is None or not is_live(token, now):
        return None
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if token.used != today:
        with office.store.write() as work:
            work.entrance.note_use(token.id, today)
    return token


def require_scope(token: ApiToken, scope: Scope) -> None:
    """Stop unless the token was made for this.

    Raises:
        NotAllowed: it was not.
    """
    if scope not in token.scopes:
        raise NotAllowed("token.scope_missing", token=token.name, scope=scope)


def _clean_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    for asked in scopes:
        if asked not in SCOPES:
            raise InvalidRequest(
                "token.scope_unknown", field="scopes", value=asked[:_SHOWN], known=", ".join(SCOPES)
            )
    if not scopes:
        raise InvalidRequest("token.no_scope", field="scopes", known=", ".join(SCOPES))
    return tuple(scope for scope in SCOPES if scope in scopes)


def _require_free(work: UnitOfWork, place: str, name: str, now: datetime) -> None:
    live = [token for token in work.entrance.tokens(place) if is_live(token, now)]
    if len(live) >= TOKEN_LIMIT:
        raise Conflict("token.too_many", limit=TOKEN_LIMIT)
    if any(token.name.casefold() == name.casefold() for token in live):
        raise Conflict("token.name_taken", token=name)


def _find(work: UnitOfWork, place: str, name: str, now: datetime) -> ApiToken:
    for token in work.entrance.tokens(place):
        if token.id == name or (is_live(token, now) and token.name.casefold() == name.casefold()):
            return token
    raise NotFound("token.unknown", token=name[:_SHOWN])
