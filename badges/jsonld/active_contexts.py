"""Contexts made ready for the walker: one table for each kind of node, filled in as terms are met.

PyLD processes the pinned contexts once, and each term, type and scoped context is asked of it once
in the life of the process. A table depends on nothing but the contexts of the document, the types
of the node and the term that led to it, so tables are shared by all documents and all threads:
they are written under a lock and read without one. https://www.w3.org/TR/json-ld11-api/#expansion

Whoever makes a badge chooses its types, and there is no end of them: only words of the contexts get
a table that lasts, and when all tables together grow too many, all are forgotten (VER-02).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock, RLock
from typing import Any, Final

from badges.documents import JsonObject
from badges.errors import BadgeError, LostTerm
from badges.jsonld.dataset import RDF_TYPE, XSD
from badges.jsonld.expansion import ActiveContext, SafeProcessor, is_absolute
from badges.jsonld.names import is_bound, require_usual_name, require_usual_type
from badges.jsonld.safety import MAX_CONTEXTS, MAX_TYPES
from schemas.catalogue import Catalogue

TEXT, LISTED, NAMED, SKIPPED = "text", "listed", "named", "skipped"
"""What to do with the values of a term: literals, an RDF list, IRIs, or nothing (`id`, `type`)."""

_MAX_TABLES: Final = 1_024
_MAX_REMEMBERED: Final = 8_192
"""Tables and terms of all lists of contexts together; each weighs about a kilobyte at most."""
_CONTEXT_WEIGHT: Final = 4
_LONGEST_REMEMBERED: Final = 256
_MAX_CONTEXT_LISTS: Final = 32
Types = str | tuple[str, ...] | None


class UnsupportedError(Exception):
    """Not of the subset that the walker reads; the general way decides, and says why."""


@dataclass(slots=True)
class Base:
    """The active context that a node starts from, and the tables of the nodes seen there."""

    context: ActiveContext
    shapes: dict[Types, "Shape"] = field(default_factory=dict)


@dataclass(slots=True)
class Term:
    """How the values of one member become the ends of statements.

    `predicate` is ` <iri> `; `closing` ends a literal, from after its quotes to the line feed;
    `datatype` is the IRI that the context fixes, if any; `items` reads the items of a list; `base`
    is where nodes start from; `vocabulary` remembers the words of `context` that may stand for an
    IRI, and is None when only IRIs may.
    """

    kind: str
    predicate: str = ""
    closing: str = " .\n"
    datatype: str = ""
    items: "Term | None" = None
    base: Base | None = None
    context: ActiveContext = field(default_factory=dict)
    vocabulary: dict[str, str] | None = None


@dataclass(slots=True)
class Shape:
    """A kind of node: its `rdf:type` statements, without subject, and the terms met in it.

    Kinds that share a context share its terms.
    """

    context: ActiveContext
    types: tuple[str, ...]
    terms: dict[str, Term] = field(default_factory=dict)


class ActiveContexts:
    """The tables of one list of contexts."""

    def __init__(self, catalogue: Catalogue, contexts: tuple[str, ...]) -> None:
        self._lock = RLock()
        self._catalogue = catalogue
        self._contexts = contexts
        self._prefixes = _member_names([catalogue.document(url) for url in contexts])
        self.reserved = frozenset(filter(is_absolute, self._prefixes))
        """Words of the contexts that look like IRIs: they may stand for others."""
        self._start()

    def _start(self) -> None:
        self._processor = SafeProcessor(self._catalogue, work_limit=None)
        self._settings = self._processor.settings
        self._bases: dict[int, Base] = {}
        self._terms: dict[int, tuple[ActiveContext, dict[str, Term]]] = {}
        self._tables = 0
        # The root is no other node's base: it alone may carry `@context`.
        self.root = Base(self._processor.root_context(list(self._contexts)))

    def shape(self, base: Base, types: Types) -> Shape:
        """The table of nodes with these types, made at the first call.

        Raises:
            UnsupportedError: a type is not defined here.
        """
        with self._lock:
            if isinstance(types, tuple) and not _is_memorable(types):
                raise UnsupportedError
            if self._tables >= _MAX_TABLES or len(self._terms) >= _MAX_TABLES:
                self._start()
            element = (
                {} if types is None else {"type": types if isinstance(types, str) else [*types]}
            )
            try:
                active, type_name, scope = self._processor.nested_context(base.context, element)
            except BadgeError as error:
                raise UnsupportedError from error
            if types == () or (types is not None and type_name != "type"):
                raise UnsupportedError
            names = () if types is None else (types,) if isinstance(types, str) else types
            tails = tuple(f" {RDF_TYPE} <{self._type(scope, name)}> .\n" for name in names)
            if base is self.root:
                shape = Shape(active, tails, {"@context": Term(SKIPPED)})
            else:
                shape = Shape(active, tails, self._shared_terms(active))
            if all(name in scope["mappings"] for name in names):
                base.shapes[types] = shape
                self._tables += 1
                _remember(1)
            return shape

    def _shared_terms(self, active: ActiveContext) -> dict[str, Term]:
        """The terms met so far in a context, which is kept so that its identity stays its own."""
        known = self._terms.get(id(active))
        if known is None:
            known = self._terms[id(active)] = active, {}
            _remember(_CONTEXT_WEIGHT)
        return known[1]

    def _type(self, scope: ActiveContext, name: Any) -> str:
        iri = self._processor.iri(scope, name) if isinstance(name, str) else None
        if not is_absolute(iri):
            raise UnsupportedError
        self._require_usual(scope, require_usual_type, name, iri)
        return str(iri)

    @staticmethod
    def _require_usual(
        active: ActiveContext, rule: Callable[[str, Any, str], None], name: str, iri: Any
    ) -> None:
        try:
            if is_bound(active["mappings"]):
                rule(name, iri, "")
        except LostTerm as error:
            raise UnsupportedError from error

    def term(self, shape: Shape, name: str) -> Term:
        """How a member of such a node is read, found out at the first call.

        Raises:
            UnsupportedError: it is not defined, or not one that the walker reads.
        """
        with self._lock:
            iri = self._processor.iri(shape.context, name)
            mapping = shape.context["mappings"].get(name)
            if iri == f"@{name}" and name in {"id", "type"}:
                term = Term(SKIPPED)
            elif mapping is None or mapping["reverse"] or not is_absolute(iri):
                raise UnsupportedError
            else:
                self._require_usual(shape.context, require_usual_name, name, iri)
                term = self._value_term(shape.context, name, str(iri))
            shape.terms[name] = term
            _remember(1)
            return term

    def _value_term(self, active: ActiveContext, name: str, iri: str) -> Term:
        try:
            context, child = self._processor.term_contexts(active, name)
        except BadgeError as error:
            raise UnsupportedError from error
        coercion = self._processor.definition(context, name, "@type") or "@none"
        containers = self._processor.definition(active, name, "@container") or []
        if (
            containers not in ([], ["@set"], ["@list"])
            or containers != (self._processor.definition(context, name, "@container") or [])
            or coercion in {"@json", f"{XSD}double"}
            or self._processor.definition(context, name, "@language") is not None
            or self._processor.definition(context, name, "@direction") is not None
        ):
            raise UnsupportedError
        term = Term(TEXT, f" <{iri}> ", base=self._base(child), context=context)
        if coercion in {"@id", "@vocab"}:
            term.kind = NAMED
            term.vocabulary = {} if coercion == "@vocab" else None
        elif coercion != "@none":
            term.datatype = coercion
            if coercion != f"{XSD}string":
                term.closing = f"^^<{coercion}> .\n"
        if containers == ["@list"]:
            return Term(LISTED, term.predicate, items=term)
        return term

    def _base(self, context: ActiveContext) -> Base:
        base = self._bases.get(id(context))
        if base is None:
            base = self._bases[id(context)] = Base(context)
        return base

    def name(self, iri: str) -> str:
        """The term of an IRI, `<iri>`, after checking it.

        Raises:
            UnsupportedError: not absolute, or it could be read as prefix and suffix.
        """
        # Nothing is remembered here: the IRI may name a person (VER-02).
        if not is_absolute(iri):
            raise UnsupportedError
        if not iri.startswith("https://"):
            scheme, _, rest = iri.partition(":")
            if scheme in self._prefixes and not rest.startswith("//"):
                raise UnsupportedError
        return f"<{iri}>"

    def word(self, term: Term, value: str) -> str:
        """The term of a value that may be a word of the context, or else is an IRI.

        Raises:
            UnsupportedError: neither.
        """
        if term.vocabulary is None or value not in term.context["mappings"]:
            return self.name(value)
        with self._lock:
            iri = self._processor.iri(term.context, value)
            if not is_absolute(iri):
                raise UnsupportedError
            known = term.vocabulary[value] = f"<{iri}>"
            return known


def _is_memorable(types: tuple[Any, ...]) -> bool:
    """Whether a table for these types is worth its place: whoever makes a badge chooses them."""
    return len(types) <= MAX_TYPES and sum(map(len, map(str, types))) <= _LONGEST_REMEMBERED


def context_urls(document: JsonObject) -> tuple[str, ...]:
    """The contexts of a document when they are a URL or a list of URLs.

    Raises:
        UnsupportedError: there are none, or one is written out in the document.
    """
    contexts = document.get("@context")
    urls = [contexts] if isinstance(contexts, str) else contexts
    if not isinstance(urls, list) or not 0 < len(urls) <= MAX_CONTEXTS:
        raise UnsupportedError
    if not all(isinstance(url, str) for url in urls):
        raise UnsupportedError
    return tuple(urls)


@lru_cache(maxsize=_MAX_CONTEXT_LISTS)
def active_contexts(catalogue: Catalogue, contexts: tuple[str, ...]) -> ActiveContexts:
    """The tables of a list of contexts, shared by everyone; the least used list is forgotten.

    Raises:
        UnsupportedError: a URL is not in the catalogue, or the contexts contradict each other.
    """
    listed = set(catalogue.urls())
    if not all(url in listed for url in contexts):
        raise UnsupportedError
    try:
        return ActiveContexts(catalogue, contexts)
    except BadgeError as error:
        raise UnsupportedError from error


@dataclass
class _Memory:
    """How much all tables weigh together, counted until they are all forgotten."""

    lock: Lock = field(default_factory=Lock)
    weight: int = 0


_memory = _Memory()


def _remember(weight: int) -> None:
    """Count what is kept; when it is too much, let every table go: they are soon made again."""
    with _memory.lock:
        _memory.weight += weight
        if _memory.weight > _MAX_REMEMBERED:
            _memory.weight = 0
            active_contexts.cache_clear()


def _member_names(documents: list[dict[str, Any]]) -> frozenset[str]:
    """Every member name in some JSON: whatever a context could define as a prefix is among them."""
    names: set[str] = set()
    pending: list[Any] = list(documents)
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            names.update(value)
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return frozenset(names)
