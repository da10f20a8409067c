"""Passwords: chosen well, guessed by nobody, and not enough for who also has a passkey."""

from dataclasses import dataclass, replace

import pytest

from issuer.errors import InvalidRequest, NotAllowed, NotFound, TooManyAttempts
from issuer.model import Passkey
from issuer.services import people
from issuer.services.people import lockout, passkeys, passwords
from issuer.services.people.passwords import HalfOpen
from issuer.services.people.sessions import SignedIn
from tests.issuer.fakes import PlainHasher
from tests.issuer.services.people.crew import Crew
from tests.world import NOON

GOOD = "girafe tournevis lundi ocarina"
OTHER = "brouette citron métro silence"
WIDE = "".join(chr(ord(sign) + 0xFEE0) if sign != " " else sign for sign in "girafe tournevis")
HERE = "192.0.2.7"


@dataclass
class CountingHasher(PlainHasher):
    """A hasher that counts how often it had to work."""

    works: int = 0

    def hash(self, password: str) -> str:
        """One work; the plain hasher compares by hashing."""
        self.works += 1
        return super().hash(password)


def _set(crew: Crew, name: str = "Awa Diop", password: str = GOOD) -> None:
    passwords.put_password(crew.office, crew.by(name), password)


def _refused(crew: Crew, name: str, password: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(NotAllowed) as refusal:
        passwords.sign_in(crew.office, name, password, HERE)
    return refusal.value.code, refusal.value.params


@pytest.mark.parametrize("name", ["Awa Diop", "awa diop", " AWA@example.org "])
def test_a_name_or_an_address_comes_in_with_its_password(both: Crew, name: str) -> None:
    """A session opens, and the journal says how."""
    _set(both)
    signed = passwords.sign_in(both.office, name, GOOD, HERE)
    assert isinstance(signed, SignedIn)
    visitor = people.who(both.office, signed.token)
    assert visitor is not None
    assert visitor.person.name == "Awa Diop"
    with both.office.store.read() as work:
        assert work.journal.list(limit=1)[0].reason == "password"


def test_every_refusal_is_the_same(crew: Crew) -> None:
    """Nobody of that name, no password, a wrong one, a closed door: one answer for all four."""
    _set(crew)
    _set(crew, "Chloé")
    people.disable(crew.office, "Chloé")
    asked = [("nobody", GOOD), ("Bruno", GOOD), ("Awa Diop", OTHER), ("Chloé", GOOD)]
    answers = {repr(_refused(crew, name, password)) for name, password in asked}
    assert answers == {repr(("password.wrong", {}))}


@pytest.mark.parametrize("name", ["nobody", "Bruno", "Awa Diop"])
@pytest.mark.parametrize("password", [OTHER, "", "x" * 100_000, "\ud800" * 14, "\ufdfa" * 150])
def test_every_refusal_costs_the_same_work(crew: Crew, name: str, password: str) -> None:
    """One hash is computed, whoever is asked for: the time tells nobody who is here."""
    _set(crew)
    hasher = CountingHasher()
    with pytest.raises(NotAllowed, match=r"password\.wrong"):
        passwords.sign_in(replace(crew.office, hasher=hasher), name, password, HERE)
    assert hasher.works == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.too_short"),
        ("onze signes", "password.too_short"),
        ("x" * 201, "password.too_long"),
        ("\ufdfa" * 150, "password.too_long"),
        ("\ud800" * 20, "password.too_long"),
        ("motdepasse2026!", "password.too_easy"),
        ("Azertyuiop123456", "password.too_easy"),
        ("123456789012345", "password.too_easy"),
        ("aaaaaaaaaaaaaaaa", "password.too_easy"),
        ("abababababababab", "password.too_easy"),
        ("éééééééééééééé", "password.too_easy"),
        ("ППППППППППППППП", "password.too_easy"),
        ("Awa Diop Awa Diop", "password.too_easy"),
        ("awa@example.org", "password.too_easy"),
        ("Diop-2026-AWA!", "password.too_easy"),
        ("Atelier atelier 1", "password.too_easy"),
        ("badge-tiers-lieux", "password.too_easy"),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(crew: Crew, password: str, code: str) -> None:
    """Too short, too long, common words, one's own name, address or place; never repeated."""
    with pytest.raises(InvalidRequest) as refusal:
        _set(crew, password=password)
    assert refusal.value.code == code
    assert password not in repr(refusal.value.params) or not password
    assert not passwords.has_password(crew.office, crew.by("Awa Diop"))


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "le café où awa répare des vélos",
        "x7!Kd92#pLqv",
        "спокойной ночи малыши",
        WIDE,
        "x" * 3 + "ybzacwdve" * 21 + "12345678",
    ],
)
def test_a_good_password_is_taken_as_it_is_typed(crew: Crew, password: str) -> None:
    """Phrases, signs, other scripts."""
    _set(crew, password=password)
    assert isinstance(passwords.sign_in(crew.office, "Awa Diop", password, HERE), SignedIn)


def test_another_width_is_the_same_password(crew: Crew) -> None:
    """What one keyboard types wide and another one narrow lets in both times."""
    _set(crew, password=WIDE)
    assert isinstance(
        passwords.sign_in(crew.office, "Awa Diop", "girafe tournevis", HERE), SignedIn
    )


def test_changing_a_password_needs_the_former_one(both: Crew) -> None:
    """Other browsers are signed out, this one stays; the former password opens nothing."""
    here, there = both.signed_in("Awa Diop").token, both.signed_in("Awa Diop").token
    _set(both)
    by = both.by("Awa Diop")
    for former in (None, "", OTHER):
        with pytest.raises(NotAllowed, match=r"password\.former_wrong"):
            passwords.put_password(both.office, by, OTHER, former=former)
    here = both.signed_in("Awa Diop").token
    passwords.put_password(both.office, by, OTHER, former=GOOD, session=here)
    assert people.who(both.office, there) is None
    assert people.who(both.office, here) is not None
    assert _refused(both, "Awa Diop", GOOD)[0] == "password.wrong"
    assert isinstance(passwords.sign_in(both.office, "Awa Diop", OTHER, HERE), SignedIn)


def test_a_password_can_be_given_up(crew: Crew) -> None:
    """With the password itself; after that it opens nothing, and a link does."""
    _set(crew)
    by = crew.by("Awa Diop")
    with pytest.raises(NotAllowed, match=r"password\.former_wrong"):
        passwords.remove_password(crew.office, by, OTHER)
    passwords.remove_password(crew.office, by, GOOD)
    assert not passwords.has_password(crew.office, by)
    assert _refused(crew, "Awa Diop", GOOD)[0] == "password.wrong"
    assert crew.signed_in("Awa Diop").person.name == "Awa Diop"


def test_the_operator_sets_a_password_and_nobody_else_does(crew: Crew) -> None:
    """At the command line, for somebody who comes in here."""
    operator = people.operator("root")
    passwords.set_password(crew.office, operator, "bruno", GOOD)
    assert isinstance(passwords.sign_in(crew.office, "Bruno", GOOD, HERE), SignedIn)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        passwords.set_password(crew.office, crew.by("Awa Diop"), "bruno", OTHER)
    with pytest.raises(NotFound):
        passwords.set_password(crew.office, operator, "nobody", GOOD)
    people.disable(crew.office, "Bruno")
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        passwords.set_password(crew.office, operator, "bruno", OTHER)
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        passwords.put_password(crew.office, crew.by("Bruno"), OTHER, former=GOOD)
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        passwords.put_password(crew.office, operator, OTHER)


def test_guessing_ends_in_a_pause_that_a_link_goes_around(both: Crew) -> None:
    """After ten failures even the right password waits; who has a link is never shut out."""
    _set(both)
    names = ("Awa Diop", "awa@example.org")
    for number in range(lockout.ACCOUNT_LIMIT):
        assert _refused(both, names[number % 2], OTHER)[0] == "password.wrong"
    with pytest.raises(TooManyAttempts) as refusal:
        passwords.sign_in(both.office, "Awa Diop", GOOD, "198.51.100.1")
    assert refusal.value.params["seconds"] == 600
    assert both.signed_in("Awa Diop").person.name == "Awa Diop"
    both.town.clock.advance(minutes=10)
    assert isinstance(passwords.sign_in(both.office, "Awa Diop", GOOD, HERE), SignedIn)


def test_an_account_that_is_not_here_gets_the_same_pause(crew: Crew) -> None:
    """The lock tells nobody who is here."""
    for _ in range(lockout.ACCOUNT_LIMIT):
        _refused(crew, "nobody", OTHER)
    with pytest.raises(TooManyAttempts):
        passwords.sign_in(crew.office, "Nobody", OTHER, "198.51.100.1")


def test_changing_is_guarded_like_coming_in(crew: Crew) -> None:
    """Whoever finds an open browser cannot try passwords in it for ever."""
    _set(crew)
    by = crew.by("Awa Diop")
    for _ in range(lockout.ACCOUNT_LIMIT):
        with pytest.raises(NotAllowed, match=r"password\.former_wrong"):
            passwords.remove_password(crew.office, by, OTHER)
    with pytest.raises(TooManyAttempts):
        passwords.remove_password(crew.office, by, GOOD)
    assert passwords.has_password(crew.office, by)


def test_a_weak_hash_is_made_anew(crew: Crew) -> None:
    """A right password is hashed again with the parameters of today; a wrong one is not."""
    _set(crew)
    person = crew.id("Awa Diop")
    with crew.office.store.write() as work:
        kept = work.entrance.password(person)
        assert kept is not None
        work.entrance.put_password(type(kept)(person, f"old-{kept.hash}", kept.changed))
    _refused(crew, "Awa Diop", OTHER)
    with crew.office.store.read() as work:
        assert work.entrance.password(person) != kept
    assert isinstance(passwords.sign_in(crew.office, "Awa Diop", GOOD, HERE), SignedIn)
    with crew.office.store.read() as work:
        assert work.entrance.password(person) == kept


def test_with_a_passkey_the_password_alone_does_not_let_in(both: Crew) -> None:
    """The right password opens half; the passkey of that very person opens the rest, once."""
    _set(both)
    with both.office.store.write() as work:
        for key, name in (("awa-key", "Awa Diop"), ("bruno-key", "Bruno")):
            work.entrance.add_passkey(Passkey(key, both.id(name), "Clé", b"{}", 0, NOON))
    assert _refused(both, "Awa Diop", OTHER)[0] == "password.wrong"
    half = passwords.sign_in(both.office, "Awa Diop", GOOD, HERE)
    assert isinstance(half, HalfOpen)
    assert half.options["allow"] == ["awa-key"]
    assert people.who(both.office, half.token) is None
    answer = {"id": "awa-key", "challenge": half.options["challenge"]}
    signed = passkeys.finish_sign_in(both.office, half.token, answer, HERE)
    assert signed.person.name == "Awa Diop"
    with pytest.raises(NotAllowed, match=r"passkey\.over"):
        passkeys.finish_sign_in(both.office, half.token, answer, HERE)
    half = passwords.sign_in(both.office, "Awa Diop", GOOD, HERE)
    assert isinstance(half, HalfOpen)
    foreign = {"id": "bruno-key", "challenge": half.options["challenge"]}
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        passkeys.finish_sign_in(both.office, half.token, foreign, HERE)


def test_no_password_is_kept_or_told(crew: Crew) -> None:
    """Neither the values nor the journal hold what was typed."""
    _set(crew)
    half = passwords.sign_in(crew.office, "Awa Diop", GOOD, HERE)
    with crew.office.store.read() as work:
        told = repr((half, work.entrance.password(crew.id("Awa Diop")), work.journal.list()))
    assert GOOD not in told
    assert "plain:" not in told
