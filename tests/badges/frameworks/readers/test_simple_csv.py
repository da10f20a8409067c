"""The simple table: code and label, in French or in English, with commas, semicolons or tabs."""

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux, table
from badges.frameworks.readers import MemoryFolder, detect, read
from badges.model.concepts import Concept
from tests.badges.frameworks.readers.samples import concepts, folder, problems


def _read(text: str) -> dict[str, Concept]:
    return concepts(read(folder(liste__csv=text), key="liste", version="1"))


def test_two_columns_are_enough() -> None:
    """The file names the scheme; the key and the version are asked for."""
    reading = read(folder(liste__csv="code,label\nA1,Coudre\n"), key="ours", version="2026")
    assert (reading.scheme.key, reading.scheme.name) == ("ours", "liste")
    assert concepts(reading)["A1"] == Concept("A1", "item", "Coudre")
    assert reading.expected == 1


_FRENCH = (
    "Code;Libellé;Synonymes;Définition;Type;Au-dessus;Adresse\n"
    "A;Faire;;;domaine;;\nA1;Coudre;piquer|broder;Assembler.;geste;A;https://x.org/A1\n"
)
_ENGLISH = (
    "code,label,other_labels,definition,kind,broader,uri\n"
    "A,Faire,,,domaine,,\nA1,Coudre,piquer|broder,Assembler.,geste,A,https://x.org/A1\n"
)


@pytest.mark.parametrize("text", [_FRENCH, _ENGLISH, _ENGLISH.replace(",", "\t")])
def test_columns_are_known_in_french_and_in_english(text: str) -> None:
    """Whatever separates them."""
    assert _read(text)["A1"] == Concept(
        "A1",
        "geste",
        "Coudre",
        other_labels=("piquer", "broder"),
        definition="Assembler.",
        broader="A",
        uri="https://x.org/A1",
    )


def test_bad_rows_are_told_with_their_line() -> None:
    """No code, no label, a code twice, an unknown item above, a circle, a text without end."""
    rows = [
        "code,label,broader",
        ",Sans code,",
        "A,,",
        "B,Bon,",
        "B,Autre,",
        "C,Perdu,Z",
        "D,Rond,E",
        "E,Rond aussi,D",
        "F," + "x" * 6_000 + ",",
    ]
    told = problems(read(folder(l__csv="\n".join(rows)), key="l", version="1"))
    assert [(line, code.rpartition(".")[2]) for _, line, code in told] == [
        (2, "cell_missing"),
        (3, "cell_missing"),
        (5, "code_again"),
        (6, "parent_unknown"),
        (7, "parent_loop"),
        (8, "parent_loop"),
        (9, "too_long"),
    ]


def test_key_and_version_are_needed() -> None:
    """Neither can be guessed."""
    files = folder(l__csv="code,label\nA,B\n")
    with pytest.raises(FrameworkError) as caught:
        read(files, key="l")
    assert caught.value.code == "reader.version_missing"
    with pytest.raises(FrameworkError) as caught:
        read(files, version="1")
    assert caught.value.code == "reader.key_missing"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": b"code,label\n", "b.csv": b"code,label\n"}, "reader.one_table"),
        ({}, "reader.one_table"),
        ({"a.csv": b"number,words\n"}, "reader.columns"),
        ({"a.csv": b""}, "reader.columns"),
    ],
)
def test_what_is_no_such_table_is_refused(files: dict[str, bytes], code: str) -> None:
    """One table with a code and a label."""
    with pytest.raises(FrameworkError) as caught:
        read(MemoryFolder(files), "csv", key="x", version="1")
    assert caught.value.code == code


def test_the_table_of_a_whole_framework_is_left_to_its_own_reader() -> None:
    """What we write for a framework of a place is not an official referential."""
    text = table.write(load_tiers_lieux(), "https://example.org")
    files = MemoryFolder({"tiers-lieux.csv": text.encode()})
    with pytest.raises(FrameworkError) as caught:
        detect(files)
    assert caught.value.code == "reader.of_a_place"
    with pytest.raises(FrameworkError) as caught:
        read(files, "csv", key="x", version="1")
    assert caught.value.code == "reader.of_a_place"
