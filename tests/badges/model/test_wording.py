"""Folding words: what counts as the same word, in a search box and in the dated searches."""

import pytest

from badges.model.wording import count_entries, fold, root, searchable, telling_words, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Écoute l’autre, où qu'il soit !", "ecoute l autre ou qu il soit"),
        ("Œuvre", "oeuvre"),
        ("tiers-lieux", "tiers lieux"),
        ("Straße №5", "strasse no5"),
        ("  ", ""),
    ],
)
def test_fold_keeps_letters_and_digits_only(text: str, folded: str) -> None:
    """Accents, capitals, ligatures and punctuation do not count."""
    assert fold(text) == folded


def test_words_lose_their_plural() -> None:
    """A final s or x is a plural, but a word of three letters keeps it."""
    assert words("Vélos, lieux : le bus") == ("velo", "lieu", "le", "bus")


def test_telling_words_leave_articles_out() -> None:
    """What says nothing is not looked for."""
    assert telling_words("J’aide à réparer mon vélo") == ("aide", "reparer", "velo")
    assert telling_words("Dans nos ateliers, sans eux") == ("atelier",)


def test_the_root_of_a_word_drops_its_ending() -> None:
    """Verb, noun and person share a root; a short word is left whole."""
    assert {root(word) for word in ("reparer", "reparation", "reparateur")} == {"repar"}
    assert root("mer") == "mer"


def test_a_term_is_counted_as_whole_words_side_by_side() -> None:
    """« care » is not in « carence », nor a term in two halves of an entry."""
    entries = [searchable(text) for text in ("Le care", "une carence", "Soin (care) !")]
    assert count_entries("CARE", entries) == 2
    assert count_entries("soins care", entries) == 1
    assert count_entries("une care", entries) == 0


def test_a_star_stands_for_any_ending() -> None:
    """A term with a star finds the words that begin so."""
    entries = [searchable(text) for text in ("ambiance conviviale", "convivialité", "convive")]
    assert count_entries("convivial*", entries) == 2
    assert count_entries("convivial", entries) == 0
