"""N-Quads: terms as text, in the canonical form that RDFC-1.0 fixes, and a strict reader.

A term is kept as the text that stands in a canonical line: `<iri>`, `_:label`, `"text"`,
`"text"^^<datatype>` or `"text"@language`. https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

import re

from badges.errors import Malformed

Quad = tuple[str, str, str, str]
"""Subject, predicate, object and graph; the graph is empty for the default graph."""

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
NONCHARACTERS = "\ufffe\uffff"

_SHORT_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ESCAPED = (*map(chr, range(0x20)), "\x7f", '"', "\\", *NONCHARACTERS)
_ESCAPES = str.maketrans({c: _SHORT_ESCAPES.get(c, f"\\u{ord(c):04X}") for c in _ESCAPED})
_TO_ESCAPE = re.compile(f'[\x00-\x1f\x7f"\\\\{NONCHARACTERS}]')

_HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_HEX})*+>'
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = rf"{_BASE}_:0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_BLANK = rf"_:[{_BASE}_:0-9][{_INNER}]*+(?:\.++[{_INNER}]++)*+"
_LITERAL = (
    rf'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_HEX})*+)"'
    rf"(?:\^\^({_IRI})|@([A-Za-z]++(?:-[A-Za-z0-9]++)*+))?"
)
_SPACE = r"[ \t]*+"
_LINE = re.compile(
    rf"{_SPACE}({_IRI}|{_BLANK}){_SPACE}({_IRI}){_SPACE}(?:({_IRI}|{_BLANK})|{_LITERAL})"
    rf"{_SPACE}({_IRI}|{_BLANK})?{_SPACE}\.{_SPACE}(?:#.*)?"
)
_EMPTY = re.compile(rf"{_SPACE}(?:#.*)?")
_ESCAPE_SEQUENCE = re.compile(rf"{_HEX}|\\.")
_UNESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def escape(text: str) -> str:
    """`text` as it stands between the quotes of a canonical literal."""
    return text.translate(_ESCAPES) if _TO_ESCAPE.search(text) else text


def literal(text: str, datatype: str = XSD_STRING, language: str = "") -> str:
    """The canonical term of a literal; `datatype` is an IRI without brackets."""
    if language:
        return f'"{escape(text)}"@{language}'
    if datatype == XSD_STRING:
        return f'"{escape(text)}"'
    return f'"{escape(text)}"^^<{datatype}>'


def line(quad: Quad) -> str:
    """The canonical line of a quad, with its line feed."""
    subject, predicate, value, graph = quad
    if graph:
        return f"{subject} {predicate} {value} {graph} .\n"
    return f"{subject} {predicate} {value} .\n"


def parse(text: str) -> list[Quad]:
    """The distinct quads of an N-Quads document, in the order in which they first appear.

    Raises:
        Malformed: a line is not a statement of RDF 1.1 N-Quads.
    """
    quads: dict[Quad, None] = {}
    for number, row in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        match = _LINE.fullmatch(row)
        if match:
            quads[_quad(match, number)] = None
        elif not _EMPTY.fullmatch(row):
            raise Malformed("nquads.malformed", line=number)
    return list(quads)


def _quad(match: re.Match[str], number: int) -> Quad:
    subject, predicate, resource, text, datatype, language, graph = match.groups()
    try:
        if resource is None:
            kind = _unescape(datatype)[1:-1] if datatype else XSD_STRING
            value = literal(_unescape(text), kind, language or "")
        else:
            value = _unescape(resource)
        return _unescape(subject), _unescape(predicate), value, _unescape(graph or "")
    except ValueError as error:
        raise Malformed("nquads.malformed", line=number) from error


def _unescape(text: str) -> str:
    return _ESCAPE_SEQUENCE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    sequence = match[0][1:]
    if sequence[0] not in "uU":
        return _UNESCAPED.get(sequence, sequence)
    character = chr(int(sequence[1:], 16))
    if "\ud800" <= character <= "\udfff":
        raise ValueError(sequence)
    return character
