"""The form of a set of files is told from the files themselves."""

import json
from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import READERS, MemoryFolder, detect, files, read, reader_of
from badges.frameworks.readers.checks import loops
from badges.i18n import catalogue
from tests.badges.frameworks.readers.disk import official
from tests.badges.frameworks.readers.samples import ESCO, RNCP, ROME, folder

_CASE = folder(any__json=json.dumps({"CFItems": [], "CFDocument": {}}))
_SKOS = folder(g__ttl="@prefix skos: <http://www.w3.org/2004/02/skos/core#> .")


@pytest.mark.parametrize(
    ("held", "name"),
    [
        (ROME, "rome"),
        (ESCO, "esco"),
        (RNCP, "rncp"),
        (folder(x__jsonld='{"@graph": [{"@id": "CompetenceArea/1"}]}'), "digcomp"),
        (_CASE, "case"),
        (_SKOS, "skos"),
        (folder(liste__csv="code;libellé\n"), "csv"),
    ],
)
def test_each_form_is_known_by_its_files(held: MemoryFolder, name: str) -> None:
    """No two readers quarrel over these."""
    assert detect(held).name == name


def test_folders_and_litter_of_archives_do_not_matter() -> None:
    """Files lie in a folder of the archive, beside what macOS adds."""
    held = {f"export/{name}": text for name, text in ROME.contents.items()}
    litter = {f"__MACOSX/export/._{name}": b"\0" for name in ROME.contents}
    assert detect(MemoryFolder(held | litter)).name == "rome"


@pytest.mark.parametrize(
    "held",
    [
        MemoryFolder({}),
        folder(x__csv="a,b\n"),
        folder(x__csv=b"\xff\xfe"),
        folder(skills_fr__csv="a,b\n"),
        folder(skills_fr__csv=""),
        folder(broaderRelationsSkillPillar__csv="conceptUri,broaderUri\n"),
        folder(x__json="{}"),
        folder(x__pdf="%PDF"),
    ],
)
def test_what_no_reader_knows_is_refused(held: MemoryFolder) -> None:
    """With the forms that we read."""
    with pytest.raises(FrameworkError) as caught:
        detect(held)
    assert caught.value.code == "reader.not_recognised"
    assert "rome" in caught.value.params["formats"]


def test_a_reader_is_found_by_its_name() -> None:
    """Names are told apart; an unknown one is refused with those that there are."""
    assert [reader_of(reader.name) for reader in READERS] == list(READERS)
    with pytest.raises(FrameworkError) as caught:
        read(ROME, "xlsx")
    assert caught.value.code == "reader.format_unknown"


def test_a_folder_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody publishes ten thousand files."""
    monkeypatch.setattr(files, "FILES", 3)
    with pytest.raises(FrameworkError) as caught:
        detect(ROME)
    assert caught.value.code == "reader.too_many_files"


def test_a_json_file_is_bounded_before_it_is_parsed() -> None:
    """Its size is looked at first."""
    with pytest.raises(FrameworkError) as caught:
        files.content(folder(x__json="x" * 50), "x.json", limit=40)
    assert caught.value.code == "reader.file_too_large"
    assert files.text_of(folder(x__md="x" * 50), "x.md", limit=40) == ""
    assert files.text_of(folder(x__md=b"\xff"), "x.md") == ""


def test_a_mark_is_found_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is looked through piece by piece, up to the limit of what is read whole."""
    monkeypatch.setattr(files, "_PIECE", 4)
    held = folder(x__json='{   "CFDocument": {}}')
    assert files.holds(held, "x.json", b'"CFDocument"')
    assert not files.holds(held, "x.json", b"CFItems")


def test_a_long_way_up_is_no_circle() -> None:
    """A chain of any length is walked without recursion; only circles are caught."""
    chain: dict[str, str | None] = {str(n): str(n + 1) for n in range(50_000)}
    assert loops(chain) == frozenset()
    assert loops(chain | {"50000": "49999"}) == {"49999", "50000"}
    assert loops({"a": "a", "b": "a"}) == {"a"}


def test_every_code_of_the_readers_has_a_sentence() -> None:
    """A problem that people see is never a bare code."""
    room = Path(files.__file__).parent
    written = "".join(path.read_text("utf-8") for path in room.glob("*.py"))
    told = [code for code in catalogue("badges", "fr") if code.startswith("reader.")]
    assert set(told) == {part for part in written.split('"') if part.startswith("reader.")}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("rome-4.0-v60", "rome"),
        ("esco-fr-2026-08", "esco"),
        ("esco-v1.0-2020", "esco"),
        ("digcomp-3.0", "digcomp"),
    ],
)
def test_the_official_sets_are_recognised(shared: Path, name: str, form: str) -> None:
    """As published, without a word beside."""
    assert detect(official(shared, name)).name == form
