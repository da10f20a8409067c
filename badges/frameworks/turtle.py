"""Turtle from a JSON-LD document of ours: deterministic, every character escaped that must be.

Not a JSON-LD processor: it reads documents that `badges.frameworks.skos` wrote, whose terms are
all in their own context and whose nodes all have an identifier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.model.competencies import LANGUAGE_TAG

_RDF_TYPE = "a"
_LOCAL_NAME = re.compile(r"[A-Za-z_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BARE = frozenset({f"{_XSD}integer", f"{_XSD}boolean"})
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST_PRINTABLE, _DELETE = 0x20, 0x7F
_FORBIDDEN_IN_IRI = frozenset('<>"{}|^`\\')


def write(document: JsonObject) -> str:
    """The graph of `document`: prefixes, then one block for each node, in their order.

    Raises:
        FrameworkError: a term is not in the context, or a node has no identifier.
    """
    vocabulary = _Vocabulary(document["@context"])
    nodes = document.get("@graph") or [
        {name: value for name, value in document.items() if name != "@context"}
    ]
    blocks = [vocabulary.prefix_lines()]
    for node in nodes:
        blocks += [_block(vocabulary, inner) for inner in _nodes(vocabulary, node)]
    return "\n\n".join(blocks) + "\n"


def _nodes(vocabulary: "_Vocabulary", node: JsonObject) -> Iterator[JsonObject]:
    """`node`, then the nodes that are written inside it.

    A text in several languages is none, even in Indonesian, whose tag is `id`.
    """
    yield node
    for name, value in node.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "id" in item and not vocabulary.is_spoken(name):
                yield from _nodes(vocabulary, item)


def _block(vocabulary: "_Vocabulary", node: JsonObject) -> str:
    if not isinstance(node.get("id"), str):
        raise FrameworkError("framework.node_without_id", members=", ".join(sorted(node)))
    lines = []
    for name, value in node.items():
        if name != "id" and value != []:
            predicate, objects = vocabulary.statement(name, value)
            lines.append(f"    {predicate} " + " ,\n        ".join(objects))
    return vocabulary.iri(node["id"]) + "\n" + " ;\n".join(lines) + " ."


@dataclass(frozen=True)
class _Term:
    """What the context says of a term."""

    iri: str
    coercion: str | None
    by_language: bool


class _Vocabulary:
    """The terms and prefixes of a context."""

    def __init__(self, context: JsonObject) -> None:
        self._prefixes = {
            name: value
            for name, value in context.items()
            if isinstance(value, str) and value.endswith(("#", "/"))
        }
        self._terms: dict[str, _Term] = {}
        for name, value in context.items():
            if name.startswith("@") or name in self._prefixes or value in ("@id", "@type"):
                continue
            self._terms[name] = self._term({"@id": value} if isinstance(value, str) else value)

    def prefix_lines(self) -> str:
        return "\n".join(
            f"@prefix {name}: {self.iri(address, whole=True)} ."
            for name, address in sorted(self._prefixes.items())
        )

    def statement(self, name: str, value: object) -> tuple[str, list[str]]:
        """The predicate and the objects that a member of a node stands for."""
        items = value if isinstance(value, list) else [value]
        if name == "type":
            return _RDF_TYPE, [self.iri(self._known(item).iri) for item in items]
        term = self._known(name)
        return self.iri(term.iri), [
            written for item in items for written in self._objects(term, item)
        ]

    def is_spoken(self, name: str) -> bool:
        """Whether a member holds one text in several languages."""
        return name in self._terms and self._terms[name].by_language

    def iri(self, address: str, *, whole: bool = False) -> str:
        """`address` with a prefix when the rest is a plain name, else between brackets."""
        for name, start in () if whole else self._prefixes.items():
            if address.startswith(start) and _LOCAL_NAME.fullmatch(address[len(start) :]):
                return f"{name}:{address[len(start) :]}"
        if not _IRI.fullmatch(address):
            raise FrameworkError("framework.not_an_iri", value=address)
        return f"<{''.join(_iri_character(character) for character in address)}>"

    def _term(self, definition: JsonObject) -> _Term:
        coercion = definition.get("@type")
        if coercion is not None and not coercion.startswith("@"):
            coercion = self._expanded(coercion)
        return _Term(
            self._expanded(definition["@id"]),
            coercion,
            definition.get("@container") == "@language",
        )

    def _expanded(self, compact: str) -> str:
        prefix, _, rest = compact.partition(":")
        return self._prefixes[prefix] + rest if prefix in self._prefixes else compact

    def _known(self, name: object) -> _Term:
        try:
            return self._terms[str(name)]
        except KeyError:
            raise FrameworkError("framework.term_unknown", term=str(name)) from None

    def _objects(self, term: _Term, value: object) -> list[str]:
        if term.by_language and isinstance(value, dict):
            return [f"{_quoted(text)}@{_tag(language)}" for language, text in value.items()]
        if isinstance(value, dict):
            return [self.iri(value["id"])]
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if term.coercion == "@id":
            return [self.iri(text)]
        if term.coercion == "@vocab":
            known = self._terms.get(text)
            return [self.iri(known.iri if known else self._expanded(text))]
        if term.coercion in _BARE and isinstance(value, int):
            return [text]
        datatype = f"^^{self.iri(term.coercion)}" if term.coercion else ""
        return [_quoted(text) + datatype]


def _tag(language: str) -> str:
    """A language tag, which nothing else in Turtle may follow unquoted."""
    if not LANGUAGE_TAG.fullmatch(language):
        raise FrameworkError("framework.language_tag", value=language)
    return language


def _quoted(text: str) -> str:
    """A Turtle string: quotes, backslashes and control characters escaped."""
    return '"' + "".join(_string_character(character) for character in text) + '"'


def _string_character(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    code = ord(character)
    return f"\\u{code:04X}" if code < _FIRST_PRINTABLE or code == _DELETE else character


def _iri_character(character: str) -> str:
    """IRIREF of the Turtle grammar: these characters may only stand as numeric escapes."""
    return f"\\u{ord(character):04X}" if character in _FORBIDDEN_IN_IRI else character
