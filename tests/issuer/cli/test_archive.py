"""`badge-issuer archive`, as one types it."""

import zipfile

from tests.issuer.cli.conftest import Answer, Shell

PLACE = "fablab-du-moulin"


def _refused(answer: Answer) -> str:
    assert answer.status == 1, answer.out
    found: str = answer.value["error"]["code"]
    return found


def _issue(shell: Shell) -> None:
    typed = ("issue", "coudre-un-sac", "--name", "Zoé Martin", "--no-email")
    answer = shell(*typed, "-o", str(shell.folder / "out"))
    assert answer.status == 0, answer.err


def test_the_only_place_is_archived(place: Shell) -> None:
    """One file, the counts for programs, a sentence for people, and a line in the journal."""
    _issue(place)
    path = place.folder / "lieu.zip"
    answer = place("archive", "-o", str(path), "--json")
    assert answer.status == 0, answer.err
    assert answer.value["file"] == str(path)
    assert answer.value["size"] == path.stat().st_size
    assert (answer.value["place"], answer.value["badges"]) == (PLACE, 1)
    assert zipfile.is_zipfile(path)
    assert "Archive écrite" in answer.err
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_can_be_made_again(place: Shell) -> None:
    """A newer archive takes the place of the former one, whole."""
    path = place.folder / "lieu.zip"
    first = place("archive", "-o", str(path), "--json").value
    _issue(place)
    second = place("archive", "-o", str(path), "--json").value
    assert (first["badges"], second["badges"]) == (0, 1)


def test_heavy_files_can_be_left_out(place: Shell) -> None:
    """Paper and pictures stay away when asked; another word is wrong usage."""
    _issue(place)
    path = place.folder / "lieu.zip"
    typed = ("archive", "-o", str(path), "--without", "pdf", "--without", "png")
    assert place(*typed).status == 0
    badges = [name for name in zipfile.ZipFile(path).namelist() if name.startswith("credentials/")]
    assert any(name.endswith(".svg") for name in badges)
    assert not any(name.endswith((".pdf", ".png")) for name in badges)
    assert place("archive", "-o", str(path), "--without", "json").status == 2


def test_one_of_several_places_is_named(place: Shell) -> None:
    """Nobody guesses which place is meant; an unknown one is told."""
    assert place("place", "add", "Café").status == 0
    path = str(place.folder / "lieu.zip")
    assert _refused(place("archive", "-o", path, "--json")) == "archive.which_place"
    assert place("archive", "--place", "cafe", "-o", path).status == 0
    assert _refused(place("archive", "--place", "nulle-part", "--json")) == "place.unknown"


def test_a_file_that_cannot_be_written_is_told(place: Shell) -> None:
    """A folder that is not there, in a sentence."""
    path = str(place.folder / "absent" / "lieu.zip")
    assert _refused(place("archive", "-o", path, "--json")) == "archive.not_written"
