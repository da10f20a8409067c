"""The two conversations of WebAuthn, with an authenticator made of software."""

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from badges.documents import JsonObject
from issuer.entrance import WebAuthnCeremonies
from issuer.errors import NotAllowed
from issuer.model import Passkey, Person
from tests.issuer.entrance.authenticator import PRESENT, Authenticator
from tests.issuer.world import ONLINE
from tests.world import NOON

CHALLENGE = bytes(range(32))
ZOE = Person("8c5a6a52-6f0f-4f0e-9d0a-0e5b9d1f7a11", "Zoé", NOON)


@pytest.fixture
def ceremonies() -> WebAuthnCeremonies:
    """The conversations of a host."""
    return WebAuthnCeremonies(ONLINE)


@pytest.fixture
def phone() -> Authenticator:
    """A telephone that visits that host."""
    return Authenticator("badges.example.fr", ONLINE)


def _kept(ceremonies: WebAuthnCeremonies, phone: Authenticator) -> Passkey:
    options = ceremonies.creation_options(ZOE, CHALLENGE, ())
    made = ceremonies.created(phone.create(options), CHALLENGE)
    return Passkey(made.id, ZOE.id, "Téléphone", made.public_key, made.sign_count, NOON)


def test_what_is_asked_when_a_passkey_is_made(ceremonies: WebAuthnCeremonies) -> None:
    """For this host, with the owner checked, found again without a name, not the same one twice."""
    known = Passkey("AAECAw", ZOE.id, "Clé", b"", 0, NOON)
    options = ceremonies.creation_options(ZOE, CHALLENGE, (known,))
    assert options["rp"]["id"] == "badges.example.fr"
    assert options["user"]["name"] == "Zoé"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert [item["id"] for item in options["excludeCredentials"]] == ["AAECAw"]
    assert options["attestation"] == "none"


def test_a_passkey_is_made_and_used(ceremonies: WebAuthnCeremonies, phone: Authenticator) -> None:
    """The telephone answers both times, and its count goes up."""
    passkey = _kept(ceremonies, phone)
    options = ceremonies.request_options(CHALLENGE, (passkey,))
    assert options["rpId"] == "badges.example.fr"
    assert options["userVerification"] == "required"
    assert [item["id"] for item in options["allowCredentials"]] == [passkey.id]
    assert ceremonies.used(phone.get(options), CHALLENGE, passkey) == 1


def test_without_a_name_any_passkey_is_asked_for(ceremonies: WebAuthnCeremonies) -> None:
    """Whoever has not said who they are is not told of any passkey."""
    assert not ceremonies.request_options(CHALLENGE, ()).get("allowCredentials")


@pytest.mark.parametrize(
    "changes",
    [
        {"challenge": "AAAA"},
        {"origin": "https://evil.example"},
        {"origin": "http://badges.example.fr"},
        {"type": "webauthn.get"},
        {"type": "webauthn.create"},
    ],
)
def test_an_answer_to_something_else_is_refused(
    ceremonies: WebAuthnCeremonies, phone: Authenticator, changes: dict[str, str]
) -> None:
    """Another challenge, site or ceremony than the one that was asked for."""
    passkey = _kept(ceremonies, phone)
    options = ceremonies.creation_options(ZOE, CHALLENGE, ())
    if changes.get("type") != "webauthn.create":
        with pytest.raises(NotAllowed, match=r"passkey\.refused"):
            ceremonies.created(phone.create(options, **changes), CHALLENGE)
    if changes.get("type") != "webauthn.get":
        with pytest.raises(NotAllowed, match=r"passkey\.refused"):
            ceremonies.used(phone.get(options, **changes), CHALLENGE, passkey)


def test_the_owner_must_be_checked(ceremonies: WebAuthnCeremonies, phone: Authenticator) -> None:
    """A touch is not enough, since a passkey alone lets in: neither to make nor to use one."""
    passkey = _kept(ceremonies, phone)
    options = ceremonies.creation_options(ZOE, CHALLENGE, ())
    phone.flags = PRESENT
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        ceremonies.created(phone.create(options), CHALLENGE)
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        ceremonies.used(phone.get(options), CHALLENGE, passkey)


def test_a_copy_of_a_passkey_is_noticed(
    ceremonies: WebAuthnCeremonies, phone: Authenticator
) -> None:
    """A count that does not go up says that somebody has made a copy (WebAuthn level 3, 6.1.1)."""
    passkey = _kept(ceremonies, phone)
    used = Passkey(passkey.id, ZOE.id, "Téléphone", passkey.public_key, 5, NOON)
    options = ceremonies.request_options(CHALLENGE, (used,))
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        ceremonies.used(phone.get(options), CHALLENGE, used)


def test_another_key_signs_for_nobody(ceremonies: WebAuthnCeremonies, phone: Authenticator) -> None:
    """The same id over another private key, and another host, are refused."""
    passkey = _kept(ceremonies, phone)
    options = ceremonies.request_options(CHALLENGE, (passkey,))
    for thief in (
        Authenticator("badges.example.fr", ONLINE),
        Authenticator("evil.example", ONLINE, key=phone.key),
    ):
        with pytest.raises(NotAllowed, match=r"passkey\.refused"):
            ceremonies.used(thief.get(options), CHALLENGE, passkey)


def test_a_giant_id_is_refused(ceremonies: WebAuthnCeremonies, phone: Authenticator) -> None:
    """Longer than any authenticator makes: it would not fit where passkeys are kept."""
    phone.id = b"x" * 1_100
    options = ceremonies.creation_options(ZOE, CHALLENGE, ())
    with pytest.raises(NotAllowed, match=r"passkey\.refused"):
        ceremonies.created(phone.create(options), CHALLENGE)


def test_whatever_a_browser_sends_is_refused_in_words(
    ceremonies: WebAuthnCeremonies, phone: Authenticator
) -> None:
    """Each member missing, of another type, cut, lengthened or scrambled: never another failure."""
    passkey = _kept(ceremonies, phone)
    options = ceremonies.creation_options(ZOE, CHALLENGE, ())
    made, got = phone.create(options), phone.get(options)
    count = 0
    for broken in _broken(made):
        # Nothing signs a new passkey, so a changed byte may just make another one.
        with suppress(NotAllowed):
            ceremonies.created(broken, CHALLENGE)
        count += 1
    for broken in _broken(got):
        with pytest.raises(NotAllowed, match=r"passkey\.refused"):
            ceremonies.used(broken, CHALLENGE, passkey)
        count += 1
    assert count > 300


def _broken(answer: JsonObject) -> Iterator[JsonObject]:
    """The answer with one member spoilt at a time."""
    yield from ({}, {"id": "x"}, {**answer, "response": []}, {**answer, "response": None})
    places = [(answer, name) for name in answer if name != "response"]
    places += [(answer["response"], name) for name in answer["response"]]
    for _, name in places:
        text = str(answer.get(name) or answer["response"].get(name))
        for value in (*_spoilt(text, random.Random(name)),):  # noqa: S311 - repeatable, no secret
            copied = copy.deepcopy(answer)
            target = copied if name in copied else copied["response"]
            target[name] = value
            yield copied


def _spoilt(text: str, chance: random.Random) -> Iterator[Any]:
    yield from (None, 4, 1.5, True, [], {}, ["x"], "", "=", "é", "\x00", "\ud800", "A", "AAAA")
    yield from (text[: len(text) // 2], text[4:], text + "A" * 8)
    for _ in range(30):
        place = chance.randrange(len(text))
        sign = chance.choice([letter for letter in "AZaz09-_" if letter != text[place]])
        spoilt = text[:place] + sign + text[place + 1 :]
        # The last letter of base64url may differ without any other byte.
        if place < len(text) - 1:
            yield spoilt
