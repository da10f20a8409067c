"""From expanded JSON-LD to the quads of an RDF dataset.

https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm, made simpler by what
expansion has already refused: no blank identifier is written in a document, so no node map is
needed to bring the statements about one node together.
"""

from typing import Any, Final

from pyld.jsonld import canonicalize as canonical_json

from badges.documents import JsonObject
from badges.errors import LostTerm
from badges.jsonld.expansion import is_absolute
from badges.jsonld.nquads import XSD_STRING, Quad, literal

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE, RDF_FIRST, RDF_REST = (f"<{RDF}{name}>" for name in ("type", "first", "rest"))
RDF_NIL = f"<{RDF}nil>"
_LEAST_EXPONENTIAL = 1e21
_NO_NODE = frozenset({"@value", "@list", "@set"})
_STRUCTURE = frozenset({"@id", "@type", "@graph", "@included", "@reverse"})


def number_text(number: float, datatype: str = "") -> str:
    """The canonical text of a number: an integer, or a double as `1.5E0`."""
    is_whole = isinstance(number, int) or (number.is_integer() and abs(number) < _LEAST_EXPONENTIAL)
    if is_whole and datatype != f"{XSD}double":
        return str(int(number))
    mantissa, exponent = f"{number:.15E}".split("E")
    mantissa = mantissa.rstrip("0")
    return f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}"


class Dataset:
    """The distinct quads of an expanded document."""

    def __init__(self, expanded: list[JsonObject]) -> None:
        self._kinds: dict[Quad, bool] = {}
        self._blanks = 0
        for node in expanded:
            self._node(node, "")

    @property
    def quads(self) -> list[Quad]:
        """The quads, in the order in which the document states them."""
        return list(self._kinds)

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"

    def _add(self, quad: Quad, *, is_text: bool = True) -> None:
        """Add a quad; one stated both as a text and as a number or boolean is refused.

        Processors disagree on whether `true` and `"true"` of one boolean term are one statement.
        """
        if not is_absolute(quad[1][1:-1]):
            raise LostTerm("jsonld.relative_iri", pointer="", value=quad[1])
        if self._kinds.setdefault(quad, is_text) is not is_text:
            raise LostTerm("jsonld.ambiguous_value", pointer="", term=quad[1][1:-1])

    def _node(self, node: JsonObject, graph: str) -> str:
        """Add what a node object states; its term."""
        if not _NO_NODE.isdisjoint(node):  # a bare value in a graph states nothing
            raise LostTerm("jsonld.empty_node", pointer="")
        subject = f"<{node['@id']}>" if "@id" in node else self._blank()
        for kind in node.get("@type", ()):
            self._add((subject, RDF_TYPE, f"<{kind}>", graph))
        for item in node.get("@graph", ()):
            self._node(item, subject)
        for item in node.get("@included", ()):
            self._node(item, graph)
        for name, values in node.get("@reverse", {}).items():
            for value in values:
                self._add((self._node(value, graph), f"<{name}>", subject, graph))
        for name, values in node.items():
            for value in values if name not in _STRUCTURE else ():
                term, is_text = self._value(value, graph)
                self._add((subject, f"<{name}>", term, graph), is_text=is_text)
        return subject

    def _value(self, value: JsonObject, graph: str) -> tuple[str, bool]:
        """The term of a value, and whether JSON wrote it as a text or object."""
        if "@value" in value:
            native = value["@value"]
            return _literal(native, value), isinstance(native, str)
        if "@list" in value:
            return self._list(value["@list"], graph), True
        return self._node(value, graph), True

    def _list(self, values: list[JsonObject], graph: str) -> str:
        cells = [self._blank() for _ in values]
        for cell, rest, value in zip(cells, (*cells, RDF_NIL)[1:], values, strict=True):
            term, is_text = self._value(value, graph)
            self._add((cell, RDF_FIRST, term, graph), is_text=is_text)
            self._add((cell, RDF_REST, rest, graph))
        return cells[0] if cells else RDF_NIL


def _literal(native: Any, value: JsonObject) -> str:
    datatype = value.get("@type") or ""
    if datatype == "@json":
        text: str = canonical_json(native).decode()
        return literal(text, f"{RDF}JSON")
    if isinstance(native, bool):
        return literal("true" if native else "false", datatype or f"{XSD}boolean")
    if isinstance(native, int | float):
        text = number_text(native, datatype)
        return literal(text, datatype or f"{XSD}{'double' if 'E' in text else 'integer'}")
    if datatype == f"{XSD}double":
        _require_canonical_double(native)
    return literal(native, datatype or XSD_STRING, value.get("@language", ""))


def _require_canonical_double(text: str) -> None:
    """Processors disagree on whether a text typed xsd:double is brought to canonical form."""
    try:
        canonical = number_text(float(text), f"{XSD}double")
    except (ValueError, OverflowError):
        return
    if canonical != text:
        raise LostTerm("jsonld.ambiguous_value", pointer="", term=text)
