"""Both languages say everything, with the same parameters."""

import re
import string
import tomllib
from importlib.resources import files

import pytest

from badges.i18n import LANGUAGES, catalogue

PACKAGES = ("badges", "issuer", "verifier")


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("package", PACKAGES)
def test_both_languages_have_the_same_codes(package: str) -> None:
    """A code written in French is written in English, and the other way round."""
    french, english = (set(catalogue(package, language)) for language in LANGUAGES)
    assert french == english
    assert french


@pytest.mark.parametrize("package", PACKAGES)
def test_both_languages_use_the_same_parameters(package: str) -> None:
    """A sentence needs the same facts in both languages."""
    french, english = (catalogue(package, language) for language in LANGUAGES)
    different = {code for code in french if _parameters(french[code]) != _parameters(english[code])}
    assert not different


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_written_once(package: str, language: str) -> None:
    """Two files of a language never define the same code: the later would hide the earlier."""
    seen: dict[str, str] = {}
    folder = files(package) / "locale" / language
    for resource in folder.iterdir():
        for code in tomllib.loads(resource.read_text("utf-8")):
            assert code not in seen, f"{code} is in {seen[code]} and {resource.name}"
            seen[code] = resource.name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_sentence_is_finished(package: str) -> None:
    """No sentence is empty, and none still asks to be written."""
    for language in LANGUAGES:
        for code, sentence in catalogue(package, language).items():
            assert sentence.strip(), code
            assert not re.search(r"TODO|FIXME|XXX|lorem", sentence), code
