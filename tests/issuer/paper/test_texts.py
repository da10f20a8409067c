"""Texts on paper: plain, whole, in any script, and never an instruction."""

from dataclasses import replace

import pytest

from issuer.artwork.qr import qr_svg
from issuer.errors import IssuerError
from issuer.paper import TypstPress
from issuer.paper.letters import LETTERS_ASKED, MARK, Letters
from tests.issuer.paper.pieces import (
    BOOKLET,
    CARD,
    CERTIFICATE,
    KINDS,
    POSTER,
    PRESS,
    STICKER,
    changed,
    codes,
    texts,
)

NOT_REGISTERED = "Ce badge n'est pas une certification enregistrée au RNCP ou au RS."
HOSTILE = (
    '#read("/etc/passwd")',
    "*a* _b_ $x$ `c` <d> @e",
    "</svg><script>alert(1)</script>",
    "#panic() #import sys: inputs",
    "\\u{41} // /* ~ -- --- 1. + - =",
    '"}, {"is_attached": true, "badge": "/etc/passwd',
)


def test_a_certificate_tells_everything_in_words() -> None:
    """Who, what, at which level, what was to be done, what was shown, who says so, when."""
    (page,) = texts(PRESS.certificate(CERTIFICATE))
    for words in (
        "Badge de compétence",
        "Amélie Le Goff-Nguyễn",
        "Découpe laser en autonomie",
        "Je règle la découpe laser sans me mettre en danger.",
        "Niveau : Autonome · TL-FAB-01",
        "contrôle de sécurité",
        "Une boîte à outils en contreplaqué.",
        "Fablab des Deux Rives https://deux-rives.example/",
        "Décerné le 22 novembre 2026. Valable jusqu’au 22 novembre 2028.",
        "Le badge signé est joint à ce fichier PDF.",
    ):
        assert words in page


def test_the_legal_line_is_to_the_letter_on_each_certificate() -> None:
    """On every page of a group, of a passport, and on a poster."""
    for kind in ("certificate", "certificates", "poster"):
        assert all(NOT_REGISTERED in page for page in texts(KINDS[kind](PRESS)))
    assert [NOT_REGISTERED in page for page in texts(PRESS.booklet(BOOKLET))] == [False, True, True]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_language_says_everything(language: str) -> None:
    """No code of ours is left on any paper instead of its sentence."""
    printed = (
        PRESS.certificate(changed(language=language, holder="漢字", valid_until=None)),
        PRESS.cards((replace(CARD, language=language, holder="漢字", achievements=("a",) * 5),)),
        PRESS.booklet(replace(BOOKLET, language=language)),
        PRESS.poster(replace(POSTER, language=language)),
    )
    for page in (page for pdf in printed for page in texts(pdf)):
        assert "paper." not in page
        assert "web." not in page


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_printed_as_they_wrote_it(text: str) -> None:
    """In every field of every paper: no markup, no formula, no reading of files."""
    page = texts(PRESS.certificate(changed(holder=text, achievement=text, criteria=text)))[0]
    assert page.count(text) == 3
    sheets = (
        PRESS.cards((replace(CARD, holder=text, place=text),)),
        PRESS.stickers((replace(STICKER, achievement=text),)),
        PRESS.booklet(replace(BOOKLET, holder=text)),
        PRESS.poster(replace(POSTER, achievement=text, description=text)),
    )
    for pdf in sheets:
        assert text.replace(" ", "")[:8] in texts(pdf)[0].replace(" ", "")


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Ánh", "Αθήνα Παπαδοπούλου", "Наталья Ёлкина", "محمد علي", "שרה כהן"]
)
def test_many_scripts_are_inside_the_program(name: str) -> None:
    """Vietnamese, Greek, Cyrillic, Arabic and Hebrew need no font of the machine."""
    (page,) = texts(PRESS.certificate(changed(holder=name)))
    assert MARK not in page


@pytest.mark.parametrize(
    "name", ["王小明", "தமிழ் செல்வி", "한국", "\U0001f600", "\ue000", "\uffff\x00"]
)
def test_a_name_that_no_font_has_is_said_to_be_elsewhere(name: str) -> None:
    """Never an empty box, never a failure: the page says where the name is."""
    (page,) = texts(PRESS.certificate(changed(holder=name)))
    assert "Nom à lire dans le badge signé" in page
    assert "Le texte entier est dans le badge signé." in page


def test_half_a_name_is_marked_where_letters_are_missing() -> None:
    """What can be printed is; each gap is seen."""
    (page,) = texts(
        PRESS.certificate(changed(holder="Lin 王小明 Wang", criteria="Bravo \U0001f600 !"))
    )
    assert f"Lin {MARK} Wang" in page
    assert f"Bravo {MARK}" in page


def test_a_family_of_joined_pictures_is_one_gap() -> None:
    """Joiners and variants leave nothing behind."""
    (page,) = texts(PRESS.certificate(changed(shown=("a \U0001f469\u200d\U0001f52c\ufe0f b",))))
    assert f"a {MARK} b" in page


def test_nothing_is_marked_when_nothing_is_missing() -> None:
    """Not even the mark itself, written by a person."""
    (page,) = texts(PRESS.certificate(changed(criteria=f"Comme {MARK} dans un livre")))
    assert "remplace des lettres" not in page


def test_a_book_of_rare_letters_asks_only_so_often() -> None:
    """A text of thousands of signs costs a bounded number of questions."""
    asked: list[str] = []

    def never(text: str) -> bool:
        asked.append(text)
        return False

    book = "".join(map(chr, range(0x4E00, 0x4E00 + 5_000)))
    assert Letters(never).fit(book) == MARK
    assert len(asked) == LETTERS_ASKED + 1


@pytest.mark.parametrize(
    "fields",
    [
        {"achievement": "Faciliter des temps collectifs et des décisions entre habitants " * 2},
        {"holder": "Bartholomée-Emmanuelle de La Rochefoucauld-Montmorency d'Ajaccio " * 3},
        {"holder": "x" * 200, "achievement": "y" * 200, "place": "z" * 200},
        {"criteria": "Animer une fois, sans filet, devant tout le monde. " * 80},
        {"criteria": "mot\n" * 3_000},
        {"description": "d" * 2_000, "shown": ("Longue histoire. " * 600,)},
        {"criteria": "", "description": "", "abilities": (), "shown": (), "artwork": b""},
        {"abilities": CERTIFICATE.abilities * 30},
    ],
)
def test_the_longest_and_the_emptiest_are_printed(fields: dict[str, object]) -> None:
    """The code and the code to type stay on the first page; there are at most four pages."""
    pdf = PRESS.certificate(changed(**fields))
    pages = texts(pdf)
    assert 1 <= len(pages) <= 4
    assert "K7QMW-X3FPA" in pages[0]
    assert [code.text for code in codes(pdf)] == [CERTIFICATE.verify_url]


def test_what_is_cut_says_where_the_rest_is() -> None:
    """An endless text ends with a sentence of ours."""
    pages = texts(PRESS.certificate(changed(criteria="Une phrase de plus. " * 500)))
    assert "La suite est sur la page du badge." in " ".join(pages)


def test_no_paper_at_all_is_still_a_paper() -> None:
    """A group without anybody gives a file that opens, not a failure."""
    assert len(texts(PRESS.certificates(()))) == 1
    assert len(texts(PRESS.cards(()))) == 1
    assert len(texts(PRESS.stickers(()))) == 1
    assert len(texts(PRESS.booklet(replace(BOOKLET, certificates=())))) == 1


@pytest.mark.parametrize(
    "artwork",
    [
        b"no picture",
        b"\x89PNG\r\n\x1a\ncut",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="../press.py"/></svg>',
        b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg><text>&x;</text></svg>',
    ],
)
def test_a_picture_that_is_none_or_reads_files_is_refused(artwork: bytes) -> None:
    """With a sentence; whatever it names on the disk is never opened."""
    with pytest.raises(IssuerError) as caught:
        PRESS.certificate(changed(artwork=artwork))
    assert caught.value.code == "paper.unprintable"


def test_letters_that_only_fail_together_cost_a_mark_not_a_failure() -> None:
    """When a page cannot be set, it is set again with plain letters only."""
    press = TypstPress(qr=qr_svg, has_system_fonts=False)
    press._letters = Letters(lambda _: True)  # noqa: SLF001 - a press too sure of its fonts
    (page,) = texts(press.certificate(changed(holder="Lin \u738b")))
    assert f"Lin {MARK}" in page
