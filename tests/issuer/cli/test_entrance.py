"""`badge-issuer user invite|password|token`: links, passwords and tokens from the command line."""

import getpass
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.errors import IssuerError
from issuer.services.people import passwords, tokens
from tests.issuer.cli.conftest import Shell

GOOD = "girafe tournevis lundi ocarina"


@dataclass
class Input:
    """A standard input: bytes that are sent, or a terminal where somebody types."""

    sent: bytes = b""
    is_terminal: bool = False
    buffer: io.BytesIO = field(init=False)

    def __post_init__(self) -> None:
        """What is read."""
        self.buffer = io.BytesIO(self.sent)

    def isatty(self) -> bool:
        """Whether somebody types here."""
        return self.is_terminal


@pytest.fixture
def zoe(place: Shell) -> Shell:
    """A place where Zoé works."""
    assert place("user", "add", "Zoé", "--role", "author").status == 0
    return place


def _comes_in(shell: Shell, password: str) -> bool:
    office = bootstrap(Settings(data_dir=shell.data_dir))
    try:
        passwords.sign_in(office, "Zoé", password, None)
    except IssuerError:
        return False
    finally:
        office.store.close()
    return True


def test_an_invitation_prints_a_link(place: Shell) -> None:
    """The person is of the team, and a letter waits when there is an address."""
    answer = place(
        "user", "invite", "Zoé", "--role", "author", "--email", "zoe@example.org", "--json"
    )
    assert answer.status == 0, answer.err
    assert "/workshop/enter/" in answer.value["link"]
    assert answer.value["places"] == {"fablab-du-moulin": "author"}
    assert "lettre" in answer.err
    again = place("user", "invite", "Zoé", "--role", "manager")
    assert again.status == 1
    assert "person.already_here" in again.err


def test_a_password_is_sent_on_standard_input(zoe: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its first line; it lets in after that, and is printed nowhere."""
    monkeypatch.setattr(sys, "stdin", Input(f"{GOOD}\r\nmore\n".encode()))
    answer = zoe("user", "password", "zoé", "--stdin")
    assert answer.status == 0, answer.err
    assert GOOD not in answer.out + answer.err
    assert _comes_in(zoe, GOOD)
    assert not _comes_in(zoe, f"{GOOD} ")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "password.too_short"),
        (b"short\n", "password.too_short"),
        (b"x" * 5_000, "password.too_long"),
        (b"\xff\xfe girafe tournevis\n", "password.too_long"),
        (b"motdepasse123456\n", "password.too_easy"),
    ],
)
def test_a_bad_password_is_refused_in_words(
    zoe: Shell, monkeypatch: pytest.MonkeyPatch, sent: bytes, code: str
) -> None:
    """Status 1, a sentence, and nothing has changed."""
    monkeypatch.setattr(sys, "stdin", Input(sent))
    answer = zoe("user", "password", "Zoé", "--stdin")
    assert answer.status == 1
    assert f"[{code}]" in answer.err


def _typing(*words: str) -> Callable[[str], str]:
    typed = iter(words)

    def answer(prompt: str) -> str:
        assert prompt
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    return answer


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ((GOOD, GOOD), None),
        ((GOOD, f"{GOOD}!"), "cli.people.password_differs"),
        ((GOOD,), "cli.people.password_nowhere"),
    ],
)
def test_a_password_is_typed_twice(
    zoe: Shell, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], code: str | None
) -> None:
    """At a terminal, without showing it; two that differ change nothing."""
    monkeypatch.setattr(sys, "stdin", Input(is_terminal=True))
    monkeypatch.setattr(getpass, "getpass", _typing(*typed))
    answer = zoe("user", "password", "Zoé")
    assert answer.status == (0 if code is None else 1), answer.err
    assert code is None or f"[{code}]" in answer.err
    assert _comes_in(zoe, GOOD) is (code is None)


def test_without_a_terminal_nobody_is_asked(zoe: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script is told of `--stdin`; somebody unknown is told before anything is typed."""
    monkeypatch.setattr(sys, "stdin", Input())
    answer = zoe("user", "password", "Zoé")
    assert answer.status == 1
    assert "--stdin" in answer.err
    assert "person.unknown" in zoe("user", "password", "nobody").err


def test_a_password_is_never_an_argument(zoe: Shell) -> None:
    """Every process of the machine can read arguments: there is no place for one."""
    assert zoe("user", "password", "Zoé", GOOD).status == 2


def test_a_token_is_made_listed_and_taken_back(place: Shell) -> None:
    """The secret is shown once; the list has names, scopes and ends, and no secret."""
    made = place(
        "user", "token", "Caisse du café", "--scope", "credentials.issue", "--days", "30", "--json"
    )
    assert made.status == 0, made.err
    secret = made.value["token"]
    assert secret.startswith(tokens.PREFIX)
    listed = place("user", "token", "list")
    assert "Caisse du café" in listed.out
    assert "credentials.issue" in listed.out
    assert secret not in listed.out + listed.err
    (value,) = place("user", "token", "list", "--json").value
    assert (value["live"], value["used"]) == (True, None)
    revoked = place("user", "token", "revoke", "Caisse du café", "--json")
    assert revoked.value["live"] is False
    again = place("user", "token", "revoke", "Caisse du café")
    assert again.status == 1
    assert "token.unknown" in again.err


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("Caisse",), 1, "token.no_scope"),
        (("revoke",), 1, "cli.tokens.name_wanted"),
        (("Caisse", "--scope", "all"), 2, ""),
        (("Caisse", "--scope", "credentials.status", "--days", "0"), 1, "token.days"),
        (("Caisse", "--scope", "credentials.status", "--days", "x"), 2, ""),
        (("Caisse", "--scope", "credentials.status", "--place", "nowhere"), 1, "place.unknown"),
        (("Cai\u202esse", "--scope", "credentials.status"), 1, "text.direction"),
        ((), 2, ""),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(
    place: Shell, arguments: tuple[str, ...], status: int, code: str
) -> None:
    """A sentence with its code, and no token."""
    answer = place("user", "token", *arguments)
    assert answer.status == status
    assert code in answer.err
    assert place("user", "token", "list", "--json").value == []
