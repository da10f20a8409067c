"""Whatever bytes a file holds, reading ends in items, problems with a sentence, or our error."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, read
from badges.i18n import catalogue
from badges.model.concepts import Concept, Link, RowProblem
from tests.badges.frameworks.readers.samples import ESCO, RNCP, ROME

_SENTENCES = catalogue("badges", "fr")
_TURTLE = b"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://x.org/> .
:a a skos:Concept ; skos:prefLabel "A"@fr . :b skos:broader :a ; skos:prefLabel "B"@fr ."""
_PACKAGE = {
    "CFDocument": {"identifier": "d", "title": "T"},
    "CFItems": [{"identifier": "i", "fullStatement": "S"}],
    "CFAssociations": [{"associationType": "isChildOf", "originNodeURI": {"identifier": "i"}}],
}
_FOLDERS = {
    "rome": ROME,
    "esco": ESCO,
    "rncp": RNCP,
    "skos": MemoryFolder({"g.ttl": _TURTLE}),
    "case": MemoryFolder({"p.json": json.dumps(_PACKAGE).encode()}),
    "csv": MemoryFolder({"l.csv": b"code;label;broader\nA;B;\nC;D;A\n"}),
}
_PIECES = st.sampled_from([b'"', b"\n", b",", b";", b"\0", b"\xff", b"{", b"[", b"null", b"<", b""])


@pytest.mark.parametrize("form", _FOLDERS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_spoiled_files_never_break_a_reader(form: str, data: st.DataObject) -> None:
    """A file is cut and patched at random: only our own error, or problems that people can read."""
    contents = dict(_FOLDERS[form].contents)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(contents)))
        held = contents[name]
        start = data.draw(st.integers(0, len(held)))
        cut = data.draw(st.integers(0, 12))
        contents[name] = held[:start] + data.draw(_PIECES) + held[start + cut :]
    codes = [item.code for item in _read(form, contents) if not isinstance(item, Concept | Link)]
    assert set(codes) <= _SENTENCES.keys()


def _read(form: str, contents: dict[str, bytes]) -> list[Concept | Link | RowProblem]:
    """What a reader makes of the files; its refusal of all of them stands as one problem."""
    try:
        reading = read(MemoryFolder(contents), form, key="k", version="1")
        items = [*reading.concepts, *reading.links]
    except FrameworkError as error:
        return [RowProblem("", None, error.code, error.params)]
    assert all(item.code and item.label for item in items if isinstance(item, Concept))
    return items
