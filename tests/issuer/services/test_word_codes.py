"""The words of cards: easy to write down, forgiving to type, absent from the database."""

import itertools
import re

import pytest

from issuer.services.plain_words import WORDS
from issuer.services.word_codes import COUNT, lookup_of, read_words, words_for
from tests.issuer.world import Town


def test_the_list_has_a_thousand_and_twenty_four_words_in_order() -> None:
    """Ten bits a word: exactly 1,024 of them, sorted, none twice."""
    assert len(WORDS) == 1024
    assert list(WORDS) == sorted(set(WORDS))


def test_every_word_is_short_and_without_accent() -> None:
    """Four to eight letters from a to z, so that any keyboard types them."""
    assert [word for word in WORDS if not re.fullmatch("[a-z]{4,8}", word)] == []


def test_four_letters_tell_words_apart() -> None:
    """Nobody takes one word for another that begins alike."""
    assert len({word[:4] for word in WORDS}) == len(WORDS)


def test_no_word_hurts_beside_a_name() -> None:
    """A card bears somebody's name: none of its words is one that people call each other."""
    called = "singe gorille gibbon banane cochon vache truffe patate nouille cruche boudin quiche"
    assert set(called.split()).isdisjoint(WORDS)


def test_no_two_words_are_one_letter_apart() -> None:
    """One wrong, missing or added letter never makes another word of the list."""
    blanked: dict[str, set[str]] = {}
    for word in WORDS:
        shapes = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
        shapes |= {f"{word[:at]}_{word[at + 1 :]}" for at in range(len(word))}
        for shape in shapes:
            blanked.setdefault(shape, set()).add(word)
    near = {shape: words for shape, words in blanked.items() if len(words) > 1}
    one_apart = [
        pair
        for words in near.values()
        for pair in itertools.combinations(sorted(words), 2)
        if abs(len(pair[0]) - len(pair[1])) == 1 or any("_" in shape for shape in _shared(*pair))
    ]
    assert one_apart == []


def _shared(one: str, other: str) -> set[str]:
    """The shapes that two words of the same length share when one letter is hidden."""
    return {f"{one[:at]}_{one[at + 1 :]}" for at in range(len(one))} & {
        f"{other[:at]}_{other[at + 1 :]}" for at in range(len(other))
    }


# Spellings that sound alike in French, roughly: enough to find two words of the list that do.
_SOUNDS = (
    ("ph", "f"), ("qu", "k"), ("eau|au", "o"), ("c(?=[eiy])|ss?c(?=[eiy])", "s"), ("ch", "S"),
    ("c", "k"), ("ain|ein|aim|[iy]n(?![eaiou])|[iy]m(?=[bp])", "I"),
    ("[ae]n(?![eaiou])|[ae]m(?=[bp])", "A"), ("ai|ei", "e"), ("y", "i"), ("ge(?=[ao])", "j"),
    ("h", ""), (r"(.)\1", r"\1"), ("[stdxp]+$", ""), ("e$", ""),
)  # fmt: skip


def _sound(word: str) -> str:
    for spelt, heard in _SOUNDS:
        word = re.sub(spelt, heard, word)
    return word


def test_no_two_words_sound_alike() -> None:
    """Words can be read out over a telephone: no two of them are heard as the same one."""
    heard: dict[str, list[str]] = {}
    for word in WORDS:
        heard.setdefault(_sound(word), []).append(word)
    assert [words for words in heard.values() if len(words) > 1] == []


def test_words_follow_from_the_key_store(village: Town) -> None:
    """The same card gives the same five words each time; a new generation gives other ones."""
    first = words_for(village.office, "card", "somebody", 1)
    assert len(first) == COUNT
    assert set(first) <= set(WORDS)
    assert first == words_for(village.office, "card", "somebody", 1)
    assert first != words_for(village.office, "card", "somebody", 2)
    assert first != words_for(village.office, "poster", "somebody", 1)


def test_a_lookup_shows_no_word(village: Town) -> None:
    """What is kept is a digest that depends on the purpose and on the order of the words."""
    words = words_for(village.office, "card", "somebody", 1)
    lookup = lookup_of(village.office, "card", words)
    assert re.fullmatch("[0-9a-f]{64}", lookup)
    assert lookup != lookup_of(village.office, "poster", words)
    assert lookup != lookup_of(village.office, "card", words[::-1])


CODE = ("abricot", "guitare", "jardin", "pelouse", "sirop")


@pytest.mark.parametrize(
    "typed",
    [
        "abricot-guitare-jardin-pelouse-sirop",
        "  Abricot GUITARE, jardin; pelouse / sirop. ",
        "ábricôt guitare jardin pelouse sirop",
        "abricot\nguitare\njardin\npelouse\nsirop",
        "1. abricot 2. guitare 3. jardin 4. pelouse 5. sirop",
        "abrico guitare jardin pelouse sirop",
        "abricot guittare jardin pelouse sirop",
        "abricot guitare jarsin pelouse sirop",
        "abricot guitare jardin peoluse sirop",
    ],
)
def test_slips_are_forgiven(typed: str) -> None:
    """Capitals, accents, separators, and one slip in a word do not keep anybody out."""
    assert read_words(typed) == CODE


def test_what_is_no_word_stays_as_it_is() -> None:
    """Nothing is guessed when no word, or more than one, is near."""
    assert read_words("zzzz abricots xylophones") == ("zzzz", "abricot", "xylophones")


def test_what_is_typed_is_bounded() -> None:
    """A long text is not read to its end."""
    assert len(read_words("abricot " * 5_000)) == 2 * COUNT
