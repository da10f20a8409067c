"""Sentences: looked up by code, in the language asked for, and the same codes in both."""

import string
import tomllib
from pathlib import Path

import pytest

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator, catalogue, read_sentences

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/locale/*/*.toml"))


def test_a_code_becomes_a_sentence_with_its_parameters() -> None:
    """French and English say the same code in their own words."""
    french, english = Translator("fr"), Translator("en")
    assert "« de »" in french("settings.language", variable="BADGES_LANGUAGE", value="de")
    assert french("settings.language") != english("settings.language")


def test_an_unknown_language_falls_back_to_french() -> None:
    """A person always gets a sentence."""
    assert Translator("de").language == DEFAULT_LANGUAGE == "fr"


def test_an_unknown_code_or_parameter_stays_visible() -> None:
    """Nothing fails in front of a person: what is missing is shown as it is."""
    translator = Translator("en")
    assert translator("no.such.code", value=1) == "no.such.code"
    assert translator.find("no.such.code") is None
    assert "{value}" in translator("settings.language", variable="X")


def test_a_package_without_sentences_leaves_room_for_the_shared_ones() -> None:
    """A door's own catalogue comes first, then the shared one."""
    assert catalogue("schemas", "fr") == {}
    assert Translator("fr", "schemas").find("settings.flag") is not None


def placeholders(sentence: str) -> set[str]:
    """The names of the parameters that a sentence shows."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("package", ["badges", "issuer", "verifier"])
def test_both_languages_say_the_same_codes(package: str) -> None:
    """No sentence is missing in one language, and both show the same parameters."""
    french, english = (catalogue(package, language) for language in LANGUAGES)
    assert set(french) == set(english)
    for code, sentence in french.items():
        assert placeholders(sentence) == placeholders(english[code]), code


def test_files_are_read_as_toml_reads_them() -> None:
    """Line by line or as a whole, the same sentences come out of every catalogue."""
    texts = [(ROOT / name).read_text("utf-8") for name in CATALOGUES]
    assert [read_sentences(text) for text in texts] == [tomllib.loads(text) for text in texts]
    assert len(texts) > 100


@pytest.mark.parametrize(
    "text",
    [
        '# said\n\n"a" = "« {b} »"\n"b" = "one\\ntwo \\"three\\" \\\\n"\n',
        '"a" = "b"\n"c" = """\n"d" = "e"\n"""\n',
        '"a" = "\\u00e9"\n',
        'a = "b" # said\n',
        '"a" = "one\ttwo\\n"\n',
        '"a" = "b"\r\n',
        "",
    ],
)
def test_what_is_no_plain_line_is_read_as_toml(text: str) -> None:
    """Escapes, sentences of several lines, bare codes and remarks after them."""
    assert read_sentences(text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ['"a" = "b"\n"a" = "c"\n', '"a" = "\x01"\n', '"a" = b\n'])
def test_what_is_no_toml_is_told(text: str) -> None:
    """A code said twice, a control character, words without quotation marks."""
    with pytest.raises(tomllib.TOMLDecodeError):
        read_sentences(text)
