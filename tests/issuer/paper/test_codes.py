"""Codes on paper: what they hold, how large they are, and the words beside them."""

from dataclasses import replace

import pytest

from issuer.errors import InvalidRequest
from tests.issuer.paper.pieces import CARD, CERTIFICATE, KINDS, POSTER, PRESS, codes, texts

_URLS = {"cards": CARD.url, "poster": POSTER.url}
_COUNTS = {"certificates": 2, "cards": 11, "stickers": 25, "booklet": 2}


@pytest.mark.parametrize("kind", KINDS)
def test_each_code_is_large_enough_and_leads_to_its_address(kind: str) -> None:
    """25 mm of black square for a hand, 80 mm for a wall, measured on the rendered page."""
    found = codes(KINDS[kind](PRESS))
    assert len(found) == _COUNTS.get(kind, 1)
    assert {code.text for code in found} == {_URLS.get(kind, CERTIFICATE.verify_url)}
    assert min(code.millimetres for code in found) >= (80 if kind == "poster" else 25)


def test_a_long_address_keeps_its_code_large() -> None:
    """A longer address makes a finer code, never a smaller one."""
    url = f"https://{'badges-' * 12}tiers-lieux.example.org/v/K7QMW-X3FPA"
    (code,) = codes(PRESS.certificate(replace(CERTIFICATE, verify_url=url)), 300)
    assert code.text == url
    assert code.millimetres >= 25


def test_an_address_without_end_is_refused() -> None:
    """With the sentence of the drawing, not with a page that nobody can scan."""
    with pytest.raises(InvalidRequest) as caught:
        PRESS.cards((replace(CARD, url="https://example.org/" + "a" * 2_000),))
    assert caught.value.code == "artwork.qr_text"


def test_the_code_to_type_is_beside_the_code_to_scan() -> None:
    """With the address to type it at."""
    (page,) = texts(PRESS.certificate(CERTIFICATE))
    assert "badges.example.fr/v/ K7QMW-X3FPA" in page


def test_a_card_has_its_words_and_what_to_do_with_them() -> None:
    """Holder, badges, place, words one under the other, how, and that it is to be kept safe."""
    (page,) = texts(PRESS.cards((CARD,)))
    assert "cerise marteau tranquille rivière" in page
    assert "Amélie Le Goff-Nguyễn" in page
    assert "Découpe laser en autonomie, Accueil & écoute – Fablab des Deux Rives" in page
    assert "tapez ces mots sur badges.example.fr/claim" in page
    assert "Gardez-la pour vous" in page


@pytest.mark.parametrize(("kind", "times"), [("cards", 10), ("stickers", 1), ("poster", 1)])
def test_each_paper_says_that_a_badge_is_no_certification(kind: str, times: int) -> None:
    """On each card and poster, to the letter; once on a sheet of stickers, in its margin."""
    line = "Ce badge n'est pas une certification enregistrée au RNCP ou au RS."
    first, *rest = texts(KINDS[kind](PRESS))
    assert first.count(line) == times
    assert all(line in page for page in rest)


def test_the_longest_texts_leave_room_on_a_card() -> None:
    """What does not fit under the code is cut, the place stays, and every line is there."""
    titles = tuple(f"{number} {'Découpe laser en autonomie ' * 4}" for number in range(5))
    card = replace(CARD, achievements=titles, place="Fablab " * 20, holder="Amélie 漢")
    (page,) = texts(PRESS.cards((card,)))
    assert "Découpe laser en autonomie" in page
    assert "… – Fablab" in page
    assert "Le signe […] remplace des lettres" in page
    assert "Ce badge n'est pas une certification enregistrée au RNCP ou au RS." in page


def test_ten_cards_and_twenty_four_stickers_make_a_sheet() -> None:
    """The next one begins another sheet."""
    assert len(texts(KINDS["cards"](PRESS))) == 2
    assert len(texts(KINDS["stickers"](PRESS))) == 2


def test_a_poster_says_what_to_do_in_three_steps() -> None:
    """And what to type for whoever cannot scan."""
    (page,) = texts(PRESS.poster(POSTER))
    steps = [page.index(word) for word in ("Visez le carré", "Écrivez votre nom", "vous répond")]
    assert steps == sorted(steps)
    assert "Tapez ces mots sur badges.example.fr/claim" in page
    assert "cerise · marteau · rivière" in page
    assert "Jusqu’au 30 novembre 2026" in page
