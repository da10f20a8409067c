"""RNCP and RS: certifications with their state and ROME codes, and their blocks of competences."""

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, Options, read, rncp
from tests.badges.frameworks.readers.samples import RNCP, concepts, problems, with_files

_STANDARD = "export_fiches_CSV_Standard_2026_08_29.csv"
_HEAD = "Numero_Fiche;Intitule;Actif\n"


def test_the_day_of_the_export_is_the_version() -> None:
    """The registers have no edition but the day."""
    scheme = read(RNCP).scheme
    assert (scheme.key, scheme.version, scheme.published) == ("rncp", "29/08/2026", "2026-08-29")


def test_a_certification_tells_its_state_and_its_occupations() -> None:
    """Register, title in one line, state, end, level, ROME codes, page of the publisher."""
    item = concepts(read(RNCP))["RNCP90001"]
    assert (item.kind, item.label) == ("certification-rncp", "Médiation numérique")
    assert item.uri == "https://www.francecompetences.fr/recherche/rncp/90001/"
    assert item.notes == {
        "state": "ACTIVE",
        "ends": "01/09/2030",
        "level": "NIV5",
        "registration": "Enregistrement de droit",
        "abbreviation": "TP",
        "rome": "K1204 G1202",
    }


def test_the_other_register_has_its_own_kind() -> None:
    """RS records live beside RNCP ones; titles keep their quotes."""
    item = concepts(read(RNCP))["RS95142"]
    assert (item.kind, item.label) == ("certification-rs", 'Piloter un "tiers-lieu"')
    assert item.notes["state"] == "INACTIVE"


def test_a_block_hangs_under_its_certification() -> None:
    """The table of blocks is found however an archive writes its accent."""
    block = concepts(read(RNCP))["RNCP90001BC01"]
    assert (block.kind, block.broader) == ("bloc", "RNCP90001")


def test_codes_of_another_form_are_told() -> None:
    """A number that is no RNCP or RS number, and an empty title."""
    spoiled = with_files(RNCP, {_STANDARD: _HEAD + "9;x;\nRNCP1;;ACTIVE\nRNCP2;Bon;ACTIVE\n"})
    told = [problem for problem in problems(read(spoiled)) if problem[0] == _STANDARD]
    assert told == [(_STANDARD, 2, "reader.code_form"), (_STANDARD, 3, "reader.cell_missing")]


def test_a_block_of_an_unknown_certification_or_form_is_told() -> None:
    """The block stays findable, without a parent; a code of another form does not."""
    name = "export_fiches_CSV_Blocs_De_Comp\u00e9tences_2026_08_29.csv"
    blocks = (
        "Numero_Fiche;Bloc_Competences_Code;Bloc_Competences_Libelle\n"
        "RNCP9;RNCP9BC01;Orphelin\nRNCP90001;BC2;Mal nommé\n"
    )
    alone = MemoryFolder({_STANDARD: RNCP.contents[_STANDARD], name: blocks.encode()})
    assert problems(read(alone)) == [
        (name, 2, "reader.parent_unknown"),
        (name, 3, "reader.code_form"),
    ]


def test_without_the_table_of_blocks_that_is_said() -> None:
    """Certifications alone can be read."""
    alone = MemoryFolder({_STANDARD: RNCP.contents[_STANDARD]})
    assert [code for _, _, code in problems(read(alone))] == ["reader.table_missing"]


def test_the_latest_day_of_a_folder_is_read() -> None:
    """An older export beside it is left alone."""
    older = {"export_fiches_CSV_Standard_2026_08_01.csv": _HEAD + "RNCP7;Ancien;INACTIVE\n"}
    assert "RNCP7" not in concepts(read(with_files(RNCP, {**older})))


def test_a_folder_without_certifications_is_refused() -> None:
    """The table of certifications is the one that is needed."""
    with pytest.raises(FrameworkError) as caught:
        rncp.READER.open(MemoryFolder({}), Options())
    assert caught.value.code == "reader.file_missing"
