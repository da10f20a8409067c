"""The fast way: a credential to canonical N-Quads in one pass over its JSON.

The walker reads the subset of JSON-LD that credentials are written in, with tables that
`active_contexts` made from PyLD's own processing. It never guesses: whatever it does not read
raises `UnsupportedError` and is left to the general way. So each member of a document that it
accepts is a statement, or is empty; nothing can be left unsigned.

A statement is kept without its subject (a "tail": predicate, object, full stop, line feed), since
a blank node gets its label last. In these documents a blank node has at most one statement about
it, the one of its parent: that makes its first-degree hash (RDFC-1.0 section 4.6) a single join.
"""

import hashlib
from itertools import islice
from json.encoder import encode_basestring
from operator import eq
from typing import Any, Final

from badges.documents import JsonObject
from badges.jsonld.active_contexts import (
    LISTED,
    NAMED,
    SKIPPED,
    TEXT,
    ActiveContexts,
    Base,
    Term,
    UnsupportedError,
    active_contexts,
    context_urls,
)
from badges.jsonld.dataset import RDF_FIRST, RDF_NIL, RDF_REST, XSD, number_text
from badges.jsonld.nquads import NONCHARACTERS, Quad, literal
from badges.jsonld.rdfc import canonical_labels
from badges.jsonld.safety import MAX_INTEGER
from schemas.catalogue import Catalogue

_FIRST, _REST = f" {RDF_FIRST} ", f" {RDF_REST} "
_CLOSING: Final = " .\n"


class Node:
    """A node of the graph: its statements so far, and the one statement that leads to it."""

    __slots__ = ("edges", "has_native", "parent", "predicate", "subject", "tails")

    def __init__(self, subject: str, tails: list[str]) -> None:
        self.subject = subject
        self.tails = tails
        self.edges: list[tuple[str, Node]] = []
        self.parent: Node | None = None
        self.predicate = ""
        self.has_native = False


def canonical_blocks(document: JsonObject, catalogue: Catalogue, work_limit: int) -> list[str]:
    """The canonical N-Quads of `document`, the statements of each subject together.

    Raises:
        UnsupportedError: the document is for the general way to read or refuse.
        CanonicalisationTooCostly: blank nodes too much alike.
    """
    graph = walk(document, catalogue)
    graph.name_blanks(work_limit)
    return graph.blocks()


def walk(document: JsonObject, catalogue: Catalogue) -> "Graph":
    """The graph of `document`, its blank nodes not yet named.

    Raises:
        UnsupportedError: the document is for the general way to read or refuse.
    """
    try:
        graph = Graph(active_contexts(catalogue, context_urls(document)))
        graph.element(document, graph.contexts.root)
    except (TypeError, RecursionError) as error:
        # A type that cannot be looked up is not a text; too deep is told by the general way.
        raise UnsupportedError from error
    return graph


class Graph:
    """The graph of one document, while it is walked."""

    def __init__(self, contexts: ActiveContexts) -> None:
        self.contexts = contexts
        self.named: dict[str, Node] = {}
        self.blanks: list[Node] = []

    def element(self, element: JsonObject, base: Base) -> Node:
        """The node of a JSON object, with all that the object states."""
        types = element.get("type")
        if types.__class__ is list:
            types = tuple(types)
        elif types is None and "type" in element:
            raise UnsupportedError
        shape = base.shapes.get(types) or self.contexts.shape(base, types)
        node = self._node(element)
        tails = node.tails
        tails += shape.types
        terms = shape.terms
        for name, value in element.items():
            term = terms.get(name) or self.contexts.term(shape, name)
            kind = term.kind
            if kind is TEXT and value.__class__ is str:
                text = encode_basestring(value)
                if "\\u" in text or "\x7f" in text:
                    text = literal(value)
                tails.append(term.predicate + text + term.closing)
            elif kind is not SKIPPED:
                self._values(node, term, value)
        return node

    def _node(self, element: JsonObject) -> Node:
        """The node that an object describes: one for each IRI, a new one without."""
        identifier = element.get("id")
        if identifier is None:
            if "id" in element:
                raise UnsupportedError
            node = Node("", [])
            self.blanks.append(node)
            return node
        subject = self.contexts.name(identifier)
        named = self.named.get(subject)
        if named is None:
            named = self.named[subject] = Node(subject, [])
        return named

    def _values(self, node: Node, term: Term, value: Any) -> None:
        if term.kind is LISTED:
            if value is not None:
                self._list(node, term, value if value.__class__ is list else [value])
        elif value.__class__ is list:
            for item in value:
                self._value(node, term, item)
        else:
            self._value(node, term, value)

    def _value(self, node: Node, term: Term, value: Any) -> None:
        """Add the statement, or none for null, that one value of a term makes."""
        kind = value.__class__
        if kind is dict:
            child = self.element(value, term.base)  # type: ignore[arg-type]  # a value term has one
            if child.subject:
                node.tails.append(term.predicate + child.subject + _CLOSING)
            else:
                _link(node, term.predicate, child)
        elif kind is str:
            node.tails.append(term.predicate + self._text(term, value))
        elif value is not None:
            node.has_native = True
            node.tails.append(term.predicate + _native(term, value))

    def _text(self, term: Term, value: str) -> str:
        if term.kind is NAMED:
            known = term.vocabulary.get(value) if term.vocabulary else None
            return (known or self.contexts.word(term, value)) + _CLOSING
        return literal(value) + term.closing

    def _list(self, node: Node, term: Term, values: list[Any]) -> None:
        """Add an RDF list of scalars; lists of objects are rare and left to the general way."""
        items = [value for value in values if value is not None]
        predicate = term.predicate
        for item in items:
            if item.__class__ in {dict, list}:
                raise UnsupportedError
            cell = Node("", [])
            self.blanks.append(cell)
            self._value(cell, term.items, item)  # type: ignore[arg-type]  # a list term has one
            cell.tails = [_FIRST + tail.removeprefix(term.predicate) for tail in cell.tails]
            _link(node, predicate, cell)
            node, predicate = cell, _REST
        node.tails.append(predicate + RDF_NIL + _CLOSING)

    def name_blanks(self, work_limit: int) -> None:
        """Give each blank node its canonical label."""
        for node in self.named.values():
            tidy(node)
        digests = {}
        for node in self.blanks:
            tidy(node)
            digests[_first_degree_hash(node)] = node
        if len(digests) == len(self.blanks):
            for number, digest in enumerate(sorted(digests)):
                digests[digest].subject = f"_:c14n{number}"
        else:
            self._name_alike(work_limit)

    def _name_alike(self, work_limit: int) -> None:
        """Have blank nodes that look alike told apart by the general algorithm."""
        for number, node in enumerate(self.blanks):
            node.subject = f"_:b{number}"
        quads: list[Quad] = []
        for node in (*self.named.values(), *self.blanks):
            for tail in (*node.tails, *(p + n.subject + _CLOSING for p, n in node.edges)):
                predicate, _, value = tail[1 : -len(_CLOSING)].partition(" ")
                quads.append((node.subject, predicate, value, ""))
        labels = canonical_labels(quads, work_limit=work_limit)
        for node in self.blanks:
            node.subject = labels.get(node.subject, node.subject)

    def blocks(self) -> list[str]:
        """The lines of each subject as one text, subjects in code point order."""
        nodes = {node.subject: node for node in self.blanks}
        nodes.update(self.named)
        blocks = []
        for subject in sorted(nodes):
            node = nodes[subject]
            lines = node.tails
            if node.edges:
                lines += [p + child.subject + _CLOSING for p, child in node.edges]
                lines.sort()
            if lines:
                block = subject + subject.join(lines)
                if not block.isascii():
                    _require_writable(block)
                blocks.append(block)
        if not blocks:
            raise UnsupportedError
        return blocks


def _link(node: Node, predicate: str, child: Node) -> None:
    node.edges.append((predicate, child))
    child.parent = node
    child.predicate = predicate


def _native(term: Term, value: Any) -> str:
    """The end of the statement of a boolean or number."""
    if term.kind is NAMED:
        raise UnsupportedError
    if value is True or value is False:
        text, datatype = ("true" if value else "false"), f"{XSD}boolean"
    elif value.__class__ is float or (value.__class__ is int and abs(value) <= MAX_INTEGER):
        if not abs(value) < float("inf"):
            raise UnsupportedError
        text = number_text(value, term.datatype)
        datatype = f"{XSD}double" if "E" in text else f"{XSD}integer"
    else:
        raise UnsupportedError
    return f'"{text}"' + (term.closing if term.datatype else f"^^<{datatype}> .\n")


def tidy(node: Node) -> None:
    """Sort the statements and drop repeated ones, as a set of statements would."""
    tails = node.tails
    tails.sort()
    if any(map(eq, tails, islice(tails, 1, None))):
        if node.has_native:
            # It may be one value written as a boolean and as a text, which processors disagree on.
            raise UnsupportedError
        node.tails = list(dict.fromkeys(tails))


def first_degree_text(node: Node) -> str:
    """The statements that mention a blank node, in code point order: `<`, `_:a`, `_:z`."""
    lines = node.tails
    if node.edges:
        lines = sorted([*lines, *(f"{predicate}_:z .\n" for predicate, _ in node.edges)])
    text = "_:a" + "_:a".join(lines) if lines else ""
    parent = node.parent
    if parent is not None:
        if parent.subject:
            text = f"{parent.subject}{node.predicate}_:a .\n{text}"
        else:
            text = f"{text}_:z{node.predicate}_:a .\n"
    return text


def _first_degree_hash(node: Node) -> bytes:
    return hashlib.sha256(first_degree_text(node).encode("utf-8", "surrogatepass")).digest()


def _require_writable(text: str) -> None:
    """Leave to the general way, which says where they are, characters that UTF-8 cannot carry."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnsupportedError from error
    if NONCHARACTERS[0] in text or NONCHARACTERS[1] in text:
        raise UnsupportedError
