"""Official referentials as they are published, read into concepts: one module for each form.

To read another form, write a module with a `READER` and list it. Nothing here opens a file or a
connection: doors hand over a `Folder`. Reading streams, and a row that cannot be used comes out as
a `RowProblem` in its place.
"""

from badges.errors import FrameworkError
from badges.frameworks.readers import (
    case_package,
    digcomp,
    esco,
    rncp,
    rome,
    simple_csv,
    skos_graph,
)
from badges.frameworks.readers.files import Folder, MemoryFolder
from badges.frameworks.readers.options import Options, Reader
from badges.model.concepts import Reading

__all__ = [
    "READERS",
    "Folder",
    "MemoryFolder",
    "Options",
    "Reader",
    "detect",
    "read",
    "reader_of",
]

READERS = (
    rome.READER,
    esco.READER,
    rncp.READER,
    digcomp.READER,
    case_package.READER,
    skos_graph.READER,
    simple_csv.READER,
)
"""In the order in which they are tried: the most particular first."""


def detect(folder: Folder) -> Reader:
    """The reader of the form that these files have.

    Raises:
        FrameworkError: none knows them, or they are the framework of a place.
    """
    for reader in READERS:
        if reader.accepts(folder):
            return reader
    if simple_csv.is_of_a_place(folder):
        raise FrameworkError("reader.of_a_place", file=next(iter(folder.names())))
    raise FrameworkError("reader.not_recognised", formats=_names())


def reader_of(name: str) -> Reader:
    """The reader of that name.

    Raises:
        FrameworkError: there is none.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    raise FrameworkError("reader.format_unknown", format=name, formats=_names())


def read(
    folder: Folder,
    format_name: str | None = None,
    *,
    key: str | None = None,
    version: str | None = None,
    language: str = "fr",
) -> Reading:
    """Open a referential: its scheme at once, its concepts and links as a stream.

    `key` and `version` are needed where the files do not tell them, and win where they do.

    Raises:
        FrameworkError: the files are not a referential that we read, or lack something.
    """
    reader = reader_of(format_name) if format_name else detect(folder)
    return reader.open(folder, Options(key, version, language))


def _names() -> str:
    return ", ".join(reader.name for reader in READERS)
