"""Passkeys: made by their owner, answered once and in time, used without any name."""

from typing import TYPE_CHECKING

import pytest

from badges.documents import JsonObject
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound, TooManyAttempts
from issuer.model import Passkey
from issuer.services import people
from issuer.services.people import lockout, passkeys
from issuer.services.people.passkeys import Begun
from tests.issuer.services.people.crew import Crew
from tests.world import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = "192.0.2.7"


def _answer(begun: Begun, key: str = "key") -> JsonObject:
    return {"id": key, "challenge": begun.options["challenge"]}


def _make(crew: Crew, name: str = "Awa Diop", key: str = "key", called: str = "Clé") -> Passkey:
    by = crew.by(name)
    begun = passkeys.begin_creation(crew.office, by)
    return passkeys.finish_creation(crew.office, by, begun.token, _answer(begun, key), called)


def test_a_passkey_is_made_and_lets_in(both: Crew) -> None:
    """No name is typed; the use and the count are kept, and the journal says how."""
    made = _make(both)
    assert passkeys.list_passkeys(both.office, both.by("Awa Diop")) == (made,)
    begun = passkeys.begin_sign_in(both.office)
    assert begun.options["allow"] == []
    signed = passkeys.finish_sign_in(both.office, begun.token, _answer(begun), HERE)
    assert signed.person.name == "Awa Diop"
    visitor = people.who(both.office, signed.token)
    assert visitor is not None
    (used,) = passkeys.list_passkeys(both.office, both.by("Awa Diop"))
    assert (used.sign_count, used.used) == (1, NOON)
    with both.office.store.read() as work:
        assert work.journal.list(limit=1)[0].reason == "passkey"


def test_a_challenge_is_answered_once(both: Crew) -> None:
    """A second answer is refused, even where the first one was wrong."""
    _make(both)
    begun = passkeys.begin_sign_in(both.office)
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        passkeys.finish_sign_in(both.office, begun.token, {"id": "key", "challenge": "x"}, HERE)
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_sign_in(both.office, begun.token, _answer(begun), HERE)


def test_a_challenge_is_over_after_five_minutes(crew: Crew) -> None:
    """An answer that was kept for later opens nothing, and makes nothing."""
    _make(crew)
    by = crew.by("Awa Diop")
    entering = passkeys.begin_sign_in(crew.office)
    making = passkeys.begin_creation(crew.office, by)
    crew.town.clock.advance(minutes=5)
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_sign_in(crew.office, entering.token, _answer(entering), HERE)
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_creation(crew.office, by, making.token, _answer(making, "other"), "Clé")


def test_one_conversation_does_not_serve_for_the_other(crew: Crew) -> None:
    """A challenge to make a passkey opens no session, one to come in makes no passkey."""
    _make(crew)
    by = crew.by("Awa Diop")
    making = passkeys.begin_creation(crew.office, by)
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_sign_in(crew.office, making.token, _answer(making), HERE)
    entering = passkeys.begin_sign_in(crew.office)
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_creation(crew.office, by, entering.token, _answer(entering, "other"), "Clé")


def test_nobody_finishes_what_another_began(crew: Crew) -> None:
    """A challenge is of the person who asked for it."""
    begun = passkeys.begin_creation(crew.office, crew.by("Awa Diop"))
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_creation(crew.office, crew.by("Bruno"), begun.token, _answer(begun), "Clé")
    assert passkeys.list_passkeys(crew.office, crew.by("Bruno")) == ()


def test_a_passkey_belongs_to_one_person(crew: Crew) -> None:
    """The same one is not made twice, by nobody."""
    _make(crew)
    for name in ("Awa Diop", "Bruno"):
        with pytest.raises(Conflict, match=r"passkey\.known"):
            _make(crew, name)


def test_a_closed_door_opens_to_no_passkey(crew: Crew) -> None:
    """Neither to come in, nor to make another one."""
    _make(crew)
    people.disable(crew.office, "Awa Diop")
    begun = passkeys.begin_sign_in(crew.office)
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        passkeys.finish_sign_in(crew.office, begun.token, _answer(begun), HERE)
    for by in (crew.by("Awa Diop"), people.operator("root")):
        with pytest.raises(NotAllowed, match=r"person\.disabled"):
            passkeys.begin_creation(crew.office, by)


def test_passkeys_are_renamed_and_dropped_by_their_owner(both: Crew) -> None:
    """Others do not find it; once dropped it opens nothing."""
    _make(both)
    by, other = both.by("Awa Diop"), both.by("Bruno")
    acts: tuple[Callable[[], object], ...] = (
        lambda: passkeys.rename_passkey(both.office, other, "key", "À moi"),
        lambda: passkeys.drop_passkey(both.office, other, "key"),
        lambda: passkeys.drop_passkey(both.office, by, "\x00" * 5_000),
    )
    for act in acts:
        with pytest.raises(NotFound, match=r"passkey\.unknown"):
            act()
    assert passkeys.rename_passkey(both.office, by, "key", " Téléphone ").name == "Téléphone"
    (kept,) = passkeys.list_passkeys(both.office, by)
    assert kept.name == "Téléphone"
    passkeys.drop_passkey(both.office, by, "key")
    begun = passkeys.begin_sign_in(both.office)
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        passkeys.finish_sign_in(both.office, begun.token, _answer(begun), HERE)
    assert both.actions()[-3:] == ["passkey.add", "passkey.rename", "passkey.drop"]


@pytest.mark.parametrize("called", ["", "\x00", "x" * 61, "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(crew: Crew, called: str) -> None:
    """And no passkey is kept."""
    with pytest.raises(InvalidRequest):
        _make(crew, called=called)
    assert passkeys.list_passkeys(crew.office, crew.by("Awa Diop")) == ()


def test_passkeys_have_a_limit(crew: Crew) -> None:
    """Twenty are plenty; two conversations that were begun in time do not go around that."""
    by = crew.by("Awa Diop")
    for number in range(passkeys.PASSKEY_LIMIT - 1):
        _make(crew, key=f"key {number}")
    first, second = (passkeys.begin_creation(crew.office, by) for _ in range(2))
    passkeys.finish_creation(crew.office, by, first.token, _answer(first, "last"), "Clé")
    with pytest.raises(Conflict, match=r"passkey\.too_many"):
        passkeys.finish_creation(crew.office, by, second.token, _answer(second, "more"), "Clé")
    with pytest.raises(Conflict, match=r"passkey\.too_many"):
        passkeys.begin_creation(crew.office, by)


@pytest.mark.parametrize("answer", [{}, {"id": 4}, {"id": "é"}, {"id": "x" * 9_000}, {"id": None}])
def test_a_strange_answer_opens_nothing(crew: Crew, answer: JsonObject) -> None:
    """Whatever a browser sends is refused in words."""
    begun = passkeys.begin_sign_in(crew.office)
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        passkeys.finish_sign_in(crew.office, begun.token, answer, HERE)


@pytest.mark.parametrize("token", ["", "never-given", "x" * 9_000, "\x00", "\ud800"])
def test_a_strange_token_opens_nothing(crew: Crew, token: str) -> None:
    """A token that was never given is over."""
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_sign_in(crew.office, token, {"id": "key"}, HERE)


def test_trying_passkeys_ends_in_a_pause(crew: Crew) -> None:
    """Thirty answers that open nothing close the door to that address, for passkeys."""
    _make(crew)
    for _ in range(lockout.ADDRESS_LIMIT):
        with pytest.raises(NotAllowed, match=r"passkey\.over"):
            passkeys.finish_sign_in(crew.office, "guess", {"id": "key"}, HERE)
    begun = passkeys.begin_sign_in(crew.office)
    with pytest.raises(TooManyAttempts):
        passkeys.finish_sign_in(crew.office, begun.token, _answer(begun), HERE)


def test_challenges_that_are_over_are_forgotten(both: Crew) -> None:
    """Whoever asks and never answers leaves nothing behind for long; no token is kept."""
    begun = passkeys.begin_sign_in(both.office)
    both.town.clock.advance(minutes=6)
    passkeys.begin_sign_in(both.office)
    with both.office.store.write() as work:
        assert work.entrance.take_challenge(people.digest_of(begun.token)) is None
        assert work.entrance.take_challenge(begun.token) is None
