"""Letters that came back: what reports say, and what strangers cannot say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InvalidRequest, NotFound
from issuer.services import journal
from issuer.services.mail.bounces import BOUNCE_LIMIT, read_bounce, take_back
from issuer.services.mail.sending import send_due
from tests.issuer.fakes import Postbox
from tests.issuer.services.mail.letters import kept, open_place, posted_by, zoe
from tests.issuer.world import Town

ID = "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11"


_REPORT = """\
From: Mailer-Daemon <postmaster@example.org>
To: badges@badges.example.fr
Subject: Returned to sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I am sorry, zoe@example.org is not here.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
{envelope}
Final-Recipient: rfc822; zoe@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <zoe@example.org>: no such user

--cut
Content-Type: {returned}

From: badges@badges.example.fr
Message-ID: <{letter}@badges.example.fr>
Subject: hello

--cut--
"""


def report(
    letter: str = ID,
    action: str = "failed",
    *,
    envelope: bool = False,
    returned: str = "text/rfc822-headers",
) -> bytes:
    """A delivery report as RFC 3464 says: words, fields, and what came back."""
    text = _REPORT.format(
        letter="unknown" if envelope else letter,
        action=action,
        returned=returned,
        envelope=f"Original-Envelope-Id: {letter}\n" if envelope else "",
    )
    return text.encode()


@pytest.mark.parametrize("envelope", [False, True])
@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_names_its_letter(envelope: bool, returned: str) -> None:  # noqa: FBT001 - a table
    """By its envelope, or by the letter that it sends back; without anybody's address."""
    bounce = read_bounce(report(envelope=envelope, returned=returned))
    assert (bounce.letter, bounce.is_final) == (ID, True)
    assert bounce.answer.startswith("5.1.1 550 5.1.1 …")
    assert "zoe" not in bounce.answer


def test_a_letter_that_came_back_is_marked(town: Town) -> None:
    """It is shown as come back and found with whom it is about; a second report changes nothing."""
    office = posted_by(open_place(town), Postbox())
    letter = zoe(office, concerns=ID)
    send_due(office)
    take_back(office, report(letter.id), actor="mail")
    back = kept(office, letter)
    assert (back.state, back.text) == ("bounced", "")
    with office.store.read() as work:
        assert [item.state for item in work.letters.concerning(ID)] == ["bounced"]
    assert take_back(office, report(letter.id), actor="mail") == back
    acts = [line.action for line in journal.read(office, subject=letter.id)]
    assert acts == ["letter.bounce"]


def test_a_letter_that_is_late_is_not_lost(village: Town) -> None:
    """A warning of the other server changes nothing."""
    office = posted_by(open_place(village), Postbox())
    letter = zoe(office)
    send_due(office)
    assert take_back(office, report(letter.id, "delayed"), actor="mail").state == "sent"


def test_a_report_about_nothing_of_ours_is_refused(village: Town) -> None:
    """An unknown id changes nothing here."""
    with pytest.raises(NotFound, match=r"mail\.unknown"):
        take_back(village.office, report(), actor="mail")


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: hello\n\nI am away until Monday.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\n--x--",
        report(letter="not-an-id"),
        report(action=""),
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 1_000,
        b"Content-Type: message/rfc822\n\n" * 10_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 10_000,
    ],
)
def test_what_is_no_report_is_refused(message: bytes) -> None:
    """An answer of a person, noise, or fields without a letter: one code, no traceback."""
    with pytest.raises(InvalidRequest, match=r"mail\.bounce_unreadable"):
        read_bounce(message)


def test_a_huge_message_is_not_read() -> None:
    """The bound comes before the parser."""
    with pytest.raises(InvalidRequest, match=r"mail\.bounce_too_large"):
        read_bounce(b"x" * (BOUNCE_LIMIT + 1))


_SPLINTERS = st.sampled_from(
    [
        b"\xff",
        b"\x00",
        b"\n\n",
        b"--cut\n",
        b"--cut--",
        b"=?utf-8?b?\xff?=",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: text/rfc822-headers; charset=nowhere\n",
    ]
)


@given(
    report=st.sampled_from([report(), report(envelope=True), report(returned="message/rfc822")]),
    wounds=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), _SPLINTERS), max_size=6),
)
def test_a_broken_report_is_read_or_refused(
    report: bytes, wounds: list[tuple[float, int, bytes]]
) -> None:
    """Cut and filled with noise anywhere, it names a letter or is refused in our own words."""
    for where, length, splinter in wounds:
        at = int(where * len(report))
        report = report[:at] + splinter + report[at + length :]
    try:
        bounce = read_bounce(report)
    except InvalidRequest as refusal:
        assert refusal.code == "mail.bounce_unreadable"  # noqa: PT017 - either end is right
    else:
        assert len(bounce.letter) == len(ID)
        assert "zoe@" not in bounce.answer
