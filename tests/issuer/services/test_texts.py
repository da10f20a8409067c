"""The hygiene of texts that will be signed."""

import unicodedata

import pytest

from issuer.errors import InvalidRequest
from issuer.services.texts import clean_line, clean_optional_line, clean_optional_text, clean_text


@pytest.mark.requirement("ISS-17")
def test_texts_become_nfc() -> None:
    """A decomposed accent and a composed one are signed the same."""
    decomposed = unicodedata.normalize("NFD", "Zoé Lefèvre")
    assert clean_line(decomposed, "name") == "Zoé Lefèvre"
    assert clean_text(decomposed, "criteria") == "Zoé Lefèvre"


@pytest.mark.requirement("ISS-17", "TRAP-23")
@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])
def test_names_refuse_control_characters(code: int) -> None:
    """Each of them is refused in a name, with its code point."""
    with pytest.raises(InvalidRequest) as caught:
        clean_line(f"Ca{chr(code)}mille", "name")
    assert caught.value.code == "text.control"
    assert caught.value.params == {"field": "name", "character": f"U+{code:04X}"}


@pytest.mark.requirement("ISS-17", "TRAP-23")
def test_texts_lose_control_characters() -> None:
    """Line breaks of every kind become one, a tab becomes a space, the others go."""
    pasted = "un\r\ndeux\rtrois\x0bquatre\u2028cinq\tsix\x00\x07\x7f\x9fsept"
    assert clean_text(pasted, "criteria") == "un\ndeux\ntrois\nquatre\ncinq sixsept"


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069])
def test_direction_overrides_are_refused_everywhere(code: int) -> None:
    """A mark that turns the reading direction could make a text look like another."""
    for clean in (clean_line, clean_text):
        with pytest.raises(InvalidRequest, match=r"text\.direction"):
            clean(f"Camille{chr(code)} Martin", "name")


@pytest.mark.parametrize("code", [0x200E, 0x200F, 0x061C])
def test_direction_marks_are_refused_in_names(code: int) -> None:
    """A name has no use for them; a text in Arabic or Hebrew may."""
    with pytest.raises(InvalidRequest, match=r"text\.direction"):
        clean_line(f"Camille{chr(code)}", "name")
    assert clean_text(f"a{chr(code)}b", "narrative") == f"a{chr(code)}b"


@pytest.mark.parametrize("code", [0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x10FFFF])
def test_noncharacters_are_refused(code: int) -> None:
    """Surrogates and noncharacters are no text."""
    for clean in (clean_line, clean_text):
        with pytest.raises(InvalidRequest, match=r"text\.noncharacter"):
            clean(f"Camille{chr(code)}", "name")


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\ufeff\u00a0", "\u0301"])
def test_what_shows_nothing_is_empty(text: str) -> None:
    """White space and invisible characters do not make a name."""
    with pytest.raises(InvalidRequest, match=r"text\.empty"):
        clean_line(text, "name")


def test_nothing_is_none_when_it_may_be() -> None:
    """An optional field left empty is absent."""
    assert clean_optional_line(None, "title") is None
    assert clean_optional_line("  ", "title") is None
    assert clean_optional_text("\n", "narrative") is None
    assert clean_optional_text(" récit ", "narrative") == "récit"


@pytest.mark.parametrize("length", [201, 10_000, 1_000_000])
def test_long_names_are_refused(length: int) -> None:
    """Two hundred characters, and not one more; the refusal says both numbers."""
    assert clean_line("é" * 200, "name") == "é" * 200
    with pytest.raises(InvalidRequest) as caught:
        clean_line("é" * length, "name")
    assert caught.value.code == "text.too_long"
    assert caught.value.params == {"field": "name", "length": length, "limit": 200}


def test_names_keep_what_people_are_called() -> None:
    """Accents, apostrophes, hyphens, other scripts and emoji stay; inner spaces become one."""
    for name in ("Jean-Loïc  L’Œuvrard", "Ngũgĩ wa Thiong'o", "محمد", "李小龍", "Zoé 🦊"):
        assert clean_line(f"  {name} ", "name") == " ".join(name.split())
