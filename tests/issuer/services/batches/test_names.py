"""Names are read as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InvalidRequest
from issuer.services.batches.names import TEXT_LIMIT, read_names


def read(text: str) -> list[tuple[str, str | None]]:
    """Names and addresses of a text."""
    return [(person.name, person.email) for person in read_names(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Zoé Martin <zoe@x.fr>",
        "Zoé Martin zoe@x.fr",
        "Zoé Martin\tzoe@x.fr",
        "Zoé Martin;zoe@x.fr",
        "Zoé Martin, zoe@x.fr",
        "Zoé\tMartin\tzoe@x.fr",
        "zoe@x.fr Zoé Martin",
        "1. Zoé Martin (zoe@x.fr)",
        "- Zoé  Martin : zoe@x.fr",
        '"Zoé Martin" <mailto:zoe@x.fr>',
        "• [ ] 12) Zoé Martin — zoe@x.fr.",
        "3\tZoé\N{NO-BREAK SPACE}Martin\t\u200bzoe@x.fr\ufeff",
    ],
)
def test_an_address_stands_anywhere_on_the_line(line: str) -> None:
    """Mails, lists and spreadsheets write a name and an address in many ways: one person."""
    assert read(line) == [("Zoé Martin", "zoe@x.fr")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jean-François d'Ormesson-Le Goff", "Jean-François d'Ormesson-Le Goff"),
        ("☐ Ali Ben Saïd", "Ali Ben Saïd"),
        ("n°4 - Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("(12) Élodie O'Brien", "Élodie O'Brien"),
        ("Martin\tZoé", "Martin Zoé"),
        ("Martin;Zoé;", "Martin Zoé"),
        ("2Pac Shakur", "2Pac Shakur"),
        ("محمد", "محمد"),
    ],
)
def test_numbers_and_marks_before_a_name_go(line: str, name: str) -> None:
    """What a list puts before its items is no part of a name; hyphens and apostrophes are."""
    assert read(line) == [(name, None)]


def test_lines_that_name_nobody_are_nobody() -> None:
    """Blank lines, rules and bare bullets are skipped, and rows still count them."""
    people = list(read_names("\n  \n- \n-----\nZoé Martin\r\n\r\nAli Ben\n"))
    assert [(person.row, person.name) for person in people] == [(5, "Zoé Martin"), (7, "Ali Ben")]


def test_recipients_of_a_mail_on_one_line_are_several_people() -> None:
    """A row of recipients copied from a mail is split; the same name twice stays twice."""
    assert read("Zoé Martin <z@x.fr>; Ali Ben <a@x.fr>, Zoé Martin <z2@x.fr>") == [
        ("Zoé Martin", "z@x.fr"),
        ("Ali Ben", "a@x.fr"),
        ("Zoé Martin", "z2@x.fr"),
    ]


def test_an_address_alone_has_no_name_yet() -> None:
    """The person is kept to be named, not lost."""
    assert read("zoe@x.fr") == [("", "zoe@x.fr")]


def test_a_text_without_end_is_refused() -> None:
    """What is far too long is not read at all."""
    with pytest.raises(InvalidRequest, match=r"batch\.text_too_long"):
        list(read_names("a" * (TEXT_LIMIT + 1)))


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail, and every person has a name or an address."""
    assert all(name or email for name, email in read(text))
