"""API tokens: shown once, bound to a place and to scopes, taken back at once."""

import re
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import ApiToken
from issuer.services import people
from issuer.services.people import tokens
from issuer.services.people.tokens import NewToken
from tests.issuer.services.people.crew import Crew
from tests.world import NOON

ISSUE = ("credentials.issue",)


def _add(crew: Crew, name: str = "Caisse", **options: Any) -> NewToken:
    return tokens.add_token(crew.office, crew.by("Awa Diop"), "atelier", name, ISSUE, **options)


def test_a_token_is_shown_once_and_known_after(both: Crew) -> None:
    """`badge_` and 32 random bytes; only its digest is kept."""
    made = _add(both)
    assert re.fullmatch(r"badge_[A-Za-z0-9_-]{43}", made.secret)
    found = tokens.use_token(both.office, made.secret)
    assert found is not None
    assert (found.name, found.place, found.scopes) == ("Caisse", "atelier", ISSUE)
    assert found.person == both.id("Awa Diop")
    assert made.secret not in repr(made)
    listed = tokens.list_tokens(both.office, both.by("Awa Diop"), "atelier")
    assert [token.id for token in listed] == [made.token.id]
    assert made.secret not in str([token.digest for token in listed])
    assert both.actions()[-1] == "token.add"


def test_a_token_taken_back_opens_nothing(both: Crew) -> None:
    """At once and for good, by its name or its id; its name is free again."""
    made = _add(both)
    tokens.revoke_token(both.office, both.by("Awa Diop"), "atelier", "caisse")
    assert tokens.use_token(both.office, made.secret) is None
    again = _add(both)
    revoked = tokens.revoke_token(both.office, both.by("Awa Diop"), "atelier", again.token.id)
    assert revoked.revoked == NOON
    both.town.clock.advance(days=1)
    once_more = tokens.revoke_token(both.office, both.by("Awa Diop"), "atelier", again.token.id)
    assert once_more.revoked == NOON
    assert both.actions().count("token.revoke") == 2


def test_a_token_ends_by_itself(crew: Crew) -> None:
    """With a number of days, to the second; without, it goes on."""
    short, long = _add(crew, days=30), _add(crew, "Sans fin")
    crew.town.clock.advance(days=30, seconds=-1)
    assert tokens.use_token(crew.office, short.secret) is not None
    crew.town.clock.advance(seconds=1)
    assert tokens.use_token(crew.office, short.secret) is None
    assert tokens.use_token(crew.office, long.secret) is not None
    assert _add(crew).token.name == "Caisse"


def test_the_last_use_is_kept_as_a_day(both: Crew) -> None:
    """No finer: when a program works is nobody's business."""
    made = _add(both)

    def used() -> ApiToken:
        (token,) = tokens.list_tokens(both.office, both.by("Awa Diop"), "atelier")
        return token

    assert used().used is None
    tokens.use_token(both.office, made.secret)
    midnight = NOON.replace(hour=0)
    assert used().used == midnight
    both.town.clock.advance(hours=20)
    tokens.use_token(both.office, made.secret)
    assert used().used == midnight.replace(day=23)


def test_using_a_token_does_not_bring_it_back(both: Crew) -> None:
    """The use is written by itself: a token that is taken back meanwhile stays so."""
    made = _add(both)
    tokens.revoke_token(both.office, both.by("Awa Diop"), "atelier", "Caisse")
    with both.office.store.write() as work:
        work.entrance.note_use(made.token.id, NOON)
        (kept,) = work.entrance.tokens("atelier")
    assert (kept.revoked, kept.used) == (NOON, NOON)


def test_a_scope_must_have_been_given(crew: Crew) -> None:
    """What it was made for passes; the rest is refused in words."""
    token = _add(crew).token
    tokens.require_scope(token, "credentials.issue")
    with pytest.raises(NotAllowed, match=r"token\.scope_missing") as refusal:
        tokens.require_scope(token, "credentials.status")
    assert refusal.value.params == {"token": "Caisse", "scope": "credentials.status"}


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        ("", ISSUE, None, "text.empty"),
        ("x" * 61, ISSUE, None, "text.too_long"),
        ("a\nb", ISSUE, None, "text.control"),
        ("Caisse", (), None, "token.no_scope"),
        ("Caisse", ("awards.write",), None, "token.scope_unknown"),
        ("Caisse", ISSUE, 0, "token.days"),
        ("Caisse", ISSUE, 3_651, "token.days"),
        ("Caisse", ISSUE, -(10**12), "token.days"),
    ],
)
def test_what_cannot_be_used_is_refused(
    crew: Crew, name: str, scopes: tuple[str, ...], days: int | None, code: str
) -> None:
    """A sentence says what to mend, and no token is made."""
    by = crew.by("Awa Diop")
    with pytest.raises(InvalidRequest) as refusal:
        tokens.add_token(crew.office, by, "atelier", name, scopes, days=days)
    assert refusal.value.code == code
    assert tokens.list_tokens(crew.office, by, "atelier") == ()


def test_two_tokens_that_work_have_two_names(crew: Crew) -> None:
    """The journal must say which one did it; fifty are plenty."""
    _add(crew)
    with pytest.raises(Conflict, match=r"token\.name_taken"):
        _add(crew, "CAISSE")
    for number in range(tokens.TOKEN_LIMIT - 1):
        _add(crew, f"Jeton {number}")
    with pytest.raises(Conflict, match=r"token\.too_many"):
        _add(crew, "De trop")


@pytest.mark.parametrize("name", ["Bruno", "Chloé"])
def test_only_who_manages_the_place_touches_its_tokens(crew: Crew, name: str) -> None:
    """Neither a facilitator of the place, nor the manager of another one."""
    made = _add(crew)
    by = crew.by(name)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        tokens.add_token(crew.office, by, "atelier", "Li", ISSUE)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        tokens.list_tokens(crew.office, by, "atelier")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        tokens.revoke_token(crew.office, by, "atelier", made.token.id)
    assert tokens.use_token(crew.office, made.secret) is not None


def test_a_token_of_another_place_is_unknown(crew: Crew) -> None:
    """As if it did not exist, by its name and by its id; so is a place that does not exist."""
    made = _add(crew)
    for name in (made.token.id, "Caisse", "", "\x00" * 999):
        with pytest.raises(NotFound, match=r"token\.unknown"):
            tokens.revoke_token(crew.office, crew.by("Chloé"), "jardin", name)
    with pytest.raises(NotFound, match=r"place\.unknown"):
        tokens.add_token(crew.office, people.operator("root"), "nowhere", "Li", ISSUE)


@pytest.mark.parametrize(
    "secret", ["", "badge_", "badge_x", "badge_" + "x" * 9_000, "badge_\ud800"]
)
def test_a_token_that_was_never_given_is_none(crew: Crew, secret: str) -> None:
    """Whatever a program sends; the digest of a token is no token."""
    made = _add(crew)
    assert tokens.use_token(crew.office, secret) is None
    assert tokens.use_token(crew.office, made.token.digest) is None
    assert tokens.use_token(crew.office, made.secret.removeprefix("badge_")) is None
