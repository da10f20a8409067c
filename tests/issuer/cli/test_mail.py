"""`badge-issuer mail`: the outbox of the operator."""

import io
import sys
from types import SimpleNamespace

import pytest

from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.model import Letter, PlaceRequest
from issuer.services import places
from issuer.services.mail.writing import write
from tests.issuer.cli.conftest import Shell
from tests.issuer.delivery.smtp_server import Mailbox, running
from tests.issuer.services.mail.test_bounces import report


@pytest.fixture
def letter(shell: Shell) -> Letter:
    """A letter to Zoé, waiting."""
    office = bootstrap(Settings(data_dir=shell.data_dir))
    place = places.add(office, PlaceRequest(name="Café", slug="cafe"))
    words = {"holder": "Zoé", "link": f"{office.settings.base_url}/claim/a-b-c"}
    with office.store.write() as work:
        made = write(
            office, work, "claim", "zoe@example.org", place=place, language="fr", words=words
        )
    office.store.close()
    return made


def test_letters_are_listed_and_read(shell: Shell, letter: Letter) -> None:
    """For people as a table, for programs as one value; the text by one command."""
    assert letter.id in shell("mail", "list").out
    assert shell("mail", "list", "--json", "--state", "sent").value == []
    (value,) = shell("mail", "list", "--json", "--place", "cafe").value
    assert (value["id"], value["state"], value["attempts"]) == (letter.id, "waiting", 0)
    assert "text" not in value
    assert "/claim/a-b-c" in shell("mail", "show", letter.id).out


def test_letters_go_out_by_the_server_of_the_settings(shell: Shell, letter: Letter) -> None:
    """`mail send` does what workers do; then nothing is left to say."""
    box = Mailbox()
    with running(box) as port:
        shell.environment["BADGES_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        assert shell("mail", "send", "--json").value == {"sent": 1, "delayed": 0, "failed": 0}
    assert len(box.messages) == 1
    assert "oublié" in shell("mail", "show", letter.id).out
    assert "mail.is_out" in shell("mail", "retry", letter.id).err


def test_without_a_server_sending_says_so(shell: Shell, letter: Letter) -> None:
    """It fails, with the setting to set; the letter waits and can be handed over."""
    answer = shell("mail", "send")
    assert answer.status == 1
    assert "BADGES_SMTP_URL" in answer.err
    assert shell("mail", "retry", letter.id, "--json").value["state"] == "waiting"
    assert shell("mail", "handed", letter.id, "--json").value["state"] == "handed"


def test_a_report_is_read_from_standard_input(
    shell: Shell, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a mail server pipes it; what is no report is a refusal, not a traceback."""
    for message, out in ((report(letter.id), "bounced"), (b"Subject: hello\n\nhello", None)):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(message)))
        answer = shell("mail", "bounce", "--json")
        if out is None:
            assert answer.status == 1
            assert answer.value["error"]["code"] == "mail.bounce_unreadable"
        else:
            assert answer.value["state"] == out


def test_a_server_badly_described_stops_at_start(shell: Shell, letter: Letter) -> None:
    """Wrong settings: exit status 2, and the password is not repeated."""
    shell.environment["BADGES_SMTP_URL"] = "smtp://lieu:secret@mail.example?starttls=off"
    answer = shell("mail", "show", letter.id)
    assert answer.status == 2
    assert "settings.smtp_url" in answer.err
    assert "secret" not in answer.err
