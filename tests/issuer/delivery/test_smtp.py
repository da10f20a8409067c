"""Mail by SMTP, against a real server on this machine: what goes, what is refused, what is slow."""

import logging
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from badges.errors import SettingsError
from badges.settings import Settings
from issuer.bootstrap import open_postman
from issuer.delivery.smtp import Relay, SmtpPostman
from issuer.errors import MailDelayed, MailRefused
from issuer.model import Letter
from tests.issuer.delivery.smtp_server import (
    Certificate,
    Mailbox,
    certificate,
    plain_login,
    running,
)
from tests.issuer.world import ONLINE

ID = "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTER = Letter(
    id=ID,
    place="fablab",
    kind="claim",
    language="fr",
    recipient="zoe@exämple.org",
    subject="Fablab : votre badge de compétence est prêt",
    text="Bonjour Zoé,\n\nVoyez :\nhttps://badges.example.fr/claim/a-b-c\n.\n\n-- \nÀ bientôt\n",
    created=NOON,
    next_try=NOON,
)
SENDER = 'Fablab « Rural », "le" <bonjour@fablab.example>'


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("tls"))


def _post(
    box: Mailbox,
    query: str = "",
    *,
    letter: Letter = LETTER,
    account: str = "",
    context: ssl.SSLContext | None = None,
    deadline: float = 20.0,
    patience: float = 20.0,
) -> None:
    """Deliver a letter through a server that fills `box`."""
    with running(box) as port:
        url = f"smtp://{account}127.0.0.1:{port}{query}"
        relay = Relay.read(url, ONLINE)
        postman = SmtpPostman(
            relay,
            ONLINE,
            context or ssl.create_default_context(),
            patience=patience,
            deadline=deadline,
        )
        postman.deliver(letter, SENDER)


def _message(box: Mailbox) -> EmailMessage:
    (raw,) = box.messages
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_arrives_with_its_text_first() -> None:
    """Plain text, then the same in HTML with our link; names, date and id as they should be."""
    box = Mailbox()
    _post(box)
    message = _message(box)
    text, page = message.iter_parts()
    assert message.get_content_type() == "multipart/alternative"
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert '<a href="https://badges.example.fr/claim/a-b-c">' in page.get_content()
    assert message["Subject"] == LETTER.subject
    assert message["To"] == "zoe@xn--exmple-cua.org"
    assert message["Message-ID"] == f"<{ID}@badges.example.fr>"
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"


def _verb(command: str) -> str:
    """A command whose verb is in capitals: Python writes it in either way, by its version."""
    verb, colon, rest = command.partition(":")
    return verb.upper() + colon + rest


def test_a_letter_comes_from_us_and_answers_go_to_the_place() -> None:
    """The name is the place's, quotes and all; the address that writes is our own."""
    box = Mailbox()
    _post(box)
    message = _message(box)
    assert message["From"].addresses[0].display_name == 'Fablab « Rural », "le"'
    assert message["From"].addresses[0].addr_spec == "badges@badges.example.fr"
    assert message["Reply-To"].addresses[0].addr_spec == "bonjour@fablab.example"
    assert _verb(box.commands[1]).startswith("MAIL FROM:<badges@badges.example.fr>")


def test_the_envelope_bears_the_id_for_delivery_reports() -> None:
    """RFC 3461: the other server says which letter did not arrive."""
    box = Mailbox()
    _post(box)
    assert f"ENVID={ID}" in box.commands[1]
    assert _verb(box.commands[2]) == "RCPT TO:<zoe@xn--exmple-cua.org> NOTIFY=FAILURE"


def test_a_letter_by_starttls_says_nothing_before(tls: Certificate) -> None:
    """Account, reader and words travel encrypted only, to whoever the certificate names."""
    box = Mailbox(starttls=tls.server, extensions=("AUTH PLAIN",))
    _post(box, "?starttls=required", account="lieu%40a.example:p%40ss@", context=tls.client)
    assert len(box.messages) == 1
    assert set(box.encrypted) >= {"AUTH", "MAIL", "RCPT", "DATA"}
    auth = next(line for line in box.commands if line.startswith("AUTH"))
    assert plain_login(auth) == "lieu@a.example p@ss"
    assert _message(box)["From"].addresses[0].addr_spec == "lieu@a.example"


def test_a_letter_by_tls_from_the_first_byte(tls: Certificate) -> None:
    """smtps:// speaks TLS before anything."""
    box = Mailbox()
    with running(box, tls=tls.server) as port:
        relay = Relay.read(f"smtps://127.0.0.1:{port}?from=lieu@a.example", ONLINE)
        SmtpPostman(relay, ONLINE, tls.client).deliver(LETTER, SENDER)
    assert len(box.messages) == 1


def test_a_server_that_cannot_prove_its_name_gets_nothing(tls: Certificate) -> None:
    """A certificate that we do not trust: the letter waits, no word of it went."""
    box = Mailbox(starttls=tls.server)
    with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
        _post(box, "?starttls=required")
    assert not any(line.lower().startswith(("mail", "rcpt")) for line in box.commands)


def test_a_server_without_starttls_gets_nothing() -> None:
    """Nobody takes encryption away on the road."""
    box = Mailbox()
    with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
        _post(box, "?starttls=required")
    assert box.messages == []


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "END"])
def test_a_permanent_answer_about_the_letter_refuses_it(verb: str) -> None:
    """RFC 5321: 5yz on the reader or the words; what it said is kept without the address."""
    box = Mailbox(answers={verb: "550 5.1.1 <zoe@example.org> no such user"})
    with pytest.raises(MailRefused) as refusal:
        _post(box)
    assert refusal.value.code == "mail.refused"
    assert refusal.value.params["answer"] == "550 5.1.1 … no such user"


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "END"])
def test_a_passing_answer_delays_it(verb: str) -> None:
    """4yz: perhaps later, and only this letter."""
    box = Mailbox(answers={verb: "451 4.7.1 try later"})
    with pytest.raises(MailDelayed, match=r"mail\.delayed"):
        _post(box)


@pytest.mark.parametrize(
    "answers",
    [
        {"GREETING": "554 no service"},
        {"GREETING": "not smtp at all"},
        {"GREETING": "220 " + "x" * 20_000},
        {"MAIL": "550 we do not know you"},
        {"MAIL": "451 later"},
        {"EHLO": "x", "HELO": "x"},
    ],
)
def test_what_is_wrong_with_us_or_the_server_only_delays(answers: dict[str, str]) -> None:
    """No letter is given up for the sake of a setting."""
    with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
        _post(Mailbox(answers=answers, extensions=()) if "MAIL" in answers else Mailbox(answers))


def test_a_wrong_password_only_delays(tls: Certificate) -> None:
    """It is mended in a setting."""
    box = Mailbox({"AUTH": "535 5.7.8 no"}, starttls=tls.server, extensions=("AUTH PLAIN",))
    with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
        _post(box, "?starttls=required", account="a:b@", context=tls.client)
    assert box.messages == []


def test_nobody_there_only_delays() -> None:
    """A port where nobody listens."""
    with running(Mailbox()) as port:
        relay = Relay.read(f"smtp://127.0.0.1:{port}", ONLINE)
    with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
        SmtpPostman(relay, ONLINE).deliver(LETTER, SENDER)


def test_a_server_that_drips_is_cut() -> None:
    """One letter at a time is never silent, and still ends: the time of a delivery is bounded."""
    enough = threading.Event()
    try:
        with pytest.raises(MailDelayed, match=r"mail\.unreachable"):
            _post(Mailbox(drip=enough), deadline=0.3)
    finally:
        enough.set()


def test_a_goodbye_that_fails_changes_nothing() -> None:
    """The letter was taken: it is out."""
    box = Mailbox({"QUIT": "500 what"})
    _post(box)
    assert len(box.messages) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Bonjour\r\nBcc: mal@mal.example\r\n\r\nx"},
        {"recipient": "zoe@example.org\r\nBcc: mal@mal.example"},
        {"language": "fr\r\nBcc: mal@mal.example"},
        {"recipient": 'zoe@example.org" <mal@mal.example>'},
    ],
)
def test_nothing_is_put_into_headers(change: dict[str, Any]) -> None:
    """Whatever came this far, one letter has one reader."""
    box = Mailbox()
    try:
        _post(box, letter=replace(LETTER, **change))
    except MailRefused:
        assert box.messages == []
    else:
        assert _message(box)["Bcc"] is None
    assert not any("mal@mal.example" in line for line in box.commands)


@pytest.mark.parametrize("domain", ["a" * 64 + ".example", ".example", "a..example"])
def test_a_domain_that_cannot_be_is_refused(domain: str) -> None:
    """No connection is opened for it."""
    box = Mailbox()
    with pytest.raises(MailRefused):
        _post(box, letter=replace(LETTER, recipient=f"zoe@{domain}"))
    assert box.commands == []


def test_an_address_with_accents_goes_where_they_are_read() -> None:
    """RFC 6531: a server that says SMTPUTF8 gets it; another one never will."""
    letter = replace(LETTER, recipient="zoé@example.org")
    box = Mailbox(extensions=("SMTPUTF8", "8BITMIME"))
    _post(box, letter=letter)
    assert "zoé@example.org" in box.commands[2]
    with pytest.raises(MailRefused):
        _post(Mailbox(), letter=letter)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither addresses nor words stand in a log, and none in the repr of the relay."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(MailRefused) as refusal:
        _post(Mailbox({"RCPT": "550 <zoe@example.org> zoe@example.org"}))
    assert "zoe" not in caplog.text + str(refusal.value)
    relay = Relay.read("smtps://lieu:secret@mail.example", ONLINE)
    assert "secret" not in repr(SmtpPostman(relay, ONLINE))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, True, "badges@badges.example.fr")),
        ("smtp://mail.example:2525", ("mail.example", 2525, True, "badges@badges.example.fr")),
        ("smtps://mail.example", ("mail.example", 465, False, "badges@badges.example.fr")),
        ("smtp://localhost", ("localhost", 25, False, "badges@badges.example.fr")),
        ("smtp://[::1]", ("::1", 25, False, "badges@badges.example.fr")),
        (
            "smtp://mail.example?starttls=off",
            ("mail.example", 587, False, "badges@badges.example.fr"),
        ),
        ("smtp://mail.example?from=a@b.example", ("mail.example", 587, True, "a@b.example")),
        ("smtp://a%40b.example:x@mail.example", ("mail.example", 587, True, "a@b.example")),
    ],
)
def test_what_an_address_of_a_server_says(url: str, expected: tuple[object, ...]) -> None:
    """Ports, encryption and sender, with what is usual where nothing is said."""
    relay = Relay.read(url, ONLINE)
    assert (relay.host, relay.port, relay.starts_tls, relay.sender) == expected


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp://mail.example/path",
        "smtp://mail.example?tls=1",
        "smtp://mail.example?starttls=maybe",
        "smtp://mail.example?from",
        "smtp://a:b@mail.example?starttls=off",
        "smtp://mail.example:port",
        "smtp://mail.example?from=a@b..example",
        "smtp://[mail",
    ],
)
def test_a_server_that_is_badly_described_is_refused(url: str) -> None:
    """At start, by name; a password never travels in the clear, and is never repeated."""
    with pytest.raises(SettingsError) as refusal:
        Relay.read(url, ONLINE)
    assert refusal.value.code == "settings.smtp_url"
    assert "a:b" not in str(refusal.value)


def test_the_settings_choose_the_postman(tmp_path: Path) -> None:
    """Without the setting there is none."""
    settings = Settings(data_dir=tmp_path, base_url=ONLINE)
    assert open_postman(settings) is None
    chosen = open_postman(replace(settings, smtp_url="smtps://mail.example"))
    assert isinstance(chosen, SmtpPostman)
    assert chosen.relay.host == "mail.example"
