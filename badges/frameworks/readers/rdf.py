"""The statements of a file of linked data: Turtle, N-Triples, RDF/XML, or JSON-LD.

The first three are read as a stream by pyoxigraph, behind guards; JSON-LD goes through our own
room, which knows the contexts of the catalogue and fetches none.
"""

import re
from collections.abc import Iterator
from typing import IO, Any, Final, cast
from xml.parsers import expat

import pyoxigraph as ox

from badges.documents import JsonObject
from badges.errors import FrameworkError, JsonLdError, LostTerm, TooDeep, UnknownContext
from badges.frameworks.readers.files import Folder, json_graph_of
from badges.jsonld import general, nquads
from badges.model.concepts import RowProblem
from schemas.catalogue import CURRENT

Statement = tuple[str, str, ox.NamedNode | ox.Literal]
"""Subject and predicate by their addresses, and the object; blank nodes are left out."""

FILE_BYTES = 2_000_000_000
STATEMENTS = 50_000_000
QUIET_BYTES = 1_000_000
"""How much may be read without one statement coming out: a huge text, or endless nesting."""

ENTITY_LENGTH = 120
ENTITIES = 100
XML_DEPTH = 100
"""Elements inside one another; a deeper RDF/XML takes its parser a time without measure."""
_PIECE = 1_000_000
_SIP = 65_536
_BATCH_VALUES = 8_000

_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
}
_JSON: Final = ("jsonld", "json")
SUFFIXES: Final = (*_FORMATS, *_JSON)

# An entity that only shortens an address, as OWL editors write them: no entity inside.
_ENTITY: Final = re.compile(
    rb"<!ENTITY\s+[\w.-]+\s+(\"[^\"&%%<]{0,%d}\"|'[^'&%%<]{0,%d}')\s*>"
    % (ENTITY_LENGTH, ENTITY_LENGTH)
)
_DECLARATION: Final = b"<!ENTITY"
_MARGIN: Final = 1_000


def statements(folder: Folder, file: str) -> Iterator[Statement | RowProblem]:
    """Every statement of a file, and what is wrong where reading can go on.

    Raises:
        FrameworkError: the file is not what its suffix says, or goes beyond a limit.
    """
    suffix = file.rsplit(".", 1)[-1].lower()
    read = _json_statements if suffix in _JSON else _streamed
    for count, statement in enumerate(read(folder, file)):
        if count >= STATEMENTS:
            raise FrameworkError("reader.too_many_rows", file=file, limit=STATEMENTS)
        yield statement


def _streamed(folder: Folder, file: str) -> Iterator[Statement | RowProblem]:
    form = _FORMATS[file.rsplit(".", 1)[-1].lower()]
    if form == ox.RdfFormat.RDF_XML:
        _require_plain_entities(folder, file)
        _require_shallow(folder, file)
    with folder.open(file) as stream:
        guarded = _Guarded(stream, file)
        quads = ox.parse(cast("IO[bytes]", guarded), form)  # it asks for `read` alone
        told = 0
        while True:
            try:
                quad = next(quads)
            except StopIteration:
                return
            except SyntaxError as error:
                line = error.lineno or 1
                if form != ox.RdfFormat.N_TRIPLES:  # elsewhere, what follows would be guesswork
                    raise FrameworkError("reader.rdf_syntax", file=file, line=line) from error
                if line != told:
                    yield RowProblem(file, line, "reader.statement")
                told = line
            else:
                guarded.heard()
                yield from _plain(quad)


def _plain(quad: ox.Quad) -> Iterator[Statement]:
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
        yield subject.value, quad.predicate.value, value


class _Guarded:
    """A stream that refuses to go on for ever, as a whole or without a statement coming out."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream = stream
        self._file = file
        self._total = 0
        self._quiet = 0

    def heard(self) -> None:
        """Start counting anew: a statement came out."""
        self._quiet = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            FrameworkError: too many were read.
        """
        piece = self._stream.read(min(size, _SIP) if size > 0 else _SIP)
        self._total += len(piece)
        self._quiet += len(piece)
        if self._total > FILE_BYTES or self._quiet > QUIET_BYTES:
            limit = FILE_BYTES if self._total > FILE_BYTES else QUIET_BYTES
            raise FrameworkError("reader.file_too_large", file=self._file, limit=limit)
        return piece


def _require_plain_entities(folder: Folder, file: str) -> None:
    """Return when no entity of a document type could swell: each is a short text of its own."""
    kept, total, count = b"", 0, 0
    with folder.open(file) as stream:
        while piece := stream.read(_PIECE):
            total += len(piece)
            window = kept + piece
            # A declaration at the very end is looked at again with the next piece.
            end = len(window) if len(piece) < _PIECE else len(window) - _MARGIN
            place = window.find(_DECLARATION, 0, max(end, 0))
            while place >= 0:
                count += 1
                if count > ENTITIES or not _ENTITY.match(window, place):
                    raise FrameworkError("reader.rdf_entities", file=file)
                place = window.find(_DECLARATION, place + 1, end)
            kept = window[max(end, 0) :]
            if total > FILE_BYTES:
                raise FrameworkError("reader.file_too_large", file=file, limit=FILE_BYTES)
    if _DECLARATION in kept:
        raise FrameworkError("reader.rdf_entities", file=file)


def _require_shallow(folder: Folder, file: str) -> None:
    """Return when no element of an XML file lies deeper than we accept."""
    depth = 0

    def enter(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > XML_DEPTH:
            raise FrameworkError("reader.rdf_depth", file=file, limit=XML_DEPTH)

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    fed = 0
    with folder.open(file) as stream:
        try:
            while piece := stream.read(_SIP):
                fed += len(piece)
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes nothing by name
                if fed - parser.CurrentByteIndex > QUIET_BYTES:
                    raise FrameworkError("reader.file_too_large", file=file, limit=QUIET_BYTES)
            parser.Parse(b"", True)  # noqa: FBT003 - same
        except expat.ExpatError as error:
            raise FrameworkError("reader.rdf_syntax", file=file, line=error.lineno) from error


def _json_statements(folder: Folder, file: str) -> Iterator[Statement | RowProblem]:
    """Node by node in batches, so that one that cannot be read does not hide the others."""
    document = json_graph_of(folder, file)
    context = document.get("@context", {})
    for place, batch in _batches(_nodes(document)):
        try:
            yield from _expanded(context, batch)
        except UnknownContext as error:
            url = error.params.get("url", "")
            raise FrameworkError("reader.context_unknown", file=file, url=url) from error
        except (JsonLdError, TooDeep):
            for offset, node in enumerate(batch):
                try:
                    yield from _expanded(context, [node])
                except (JsonLdError, TooDeep) as error:
                    pointer = str(error.params.get("pointer", ""))[:200]
                    told = {"place": place + offset, "pointer": pointer}
                    yield RowProblem(file, None, "reader.node_jsonld", told)


def _nodes(document: JsonObject) -> list[Any]:
    graph = document.get("@graph")
    if not isinstance(graph, list):
        return [{name: value for name, value in document.items() if name != "@context"}]
    outer = {name: value for name, value in document.items() if name not in ("@context", "@graph")}
    return [*([outer] if len(outer) > 1 else []), *graph]


def _batches(nodes: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The nodes in lists that our JSON-LD room takes at once, each with its first place from 1."""
    batch: list[Any] = []
    first, weight = 1, 0
    for place, node in enumerate(nodes, 1):
        heavy = _weight(node)
        if batch and weight + heavy > _BATCH_VALUES:
            yield first, batch
            batch, first, weight = [], place, 0
        batch.append(node)
        weight += heavy
    if batch:
        yield first, batch


def _weight(node: Any) -> int:
    """How many values a node holds."""
    pending, count = [node], 0
    while pending:
        value = pending.pop()
        count += 1
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return count


def _expanded(context: Any, nodes: list[Any]) -> list[Statement]:
    quads = general.dataset({"@context": context, "@graph": nodes}, CURRENT)
    text = "".join(map(nquads.line, quads))
    try:
        parsed = list(ox.parse(text.encode(), ox.RdfFormat.N_QUADS))
    except SyntaxError as error:  # an address that only the stricter of two readers refuses
        raise LostTerm("jsonld.relative_iri", value=str(error.text or ""), pointer="") from error
    return [statement for quad in parsed for statement in _plain(quad)]
